import FoundationEssentials

/// Why an attempt refuses something.
public enum AttemptRefusal: Error, Sendable, Hashable {
    /// The try is somebody else's; told like one that does not exist.
    case notYours
    /// It was handed in.
    case alreadySubmitted
    /// The paper has no such slot.
    case noSuchSlot(Int)
    /// A decision of a scenario that is not the next one; where the story stands.
    case anotherStep(slot: Int, Scenario.Walk)
    /// The response is not of the question's form, or names an option that is not there.
    case doesNotFit(slot: Int, Question.Kind)
    /// Its key cannot be shown: there is no answer yet, or the quiz shows keys later.
    case noKeyYet(slot: Int)
}

/// What becomes of an answer that came in.
public enum Acceptance: Sendable, Hashable {
    /// It is newer than what was kept and takes its place.
    case saved(Answer)
    /// Something at least as new was kept already, or what was kept is locked; whether it says the same.
    case kept(Answer, same: Bool)
    /// It came too late to count of itself and is kept as evidence.
    case late(Answer)
}

// MARK: - Answering

extension Attempt {
    /// How long after the deadline answers are still taken, for slow lines: 60 seconds.
    public static let slack: TimeInterval = 60

    /// Whether the time for answers and the slack after it are over.
    public func isOver(at now: Date) -> Bool { deadline.map { now > $0.addingTimeInterval(Self.slack) } ?? false }

    /// How many seconds after the deadline an answer was taken; nil for one in time.
    public func lateness(_ answer: Answer) -> Int? {
        guard let deadline, answer.savedAt > deadline else { return nil }
        return Int(answer.savedAt.timeIntervalSince(deadline).rounded(.up))
    }

    /// Decides about an answer of `person` that came in at `now`. The highest `seq` holds, so the order of arrival does
    /// not matter and the same answer twice changes nothing.
    ///
    /// An answer that comes after the slack is late, unless the learner handed the try in: then the learner wanted it so.
    /// `recovered` as `Answer.recovered`.
    public func accept(
        _ response: Response, slot number: Int, seq: Int, recovered: Bool = false, by person: PersonID, at now: Date
    ) throws(AttemptRefusal) -> Acceptance {
        let (response, question) = try validated(response, slot: number, by: person)
        if let result, !result.isExpired { throw .alreadySubmitted }
        let isLate = result != nil || isOver(at: now)
        if case .scenario(let scenario) = question.interaction, case .text(let letter) = response {
            return try decide(letter, in: scenario, slot: number, step: seq, at: now, isLate: isLate)
        }
        if let kept = answers[number], kept.seq >= seq || kept.isLocked {
            return .kept(kept, same: kept.response == response)
        }
        if isLate, let kept = late[number], kept.seq >= seq { return .late(kept) }
        let answer = Answer(
            slot: number, response: response, seq: seq, savedAt: now,
            recovered: recovered || answers[number]?.recovered == true)
        return isLate ? .late(answer) : .saved(answer)
    }

    /// In a scenario `seq` is the number of a decision: the next one is taken, one that was taken stays.
    private func decide(
        _ letter: String, in scenario: Scenario, slot: Int, step: Int, at now: Date, isLate: Bool
    ) throws(AttemptRefusal) -> Acceptance {
        if let kept = answers[slot], kept.has(letter, at: step) { return .kept(kept, same: true) }
        if isLate, let kept = late[slot], kept.has(letter, at: step) { return .late(kept) }
        let base = isLate ? late[slot] ?? answers[slot] : answers[slot]
        guard let walk = scenario.walk(base?.response.letters ?? []) else { throw .doesNotFit(slot: slot, .scenario) }
        guard step == walk.steps.count + 1, !walk.isOver else { throw .anotherStep(slot: slot, walk) }
        let letters = walk.letters + [letter]
        guard scenario.walk(letters)?.letters == letters else { throw .doesNotFit(slot: slot, .scenario) }
        let answer = Answer(slot: slot, response: .list(letters), seq: step, savedAt: now)
        return isLate ? .late(answer) : .saved(answer)
    }

    /// The same try as if its late answers had come in time.
    public var withLateAnswers: Attempt { late.values.reduce(self) { $0.with($1) } }

    private func validated(
        _ response: Response, slot number: Int, by person: PersonID
    ) throws(AttemptRefusal) -> (Response, Question) {
        // What is answered on paper is keyed in by somebody else.
        guard person == self.person, onPaper == nil else { throw .notYours }
        guard let slot = paper.slots.first(where: { $0.number == number }), let question = questions[slot.version]
        else { throw .noSuchSlot(number) }
        guard let normalized = slot.normalized(response, to: question) else {
            throw .doesNotFit(slot: number, question.kind)
        }
        return (normalized, question)
    }
}

extension Answer {
    /// Whether the decision of this step, counted from 1, was this one.
    fileprivate func has(_ letter: String, at step: Int) -> Bool {
        let letters = response.letters
        return letters.indices.contains(step - 1) && letters[step - 1] == letter
    }
}

// MARK: - Handing in and marking

