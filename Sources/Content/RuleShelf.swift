import FoundationEssentials
import Synchronization
import Training

/// The decision tables of `Questions/rules`, with the questions that they make.
struct RuleShelf {
    /// A table, mistakes or not.
    struct Entry {
        let id: TableID
        let place: Place
        /// The questions, a place each; nil when the file makes none.
        let questions: [(item: Item, place: YAMLValue)]?
        /// Whether all questions are there, so that they can be counted.
        let isWhole: Bool
    }

    private(set) var entries: [Entry] = []
    /// The tables without a mistake.
    private(set) var tables: [DecisionTable] = []
    /// What makes the questions of the tables without a mistake.
    private(set) var families: [QuestionFamily] = []

    /// The misconceptions by their ids, `<table>/<id>`.
    private(set) var misconceptions: [String: Misconception.Label] = [:]
    /// Whether every table could be read and proved: else a misconception that is not known may still be right.
    var isWhole: Bool { entries.allSatisfy(\.isWhole) }

    /// Reads and proves every table of the folder, which need not be there.
    init(_ folder: Folder, clauses: ClauseBook, sources: Sources) {
        let report = sources.report
        var read: [ReadTable] = []
        for entry in folder.entries {
            guard entry.ending == "yml", !entry.isFolder else {
                report.unexpected(entry)
                continue
            }
            guard let id = TableID(rawValue: entry.stem) else {
                report.error(
                    entry.place, zh: "文件名只能用 1–64 个 A–Z a–z 0–9 _ -",
                    en: "a table's name must be 1 to 64 of A–Z a–z 0–9 _ -")
                continue
            }
            guard let file = TextFile(entry.path, sources: sources) else {
                read.append(ReadTable(id: id, makesQuestions: true, place: entry.place))
                continue
            }
            read.append(DecisionTableReader.read(id, file, clauses: clauses, sources: sources))
        }
        var inputsOf2019: [String: Place] = [:]
        for table in read {
            for (input, value) in zip(table.table?.inputs ?? [], table.places.inputs) where input.era == .year2019 {
                inputsOf2019[input.name] = inputsOf2019[input.name] ?? value.place
            }
        }
        for table in read {
            if let era = table.table?.era { table.tellEra(era, inputsOf2019: inputsOf2019, clauses: clauses) }
            take(table, report: report)
        }
    }

    private mutating func take(_ read: ReadTable, report: Report) {
        guard let table = read.table else {
            let questions: [(Item, YAMLValue)]? = read.makesQuestions ? [] : nil
            return entries.append(Entry(id: read.id, place: read.place, questions: questions, isWhole: false))
        }
        let areTold = read.templates.map { $0.tellWording(of: table) }
        let proven = ProvenTable.proven(table, read.templates.map(\.template))
        read.tell(proven.defects, of: table, to: report)
        if proven.defects.isEmpty { tables.append(table) }
        families += proven.families.compactMap(\.family)
        for family in proven.families.compactMap(\.family) {
            for label in family.template.misconceptions.map({ $0.label(in: table.id) }) {
                misconceptions[label.id] = label
            }
        }
        // A table with a defect is not worth making questions of, nor are they without words.
        let isWhole = proven.defects.isEmpty && areTold.allSatisfy(\.self)
        var questions: [(item: Item, place: YAMLValue)] = []
        for (template, family) in zip(read.templates, proven.families) where isWhole {
            template.tell(family.family, family.questions, of: table, to: report)
            questions += family.questions.map {
                (
                    Item(
                        $0, tags: template.tags, difficulty: template.difficulty, from: read.from,
                        signOff: table.signOff), template.place
                )
            }
        }
        entries.append(
            Entry(
                id: read.id, place: read.place, questions: read.makesQuestions ? questions : nil, isWhole: isWhole))
    }
}

/// What was proved of a table and made of it. Pure: the same table and templates give the same, so it is kept by their hash
/// and a reading proves only what was edited.
final class ProvenTable: Sendable {
    let defects: [DecisionTable.Defect]
    /// One a template; the family is nil when it has too many cases to look through.
    let families: [(family: QuestionFamily?, questions: [Question])]

    static func proven(_ table: DecisionTable, _ templates: [QuestionTemplate]) -> ProvenTable {
        let version = canonicalHash(of: table)
        let name = version + canonicalHash(of: templates)
        if let known = known.withLock({ $0[name] }) { return known }
        let proven = ProvenTable(table, templates, version: version)
        known.withLock { known in
            // Edits leave old tables behind: a handful of megabytes is enough to remember.
            if known.count >= 200 { known.removeAll() }
            known[name] = proven
        }
        return proven
    }

    private init(_ table: DecisionTable, _ templates: [QuestionTemplate], version: String) {
        defects = table.defects(believing: templates.flatMap(\.misconceptions))
        guard defects.isEmpty else {
            families = []
            return
        }
        families = templates.map { template in
            let family = QuestionFamily(template, of: table, version: version)
            return (family, family?.questions() ?? [])
        }
    }

    private static let known = Mutex<[String: ProvenTable]>([:])
}
