import Training

extension Blueprint {
    /// What the papers are made of, sentence by sentence.
    func facts(_ words: Words) -> [String] {
        var facts = [words("quiz_questions", ["n": count])]
        if scenarios.count > 0 { facts.append(words("quiz_scenarios", ["n": scenarios.count])) }
        if questions.count > count { facts.append(words("quiz_drawn", ["n": questions.count])) }
        return facts
    }

    static let example = Blueprint(
        draws: [Draw(2, of: ["q1", "q2", "q3"]), Draw(1, of: ["q3", "q4"])], fixed: ["q5"],
        scenarios: Draw(1, of: ["door", "call"]))
}
