import FoundationEssentials
import SQL
import Training

import struct Training.Unit

extension Records {
    /// Who has finished in a unit and below, counted for the end of `day` (nil: now). Units stand where they stood on that
    /// day, or, `by` now, where they and their people belong now. `notFound` outside the scope; a tree of who reports to
    /// whom also shows the numbers of what reports into the scope.
    ///
    /// The cost grows with the units shown and the days on which something changed, not with the number of people.
    public func completionReport(
        of code: UnitCode, course: CourseID?, day: Day?, by: CompletionReport.Belonging = .then,
        tree: CompletionReport.Tree = .administrative, for caller: Caller, at now: Date
    ) async throws -> CompletionReport {
        let query = CompletionReport.Query(course: course, day: day ?? Day(at: now), by: by, tree: tree)
        return try await database.read { transaction in
            switch tree {
            case .administrative: try transaction.completion(of: code, query, for: caller, at: now)
            case .reporting: try transaction.reportedCompletion(of: code, query, for: caller, at: now)
            }
        }
    }
}

extension CompletionReport.Query {
    /// The day as whose units the report shows them.
    fileprivate var standing: Day { by == .now ? Day(number: .max) : day ?? Day(number: .max) }

    fileprivate var direct: [TallyDeltas.Reach] { by == .now ? [.direct, .directMoved] : [.direct] }

    /// What counts for a unit and all below it.
    var below: [TallyDeltas.Reach] { by == .now ? [.below, .belowMoved] : [.below] }
}

extension Unit {
    /// Its code and name.
    public var named: CompletionReport.Named { CompletionReport.Named(code: code, name: name) }
}

extension Transaction {
    /// The units above one that the caller may see, the highest first.
    func unitsAbove(_ code: UnitCode, for caller: Caller) throws -> [CompletionReport.Named] {
        try lineage(of: code).dropFirst().reversed()
            .filter { caller.scope.covers(try lineage(of: $0)) }
            .compactMap { try unit($0)?.named }
    }

    // MARK: By the unit above each

    fileprivate func completion(
        of code: UnitCode, _ query: CompletionReport.Query, for caller: Caller, at now: Date
    ) throws -> CompletionReport {
        let unit = try unit(code, for: caller)
        let children = try children(of: code, on: query.standing)
        let below = try tallies(of: [code] + children.map(\.0), query.below, query)
        return CompletionReport(
            unit: try named(unit, query), above: try unitsAbove(code, for: caller), query: query, countedAt: now,
            totals: below[code] ?? Tally(), direct: try tallies(of: [code], query.direct, query)[code] ?? Tally(),
            children: try children.map { child, placement in
                CompletionReport.Line(
                    unit: .init(code: child, name: placement.name), totals: below[child] ?? Tally(),
                    isOpen: caller.scope.covers(try lineage(of: child)))
            },
            curve: try query.course.map { course in
                let due = try Ledger(self, at: now).due(of: course, in: code, on: query.day ?? Day(at: now))
                return try completionCurve(of: code, course, query, due: due)
            }, changes: try changes(of: code, for: caller),
            hasReporting: try ReportingTree(self, on: query.standing).isCut)
    }

    // MARK: By where each reports to

