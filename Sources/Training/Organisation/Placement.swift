/// What a unit was called and where it stood from a day on.
///
/// The first one holds from the beginning: a file says what a unit is, not since when.
public struct Placement: Sendable, Hashable {
    /// The first day it holds.
    public let from: Day
    /// The name.
    public let name: String
    /// The unit above it; nil at a root.
    public let parent: UnitCode?
    /// Where it reported to when that was not `parent`.
    public let reportsTo: UnitCode?

    /// A placement.
    public init(from: Day, name: String, parent: UnitCode?, reportsTo: UnitCode?) {
        self.from = from
        self.name = name
        self.parent = parent
        self.reportsTo = reportsTo
    }

    /// The first day of a unit's first placement.
    public static let beginning = Day(number: 0)
}

/// The units with their order above each other on any day.
public struct DatedTree: Sendable, Hashable {
    /// Where each unit stood; a unit that is not there has none above it.
    private let steps: [UnitCode: [Step]]

    /// The unit above another from a day on.
    private struct Step: Hashable {
        let from: Day
        let parent: UnitCode?
    }

    /// The tree of units that stood in these places, each unit's in the order of days; of several on one day the last
    /// holds.
    public init(_ placements: [UnitCode: [Placement]]) {
        steps = placements.mapValues { placements in
            var steps: [Step] = []
            for placement in placements {
                if steps.last?.from == placement.from { steps.removeLast() }
                guard let last = steps.last, last.parent == placement.parent else {
                    steps.append(Step(from: placement.from, parent: placement.parent))
                    continue
                }
            }
            return steps
        }
    }

    /// A tree in which nothing ever moved.
    public init(parents: [UnitCode: UnitCode]) {
        steps = parents.mapValues { [Step(from: Placement.beginning, parent: $0)] }
    }

    /// The unit itself, then each unit above it up to the root, at the end of `day`. A cycle is tolerated as in `UnitTree`.
    public func lineage(of unit: UnitCode, on day: Day) -> [UnitCode] {
        var lineage = [unit]
        while let last = lineage.last, let above = parent(of: last, on: day), !lineage.contains(above) {
            lineage.append(above)
        }
        return lineage
    }

    /// The days on which some unit came under another one.
    public var days: Set<Day> { Set(steps.values.flatMap { $0.dropFirst() }.map(\.from)) }

    private func parent(of unit: UnitCode, on day: Day) -> UnitCode? {
        guard let steps = steps[unit] else { return nil }
        return (steps.last { $0.from <= day } ?? steps.first)?.parent
    }
}
