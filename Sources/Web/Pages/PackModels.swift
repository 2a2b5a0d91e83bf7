import Content
import FoundationEssentials
import Training

/// What is in service, what was before, and the way to send a pack.
struct PacksPage: Page {
    static let template = "packs"
    static let isKept = false
    let problems: [String]
    let failed: Bool
    let publications: [Line]
    /// That nothing is published: the two folders of the server are in service.
    let isOfFolders: Bool
    let limit: String

    /// A publication.
    struct Line: Sendable {
        let id: String
        let name: String
        let hash: String
        let stateClass: String
        let state: String
        let facts: [String]
        /// What a step back leads to, where there can be one.
        let withdrawal: Withdrawal?
    }

    /// The form that takes a publication back.
    struct Withdrawal: Sendable {
        let id: String
        let path: String
        let says: String
    }

    init(_ log: PublicationLog, broken: [Content.Problem] = [], now: Date, _ words: Words) {
        problems = broken.map { $0.description(in: words.language) }
        failed = !broken.isEmpty
        publications = log.entries.prefix(PublicationLog.room).map { Line($0, log, now: now, words) }
        isOfFolders = log.inService(at: now) == nil
        limit = "\(PackPages.limit / 1024 / 1024) MB"
    }

    func title(_ words: Words) -> String { words("packs") }

    static var examples: [PacksPage] { [example, PacksPage(PublicationLog([]), now: .example, .example)] }

    static var example: PacksPage {
        let broken = Content.Problem(
            path: "Courses/visits/course.yml", line: 4, severity: .error,
            message: Bilingual(zh: "缺少 `area`", en: "missing key `area`"))
        return PacksPage(.example, broken: [broken], now: .example, .example)
    }
}

extension PacksPage.Line {
    fileprivate init(_ publication: Publication, _ log: PublicationLog, now: Date, _ words: Words) {
        let state = log.state(of: publication, at: now)
        id = publication.id.rawValue
        name = publication.name.isEmpty ? words("pack_unnamed") : publication.name
        hash = String(publication.pack.prefix(12))
        self.state = words("publication_\(state.rawValue)")
        stateClass =
            switch state {
            case .inService: "tag-good"
            case .scheduled: "tag-warn"
            case .replaced, .withdrawn: ""
            }
        facts =
            [
                words("pack_published", ["by": publication.by, "time": words.time(publication.at)]),
                words("pack_reason", ["reason": publication.reason]),
            ]
            + (publication.from > publication.at ? [words("pack_from", ["time": words.time(publication.from)])] : [])
            + (publication.withdrawal.map {
                [words("pack_withdrawn", ["by": $0.by, "time": words.time($0.at), "reason": $0.reason])]
            } ?? [])
        let path = Paths.withdrawal(of: publication.id)
        withdrawal =
            switch state {
            case .inService:
                .init(
                    id: id, path: path,
                    says: log.previous(at: now).map {
                        words("pack_back_to", ["hash": $0.pack.prefix(12), "time": words.time($0.from)])
                    } ?? words("pack_back_to_folders"))
            case .scheduled: .init(id: id, path: path, says: words("pack_not_after_all"))
            case .replaced, .withdrawn: nil
            }
    }
}

/// A pack that could be published: what it would change.
struct PackPage: Page {
    static let template = "pack"
    let hash: String
    let name: String
    let replacing: String
    let path: String
    let warnings: [String]
    let same: Bool
    let groups: [Group]
    let unraised: [String]
    let lessons: [ChangedLesson]

    /// What came, went or changed of one kind.
    struct Group: Sendable {
        let heading: String
        let names: [String]
    }

    /// A lesson, old and new.
    struct ChangedLesson: Sendable {
        let number: Int
        let name: String
        let rows: [Row]
    }

    /// A row of two texts beside each other.
    struct Row: Sendable {
        /// The two lines; nil where lines are left out.
        let lines: Lines?
        /// That so many equal lines are left out.
        let skipped: String?

        /// A line of each text.
        struct Lines: Sendable {
            let old: [Sides.Part]
            let new: [Sides.Part]
            let isSame: Bool
        }
    }

    func title(_ words: Words) -> String { words("pack_of", ["hash": hash]) }

