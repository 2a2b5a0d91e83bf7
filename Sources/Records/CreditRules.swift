import FoundationEssentials
import SQL
import Training

extension Records {
    /// Every rule about what courses count for, by course, the oldest first.
    public func creditRules() async throws -> [CreditRule.Made] {
        try await database.read { transaction in
            try transaction.rows(
                Statement(
                    """
                    SELECT course, from_day, half_hours, recorded_at, COALESCE(people.name, recorded_by)
                    FROM credit_rules LEFT JOIN people ON people.id = credit_rules.recorded_by
                    ORDER BY course, position
                    """)
            ).compactMap { row in
                let halves = try row.int(2)
                let rule = CreditRule(
                    course: try row.code(0), from: Day(number: try row.int(1)),
                    hours: halves == 0 ? nil : CreditHours(halves: halves))
                return try rule.map { CreditRule.Made($0, at: Date(milliseconds: try row.int(3)), by: try row.text(4)) }
            }
        }
    }

    /// Says what a course counts for from a day on. `invalid` for a day that is over: what was finished before keeps what
    /// it counted for.
    public func make(_ rule: CreditRule, by caller: Caller, at now: Date) async throws {
        guard rule.from >= Day(at: now) else {
            throw Refusal.invalid(
                code: "bad_from",
                Bilingual(
                    zh: "从哪天起，要填今天或以后。已经学完的，学时不变。",
                    en: "The first day is today or later; what was finished before keeps its hours."))
        }
        try await database.write { transaction in
            try transaction.run(
                Statement(
                    """
                    INSERT INTO credit_rules (course, position, from_day, half_hours, recorded_at, recorded_by)
                    SELECT $1, COALESCE(MAX(position), 0) + 1, $2, $3, $4, $5 FROM credit_rules WHERE course = $1
                    """, with: rule.course.rawValue, rule.from.number, rule.hours?.halves ?? 0, now.milliseconds,
                    caller.name))
        }
    }
}

extension Transaction {
    /// What a completion counts for: by the rule that held on its day, else as the course's author says.
    func creditHours(of completion: Code<Completion>, _ award: Certificate.Award) throws -> CreditHours? {
        let rule = try row(
            Statement(
                """
                SELECT credit_rules.half_hours FROM completions JOIN credit_rules
                    ON credit_rules.course = completions.course AND credit_rules.from_day <= completions.effective_day
                WHERE completions.id = $1 ORDER BY credit_rules.from_day DESC, credit_rules.position DESC LIMIT 1
                """, with: completion.rawValue))
        guard let halves = try rule?.int(0) else { return award.creditHours }
        return halves == 0 ? nil : CreditHours(halves: halves)
    }
}
