import ArgumentParser
import Content
import Foundation
import Records
import Training

/// `training clauses`
struct ClausesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clauses", abstract: "Clauses of the notice and of rules in force.", subcommands: [Diff.self])

    /// `training clauses diff`
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Prints which clauses changed between two states of the content, and what becomes stale with them.")

        /// How it is printed.
        enum Format: String, ExpressibleByArgument {
            case text
            case json
        }

        @Argument(help: "The folder that holds the former Courses and Questions.")
        var old: String

        @Argument(help: "The folder that holds the new Courses and Questions.")
        var new: String

        @OptionGroup var data: DataOptions

        @Option(help: "text, a line a thing under headings, or json.")
        var format = setting("FORMAT", Format.text)

        func run() async throws {
            let (before, after) = (Self.content(old), Self.content(new))
            guard let former = before.library, let present = after.library else {
                throw Failure(before.lines + after.lines)
            }
            let changes = ClauseChanges(from: former.corpus, to: present.corpus)
            let document = ClauseChangesDocument(changes, people: try await people(changes))
            switch format {
            case .text: print(document.text, terminator: "")
            case .json:
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
                print(String(decoding: try encoder.encode(document), as: UTF8.self))
            }
        }

        /// The content of a folder; the lines are what is wrong where there is none.
        private static func content(_ folder: String) -> (library: Library?, lines: [String]) {
            let (library, problems) = Library.load(courses: "\(folder)/Courses", questions: "\(folder)/Questions")
            let errors = problems.filter { library == nil && $0.severity == .error }
            return (library, errors.map { $0.description(in: .ofTheTerminal) })
        }

        /// Those who finished on what was raised; nil where there is no database of this program's to ask.
        private func people(_ changes: ClauseChanges) async throws -> [OutdatedCompletion]? {
            guard let (records, database) = try data.look() else { return nil }
            let present = changes.raised.map { ($0.new.id, $0.new.version) }
            let people = try await records.outdatedCompletions(Dictionary(uniqueKeysWithValues: present))
            try await database.close()
            return people
        }
    }
}

/// Changes of clauses as they are printed.
struct ClauseChangesDocument: Encodable {
    let added: [ClauseLine]
    let removed: [ClauseLine]
    let raised: [ChangeLine]
    let lowered: [ChangeLine]
    let unraised: [ChangeLine]
    let stale_items: [ItemLine]
    let stale_lessons: [LessonLine]
    let short_papers: [PaperLine]
    let people: [PersonLine]?

    struct ClauseLine: Encodable {
        let clause: ClauseID
        let version: Int
        let text: String
    }

    struct ChangeLine: Encodable {
        let clause: ClauseID
        let old_version: Int
        let version: Int
        let old_text: String
        let text: String
    }

    struct ItemLine: Encodable {
        let question: QuestionID
        let clauses: [ClauseID]
    }

    struct LessonLine: Encodable {
        let course: CourseID
        let lesson: LessonID
        let clauses: [ClauseID]
    }

    struct PaperLine: Encodable {
        let course: CourseID
        let asked: Int
        let left: Int
    }

    struct PersonLine: Encodable {
        let staff_no: StaffNumber
        let name: String
        let unit: UnitCode
        let course: CourseID
        let clauses: [ClauseID]
    }

    init(_ changes: ClauseChanges, people: [OutdatedCompletion]?) {
        added = changes.added.map(ClauseLine.init)
        removed = changes.removed.map(ClauseLine.init)
        raised = changes.raised.map(ChangeLine.init)
        lowered = changes.lowered.map(ChangeLine.init)
        unraised = changes.unraised.map(ChangeLine.init)
        stale_items = changes.staleItems.map { ItemLine(question: $0.id, clauses: $0.clauses) }
        stale_lessons = changes.staleLessons.map {
            LessonLine(course: $0.course, lesson: $0.lesson, clauses: $0.clauses)
        }
        short_papers = changes.shortPapers.map { PaperLine(course: $0.course, asked: $0.asked, left: $0.left) }
        self.people = people?.map {
            PersonLine(
                staff_no: $0.staffNumber, name: $0.name, unit: $0.unit, course: $0.course, clauses: $0.clauses)
        }
    }
}

extension ClauseChangesDocument.ClauseLine {
    fileprivate init(_ clause: Clause) { self.init(clause: clause.id, version: clause.version, text: clause.text) }
}

extension ClauseChangesDocument.ChangeLine {
    fileprivate init(_ change: ClauseChanges.Change) {
        self.init(
            clause: change.new.id, old_version: change.old.version, version: change.new.version,
            old_text: change.old.text, text: change.new.text)
    }
}

extension ClauseChangesDocument {
    /// Every part under a heading that ends with the number of its lines; a line's fields are separated by tabs.
    var text: String {
        var parts = [
            part("Clauses added", added.map { ["\($0.clause)", "\($0.version)", $0.text] }),
            part("Clauses removed", removed.map { ["\($0.clause)", "\($0.version)", $0.text] }),
            part("Clauses raised", raised.map(\.fields)),
            part("Clauses whose version went down", lowered.map(\.fields)),
            part("Clauses changed without a new version", unraised.map(\.fields)),
            part("Questions that become stale", stale_items.map { ["\($0.question)", list($0.clauses)] }),
            part(
                "Lessons to look at again",
                stale_lessons.map { ["\($0.course)/\($0.lesson)", list($0.clauses)] }),
            part("Papers that run short", short_papers.map { ["\($0.course)", "\($0.asked)", "\($0.left)"] }),
        ]
        if let people {
            parts.append(
                part(
                    "People whose completion rests on an older version",
                    people.map { ["\($0.staff_no)", $0.name, "\($0.unit)", "\($0.course)", list($0.clauses)] }))
        }
        return parts.joined(separator: "\n")
    }

    private func part(_ heading: String, _ lines: [[String]]) -> String {
        let lines = lines.map { fields in
            fields.map { $0.map { $0.isWhitespace ? " " : String($0) }.joined() }.joined(separator: "\t") + "\n"
        }
        return "\(heading): \(lines.count)\n" + lines.joined()
    }

    private func list(_ clauses: [ClauseID]) -> String { clauses.map(\.rawValue).joined(separator: ",") }
}

extension ClauseChangesDocument.ChangeLine {
    fileprivate var fields: [String] { ["\(clause)", "\(old_version)", "\(version)", old_text, text] }
}
