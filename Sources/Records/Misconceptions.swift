import FoundationEssentials
import SQL
import Training

extension Records {
    /// Which misconceptions the people of a unit and below hold, by their handed-in tries from the first to the last of
    /// these days; `MisconceptionReport` says who counts. `notFound` outside the scope.
    ///
    /// It reads, of the unit and below, what tries noted when they were handed in, and none of their answers.
    public func misconceptionReport(
        of code: UnitCode, course: CourseID?, from: Day?, to: Day?, for caller: Caller, at now: Date
    ) async throws -> MisconceptionReport {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            return MisconceptionReport(
                unit: unit.named, above: try transaction.unitsAbove(code, for: caller), course: course, from: from,
                to: to, countedAt: now, counted: try transaction.misconceptions(of: unit, course, from, to))
        }
    }
}

extension Transaction {
    fileprivate func misconceptions(
        of unit: Unit, _ course: CourseID?, _ from: Day?, _ to: Day?
    ) throws -> [MisconceptionReport.Counted] {
        let (conditions, values) = MisconceptionReport.conditions(course, from, to)
        let direct = try rows(
            Statement(
                """
                SELECT counted.misconception, misconceptions.name_zh, misconceptions.name_en, counted.met, counted.chosen
                FROM (
                    SELECT misconception, COUNT(*) AS met, CAST(SUM(chosen) AS BIGINT) AS chosen
                    FROM misconceptions_met WHERE \(conditions) AND unit = $\(values.count + 1) GROUP BY misconception
                ) AS counted JOIN misconceptions ON misconceptions.id = counted.misconception
                """, values + [unit.code.rawValue.sqlValue])
        ).map { try MisconceptionReport.Counted($0, of: unit.named) }
        // A path ends in `/`, which is followed by `0` in the order of code points; see `UnitPath.end`.
        let below = try rows(
            Statement(
                """
                SELECT counted.misconception, misconceptions.name_zh, misconceptions.name_en, counted.met, counted.chosen,
                    units.code, units.name
                FROM (
                    SELECT child.code AS unit, misconception, COUNT(*) AS met, CAST(SUM(chosen) AS BIGINT) AS chosen
                    FROM units AS child CROSS JOIN units AS below CROSS JOIN misconceptions_met
                    WHERE \(conditions) AND child.parent = $\(values.count + 1)
                        AND below.path >= child.path
                        AND below.path < substr(child.path, 1, length(child.path) - 1) || '0'
                        AND misconceptions_met.unit = below.code
                    GROUP BY child.code, misconception
                ) AS counted JOIN misconceptions ON misconceptions.id = counted.misconception
                JOIN units ON units.code = counted.unit
                """, values + [unit.code.rawValue.sqlValue])
        ).map {
            try MisconceptionReport.Counted($0, of: .init(code: try $0.code(5), name: try $0.text(6)))
        }
        return direct + below
    }
}

extension MisconceptionReport {
    /// The tries that count, and the values of their placeholders: each person's latest up to the last day, if it was handed
    /// in on the first day or later.
    fileprivate static func conditions(_ course: CourseID?, _ from: Day?, _ to: Day?) -> (sql: String, values: [Value])
    {
        var (terms, values) = ([String](), [Value]())
        if let to {
            values.append(to.end.milliseconds.sqlValue)
            terms.append("met_at < $1 AND (next_at IS NULL OR next_at >= $1)")
        } else {
            terms.append("next_at IS NULL")
        }
        if let from {
            values.append(from.start.milliseconds.sqlValue)
            terms.append("met_at >= $\(values.count)")
        }
        if let course {
            values.append(course.rawValue.sqlValue)
            terms.append("course = $\(values.count)")
        }
        return (terms.joined(separator: " AND "), values)
    }
}

extension MisconceptionReport.Counted {
    /// Reads `misconception, name_zh, name_en, met, chosen`.
    fileprivate init(_ row: Row, of unit: CompletionReport.Named) throws {
        self.init(
            label: .init(id: try row.text(0), name: Bilingual(zh: try row.text(1), en: try row.text(2))), unit: unit,
            count: .init(met: try row.int(3), holding: try row.int(4)))
    }
}
