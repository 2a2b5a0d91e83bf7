/// What a paper does to a question: which of its parts stands where.
extension Paper.Slot {
    /// The response as it is kept, when it fits the question as this slot shows it; nil when it does not: of another
    /// form, naming what is not there, or longer than there is room for. Of a scenario it is one decision, and whether
    /// the story stands where it can be taken, `Scenario.decide` says.
    public func normalized(_ response: Response, to question: Question) -> Response? {
        switch (question.interaction, response) {
        case (.choice(let choice), .text(let letter)) where choice.kind != .multiple:
            key(letter) == nil ? nil : response
        case (.choice(let choice), .list(let letters)) where choice.kind == .multiple:
            keys(letters) == nil ? nil : .list(letters.sorted())
        case (.fillIn(let fillIn), .text(let text)) where fillIn.blanks.count == 1:
            text.count <= FillIn.room ? response : nil
        case (.fillIn(let fillIn), .list(let texts)):
            texts.count == fillIn.blanks.count && texts.allSatisfy { $0.count <= FillIn.room } ? response : nil
        case (.matching(let matching), .map(let pairs)): fits(pairs, matching) ? response : nil
        case (.ordering(let ordering), .list(let letters)):
            letters.isEmpty || letters.count == ordering.steps.count && keys(letters) != nil ? response : nil
        case (.shortText, .text(let text)): text.count <= ShortText.room ? response : nil
        case (.publicationCheck(let check), .map(let actions)): fits(actions, check) ? response : nil
        case (.scenario, .text(let letter)): Paper.letters.contains(letter) ? response : nil
        default: nil
        }
    }

    /// The mark of a response that fits, or of none.
    public func mark(_ response: Response?, to question: Question) -> Mark {
        switch question.interaction {
        case .choice(let choice): choice.grade(Set(response?.letters.compactMap(key) ?? []))
        case .fillIn(let fillIn): fillIn.grade(response?.letters ?? [])
        case .matching(let matching): matching.grade(matched(response))
        case .ordering(let ordering): ordering.grade(response?.letters.compactMap(key) ?? [])
        case .shortText(let shortText): shortText.grade(response?.letters.first ?? "")
        case .publicationCheck(let check): check.grade(actions(response))
        case .scenario(let scenario): scenario.grade(response?.letters ?? [])
        }
    }

    /// The option matched with each prompt, by the prompt's number.
    public func matched(_ response: Response?) -> [Int: Matching.Option.Key] {
        guard case .map(let pairs) = response else { return [:] }
        var matched: [Int: Matching.Option.Key] = [:]
        for (prompt, letter) in pairs {
            guard let number = Int(prompt), let key = key(letter) else { continue }
            matched[number] = key
        }
        return matched
    }

    /// What is to be done with each field.
    public func actions(_ response: Response?) -> [PublicationCheck.Field.Key: PublicationCheck.Action] {
        guard case .map(let pairs) = response else { return [:] }
        return pairs.compactMapValues(PublicationCheck.Action.init(rawValue:))
    }

    /// The file's key behind a letter of place; nil when nothing stands there.
    public func key(_ letter: String) -> String? {
        guard let place = Paper.letters.firstIndex(of: letter), order.indices.contains(place) else { return nil }
        return order[place]
    }

    /// The letter of place of a file's key; nil when the slot has no such part.
    public func letter(of key: String) -> String? { order.firstIndex(of: key).map { Paper.letters[$0] } }

    /// The keys behind different letters; nil when one has nothing behind it or stands twice.
    private func keys(_ letters: [String]) -> [String]? {
        let keys = letters.compactMap(key)
        return keys.count == letters.count && Set(keys).count == keys.count ? keys : nil
    }

    private func fits(_ pairs: [String: String], _ matching: Matching) -> Bool {
        pairs.allSatisfy { prompt, letter in
            // `01` would be a second name for the first prompt.
            Int(prompt).map { (1...matching.prompts.count).contains($0) && prompt == "\($0)" } == true
                && key(letter) != nil
        }
    }

    private func fits(_ actions: [String: String], _ check: PublicationCheck) -> Bool {
        let fields = Set(check.fields.map(\.key))
        return actions.allSatisfy { fields.contains($0) && PublicationCheck.Action(rawValue: $1) != nil }
    }
}

extension Question.Interaction {
    /// The parts that a paper puts in an order of its own, and those that stay behind them, both in the order of the file.
    var parts: (moving: [String], staying: [String]) {
        switch self {
        case .choice(let choice) where choice.fixedOrder || choice.kind == .trueFalse:
            ([], choice.options.map(\.key))
        case .choice(let choice):
            (choice.options.filter { !$0.last }.map(\.key), choice.options.filter(\.last).map(\.key))
        case .matching(let matching): (matching.options.map(\.key), [])
        case .ordering(let ordering): (ordering.steps.map(\.key), [])
        case .fillIn, .shortText, .publicationCheck, .scenario: ([], [])
        }
    }
}
