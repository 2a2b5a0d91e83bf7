import FoundationEssentials
import Training

extension Words {
    /// What completes a course where that is not the usual, and how long it holds; sentence by sentence.
    func facts(_ rule: CompletionRule) -> [String] {
        let needs = rule.needs == .completedAndPassed ? [] : [self("rule_\(rule.needs.rawValue)")]
        return needs + [validity(rule)].compactMap(\.self)
    }

    private func validity(_ rule: CompletionRule) -> String? {
        switch rule.validity {
        case .always: nil
        case .months(let months): self("rule_valid_months", ["n": months, "window": rule.renewalWindow])
        case .yearly(let month, let day):
            self("rule_valid_yearly", ["month": month, "day": day, "window": rule.renewalWindow])
        case .until(let last): self("rule_valid_until", ["day": date(last)])
        case .untilClauseChange: self("rule_valid_clauses")
        }
    }

    /// Until when a completion holds; nil where it has no end.
    func holds(until last: Day?, _ validity: Validity) -> String? {
        if let last { return self("valid_until", ["day": date(last)]) }
        return validity == .untilClauseChange ? self("valid_until_change") : nil
    }

    /// What is to be done about something that was finished: nil while it holds and cannot be renewed.
    func renewal(_ holding: Holding?, at now: Date) -> String? {
        guard let holding, let last = holding.last, holding.isOpen(at: now) else { return nil }
        return self(holding.holds(on: Day(at: now)) ? "renew_by" : "renew_expired", ["day": date(last)])
    }
}
