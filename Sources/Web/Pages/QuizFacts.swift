import Training

extension Words {
    /// What one should know before beginning: time, tries, what counts, what is shown when, and what happens when the line
    /// drops.
    func facts(_ rules: Quiz.Rules) -> [String] {
        let time = rules.timeLimit.map { self("quiz_time", ["time": span(minutes: $0)]) } ?? self("quiz_no_time")
        let tries = rules.tries.map { self("quiz_tries", ["n": $0]) } ?? self("quiz_no_tries")
        let delay = rules.delay > 0 ? [self("quiz_delay", ["time": span(minutes: rules.delay)])] : []
        // Of a single try there is nothing to choose from.
        let counts = rules.tries == 1 ? [] : [self("quiz_counts_\(rules.counts.rawValue)")]
        return [self("quiz_pass", ["n": rules.passMark]), time, tries] + delay + counts + [
            self("quiz_feedback_\(rules.feedback.rawValue)"),
            rules.timeLimit == nil ? self("quiz_saved") : self("quiz_saved_timed"),
        ]
    }

    /// What was granted beyond the rules, and how many tries are left.
    func allowance(_ tries: Tries, _ rules: Quiz.Rules) -> [String] {
        var sentences: [String] = []
        if rules.timeLimit != nil, tries.allowance.minutes > 0 {
            sentences.append(self("quiz_more_time", ["n": tries.allowance.minutes]))
        }
        if rules.tries != nil, tries.allowance.tries > 0 {
            sentences.append(self("quiz_more_tries", ["n": tries.allowance.tries]))
        }
        if let left = tries.left(rules), left > 0, !tries.all.isEmpty {
            sentences.append(self("tries_left", ["n": left]))
        }
        return sentences
    }

    /// Why no try may begin now.
    func obstacle(_ obstacle: Tries.Obstacle) -> String {
        switch obstacle {
        case .noTriesLeft: self("no_tries_left")
        case .tooEarly(let next): self("next_try_at", ["time": time(next.upToTheMinute)])
        }
    }
}
