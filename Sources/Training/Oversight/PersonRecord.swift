import FoundationEssentials

/// All that is kept of one person's learning: where they belonged, what was expected of them and what they did.
public struct PersonRecord: Sendable, Hashable {
    /// Who.
    public let person: Person
    /// Their present unit's name.
    public let unitName: String
    /// When it was read.
    public let at: Date
    /// Where they belonged, the first unit first.
    public let stays: [Stay]
    /// Every course that is or was expected of them, or that they began or finished; by id.
    public let courses: [Course]
    /// The exemptions from every course, the newest first; those from one course stand with it.
    public let exemptions: [Exemption.Given]

    /// A record.
    public init(
        person: Person, unitName: String, at: Date, stays: [Stay], courses: [Course], exemptions: [Exemption.Given]
    ) {
        self.person = person
        self.unitName = unitName
        self.at = at
        self.stays = stays
        self.courses = courses
        self.exemptions = exemptions
    }

    /// Days in a row in one unit.
    public struct Stay: Sendable, Hashable {
        /// The first day.
        public let from: Day
        /// The last day; nil for the present unit.
        public let until: Day?
        /// The unit as it was called when the stay ended, or is called now; nil outside the reader's scope.
        public let unit: CompletionReport.Named?
        /// Whether they were at work there.
        public let isActive: Bool

        /// A stay.
        public init(from: Day, until: Day?, unit: CompletionReport.Named?, isActive: Bool) {
            self.from = from
            self.until = until
            self.unit = unit
            self.isActive = isActive
        }

        /// The stays that memberships, the oldest first, come to. Of several that begin on one day the last holds, and what
        /// only says the same again begins no new one.
        public static func all(
            in memberships: [Membership], named: (UnitCode, Day?) throws -> CompletionReport.Named?
        ) rethrows -> [Stay] {
            var held: [Membership] = []
            for membership in memberships {
                if held.last?.from == membership.from { held.removeLast() }
                if let last = held.last, last.unit == membership.unit, last.active == membership.active { continue }
                held.append(membership)
            }
            return try held.indices.map { index in
                let until = held.indices.contains(index + 1) ? held[index + 1].from.adding(-1) : nil
                let membership = held[index]
                return Stay(
                    from: membership.from, until: until, unit: try named(membership.unit, until),
                    isActive: membership.active)
            }
        }
    }

    /// One course.
    public struct Course: Sendable, Hashable {
        /// The course.
        public let id: CourseID
        /// Whether it is expected of them now.
        public let isAssigned: Bool
        /// The last day to finish on.
        public let due: Day?
        /// How far they are.
        public let state: Standing.State
        /// Whether it is past due and not finished.
        public let isOverdue: Bool
        /// The day on which they began.
        public let started: Day?
        /// The lessons read, the first one first.
        public let readings: [Reading]
        /// The tries at its quiz, the first one first.
        public let tries: [Try]
        /// Each time they finished it, the first one first.
        public let completions: [Finish]
        /// Results on paper that were taken back: they never held.
        public let takenBack: [Finish]
        /// What was granted beyond the quiz's rules, the first grant first.
        public let grants: [Grant.Given]
        /// Later due days that they were given, the first one first.
        public let extensions: [GivenExtension]
        /// The exemptions from this course alone, the newest first.
        public let exemptions: [Exemption.Given]

        /// A course.
        public init(
            id: CourseID, isAssigned: Bool, due: Day?, state: Standing.State, isOverdue: Bool, started: Day?,
            readings: [Reading] = [], tries: [Try] = [], completions: [Finish] = [], takenBack: [Finish] = [],
            grants: [Grant.Given] = [], extensions: [GivenExtension] = [], exemptions: [Exemption.Given] = []
        ) {
            self.id = id
            self.isAssigned = isAssigned
            self.due = due
            self.state = state
            self.isOverdue = isOverdue
            self.started = started
            self.readings = readings
            self.tries = tries
            self.completions = completions
            self.takenBack = takenBack
            self.grants = grants
            self.extensions = extensions
            self.exemptions = exemptions
        }
    }

    /// A lesson that was read.
    public struct Reading: Sendable, Hashable {
        /// The lesson.
        public let lesson: LessonID
        /// When.
        public let at: Date

        /// A reading.
        public init(lesson: LessonID, at: Date) {
            self.lesson = lesson
            self.at = at
        }
    }

    /// A later due day with why it was given.
    public struct GivenExtension: Sendable, Hashable {
        /// What was given.
        public let given: Extension
        /// When.
        public let at: Date

        /// An extension that was given.
        public init(_ given: Extension, at: Date) {
            self.given = given
            self.at = at
        }
    }

