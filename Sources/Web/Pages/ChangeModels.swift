import FoundationEssentials
import Training

/// The clauses that changed since people were taught them, what that touches, and the form that assigns an update.
struct ChangesPage: Page {
    static let template = "changes"
    let clauses: [ClauseBlock]
    let none: Bool
    let staleItems: [ItemLine]
    let shortPapers: [PaperLine]
    /// The clauses that no update can tell yet, in a sentence.
    let uncovered: String?
    let proposal: Proposal?
    let updates: [UpdateLine]
    /// The update that there is already, when one was asked for again.
    let existing: Link?
    let dueField: String

    /// A way to somewhere else.
    struct Link: Sendable {
        let path: String
        let text: String
    }

    /// A clause.
    struct ClauseBlock: Sendable {
        let id: String
        let source: String
        /// One for each older version that somebody was taught.
        let sides: [Sides]
        let courses: [CourseLine]
        let update: Link?
    }

    /// How many people rest on it in a course.
    struct CourseLine: Sendable {
        let name: String
        let people: String
    }

    /// A question.
    struct ItemLine: Sendable {
        let id: String
        let stem: String
        let clauses: String
    }

    /// A quiz that runs short.
    struct PaperLine: Sendable {
        let name: String
        let text: String
    }

    /// What could be assigned.
    struct Proposal: Sendable {
        let plan: String
        let path: String
        /// To whom, in a sentence.
        let people: String
        let button: String
        let items: [ItemLine]
        /// That there are fewer questions than there should be.
        let few: String?
    }

    /// An update that was made.
    struct UpdateLine: Sendable {
        let id: String
        let name: String
        let path: String
        let made: String
        let due: String
        let clauses: String
        let progress: String
        /// Who is not yet among them, and the form that adds them.
        let missing: Missing?
        /// That some of its clauses say something else by now.
        let departed: String?
        /// Where it is taken back, while it holds.
        let withdrawalPath: String?
        /// When and by whom that was done.
        let withdrawn: String?

        /// People to add.
        struct Missing: Sendable {
            let text: String
            let button: String
            let path: String
            let dueID: String
            let dueField: String
        }
    }

    init(
        _ report: ClauseReport, courses: [Course], items: [QuestionID: Item], existing: ClauseUpdate?, today: Day,
        _ words: Words
    ) {
        let due = today.adding(ClauseUpdate.days).description
        func link(_ update: CourseID) -> Link {
            Link(path: "#\(update)", text: courses.name(of: update, words))
        }
        func line(_ id: QuestionID, _ clauses: [ClauseID]) -> ItemLine {
            ItemLine(
                id: id.rawValue, stem: items[id]?.question.stem.paragraphs.joined(separator: " ") ?? "",
                clauses: clauses.map(\.rawValue).joined(separator: " "))
        }
        clauses = report.outdated.map { outdated in
            ClauseBlock(
                id: outdated.change.clause.rawValue, source: outdated.change.source,
                sides: outdated.change.formers.map { Sides($0, outdated.change, words) },
                courses: outdated.courses.map {
                    CourseLine(
                        name: courses.name(of: $0.course, words), people: words("changes_people", ["n": $0.people]))
                }, update: outdated.update.map(link))
        }
        none = report.outdated.isEmpty
        staleItems = report.staleItems.map { line($0.id, $0.clauses) }
        shortPapers = report.shortPapers.map {
            PaperLine(
                name: courses.name(of: $0.course, words),
                text: words("changes_short", ["asked": $0.asked, "left": $0.left]))
        }
        uncovered =
            report.uncovered.isEmpty
            ? nil
            : words("changes_uncovered", ["clauses": report.uncovered.map(\.rawValue).joined(separator: " ")])
        proposal = report.proposal.map { proposal in
            let about = Set(proposal.plan.changes.map(\.clause))
            let questions = proposal.plan.items.map(\.question)
            let few = questions.count < ClauseUpdate.room.lowerBound
            return Proposal(
                plan: proposal.fingerprint, path: Paths.updates,
                people: words(
                    "update_people",
                    [
                        "people": proposal.people, "clauses": proposal.plan.changes.count,
                        "percent": proposal.plan.passMark,
                    ]),
                button: words("update_assign", ["n": proposal.people]),
                items: questions.map { line($0, about.intersection(items[$0]?.question.clauses ?? []).sorted()) },
                few: few ? words("update_few", ["n": questions.count]) : nil)
        }
        updates = report.updates.map { UpdateLine($0, due: due, words) }
        self.existing = existing.map { link($0.id) }
        dueField = due
    }

    func title(_ words: Words) -> String { words("changes") }
}

extension ChangesPage.UpdateLine {
    fileprivate init(_ made: ClauseReport.Made, due day: String, _ words: Words) {
        let update = made.update
        self.init(
            id: update.id.rawValue, name: update.title(words.language), path: Paths.course(update.id),
            made: words("update_made", ["time": words.time(update.at), "who": update.by]),
            due: words("due_by", ["day": words.date(update.due)]),
            clauses: update.plan.changes.map(\.clause.rawValue).joined(separator: " "),
            progress: words("update_progress", ["done": made.completed, "all": made.assigned]),
            missing: made.missing == 0
                ? nil
                : Missing(
                    text: words("update_missing", ["n": made.missing]),
                    button: words("update_extend", ["n": made.missing]), path: Paths.people(of: update.id),
                    dueID: "due-\(update.id)", dueField: day),
            departed: made.departed.isEmpty || update.withdrawal != nil
                ? nil : words("update_departed", ["clauses": made.departed.map(\.rawValue).joined(separator: " ")]),
            withdrawalPath: update.withdrawal == nil ? Paths.withdrawal(of: update.id) : nil,
            withdrawn: update.withdrawal.map {
                words("update_withdrawn", ["time": words.time($0.at), "who": $0.by])
            })
    }
}

/// Two versions of a clause side by side, with what differs marked.
struct Sides: Sendable {
    let oldName: String
    let newName: String
    let old: [Part]
    let new: [Part]
    /// Whether the older wording was kept.
    let known: Bool
    /// Said in its place where it was not.
    let unknown: String?

    /// A stretch of text.
    struct Part: Sendable {
        let text: String
        let removed: Bool
        let added: Bool
    }

    init(_ former: ClauseUpdate.Former, _ change: ClauseUpdate.Change, _ words: Words) {
        oldName = words("sides_old", ["n": former.version])
        newName = words("sides_new", ["n": change.version])
        known = former.text != nil
        unknown = former.text == nil ? words("sides_unknown", ["n": former.version]) : nil
        let comparison = former.text.map { TextComparison($0, change.text) }
        old = comparison?.old.map(Part.init) ?? []
        new = (comparison?.new ?? [.init(.same, change.text)]).map(Part.init)
    }
}

extension Sides.Part {
    init(_ part: TextComparison.Part) {
        self.init(text: part.text, removed: part.kind == .removed, added: part.kind == .added)
    }
}
