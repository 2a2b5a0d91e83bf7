/// A misconception that a handed-in try met: it stood behind an option of a question that was answered.
public struct MetMisconception: Sendable, Hashable {
    /// Which.
    public let label: Misconception.Label
    /// Whether an option with it was chosen.
    public let isChosen: Bool

    /// A misconception that was met.
    public init(label: Misconception.Label, isChosen: Bool) {
        self.label = label
        self.isChosen = isChosen
    }
}

extension Attempt {
    /// What the answers so far say about misconceptions, by id; of one that several questions offer, whether it was chosen
    /// in any of them.
    ///
    /// A question without an answer says nothing: whoever left it out has not shown to know better. What counts is the
    /// question as it was asked; a key corrected later makes nobody have chosen anything else.
    public var metMisconceptions: [MetMisconception] {
        var met: [String: MetMisconception] = [:]
        for slot in paper.slots {
            guard case .choice(let choice) = questions[slot.version]?.interaction else { continue }
            let chosen = Set(answers[slot.number]?.response.letters.compactMap(slot.key) ?? [])
            guard !chosen.isEmpty else { continue }
            for option in choice.options {
                guard let label = option.misconception else { continue }
                let before = met[label.id]?.isChosen ?? false
                met[label.id] = MetMisconception(label: label, isChosen: before || chosen.contains(option.key))
            }
        }
        return met.values.sorted { $0.label.id < $1.label.id }
    }
}