    /// That the course was finished.
    public struct Finish: Sendable, Hashable {
        /// The day on which the last thing was done.
        public let day: Day
        /// The score it rests on; nil where it rests on none.
        public let score: Marks?
        /// The full score.
        public let maxScore: Marks?
        /// Its certificate.
        public let certificate: CertificateNumber?
        /// What it counted for when it was made; nil where the course counted for nothing or nobody had said.
        public let creditHours: CreditHours?
        /// The last day on which it holds; nil while it has no end.
        public let last: Day?
        /// Why it was taken back; nil unless it was.
        public let withdrawal: String?

        /// A completion.
        public init(
            day: Day, score: Marks?, maxScore: Marks?, certificate: CertificateNumber?, creditHours: CreditHours?,
            last: Day? = nil, withdrawal: String? = nil
        ) {
            self.last = last
            self.withdrawal = withdrawal
            self.day = day
            self.score = score
            self.maxScore = maxScore
            self.certificate = certificate
            self.creditHours = creditHours
        }
    }
}

extension PersonRecord {
    /// One try with what became of it.
    public struct Try: Sendable, Hashable {
        /// Its number, when it began and what it came to.
        public let summary: AttemptSummary
        /// That the paper it was to be answered on was taken out of use.
        public let withdrawal: Withdrawal?
        /// The ways taken through its scenarios.
        public let paths: [Path]
        /// Answers that came after its end, those first that came first.
        public let late: [LateAnswers]
        /// What corrected keys made of it, the first correction first.
        public let corrections: [ScoreChange]

        /// A try.
        public init(
            _ summary: AttemptSummary, withdrawal: Withdrawal? = nil, paths: [Path] = [], late: [LateAnswers] = [],
            corrections: [ScoreChange] = []
        ) {
            self.summary = summary
            self.withdrawal = withdrawal
            self.paths = paths
            self.late = late
            self.corrections = corrections
        }
    }

    /// That a paper was spoilt or lost.
    public struct Withdrawal: Sendable, Hashable {
        /// When that was said.
        public let at: Date
        /// Why.
        public let reason: String

        /// A withdrawal.
        public init(at: Date, reason: String) {
            self.at = at
            self.reason = reason
        }
    }

    /// The way somebody took through a scenario: what was chosen, and nothing of what could have been.
    public struct Path: Sendable, Hashable {
        /// What the scenario is called.
        public let title: String
        /// What was chosen, one decision after the other.
        public let choices: [Choice]
        /// How it ended; nil when no ending was reached.
        public let outcome: Scenario.Ending.Outcome?

        /// A decision.
        public struct Choice: Sendable, Hashable {
            /// The letter of its place.
            public let letter: String
            /// What it said.
            public let text: String

            /// A decision.
            public init(letter: String, text: String) {
                self.letter = letter
                self.text = text
            }
        }

        /// The way of a walk.
        public init(title: String, _ walk: Scenario.Walk) {
            self.init(
                title: title, choices: walk.steps.map { Choice(letter: $0.letter, text: $0.option.text) },
                outcome: walk.node.ending?.outcome)
        }

        /// A way.
        public init(title: String, choices: [Choice], outcome: Scenario.Ending.Outcome?) {
            self.title = title
            self.choices = choices
            self.outcome = outcome
        }
    }

    /// Answers that came after the end of a try and were decided about together.
    public struct LateAnswers: Sendable, Hashable {
        /// How many questions they answered.
        public let count: Int
        /// When the last of them came.
        public let receivedAt: Date
        /// What was decided; nil while nobody has.
        public let decision: Decision?

        /// What can be decided.
        public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
            /// They count.
            case accepted
            /// They do not count.
            case declined
        }

        /// A decision.
        public struct Decision: Sendable, Hashable {
            /// Whether they count.
            public let verdict: Verdict
            /// Why.
            public let reason: String
            /// When.
            public let at: Date

            /// A decision.
            public init(_ verdict: Verdict, reason: String, at: Date) {
                self.verdict = verdict
                self.reason = reason
                self.at = at
            }
        }

        /// Late answers.
        public init(count: Int, receivedAt: Date, decision: Decision?) {
            self.count = count
            self.receivedAt = receivedAt
            self.decision = decision
        }
    }

    /// What a corrected key made of a try.
    public struct ScoreChange: Sendable, Hashable {
        /// When.
        public let at: Date
        /// Why the key was corrected.
        public let reason: String
        /// The score before.
        public let before: Marks
        /// The score after.
        public let after: Marks

        /// A change.
        public init(at: Date, reason: String, before: Marks, after: Marks) {
            self.at = at
            self.reason = reason
            self.before = before
            self.after = after
        }
    }
}
