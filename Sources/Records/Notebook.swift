import FoundationEssentials
import SQL
import Training

extension Records {
    /// Every card that a person has or had in the wrong-answer notebook; `Notebook` says which of them count today.
    public func notebookCards(of person: PersonID) async throws -> [Notebook.Card] {
        try await database.read { try $0.notebookCards(of: person) }
    }

    /// Puts what was answered wrongly in a try into the notebook of its person, whose keys they look at just now; nothing
    /// when they may not be shown. A second time nothing changes.
    public func enterNotebook(_ id: AttemptID, by person: PersonID, at now: Date) async throws {
        try await database.write { transaction in
            let attempt = try transaction.attempt(id)
            guard attempt.person == person, attempt.result != nil else { throw Refusal.notFound }
            try transaction.enterIfShown(attempt, marks: attempt.marks, at: now)
        }
    }

    /// A card with its newest entry; `notFound` when the person has none of this question, or it enters on a later day.
    public func notebookCard(
        _ question: QuestionID, of person: PersonID, on day: Day
    ) async throws -> (card: Notebook.Card, last: Notebook.Entry) {
        try await database.read { try $0.notebookCard(question, of: person, on: day) }
    }

    /// Takes an answer in practice, or finds that it changes nothing (`Notebook.Card.practise`). Returns the card and its
    /// newest entry as they are afterwards, on disk. `version` is that of the question which was answered, if known.
    ///
    /// `conflict` when the question was changed after it was shown; `AttemptRefusal.doesNotFit` for a response of another
    /// form.
    public func practise(
        _ response: Response?, to item: Item, version: String?, number: Int?, pictures: [MediaFile],
        by person: PersonID, at now: Date
    ) async throws -> (card: Notebook.Card, last: Notebook.Entry) {
        try await database.write { transaction in
            try transaction.lock(person)
            let day = Day(at: now)
            let found = try transaction.notebookCard(item.question.id, of: person, on: day)
            guard found.card.counts(number, on: day) else { return found }
            guard version ?? item.version == item.version else {
                throw Refusal.conflict(
                    code: "question_changed",
                    Bilingual(zh: "这道题刚刚改过，请看新题再答。", en: "This question was just changed; please answer the new one."))
            }
            guard let taken = try found.card.practise(response, to: item, number: number, by: person, on: day) else {
                return found
            }
            try transaction.keep([item], of: Paper(seed: 0, slots: [taken.entry.slot]))
            try transaction.keep(pictures)
            try transaction.write(taken.card, taken.entry, of: person, at: now)
            return (taken.card, taken.entry)
        }
    }

    /// How much there is in the notebooks of the people at work in a unit and below, of these questions alone. `notFound`
    /// outside the scope.
    public func notebookReport(
        of code: UnitCode, questions: [QuestionID], for caller: Caller, at now: Date
    ) async throws -> NotebookReport {
        try await database.read { transaction in
            let unit = try transaction.unit(code, for: caller)
            guard let path = try transaction.path(of: code) else { throw Refusal.notFound }
            let day = Day(at: now)
            let counts = try transaction.notebookCounts(below: path, of: questions, on: day)
            let children = try transaction.rows(
                Statement("SELECT code, name, path FROM units WHERE parent = $1 ORDER BY code", with: code.rawValue)
            ).map { row in
                let below = try row.text(2)
                return NotebookReport.Line(
                    unit: .init(code: try row.code(0), name: try row.text(1)),
                    count: counts.filter { $0.path.hasPrefix(below) }.map(\.count).reduce(.init(), +))
            }
            return NotebookReport(
                unit: unit.named, above: try transaction.unitsAbove(code, for: caller), day: day,
                direct: counts.first { $0.path == path }?.count ?? .init(), children: children)
        }
    }
}

// MARK: - Entering

extension Transaction {
    /// Puts what was answered wrongly in a handed-in try into its person's notebook as soon as its keys may be shown. Where
    /// passing shows keys, those of the earlier tries come with it. Where a day shows them, whoever then looks at the
    /// review has them entered (`Records.enterNotebook`).
    func enterIfShown(_ attempt: Attempt, marks: [Int: Mark], at now: Date) throws {
        switch attempt.rules.feedback {
        case .atOnce, .afterSubmission: try enter(attempt, marks: marks, keysShownFrom: Day(at: now), at: now)
        case .afterPassing, .afterDue:
            let tries = try tries(of: attempt.person, attempt.course, at: now)
            let due = try due(of: attempt.person, attempt.course)
            for summary in tries.all where summary.result != nil {
                let handedIn = try self.attempt(summary.id)
                let shown = handedIn.showsKeys(tries, due: due, at: now) ? Day(at: now) : nil
                try enter(handedIn, marks: handedIn.marks, keysShownFrom: shown, at: now)
            }
        }
    }

