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
        let units = try reportedUnits(of: code, by: query.tree, on: query.standing(at: now), for: caller)
        let direct = try yearTally(in: code, query)
        let below = try yearTallies(below: units.counted, query)
        func line(_ shown: ReportedUnits.Shown) -> YearReport.Line {
            .init(unit: shown.unit, totals: units.total(of: shown, in: below), isOpen: shown.isOpen)
        }
        let children = units.children.map(line)
        return YearReport(
            unit: units.unit, above: units.above, query: query, countedAt: now, years: try years(at: now),
            totals: children.map(\.totals).reduce(direct, +), direct: direct, children: children,
            elsewhere: units.elsewhere.map(line), hasReporting: units.hasReporting, showsPeople: units.showsPeople)
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
        guard !units.isEmpty else { return [:] }
        let places = units.indices.map { "$\($0 + 3)" }.joined(separator: ", ")
        // CROSS: the units come first.
        let found = try rows(
            Statement(
                """
                SELECT top.code, \(YearTally.sums(query.by))
                FROM units AS top CROSS JOIN units AS below CROSS JOIN year_tallies
                WHERE year_tallies.unit = below.code AND year_tallies.course = $1 AND year_tallies.year = $2
                    AND \(unitsBelowTop) AND top.code IN (\(places))
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