extension Attempt {
    /// Hands the try in: every slot is graded on the text it was asked with.
    ///
    /// A try that was handed in before keeps its marks; its result is worked out from them anew, since a person may have
    /// marked some of it meanwhile.
    public func submitted(by person: PersonID, at now: Date) throws(AttemptRefusal) -> (
        marks: [Int: Mark], result: Result
    ) {
        guard person == self.person, result != nil || onPaper == nil else { throw .notYours }
        // Whoever hands in when it is all over finds it closed: the sweep may not have come by yet.
        return isOver(at: now) ? closed() : handedIn(at: now)
    }

    /// Closes the try with what was saved; its time is the end of the slack, whenever somebody came to look.
    public func closed() -> (marks: [Int: Mark], result: Result) {
        handedIn(at: deadline?.addingTimeInterval(Self.slack) ?? startedAt, isExpired: true)
    }

    /// Its marks and result when it is handed in at `now`; those it has when it was before.
    public func handedIn(at now: Date, isExpired: Bool = false) -> (marks: [Int: Mark], result: Result) {
        if let result { return (marks, result) }
        let marks = Dictionary(uniqueKeysWithValues: paper.slots.map { ($0.number, mark($0)) })
        return (marks, result(of: marks, at: now, isExpired: isExpired))
    }

    /// What the marks come to. Whether the try is passed is known when no mark is awaited, or when those awaited cannot
    /// change it.
    public func result(of marks: [Int: Mark], at submittedAt: Date, isExpired: Bool) -> Result {
        let score = marks.values.reduce(Marks.zero) { $0 + $1.earned }
        let full = Marks(hundredths: paper.slots.count * Marks.one.hundredths)
        let awaited = marks.values.count { $0.state == .awaiting } * Marks.one.hundredths
        func passes(_ score: Int) -> Bool { score * 100 >= rules.passMark * full.hundredths }
        let passed = passes(score.hundredths)
        return Result(
            submittedAt: submittedAt, score: score, maxScore: full, received: answered,
            passed: awaited == 0 || passed == passes(score.hundredths + awaited) ? passed : nil, isExpired: isExpired)
    }

    /// What a handed-in try comes to when its late answers count: the marks that change, and the result.
    ///
    /// A text that a person has marked keeps its mark unless a late text takes its place.
    public func acceptingLateAnswers() -> (marks: [Int: Mark], result: Result)? {
        guard let result, !late.isEmpty else { return nil }
        let attempt = withLateAnswers
        var changed: [Int: Mark] = [:]
        for slot in paper.slots where late[slot.number] != nil {
            changed[slot.number] = attempt.graded(slot)
        }
        let marks = marks.merging(changed) { $1 }
        return (changed, attempt.result(of: marks, at: result.submittedAt, isExpired: result.isExpired))
    }

    /// How many questions have an answer.
    public var answered: Int { paper.slots.count(where: isAnswered) }

    /// Whether a slot has an answer; of a scenario, whether it came to an ending.
    public func isAnswered(_ slot: Paper.Slot) -> Bool {
        guard let answer = answers[slot.number], !answer.response.isEmpty else { return false }
        return walk(slot)?.isOver ?? true
    }

    /// How far the story of a slot has come; nil unless a scenario is asked there.
    public func walk(_ slot: Paper.Slot) -> Scenario.Walk? {
        guard case .scenario(let scenario) = questions[slot.version]?.interaction else { return nil }
        return scenario.walk(answers[slot.number]?.response.letters ?? [])
    }

    /// The mark of a slot: the one given, else what the present answer would earn.
    public func mark(_ slot: Paper.Slot) -> Mark { marks[slot.number] ?? graded(slot) }

    private func graded(_ slot: Paper.Slot) -> Mark {
        guard let question = questions[slot.version] else { return .unanswered(findings: []) }
        return slot.mark(answers[slot.number]?.response, to: question)
    }
}

// MARK: - Showing keys

extension Attempt {
    /// Locks the answer of a slot, so that its key can be shown while the try goes on.
    ///
    /// `noKeyYet` unless the quiz shows keys at once and there is an answer.
    public func locked(slot number: Int, by person: PersonID) throws(AttemptRefusal) -> Answer {
        guard person == self.person, onPaper == nil else { throw .notYours }
        guard let slot = paper.slots.first(where: { $0.number == number }) else { throw .noSuchSlot(number) }
        guard result == nil else { throw .alreadySubmitted }
        guard rules.feedback == .atOnce, let answer = answers[number], isAnswered(slot) else {
            throw .noKeyYet(slot: number)
        }
        return Answer(
            slot: number, response: answer.response, seq: answer.seq, savedAt: answer.savedAt, isLocked: true,
            recovered: answer.recovered)
    }

    /// Whether the key and the reasons of a slot may be shown to the person while the try goes on.
    public func showsKey(of slot: Paper.Slot) -> Bool {
        rules.feedback == .atOnce && answers[slot.number]?.isLocked == true
    }

    /// Whether all keys and reasons may be shown to the person at `now`, by the rules the try began with. `due` is the
    /// last day the person has for the course.
    public func showsKeys(_ tries: Tries, due: Day?, at now: Date) -> Bool {
        guard result != nil else { return false }
        return switch rules.feedback {
        case .atOnce, .afterSubmission: true
        case .afterPassing:
            tries.arePassed(.best) || tries.left(rules) == 0 && tries.all.allSatisfy { $0.result != nil }
        case .afterDue: due.map { Day(at: now) > $0 } ?? false
        }
    }
}
