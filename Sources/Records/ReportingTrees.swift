import SQL
import Training

/// Who reported to whom at the end of a day: each unit to where it was said to, else to the unit above it. Asked by
/// `administrative`, who stood below whom.
///
/// Tallies follow the units above each other. The few units that report elsewhere cut that tree into pieces, and a unit's
/// total by reports is the sum of the pieces that report to it; so nothing is counted for reports alone, and whoever reports
/// elsewhere is counted once, there. What is counted by the paths of units follows the present tree, which the units that
/// have moved since cut as well.
final class ReportingTree {
    private let transaction: any Transaction
    private let day: Day
    private let tree: CompletionReport.Tree
    /// The day of the tree by which things are counted.
    private let counted: Day
    private var placed: [UnitCode: Placement] = [:]
    /// The units that report elsewhere than to the one above them.
    private var cut: [UnitCode]

    /// The tree of a day, over counts by the units above each other on that day, or `asOfPaths` as they stand now.
    init(
        _ transaction: any Transaction, on day: Day, by tree: CompletionReport.Tree = .reporting,
        asOfPaths: Bool = false
    ) throws {
        self.transaction = transaction
        self.day = day
        self.tree = tree
        counted = asOfPaths ? Day(number: .max) : day
        var cut: [UnitCode] = []
        if tree == .reporting {
            let reporting = try transaction.reporting(on: day).filter { $0.1.reportsTo != $0.1.parent }
            cut = reporting.map(\.0)
            for (unit, placement) in reporting { placed[unit] = placement }
        }
        let moved = asOfPaths ? try transaction.unitsPlaced(after: day).sorted() : []
        self.cut = cut
        let known = Set(cut)
        self.cut += try moved.filter { try !known.contains($0) && above($0) != standing(of: $0) }
    }

    /// Whether anything reports elsewhere than to the unit above it.
    var isCut: Bool { !cut.isEmpty }

    /// The unit itself, then each that it reports to, directly or on the way.
    func lineage(of unit: UnitCode) throws -> [UnitCode] {
        var lineage = [unit]
        while let last = lineage.last, let above = try above(last), !lineage.contains(above) { lineage.append(above) }
        return lineage
    }

    /// The units that report directly to one, by code.
    func children(of unit: UnitCode) throws -> [(UnitCode, Placement)] {
        guard tree == .reporting else { return try transaction.children(of: unit, on: day) }
        let below = try transaction.children(of: unit, on: day).filter { $0.1.reportsTo == nil }
        return (below + (try transaction.reporting(to: unit, on: day))).sorted { $0.0 < $1.0 }
    }

    /// The units directly below one that report elsewhere, by code.
    func elsewhere(of unit: UnitCode) throws -> [(UnitCode, Placement)] {
        try transaction.children(of: unit, on: day).filter { $0.1.reportsTo.map { $0 != unit } ?? false }
    }

    /// The total of a unit in counts of units with all below them: those to add and those to take away.
    func parts(of unit: UnitCode) throws -> (added: [UnitCode], taken: [UnitCode]) {
        let added = try [unit] + cut.filter { try $0 != unit && lineage(of: $0).contains(unit) }
        let taken = try cut.filter { try pieceAround($0, or: unit).map(added.contains) ?? false }
        return (added, taken)
    }

    /// The unit whose piece another was cut out of: the next above it that is cut out itself, or is `end`.
    private func pieceAround(_ unit: UnitCode, or end: UnitCode) throws -> UnitCode? {
        var passed: Set<UnitCode> = [unit]
        var here = try standing(of: unit)
        while let above = here, passed.insert(above).inserted {
            if above == end || cut.contains(above) { return above }
            here = try standing(of: above)
        }
        return nil
    }

    /// The unit that another reported to, or stood below.
    private func above(_ unit: UnitCode) throws -> UnitCode? {
        let placement = try placement(of: unit)
        return tree == .reporting ? placement?.reportsTo ?? placement?.parent : placement?.parent
    }

    /// The unit under which another is counted.
    private func standing(of unit: UnitCode) throws -> UnitCode? {
        counted == day ? try placement(of: unit)?.parent : try transaction.placement(of: unit, on: counted)?.parent
    }

    private func placement(of unit: UnitCode) throws -> Placement? {
        if let known = placed[unit] { return known }
        let placement = try transaction.placement(of: unit, on: day)
        placed[unit] = placement
        return placement
    }
}
