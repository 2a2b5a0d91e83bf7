/// What changed of a unit on a day.
public struct UnitChange: Sendable, Hashable {
    /// The first day it holds.
    public let day: Day
    /// What changed.
    public let what: What

    /// A change.
    public init(day: Day, what: What) {
        self.day = day
        self.what = what
    }

    /// What can change of a unit.
    public enum What: Sendable, Hashable {
        case name(from: String, to: String)
        case parent(from: Neighbour, to: Neighbour)
        case reportsTo(from: Neighbour, to: Neighbour)
    }

    /// A unit that another stood under or reported to, as far as the reader may know it.
    public enum Neighbour: Sendable, Hashable {
        case none
        case unit(CompletionReport.Named)
        /// One outside the reader's scope.
        case hidden
    }

    /// What changed from each placement to the next; `neighbour` says who stands behind a code.
    public static func all(
        in placements: [Placement], neighbour: (UnitCode?) throws -> Neighbour
    ) rethrows -> [UnitChange] {
        try zip(placements, placements.dropFirst()).flatMap { was, now in
            var changes: [What] = []
            if was.name != now.name { changes.append(.name(from: was.name, to: now.name)) }
            if was.parent != now.parent {
                changes.append(.parent(from: try neighbour(was.parent), to: try neighbour(now.parent)))
            }
            if was.reportsTo != now.reportsTo {
                changes.append(.reportsTo(from: try neighbour(was.reportsTo), to: try neighbour(now.reportsTo)))
            }
            return changes.map { UnitChange(day: now.from, what: $0) }
        }
    }
}
