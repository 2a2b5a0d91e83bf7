import FoundationEssentials
import SQL
import Training

extension Records {
    /// How much was learnt in a unit and below in a calendar year. `notFound` outside the scope; a tree of who reports to
    /// whom also shows the numbers of what reports into the scope.
    ///
    /// The cost grows with the units below, not with the number of people.
    public func yearReport(
        of code: UnitCode, _ query: YearReport.Query, for caller: Caller, at now: Date
    ) async throws -> YearReport {
        try await database.read { try $0.yearReport(of: code, query, for: caller, at: now) }
    }
}

extension Transaction {
    fileprivate func yearReport(
        of code: UnitCode, _ query: YearReport.Query, for caller: Caller, at now: Date
    ) throws -> YearReport {
        let present = try ReportingTree(self, on: Day(number: .max))
        func isOpen(_ unit: UnitCode) throws -> Bool {
            switch query.tree {
            case .administrative: caller.scope.covers(try lineage(of: unit))
            case .reporting: try sees(unit, in: present, caller)
            }
        }
        guard let unit = try unit(code), try isOpen(code) else { throw Refusal.notFound }
        let standing = query.standing(at: now)
        let tree = try ReportingTree(self, on: standing, by: query.tree, asOfPaths: true)
        let children = try tree.children(of: code)
        let elsewhere = query.tree == .reporting ? try tree.elsewhere(of: code).filter { try isOpen($0.0) } : []
        let shown = [code] + (children + elsewhere).map(\.0)
        let parts = try Dictionary(uniqueKeysWithValues: Set(shown).map { ($0, try tree.parts(of: $0)) })
        let below = try yearTallies(below: Set(parts.values.flatMap { $0.added + $0.taken }).sorted(), query)
        func total(_ unit: UnitCode) -> YearTally {
            func sum(_ units: [UnitCode]?) -> YearTally {
                (units ?? []).reduce(YearTally()) { $0 + (below[$1] ?? YearTally()) }
            }
            return sum(parts[unit]?.added) - sum(parts[unit]?.taken)
        }
        func line(_ unit: UnitCode, _ placement: Placement) throws -> YearReport.Line {
            YearReport.Line(
                unit: .init(code: unit, name: placement.name), totals: total(unit), isOpen: try isOpen(unit))
        }
        let above =
            query.tree == .administrative
            ? try unitsAbove(code, for: caller)
            : try present.lineage(of: code).dropFirst().reversed().filter(isOpen).compactMap {
                try self.unit($0)?.named
            }
        return YearReport(
            unit: .init(code: code, name: try placement(of: code, on: standing)?.name ?? unit.name), above: above,
            query: query, countedAt: now, years: try years(at: now), totals: total(code),
            direct: try yearTally(in: code, query), children: try children.map(line),
            elsewhere: try elsewhere.map(line), hasReporting: try ReportingTree(self, on: standing).isCut,
            showsPeople: caller.scope.covers(try lineage(of: code)))
    }

    /// This year, and each before it that there may be something to tell of.
    private func years(at now: Date) throws -> [Int] {
        let present = Day(at: now).civil.year
        let first = try row(Statement("SELECT MIN(year) FROM year_tallies"))?.optionalInt(0) ?? present
        return (min(first, present)...present).reversed()
    }

    /// What was done in the unit itself.
    private func yearTally(in unit: UnitCode, _ query: YearReport.Query) throws -> YearTally {
        try row(
            Statement(
                "SELECT \(YearTally.columns(query.by)) FROM year_tallies WHERE unit = $1 AND course = $2 AND year = $3",
                with: unit.rawValue, query.course?.rawValue ?? "", query.year)
        ).map { try YearTally($0, from: 0) } ?? YearTally()
    }

    /// What was done in each of these units and all that is now below it.
    private func yearTallies(below units: [UnitCode], _ query: YearReport.Query) throws -> [UnitCode: YearTally] {
        let places = units.indices.map { "$\($0 + 3)" }.joined(separator: ", ")
        // CROSS: the units come first. A path ends in `/`, see `UnitPath.end`.
        let found = try rows(
            Statement(
                """
                SELECT top.code, \(YearTally.sums(query.by))
                FROM units AS top CROSS JOIN units AS below CROSS JOIN year_tallies
                WHERE year_tallies.unit = below.code AND year_tallies.course = $1 AND year_tallies.year = $2
                    AND below.path >= top.path AND below.path < substr(top.path, 1, length(top.path) - 1) || '0'
                    AND top.code IN (\(places))
                GROUP BY top.code
                """, [(query.course?.rawValue ?? "").sqlValue, query.year.sqlValue] + units.map(\.rawValue.sqlValue))
        ).map { (try $0.code(0) as UnitCode, try YearTally($0, from: 1)) }
        return Dictionary(found) { first, _ in first }
    }
}

extension YearTally {
    private static func names(_ by: CompletionReport.Belonging) -> [String] {
        ["people", "attempts", "passed", "half_hours"].map { by == .now ? "\($0)_now" : $0 }
    }

    /// The columns of `year_tallies` that `init(_:from:)` reads.
    fileprivate static func columns(_ by: CompletionReport.Belonging) -> String {
        names(by).joined(separator: ", ")
    }

    /// The same, summed.
    fileprivate static func sums(_ by: CompletionReport.Belonging) -> String {
        names(by).map { "CAST(COALESCE(SUM(year_tallies.\($0)), 0) AS BIGINT)" }.joined(separator: ", ")
    }

    fileprivate init(_ row: Row, from first: Int) throws {
        self.init(
            people: try row.int(first), attempts: try row.int(first + 1), passed: try row.int(first + 2),
            halfHours: try row.int(first + 3))
    }
}