    /// Puts what was answered wrongly in a try into its person's notebook, each answer once, however often this is asked.
    ///
    /// A card shows the key of its question. So it enters for the first day on which the try's review shows keys, which is
    /// never before today: later ones are not in the notebook until then. Nil, that nobody knows the day yet, writes
    /// nothing; whatever lets keys be shown then asks again.
    func enter(_ attempt: Attempt, marks: [Int: Mark], keysShownFrom shown: Day?, at now: Date) throws {
        let wrong = attempt.wrong(of: marks)
        guard let shown, !wrong.isEmpty else { return }
        try lock(attempt.person)
        let entered = try rows(
            Statement("SELECT slot FROM notebook_entries WHERE attempt = $1", with: attempt.id.rawValue)
        ).map { try $0.int(0) }
        let before = Dictionary(
            uniqueKeysWithValues: try notebookCards(of: attempt.person).map { ($0.question, $0) })
        let day = max(shown, Day(at: now))
        for (slot, question) in wrong where !entered.contains(slot.number) {
            let card = Notebook.Card.entering(question.id, on: day, before: before[question.id])
            let entry = Notebook.Entry(
                seq: card.seq, kind: .entered, day: day, slot: slot, response: attempt.answers[slot.number]?.response,
                attempt: attempt.id)
            try write(card, entry, of: attempt.person, at: now)
        }
    }

    /// Writes an entry down and keeps the card in step with it.
    fileprivate func write(_ card: Notebook.Card, _ entry: Notebook.Entry, of person: PersonID, at now: Date) throws {
        try run(
            Statement(
                """
                INSERT INTO notebook_entries (person, question, seq, kind, day, recorded_at, version, parts, response,
                    attempt, slot)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """, with: person.rawValue, card.question.rawValue, entry.seq, entry.kind.rawValue, entry.day.number,
                now.milliseconds, entry.slot.version, try JSON.text(entry.slot.order),
                try entry.response.map(JSON.text), entry.attempt?.rawValue,
                entry.attempt == nil ? nil : entry.slot.number))
        try run(
            Statement(
                """
                INSERT INTO notebook_cards (person, question, entered_day, stage, due_day, practised_day, seq)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (person, question) DO UPDATE SET
                    entered_day = excluded.entered_day, stage = excluded.stage, due_day = excluded.due_day,
                    practised_day = excluded.practised_day, seq = excluded.seq
                """, with: person.rawValue, card.question.rawValue, card.entered.number, card.stage, card.due?.number,
                card.practised?.number, card.seq))
    }
}

// MARK: - Reading

extension Transaction {
    fileprivate func notebookCards(of person: PersonID) throws -> [Notebook.Card] {
        try rows(
            Statement("SELECT \(Notebook.Card.columns) FROM notebook_cards WHERE person = $1", with: person.rawValue)
        ).map(Notebook.Card.init)
    }

    fileprivate func notebookCard(
        _ question: QuestionID, of person: PersonID, on day: Day
    ) throws -> (card: Notebook.Card, last: Notebook.Entry) {
        let card = try row(
            Statement(
                "SELECT \(Notebook.Card.columns) FROM notebook_cards WHERE person = $1 AND question = $2",
                with: person.rawValue, question.rawValue)
        ).map(Notebook.Card.init)
        guard let card, card.entered <= day, let last = try entry(card.seq, of: question, person) else {
            throw Refusal.notFound
        }
        return (card, last)
    }

    private func entry(_ seq: Int, of question: QuestionID, _ person: PersonID) throws -> Notebook.Entry? {
        try row(
            Statement(
                """
                SELECT seq, kind, day, slot, version, parts, response, attempt FROM notebook_entries
                WHERE person = $1 AND question = $2 AND seq = $3
                """, with: person.rawValue, question.rawValue, seq)
        ).map { row in
            Notebook.Entry(
                seq: try row.int(0), kind: try row.word(1), day: Day(number: try row.int(2)),
                slot: Paper.Slot(
                    number: try row.optionalInt(3) ?? 1, version: try row.text(4),
                    order: try JSON.value(try row.text(5))),
                response: try row.optionalText(6).map { try JSON.value($0) }, attempt: try row.optionalCode(7))
        }
    }

    fileprivate func notebookCounts(
        below path: String, of questions: [QuestionID], on day: Day
    ) throws -> [(path: String, count: NotebookReport.Count)] {
        guard !questions.isEmpty else { return [] }
        let places = questions.indices.map { "$\($0 + 4)" }.joined(separator: ", ")
        let values = [day.number.sqlValue, path.sqlValue, UnitPath.end(of: path).sqlValue]
        // CROSS: the units come first, so that only the cards of their people are looked at.
        return try rows(
            Statement(
                """
                SELECT units.path, COUNT(DISTINCT notebook_cards.person) FILTER (WHERE due_day IS NOT NULL),
                    COUNT(*) FILTER (WHERE due_day IS NOT NULL), COUNT(*) FILTER (WHERE due_day <= $1),
                    COUNT(*) FILTER (WHERE due_day IS NULL)
                FROM units CROSS JOIN people CROSS JOIN notebook_cards
                WHERE people.unit = units.code AND notebook_cards.person = people.id AND people.status = 'active'
                    AND units.path >= $2 AND units.path < $3 AND notebook_cards.entered_day <= $1
                    AND notebook_cards.question IN (\(places))
                GROUP BY units.path ORDER BY units.path
                """, values + questions.map(\.rawValue.sqlValue))
        ).map { row in
            let count = NotebookReport.Count(
                people: try row.int(1), cards: try row.int(2), due: try row.int(3), learnt: try row.int(4))
            return (try row.text(0), count)
        }
    }
}

extension Notebook.Card {
    fileprivate static let columns = "question, entered_day, stage, due_day, practised_day, seq"

    fileprivate init(_ row: Row) throws {
        self.init(
            question: try row.code(0), entered: Day(number: try row.int(1)), stage: try row.int(2),
            due: try row.optionalDay(3), practised: try row.optionalDay(4), seq: try row.int(5))
    }
}
