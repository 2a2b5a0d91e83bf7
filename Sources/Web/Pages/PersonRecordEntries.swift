import FoundationEssentials
import Training

/// One thing on a person's record: a line of its page, a row of its table.
struct RecordEntry: Sendable {
    let kind: Kind
    var course: CourseID?
    var at: Moment?
    /// The last day of what goes on for some days.
    var until: Day?
    /// The number of the try that it belongs to.
    var number: Int?
    var title = ""
    var state: State?
    var score: Marks?
    var maxScore: Marks?
    var creditHours: CreditHours?
    var certificate: CertificateNumber?
    var note = ""
    /// Where there is more about it.
    var path: String?

    /// What there is on a record.
    enum Kind: String, CaseIterable, Sendable {
        case unit, course, reading, attempt, scenario, late, correction, completion, `extension`, grant, exemption
    }

    /// When it was: on a day, or at a time.
    enum Moment: Sendable {
        case day(Day)
        case time(Date)

        /// Where it stands among others: what is known by its day alone comes after all of that day.
        fileprivate var order: Date {
            switch self {
            case .day(let day): day.end
            case .time(let time): time
            }
        }

        /// For people a time of Asia/Shanghai, for programs one of UTC.
        func text(_ words: Words, isCoded: Bool = false) -> String {
            switch self {
            case .day(let day): day.description
            case .time(let time): isCoded ? time.formatted(.iso8601) : words.time(time)
            }
        }
    }

    /// How far something is or how it ended: as programs know it, and the key of its word.
    struct State: Sendable {
        let code: String
        let key: String
    }
}

extension PersonRecord {
    /// Everything on the record: units, then course by course what was done in the order of time, then the exemptions
    /// from every course.
    func entries(_ courses: [Training.Course], _ words: Words) -> [RecordEntry] {
        stays.map { RecordEntry($0, words) }
            + self.courses.flatMap { course in
                [RecordEntry(course, courses, words)] + course.entries(courses, words)
            } + exemptions.map { RecordEntry($0, words) }
    }
}

extension PersonRecord.Course {
    /// What was done in the course, in the order of time.
    func entries(_ courses: [Course], _ words: Words) -> [RecordEntry] {
        let offered = courses.first { $0.id == id }
        let entries =
            readings.map { RecordEntry($0, offered) } + tries.flatMap { $0.entries(words) }
            + (completions + takenBack).map { RecordEntry($0, words) } + extensions.map { RecordEntry($0, words) }
            + grants.map { RecordEntry($0, words) } + exemptions.map { RecordEntry($0, words) }
        // Sorting keeps what happened at once in the order above.
        return entries.enumerated().sorted { left, right in
            let (first, second) = (left.element.at?.order ?? .distantPast, right.element.at?.order ?? .distantPast)
            return (first, left.offset) < (second, right.offset)
        }.map { entry in
            var entry = entry.element
            entry.course = id
            return entry
        }
    }
}

extension PersonRecord.Try {
    fileprivate func entries(_ words: Words) -> [RecordEntry] {
        [RecordEntry(self, words)]
            + paths.map { path in
                RecordEntry(
                    kind: .scenario, at: .time(summary.result?.submittedAt ?? summary.startedAt),
                    number: summary.number, title: path.title, state: path.outcome.map(RecordEntry.State.init),
                    note: path.choices.map { "\($0.letter.uppercased()) \($0.text)" }.joined(separator: " → "))
            }
            + late.map { late in
                RecordEntry(
                    kind: .late, at: .time(late.receivedAt), number: summary.number,
                    title: words("record_late_answers", ["n": late.count]), state: RecordEntry.State(late.decision),
                    note: late.decision?.reason ?? "")
            }
            + corrections.map { change in
                RecordEntry(
                    kind: .correction, at: .time(change.at), number: summary.number,
                    title: words("record_corrected", ["before": change.before, "after": change.after]),
                    score: change.after, note: change.reason)
            }
    }
}

extension RecordEntry {
    fileprivate init(_ stay: PersonRecord.Stay, _ words: Words) {
        self.init(
            kind: .unit, at: .day(stay.from), until: stay.until, title: stay.unit?.name ?? words("record_other_unit"),
            state: stay.isActive
                ? State(code: "active", key: "record_active") : State(code: "suspended", key: "record_suspended"))
    }

