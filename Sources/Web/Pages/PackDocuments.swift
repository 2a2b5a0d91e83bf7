import Content
import FoundationEssentials
import Training

/// The wire form of a publication.
struct PublicationDocument: Encodable {
    let id: PublicationID
    let pack: String
    let name: String
    let state: String
    let from: Date
    let reason: String
    let published_at: Date
    let published_by: String
    let withdrawn_at: Date?
    let withdrawn_by: String?
    let withdrawal_reason: String?

    init(_ publication: Publication, _ log: PublicationLog, at now: Date) {
        id = publication.id
        pack = publication.pack
        name = publication.name
        state = log.state(of: publication, at: now).rawValue
        from = publication.from
        reason = publication.reason
        published_at = publication.at
        published_by = publication.by
        withdrawn_at = publication.withdrawal?.at
        withdrawn_by = publication.withdrawal?.by
        withdrawal_reason = publication.withdrawal?.reason
    }
}

/// The wire form of a pack that was read without an error.
struct PackDocument: Encodable {
    let pack: String
    /// What is in service: it goes along with the publication.
    let replacing: PublicationID?
    let warnings: [String]
    let courses: Names
    let plans: Names
    let lessons: Names
    let items: Names
    let clauses: Names
    let unraised_clauses: [ClauseID]

    /// What came, went and changed.
    struct Names: Encodable {
        let added: [String]
        let removed: [String]
        let changed: [String]

        init<Name>(_ names: LibraryChanges.Names<Name>, _ told: (Name) -> String) {
            added = names.added.map(told)
            removed = names.removed.map(told)
            changed = names.changed.map(told)
        }
    }

    init(_ staged: StagedPack, _ changes: LibraryChanges, replacing: PublicationID?, _ language: Language) {
        pack = staged.hash
        self.replacing = replacing
        warnings = staged.problems.map { $0.description(in: language) }
        courses = Names(changes.courses, \.rawValue)
        plans = Names(changes.plans, \.rawValue)
        lessons = Names(changes.lessons) { "\($0.course)/\($0.lesson)" }
        items = Names(changes.items, \.rawValue)
        clauses = Names(changes.clauses, \.rawValue)
        unraised_clauses = changes.unraised
    }
}

/// The wire form of what is wrong with a pack.
struct BrokenPackDocument: Encodable {
    let type = "about:blank"
    let title = "Unprocessable Content"
    let status = 422
    let code = "broken_content"
    let detail: String
    let errors: [Line]

    /// A problem, at a line of a file of the pack.
    struct Line: Encodable {
        let path: String
        let line: Int
        let severity: String
        let message: String
    }

    init(_ problems: [Content.Problem], _ language: Language) {
        detail = Bilingual.brokenPack(language)
        errors = problems.map {
            Line(path: $0.path, line: $0.line, severity: $0.severity.rawValue, message: $0.message(language))
        }
    }
}

extension Bilingual {
    /// That a pack was refused.
    static let brokenPack = Bilingual(
        zh: "这个内容包有错，没有收下；正在用的内容一点没变。", en: "The pack has errors and was not taken; what is in service is untouched.")
}
