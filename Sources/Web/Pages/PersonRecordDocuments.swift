import FoundationEssentials
import Training

/// The wire form of a person's record.
struct PersonRecordDocument: Encodable {
    let staff_no: StaffNumber
    let name: String
    let unit: UnitCode
    let unit_name: String
    let role: Person.Role
    let status: Person.Status
    let as_of: Date
    let units: [StayDocument]
    let years: [YearDocument]
    let courses: [CourseDocument]
    let exemptions: [ExemptionDocument]

    init(_ record: PersonRecord, _ courses: [Course]) {
        staff_no = record.person.staffNumber
        name = record.person.name
        unit = record.person.unit
        unit_name = record.unitName
        role = record.person.role
        status = record.person.status
        as_of = record.at
        units = record.stays.map(StayDocument.init)
        years = record.years.map(YearDocument.init)
        self.courses = record.courses.map { course in
            CourseDocument(course, courses.first { $0.id == course.id }?.title)
        }
        exemptions = record.exemptions.map(ExemptionDocument.init)
    }

    /// Days in one unit; one outside the reader's scope has neither code nor name.
    struct StayDocument: Encodable {
        let unit: UnitCode?
        let unit_name: String?
        let from: Day
        let until: Day?
        let status: Person.Status

        init(_ stay: PersonRecord.Stay) {
            unit = stay.unit?.code
            unit_name = stay.unit?.name
            from = stay.from
            until = stay.until
            status = stay.isActive ? .active : .suspended
        }
    }

    /// One calendar year.
    struct YearDocument: Encodable {
        let year: Int
        let attempts: Int
        let passed: Int
        let finished: Int
        let credit_hours: Double

        init(_ year: PersonYear) {
            self.year = year.year
            attempts = year.tally.attempts
            passed = year.tally.passed
            finished = year.finished.count
            credit_hours = CreditHours(halves: year.tally.halfHours).decimal
        }
    }

    /// One course with everything that was done in it.
    struct CourseDocument: Encodable {
        let course: CourseID
        /// Left out where it is not offered any more.
        let title: String?
        let title_en: String?
        let assigned: Bool
        let state: Standing.State
        let overdue: Bool
        let due: Day?
        let started_on: Day?
        let readings: [ReadingDocument]
        let attempts: [TryDocument]
        let completions: [FinishDocument]
        let grants: [GrantDocument]
        let extensions: [ExtensionDocument]
        let exemptions: [ExemptionDocument]

        init(_ course: PersonRecord.Course, _ title: Bilingual?) {
            self.course = course.id
            self.title = title?.zh
            title_en = title?.en
            assigned = course.isAssigned
            state = course.state
            overdue = course.isOverdue
            due = course.due
            started_on = course.started
            readings = course.readings.map { ReadingDocument(lesson: $0.lesson, read_at: $0.at) }
            attempts = course.tries.map(TryDocument.init)
            completions = (course.completions + course.takenBack).map(FinishDocument.init)
            grants = course.grants.map {
                GrantDocument(
                    minutes: $0.grant.minutes, tries: $0.grant.tries, reason: $0.grant.reason, granted_at: $0.at)
            }
            extensions = course.extensions.map {
                ExtensionDocument(due: $0.given.due, reason: $0.given.reason, given_at: $0.at)
            }
            exemptions = course.exemptions.map(ExemptionDocument.init)
        }
    }

    /// A lesson that was read.
    struct ReadingDocument: Encodable {
        let lesson: LessonID
        let read_at: Date
    }

    /// Time or tries beyond the quiz's rules.
    struct GrantDocument: Encodable {
        let minutes: Int
        let tries: Int
        let reason: String
        let granted_at: Date
    }

    /// A later due day.
    struct ExtensionDocument: Encodable {
        let due: Day
        let reason: String
        let given_at: Date
    }

    /// That the course was finished.
    struct FinishDocument: Encodable {
        let completed_on: Day
        let score: Double?
        let max_score: Double?
        let certificate: String?
        let credit_hours: Double?
        let valid_until: Day?
        /// Why it was taken back.
        let withdrawn: String?

        init(_ finish: PersonRecord.Finish) {
            completed_on = finish.day
            score = finish.score?.decimal
            max_score = finish.maxScore?.decimal
            certificate = finish.certificate?.grouped
            credit_hours = finish.creditHours?.decimal
            valid_until = finish.last
            withdrawn = finish.withdrawal
        }
    }
}

extension PersonRecordDocument {
    /// A try with what became of it.
    struct TryDocument: Encodable {
        let id: AttemptID
        let number: Int
        let medium: Attempt.Medium
        let state: String
        let started_at: Date
        let submitted_at: Date?
        let score: Double?
        let max_score: Double?
        let passed: Bool?
        let withdrawn_at: Date?
        let withdrawal_reason: String?
        let paths: [PathDocument]
        let late: [LateDocument]
        let corrections: [CorrectionDocument]

        init(_ attempt: PersonRecord.Try) {
            let (summary, result) = (attempt.summary, attempt.summary.result)
            id = summary.id
            number = summary.number
            medium = summary.medium
            state =
                attempt.withdrawal == nil ? (result?.state ?? .inProgress).rawValue : "withdrawn"
            started_at = summary.startedAt
            submitted_at = result?.submittedAt
            score = result?.score.decimal
            max_score = result?.maxScore.decimal
            passed = result?.passed
            withdrawn_at = attempt.withdrawal?.at
            withdrawal_reason = attempt.withdrawal?.reason
            paths = attempt.paths.map(PathDocument.init)
            late = attempt.late.map(LateDocument.init)
            corrections = attempt.corrections.map {
                CorrectionDocument(
                    corrected_at: $0.at, reason: $0.reason, former_score: $0.before.decimal, score: $0.after.decimal)
            }
        }
    }

    /// The way through a scenario: what was chosen and how it ended.
    struct PathDocument: Encodable {
        let title: String
        let choices: [ChoiceDocument]
        let outcome: Scenario.Ending.Outcome?

        init(_ path: PersonRecord.Path) {
            title = path.title
            choices = path.choices.map { ChoiceDocument(choice: $0.letter, text: $0.text) }
            outcome = path.outcome
        }
    }

    /// A decision in a scenario.
    struct ChoiceDocument: Encodable {
        let choice: String
        let text: String
    }

    /// Answers that came after the end of a try.
    struct LateDocument: Encodable {
        let answers: Int
        let received_at: Date
        let decision: PersonRecord.LateAnswers.Verdict?
        let reason: String?
        let decided_at: Date?

        init(_ late: PersonRecord.LateAnswers) {
            answers = late.count
            received_at = late.receivedAt
            decision = late.decision?.verdict
            reason = late.decision?.reason
            decided_at = late.decision?.at
        }
    }

    /// What a corrected key made of a try.
    struct CorrectionDocument: Encodable {
        let corrected_at: Date
        let reason: String
        let former_score: Double
        let score: Double
    }
}
