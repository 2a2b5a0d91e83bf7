import FoundationEssentials
import Records
import Tabular
import Training

/// The wire form of an import.
struct ImportDocument: Encodable {
    let id: ImportID
    let kind: ImportKind
    let state: ImportReceipt.State
    let encoding: String
    let rows: Int
    let created: Int
    let updated: Int
    let unchanged: Int
    let suspended: Int
    /// Who is suspended because the file does not name them.
    let suspensions: [Suspended]
    let notes: [Note]
    /// The columns that `POST /imports/{import}/application` must name in `ignore_columns`.
    let unconfirmed: [String]
    let errors: [RowError]
    /// How far it is while it goes on.
    let progress: ImportReceipt.Progress?
    /// True for a plan that cannot be applied any more; else not there.
    let outdated: Bool?

    /// What was taken for what.
    struct Note: Encodable {
        let code: String
        let column: String
        let rows: [Int]
        let message: String
    }

    /// Somebody who is suspended.
    struct Suspended: Encodable {
        let staff_no: StaffNumber
        let name: String
        let unit: UnitCode
    }

    init(_ receipt: ImportReceipt, _ language: Language) {
        id = receipt.id
        kind = receipt.kind
        state = receipt.state
        encoding = receipt.encoding
        rows = receipt.rows
        created = receipt.count(.created)
        updated = receipt.count(.updated)
        unchanged = receipt.count(.unchanged)
        suspended = receipt.suspended.count
        suspensions = receipt.suspended.map { Suspended(staff_no: $0.staffNumber, name: $0.name, unit: $0.unit) }
        notes = receipt.notes.map {
            Note(code: $0.code, column: $0.column, rows: $0.rows, message: $0.message(language))
        }
        unconfirmed = receipt.unconfirmed
        errors = receipt.problems.map { RowError($0, language) }
        progress = receipt.progress
        outdated = receipt.isOutdated ? true : nil
    }
}

/// The form to send a table with.
struct ImportFormPage: Page {
    static let template = "imports"
    let kinds: [KindChoice]
    let problems: [ProblemLine]
    let failed: Bool
    let limit: String
    /// How many percent may be suspended when nothing else is said.
    let mostRemovals: Int

    /// A kind of table.
    struct KindChoice: Sendable {
        let id: String
        let name: String
        let chosen: Bool
        /// 工号、姓名、单位代码……
        let columns: String
        /// Each in the form that spreadsheets keep best, then as CSV.
        let exports: [Download]
        let templates: [Download]
    }

    /// A file to save.
    struct Download: Sendable {
        let form: String
        let path: String
    }

    /// What is wrong with a row.
    struct ProblemLine: Sendable {
        let row: Int
        let column: String
        let value: String
        let message: String

        init(_ problem: RowProblem, _ words: Words) {
            row = problem.row
            column = problem.column
            value = problem.value
            message = problem.message(words.language)
        }
    }

    init(chosen: ImportKind, problems: [RowProblem], _ words: Words) {
        kinds = ImportKind.allCases.map { kind in
            let columns = kind.columns.map { words.language == .chinese ? $0.zh : $0.name }
            func downloads(_ path: (Visit.Format) -> String) -> [Download] {
                [Visit.Format.xlsx, .csv].map { Download(form: $0.rawValue.uppercased(), path: path($0)) }
            }
            return KindChoice(
                id: kind.rawValue, name: words("kind_\(kind.rawValue)"), chosen: kind == chosen,
                columns: columns.joined(separator: words.language == .chinese ? "、" : ", "),
                exports: downloads { Paths.export(of: kind, as: $0, words.language) },
                templates: downloads { Paths.template(for: kind, as: $0, words.language) })
        }
        self.problems = problems.map { ProblemLine($0, words) }
        failed = !problems.isEmpty
        limit = "\(ImportPages.limit / 1024 / 1024) MB"
        mostRemovals = Removals.usual
    }

    func title(_ words: Words) -> String { words("imports") }

    static var example: ImportFormPage { ImportFormPage(chosen: .people, problems: [.example], .example) }
}

extension RowProblem {
    static let example = RowProblem(
        row: 3, column: "单位代码", value: "61062", code: "not_available",
        message: Bilingual(zh: "没有这个单位。", en: "There is no such unit."))
}

/// What an import does, before and after.
struct ImportPage: Page {
    static let template = "import"
    static let isKept = false
    /// How many rows are shown at most.
    static let room = 200
    let kindName: String
    let planned: Bool
    let applied: Bool
    let refused: Bool
    let interrupted: Bool
    let outdated: Bool
    /// How far it is; nil once it is decided.
    let progress: Progress?
    /// Whether nothing can be said about its rows: it goes on, or was interrupted.
    let undecided: Bool
    let clean: Bool
    let encoding: String
    let rows: Int
    let created: Int
    let updated: Int
    let unchanged: Int
    let suspended: Int
    let errors: Int
    let header: [String]
    /// Rows with problems first, then the others; at most 200.
    let lines: [Line]
    let more: String?
    let noted: Bool
    let notes: [String]
    /// Who may come to be there twice.
    let doubles: [String]
    let suspensions: [Suspended]
    let anySuspended: Bool
    /// Whether whoever the file does not name was to be suspended.
    let removes: Bool
    let moreSuspensions: String?
    let asks: Bool
    /// The columns to agree to leave out.
    let leftOut: [LeftOut]
    let path: String
    let applicationPath: String
    let answerPath: String
    let answerCSVPath: String

