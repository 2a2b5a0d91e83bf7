import SQL
import Training

/// The units of a report that counts by the paths of units as they stand now: those that it shows, as they stood or reported
/// on a day, and which counts make up each of them.
struct ReportedUnits {
    /// The unit asked about.
    let unit: CompletionReport.Named
    /// The units above it that the reader may see, the highest first.
    let above: [CompletionReport.Named]
    /// Each unit directly below, in the order of codes.
    let children: [Shown]
    /// Those that stand below it and report elsewhere, in the order of codes. Only where it is asked who reports to whom.
    let elsewhere: [Shown]
    /// Whether any unit reports elsewhere than to the one above it.
    let hasReporting: Bool
    /// Whether the reader may see the people, not only their numbers.
    let showsPeople: Bool
    fileprivate let parts: [UnitCode: (added: [UnitCode], taken: [UnitCode])]

    /// A unit that is shown.
    struct Shown {
        let unit: CompletionReport.Named
        /// Whether the reader may look into it: not when it has left their scope since.
        let isOpen: Bool
    }

    /// The units whose counts are asked for, each with all that is now below it.
    var counted: [UnitCode] { Set(parts.values.flatMap { $0.added + $0.taken }).sorted() }

    /// The units that the reader may not look into.
    var closed: Set<UnitCode> { Set((children + elsewhere).filter { !$0.isOpen }.map(\.unit.code)) }

    /// The total of a unit that is shown, of the counts of those that are `counted`.
    func total<Count: AdditiveArithmetic>(of shown: Shown, in counts: [UnitCode: Count]) -> Count {
        func sum(_ units: [UnitCode]?) -> Count { (units ?? []).reduce(.zero) { $0 + (counts[$1] ?? .zero) } }
        return sum(parts[shown.unit.code]?.added) - sum(parts[shown.unit.code]?.taken)
    }
}

extension Transaction {
    /// The units of a report as they stood or reported on a day. `notFound` outside the scope; a tree of who reports to whom
    /// also shows the numbers of what reports into the scope.
    func reportedUnits(
        of code: UnitCode, by tree: CompletionReport.Tree, on day: Day, for caller: Caller
    ) throws -> ReportedUnits {
        let present = try ReportingTree(self, on: Day(number: .max))
        func isOpen(_ unit: UnitCode) throws -> Bool {
            switch tree {
            case .administrative: caller.scope.covers(try lineage(of: unit))
            case .reporting: try sees(unit, in: present, caller)
            }
        }
        guard let unit = try unit(code), try isOpen(code) else { throw Refusal.notFound }
        let standing = try ReportingTree(self, on: day, by: tree, asOfPaths: true)
        func shown(_ unit: UnitCode, _ placement: Placement) throws -> ReportedUnits.Shown {
            .init(unit: .init(code: unit, name: placement.name), isOpen: try isOpen(unit))
        }
        let children = try standing.children(of: code).map(shown)
        let elsewhere =
            tree == .administrative ? [] : try standing.elsewhere(of: code).map(shown).filter(\.isOpen)
        let codes = Set((children + elsewhere).map(\.unit.code))
        return ReportedUnits(
            unit: .init(code: code, name: try placement(of: code, on: day)?.name ?? unit.name),
            above: try unitsAbove(code, by: tree, present, isOpen), children: children, elsewhere: elsewhere,
            hasReporting: try ReportingTree(self, on: day).isCut,
            showsPeople: caller.scope.covers(try lineage(of: code)),
            parts: try Dictionary(uniqueKeysWithValues: codes.map { ($0, try standing.parts(of: $0)) }))
    }

    private func unitsAbove(
        _ code: UnitCode, by tree: CompletionReport.Tree, _ present: ReportingTree, _ isOpen: (UnitCode) throws -> Bool
    ) throws -> [CompletionReport.Named] {
        let lineage = try tree == .administrative ? lineage(of: code) : present.lineage(of: code)
        return try lineage.dropFirst().reversed().filter(isOpen).compactMap { try unit($0)?.named }
    }
}

/// SQL on `units AS top` and `units AS below`: that the one is the other or stands below it. Both ends of the range are
/// asked for, so that an index finds it; see `UnitPath.end`.
let unitsBelowTop = """
    below.path >= top.path AND below.path < substr(top.path, 1, length(top.path) - 1) || '0'
    """