    static var example: PackPage {
        let text = LineDifference(old: "一\n二\n三\n四\n五\n六", new: "一\n二\n三\n四\n五\n陆\n七")
        let lesson = ChangedLesson(
            number: 1, name: "门没敲（visits/01-knock）", rows: text.rows.map { Row($0, .example) })
        return PackPage(
            hash: "0123456789ab", name: "content.zip", replacing: "example-1",
            path: "/content/packs/example/publication",
            warnings: ["Courses/visits/course.yml:4: warning: …"], same: false,
            groups: [Group(heading: "改动课文 1 篇", names: ["visits/01-knock"])], unraised: ["M57-16"], lessons: [lesson])
    }

    static var examples: [PackPage] {
        [
            example,
            PackPage(
                hash: "0123456789ab", name: "", replacing: "", path: "/content/packs/example/publication", warnings: [],
                same: true, groups: [], unraised: [], lessons: []),
        ]
    }
}

extension PackPage {
    init(
        _ staged: StagedPack, _ changes: LibraryChanges, old: ContentFolders, new: ContentFolders, name: String,
        replacing: PublicationID?, _ words: Words
    ) {
        hash = String(staged.hash.prefix(12))
        path = Paths.publication(of: staged.hash)
        self.name = name
        self.replacing = replacing?.rawValue ?? ""
        warnings = staged.problems.map { $0.description(in: words.language) }
        same = changes.isEmpty
        groups =
            Self.groups("courses", changes.courses, words) { $0.rawValue }
            + Self.groups("plans", changes.plans, words) { $0.rawValue }
            + Self.groups("lessons", changes.lessons, words) { "\($0.course)/\($0.lesson)" }
            + Self.groups("items", changes.items, words) { $0.rawValue }
            + Self.groups("clauses", changes.clauses, words) { $0.rawValue }
        unraised = changes.unraised.map(\.rawValue)
        lessons = changes.lessons.changed.enumerated().map { index, place in
            let title = staged.library.course(place.course)?.lesson(place.lesson)?.title ?? place.lesson.rawValue
            let text = LineDifference(old: old.text(of: place) ?? "", new: new.text(of: place) ?? "")
            return ChangedLesson(
                number: index + 1, name: "\(title)（\(place.course)/\(place.lesson)）",
                rows: text.rows.map { Row($0, words) })
        }
    }

    private static func groups<Name>(
        _ kind: String, _ names: LibraryChanges.Names<Name>, _ words: Words, _ told: (Name) -> String
    ) -> [Group] {
        [("added", names.added), ("removed", names.removed), ("changed", names.changed)].compactMap { what, names in
            names.isEmpty
                ? nil
                : Group(heading: words("pack_\(kind)_\(what)", ["n": names.count]), names: names.map(told))
        }
    }
}

extension PackPage.Row {
    fileprivate init(_ row: LineDifference.Row, _ words: Words) {
        switch row {
        case .same(let line): self.init(lines: Lines(line, line), skipped: nil)
        case .changed(let old, let new): self.init(lines: Lines(old ?? "", new ?? ""), skipped: nil)
        case .skipped(let count): self.init(lines: nil, skipped: words("pack_same_lines", ["n": count]))
        }
    }
}

extension PackPage.Row.Lines {
    fileprivate init(_ old: String, _ new: String) {
        let comparison = TextComparison(old, new)
        self.init(
            old: comparison.old.map(Sides.Part.init), new: comparison.new.map(Sides.Part.init), isSame: old == new)
    }
}

extension PublicationLog {
    static var example: PublicationLog {
        let later = Publication(
            id: "example-2", pack: Publication.example.pack, name: "next.zip",
            from: .example.addingTimeInterval(86_400),
            reason: "明年起的新规定", by: "培训科李某", at: .example)
        let gone = Publication(
            id: "example-0", pack: Publication.example.pack, name: "", from: .example.addingTimeInterval(-86_400),
            reason: "试一试", by: "培训科李某", at: .example.addingTimeInterval(-86_400),
            withdrawal: .init(reason: "有一处写错", by: "培训科李某", at: .example))
        return PublicationLog([.example, later, gone])
    }
}

extension Publication {
    static var example: Publication {
        Publication(
            id: "example-1", pack: String(repeating: "0123456789abcdef", count: 4), name: "content.zip",
            from: .example.addingTimeInterval(-3600), reason: "条款更新", by: "培训科李某",
            at: .example.addingTimeInterval(-3600))
    }
}

extension Date {
    fileprivate static let example = Date(timeIntervalSince1970: 1_795_000_000)
}