    fileprivate init(_ course: PersonRecord.Course, _ courses: [Course], _ words: Words) {
        self.init(
            kind: .course, course: course.id, at: course.started.map(Moment.day), until: course.due,
            title: courses.name(of: course.id, words),
            state: State(code: course.state.rawValue, key: "state_" + course.state.rawValue))
    }

    fileprivate init(_ reading: PersonRecord.Reading, _ course: Course?) {
        self.init(
            kind: .reading, at: .time(reading.at),
            title: course?.lesson(reading.lesson)?.title ?? reading.lesson.rawValue)
    }

    fileprivate init(_ attempt: PersonRecord.Try, _ words: Words) {
        let (summary, result) = (attempt.summary, attempt.summary.result)
        var notes = summary.medium == .paper ? [words("on_paper")] : []
        if let result, result.isExpired { notes.append(words("record_closed")) }
        if let withdrawal = attempt.withdrawal { notes.append(withdrawal.reason) }
        self.init(
            kind: .attempt, at: .time(result?.submittedAt ?? attempt.withdrawal?.at ?? summary.startedAt),
            number: summary.number, title: words("try_number", ["n": summary.number]), state: State(attempt),
            score: result?.score, maxScore: result?.maxScore, note: notes.joined(separator: words("list_separator")),
            path: result.map { _ in Paths.review(of: summary.id) })
    }

    fileprivate init(_ finish: PersonRecord.Finish, _ words: Words) {
        self.init(
            kind: .completion, at: .day(finish.day), until: finish.last,
            title: words(finish.withdrawal == nil ? "record_finished" : "record_result_taken_back"),
            score: finish.score,
            maxScore: finish.maxScore, creditHours: finish.withdrawal == nil ? finish.creditHours : nil,
            certificate: finish.certificate, note: finish.withdrawal ?? "",
            path: finish.certificate.map(Paths.certificate))
    }

    fileprivate init(_ extension: PersonRecord.GivenExtension, _ words: Words) {
        self.init(
            kind: .extension, at: .time(`extension`.at), until: `extension`.given.due,
            title: words("record_extended", ["day": words.date(`extension`.given.due)]), note: `extension`.given.reason)
    }

    fileprivate init(_ given: Grant.Given, _ words: Words) {
        let what =
            (given.grant.minutes > 0 ? [words("granted_time", ["n": given.grant.minutes])] : [])
            + (given.grant.tries > 0 ? [words("granted_tries", ["n": given.grant.tries])] : [])
        self.init(
            kind: .grant, at: .time(given.at), title: what.joined(separator: words("list_separator")),
            note: given.grant.reason)
    }

    fileprivate init(_ given: Exemption.Given, _ words: Words) {
        let never = given.end.map { $0.last < given.exemption.from } ?? false
        self.init(
            kind: .exemption, course: given.exemption.course, at: .day(given.exemption.from),
            until: never ? nil : given.period.until, title: words("exempt_\(given.exemption.reason.rawValue)"),
            state: never ? State(code: "withdrawn", key: "record_taken_back") : nil, note: given.exemption.note)
    }
}

extension RecordEntry.State {
    fileprivate init(_ attempt: PersonRecord.Try) {
        if attempt.withdrawal != nil {
            self.init(code: "withdrawn", key: "record_withdrawn")
        } else if let result = attempt.summary.result {
            switch result.passed {
            case true?: self.init(code: "passed", key: "passed")
            case false?: self.init(code: "not_passed", key: "not_passed")
            case nil: self.init(code: "awaiting_marking", key: "awaiting_mark")
            }
        } else {
            self.init(code: "in_progress", key: "try_open")
        }
    }

    fileprivate init(_ decision: PersonRecord.LateAnswers.Decision?) {
        switch decision?.verdict {
        case .accepted: self.init(code: "accepted", key: "record_accepted")
        case .declined: self.init(code: "declined", key: "record_declined")
        case nil: self.init(code: "waiting", key: "record_waiting")
        }
    }

    fileprivate init(_ outcome: Scenario.Ending.Outcome) {
        self.init(code: outcome.rawValue, key: "outcome_" + outcome.rawValue)
    }
}
