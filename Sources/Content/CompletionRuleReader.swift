import Training

/// Reads `completion`, `valid` and `renewal_window` of a course; each may be left out.
struct CompletionRuleReader {
    /// The rule; nil where it has a mistake, which is reported. `today` tells which days are over.
    static func read(_ fields: Fields, today: Day?) -> CompletionRule? {
        let needs: CompletionRule.Needs? = fields.optional("completion").map { $0.choice() } ?? .completedAndPassed
        let validity = fields.optional("valid").map { $0.validity(today: today) } ?? .always
        let window = fields.optional("renewal_window").map { $0.integer(in: 1...180) } ?? CompletionRule.usualWindow
        guard let needs, let validity, let window else { return nil }
        let rule = CompletionRule(needs: needs, validity: validity, renewalWindow: window)
        return check(rule, fields) ? rule : nil
    }

    private static func check(_ rule: CompletionRule, _ fields: Fields) -> Bool {
        switch rule.validity {
        case .always, .until, .untilClauseChange:
            fields.optional("renewal_window")?.complain(
                zh: "没有意义：`valid` 不是一段反复的期限", en: "says nothing, as `valid` is no period that comes again")
            return fields.optional("renewal_window") == nil
        case .months, .yearly:
            guard let shortest = rule.validity.shortestPeriod, shortest <= rule.renewalWindow else { return true }
            guard let value = fields.optional("renewal_window") ?? fields.optional("valid") else { return false }
            value.report.error(
                value.place, zh: "续学期 \(rule.renewalWindow) 天（`renewal_window`）应短于有效期，有效期最短只有 \(shortest) 天",
                en: "renewing within \(rule.renewalWindow) days of the end (`renewal_window`) must be shorter than the "
                    + "period, which can be \(shortest) days")
            return false
        }
    }
}

extension YAMLValue {
    /// How long a completion holds.
    fileprivate func validity(today: Day?) -> Validity? {
        guard let text = text() else { return nil }
        guard let validity = Validity(text) else {
            return wrong(
                zh: "应为 `12 months`（1–120 个月）、`until 12-31`（每年）、`until 2027-06-30` 或 `until clause change`",
                en: "must be `12 months` (1 to 120), `until 12-31` (each year), `until 2027-06-30` or "
                    + "`until clause change`")
        }
        if case .until(let last) = validity, let today, last < today {
            report.warning(
                place, zh: "`valid` 的 \(last) 已经过了：以后学完的不再有期限，请改期",
                en: "`valid` ended on \(last): whoever finishes from now on does so without end; write a later day")
        }
        return validity
    }
}
