import FoundationEssentials
import Training

/// The wire form of a report on changed clauses.
struct ClauseReportDocument: Encodable {
    let outdated: [OutdatedDocument]
    let stale_items: [StaleItemDocument]
    let short_papers: [ShortPaperDocument]
    let uncovered: [ClauseID]
    let proposal: ProposalDocument?
    let updates: [UpdateDocument]

    /// A clause that has changed.
    struct OutdatedDocument: Encodable {
        let clause: ClauseID
        let version: Int
        let text: String
        let source: String
        let older: [FormerDocument]
        let courses: [RelianceDocument]
        let update: CourseID?
    }

    /// An older version; the text is left out where it was not kept.
    struct FormerDocument: Encodable {
        let version: Int
        let text: String?
    }

    struct RelianceDocument: Encodable {
        let course: CourseID
        let people: Int
    }

    struct StaleItemDocument: Encodable {
        let question: QuestionID
        let clauses: [ClauseID]
    }

    struct ShortPaperDocument: Encodable {
        let course: CourseID
        let asked: Int
        let left: Int
    }

    /// What could be assigned.
    struct ProposalDocument: Encodable {
        let plan: String
        let people: Int
        let clauses: [ClauseID]
        let questions: [QuestionID]
        let pass_mark: Int
        let due: Day
    }

    init(_ report: ClauseReport, today: Day) {
        outdated = report.outdated.map(OutdatedDocument.init)
        stale_items = report.staleItems.map { StaleItemDocument(question: $0.id, clauses: $0.clauses) }
        short_papers = report.shortPapers.map {
            ShortPaperDocument(course: $0.course, asked: $0.asked, left: $0.left)
        }
        uncovered = report.uncovered
        proposal = report.proposal.map {
            ProposalDocument(
                plan: $0.fingerprint, people: $0.people, clauses: $0.plan.changes.map(\.clause),
                questions: $0.plan.items.map(\.question), pass_mark: $0.plan.passMark,
                due: today.adding(ClauseUpdate.days))
        }
        updates = report.updates.map {
            UpdateDocument($0)
        }
    }
}

extension ClauseReportDocument.OutdatedDocument {
    fileprivate init(_ outdated: ClauseReport.Outdated) {
        let change = outdated.change
        self.init(
            clause: change.clause, version: change.version, text: change.text, source: change.source,
            older: change.formers.map { .init(version: $0.version, text: $0.text) },
            courses: outdated.courses.map { .init(course: $0.course, people: $0.people) }, update: outdated.update)
    }
}

/// The wire form of an update.
struct UpdateDocument: Encodable {
    let course: CourseID
    let clauses: [ClauseID]
    let questions: [QuestionID]
    let pass_mark: Int
    let due: Day
    let made_at: Date
    let made_by: String
    let assigned: Int
    let completed: Int
    let missing: Int
    let departed: [ClauseID]
    let withdrawn_at: Date?
    let withdrawn_by: String?

    init(_ made: ClauseReport.Made) {
        let update = made.update
        course = update.id
        clauses = update.plan.changes.map(\.clause)
        questions = update.plan.items.map(\.question)
        pass_mark = update.plan.passMark
        due = update.due
        made_at = update.at
        made_by = update.by
        assigned = made.assigned
        completed = made.completed
        missing = made.missing
        departed = made.departed
        withdrawn_at = update.withdrawal?.at
        withdrawn_by = update.withdrawal?.by
    }
}