    fileprivate func reportedCompletion(
        of code: UnitCode, _ query: CompletionReport.Query, for caller: Caller, at now: Date
    ) throws -> CompletionReport {
        let present = try ReportingTree(self, on: Day(number: .max))
        guard let unit = try unit(code), try sees(code, in: present, caller) else { throw Refusal.notFound }
        let tree = try ReportingTree(self, on: query.standing)
        let children = try tree.children(of: code)
        let elsewhere = try tree.elsewhere(of: code).filter { try sees($0.0, in: present, caller) }
        let shown = [code] + children.map(\.0) + elsewhere.map(\.0)
        let parts = try Dictionary(uniqueKeysWithValues: Set(shown).map { ($0, try tree.parts(of: $0)) })
        let needed = Set(parts.values.flatMap { $0.added + $0.taken })
        let below = try tallies(of: needed.sorted(), query.below, query)
        func total(_ unit: UnitCode) -> Tally {
            func sum(_ units: [UnitCode]?) -> Tally { (units ?? []).reduce(Tally()) { $0 + (below[$1] ?? Tally()) } }
            return sum(parts[unit]?.added) - sum(parts[unit]?.taken)
        }
        func line(_ unit: UnitCode, _ placement: Placement) throws -> CompletionReport.Line {
            CompletionReport.Line(
                unit: .init(code: unit, name: placement.name), totals: total(unit),
                isOpen: try sees(unit, in: present, caller))
        }
        let isInScope = caller.scope.covers(try lineage(of: code))
        return CompletionReport(
            unit: try named(unit, query),
            above: try present.lineage(of: code).dropFirst().reversed()
                .filter { try sees($0, in: present, caller) }.compactMap { try self.unit($0)?.named },
            query: query, countedAt: now, totals: total(code),
            direct: try tallies(of: [code], query.direct, query)[code] ?? Tally(), children: try children.map(line),
            elsewhere: try elsewhere.map { unit, placement in
                CompletionReport.Elsewhere(
                    line: try line(unit, placement),
                    reportsTo: try placement.reportsTo.flatMap {
                        try sees($0, in: present, caller) ? try self.unit($0)?.named : nil
                    })
            }, changes: isInScope ? try changes(of: code, for: caller) : [], hasReporting: true,
            showsPeople: isInScope)
    }

    /// Whether a unit reports, directly or on the way, to one in the caller's scope.
    func sees(_ unit: UnitCode, in tree: ReportingTree, _ caller: Caller) throws -> Bool {
        try tree.lineage(of: unit).contains { caller.scope.covers(try lineage(of: $0)) }
    }

    // MARK: What both need

    private func named(_ unit: Unit, _ query: CompletionReport.Query) throws -> CompletionReport.Named {
        .init(code: unit.code, name: try placement(of: unit.code, on: query.standing)?.name ?? unit.name)
    }

    private func changes(of code: UnitCode, for caller: Caller) throws -> [UnitChange] {
        try UnitChange.all(in: placements(of: code)) { neighbour in
            guard let neighbour else { return .none }
            guard caller.scope.covers(try lineage(of: neighbour)), let unit = try unit(neighbour) else {
                return .hidden
            }
            return .unit(unit.named)
        }
    }

    private func tallies(
        of units: [UnitCode], _ reaches: [TallyDeltas.Reach], _ query: CompletionReport.Query
    ) throws -> [UnitCode: Tally] {
        var values = [(query.day ?? Day(number: .max)).number.sqlValue]
        func places(_ texts: [String]) -> String {
            texts.map { text in
                values.append(text.sqlValue)
                return "$\(values.count)"
            }.joined(separator: ", ")
        }
        var conditions = "day <= $1 AND reach IN (\(places(reaches.map(\.rawValue))))"
        if let course = query.course { conditions += " AND course IN (\(places([course.rawValue])))" }
        conditions += " AND unit IN (\(places(units.map(\.rawValue))))"
        let found = try rows(
            Statement("SELECT unit, \(Tally.sums) FROM tallies WHERE \(conditions) GROUP BY unit", values)
        ).map { (try $0.code(0) as UnitCode, try Tally($0, from: 1)) }
        return Dictionary(found) { first, _ in first }
    }
}

extension Tally {
    /// The columns of `tallies`, summed, in the order that `init(_:from:)` reads.
    static let sums = ["assigned", "completed", "in_progress", "not_started", "expired", "overdue", "exempt"]
        .map { "CAST(COALESCE(SUM(\($0)), 0) AS BIGINT)" }.joined(separator: ", ")

    init(_ row: Row, from first: Int) throws {
        self.init(
            assigned: try row.int(first), completed: try row.int(first + 1), inProgress: try row.int(first + 2),
            notStarted: try row.int(first + 3), expired: try row.int(first + 4), overdue: try row.int(first + 5),
            exempt: try row.int(first + 6))
    }
}