    /// How far an import is that goes on.
    struct Progress: Sendable {
        /// Whether it is being written already.
        let writes: Bool
        /// Nil while nothing is known.
        let steps: Steps?

        /// So many of so many.
        struct Steps: Sendable {
            let done: Int
            let of: Int
            let told: String
        }

        init?(_ receipt: ImportReceipt, _ words: Words) {
            guard let progress = receipt.progress else { return nil }
            writes = receipt.state == .applying
            let percent = progress.of > 0 ? progress.done * 100 / progress.of : 0
            steps = progress.of > 0 ? Steps(done: progress.done, of: progress.of, told: "\(percent)%") : nil
        }
    }

    /// A column that is not read.
    struct LeftOut: Sendable {
        let heading: String
        /// Whether it holds what is never collected.
        let personal: Bool
    }

    /// A row.
    struct Line: Sendable {
        let number: Int
        let cells: [String]
        let result: String
        let resultName: String
        let problems: [String]
        /// Whether the number is one that the server gives.
        let numberGiven: Bool
    }

    /// Somebody whom the file does not name.
    struct Suspended: Sendable {
        let number: String
        let name: String
        let unit: String
    }

    init(_ receipt: ImportReceipt, _ words: Words) {
        kindName = words("kind_\(receipt.kind.rawValue)")
        outdated = receipt.isOutdated
        planned = receipt.state == .planned && !receipt.isOutdated
        applied = receipt.state == .applied
        refused = receipt.state == .refused
        interrupted = receipt.state == .interrupted
        progress = Progress(receipt, words)
        undecided = interrupted || progress != nil
        errors = receipt.count(.error)
        clean = errors == 0
        encoding = receipt.encoding
        rows = receipt.rows
        created = receipt.count(.created)
        updated = receipt.count(.updated)
        unchanged = receipt.count(.unchanged)
        suspended = receipt.suspended.count
        suspensions = receipt.suspended.prefix(Self.room).map {
            Suspended(number: $0.staffNumber.rawValue, name: $0.name, unit: $0.unit.rawValue)
        }
        anySuspended = suspended > 0
        removes = receipt.removals != nil
        moreSuspensions = suspended > Self.room ? words("more_people", ["n": suspended - Self.room]) : nil
        header = receipt.header
        let given = Set(receipt.notes.filter { $0.code == ImportNote.Code.numberGiven.rawValue }.flatMap(\.rows))
        let ordered = receipt.outcomes.filter { $0.result == .error } + receipt.outcomes.filter { $0.result != .error }
        lines = ordered.prefix(Self.room).map { outcome in
            Line(
                number: outcome.row.number, cells: outcome.row.cells, result: outcome.result.rawValue,
                resultName: words("result_\(outcome.result.rawValue)"),
                problems: outcome.problems.map { "\($0.column)：\($0.message(words.language))" },
                numberGiven: given.contains(outcome.row.number))
        }
        more = rows > lines.count ? words("more_rows", ["n": rows - lines.count]) : nil
        path = Paths.receipt(receipt.id)
        applicationPath = "\(Paths.receipt(receipt.id))/application"
        answerPath = "\(Paths.receipt(receipt.id)).xlsx"
        answerCSVPath = "\(Paths.receipt(receipt.id)).csv"
        doubles = receipt.notes.filter(\.warns).map { $0.message(words.language) }
        notes = receipt.notes.filter { !$0.warns }.map { $0.message(words.language) }
        noted = !notes.isEmpty
        asks = !receipt.unconfirmed.isEmpty
        leftOut = receipt.unconfirmed.map {
            LeftOut(heading: $0, personal: IgnoredColumns.isPersonal($0))
        }
    }

    func title(_ words: Words) -> String { words("import_of", ["kind": kindName]) }

    static var example: ImportPage { example(.planned) }

    static var examples: [ImportPage] {
        [
            example, example(.planned, isOutdated: true), example(.checking, .init(done: 0, of: 0)),
            example(.applying, .init(done: 23_500, of: 100_000)), example(.interrupted),
        ]
    }

    private static func example(
        _ state: ImportReceipt.State, _ progress: ImportReceipt.Progress? = nil, isOutdated: Bool = false
    ) -> ImportPage {
        let receipt = ImportReceipt(
            id: "example", kind: .people, state: state, encoding: "GB18030",
            createdAt: Date(timeIntervalSince1970: 1_795_000_000), header: ["工号", "姓名", "单位代码"],
            outcomes: [
                .init(row: .init(number: 2, cells: ["61062199001", "甲村张某", "610621991201"]), result: .created),
                .init(
                    row: .init(number: 3, cells: ["61062199002", "乙村李某", "61062"]), result: .error, problems: [.example]
                ),
            ],
            notes: [
                ImportNote(
                    .likelyDouble, rows: [2],
                    detail: Bilingual(zh: "甲村张某（61062199010，示例甲村）", en: "甲村张某 (61062199010, 示例甲村)")),
                ImportNote(.titleRows, rows: [1]), ImportNote(.numberGiven, rows: [2]),
            ], unconfirmed: ["备注", "手机号"], removals: Removals(within: "延长县"),
            suspended: [Suspension(of: .example)], progress: progress, isOutdated: isOutdated)
        return ImportPage(receipt, .example)
    }
}
