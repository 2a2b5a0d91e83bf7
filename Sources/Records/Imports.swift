import FoundationEssentials
import SQL
import Training

/// A table as it came, and whatever is needed to judge it.
public struct ImportRequest: Sendable {
    /// What is imported.
    public let kind: ImportKind
    /// The table.
    public let sheet: Sheet
    /// What of it to leave aside.
    public let ignored: IgnoredColumns
    /// What it was read from: a text encoding, or `XLSX`.
    public let encoding: String
    /// The courses there are.
    public let courses: Set<CourseID>
    /// What becomes of whoever a people file does not name; nil for nothing.
    public let removals: Removals?
    /// Whether a person without a number is taken for whoever has the name in the unit; otherwise they are somebody new.
    public let matchesNames: Bool

    /// A request.
    public init(
        kind: ImportKind, sheet: Sheet, ignored: IgnoredColumns, encoding: String, courses: Set<CourseID>,
        removals: Removals? = nil, matchesNames: Bool = true
    ) {
        self.kind = kind
        self.sheet = sheet
        self.ignored = ignored
        self.encoding = encoding
        self.courses = courses
        self.removals = removals
        self.matchesNames = matchesNames
    }
}

extension Records {
    /// Finds out what an import would do, and keeps that as a plan. Problems are in the receipt. A header that cannot be
    /// understood throws `RowProblems`.
    public func planImport(_ request: ImportRequest, by caller: Caller, at now: Date) async throws -> ImportReceipt {
        let id: ImportID = randomness.id(at: now)
        let randomness = randomness
        let table = try SheetColumns.understand(request.sheet, as: request.kind, ignoring: request.ignored)
        // Judged against a snapshot, so that nobody's answer waits for it; the revision says which snapshot.
        let (receipt, revision) = try await database.read { transaction in
            let found = try ImportFindings(table, request, transaction, by: caller, at: now, randomness, applied: false)
            let receipt = found.receipt(id, request, .planned, at: now, unconfirmed: table.unconfirmed)
            return (receipt, try transaction.revision(locking: false))
        }
        try await database.writeAlone { try $0.keep(receipt, by: caller, revision: revision) }
        return receipt
    }

    /// Does an import in one transaction, or, when any row has a problem, nothing of it.
    public func applyImport(_ request: ImportRequest, by caller: Caller, at now: Date) async throws -> ImportReceipt {
        let id: ImportID = randomness.id(at: now)
        let randomness = randomness
        let table = try SheetColumns.understand(request.sheet, as: request.kind, ignoring: request.ignored)
        guard table.unconfirmed.isEmpty else { throw Refusal.columnsUnconfirmed(table.unconfirmed) }
        return try await database.writeAlone { transaction in
            let found = try ImportFindings(table, request, transaction, by: caller, at: now, randomness, applied: true)
            let receipt = found.receipt(id, request, try found.run.apply() ? .applied : .refused, at: now)
            try transaction.keep(receipt, by: caller, revision: try transaction.revision())
            return receipt
        }
    }

    /// Does exactly what a plan said. `conflict` when units, people or enrolments changed since, or it was done before;
    /// `invalid` when it left columns aside that are not among those the sender agrees to leave out; a plan with problems
    /// comes back as `refused`.
    public func applyPlan(
        _ id: ImportID, leavingOut agreed: Set<String> = [], courses: Set<CourseID>, by caller: Caller, at now: Date
    ) async throws -> ImportReceipt {
        let randomness = randomness
        return try await database.writeAlone { transaction in
            let (plan, revision) = try transaction.receipt(id, for: caller)
            guard plan.state == .planned else {
                throw Refusal.conflict(
                    code: "already_applied", Bilingual(zh: "这次导入已经处理过了。", en: "This import was dealt with before."))
            }
            guard plan.problems.isEmpty else { return plan.with(.refused) }
            guard agreed.isSuperset(of: plan.unconfirmed) else { throw Refusal.columnsUnconfirmed(plan.unconfirmed) }
            guard revision == (try transaction.revision()) else { throw Refusal.dataChanged }
            let sheet = Sheet(header: plan.header, rows: plan.outcomes.map(\.row))
            let same = try SheetColumns.understand(sheet, as: plan.kind, ignoring: IgnoredColumns())
            let run = try ImportRun(
                transaction, same.columns, same.sheet, courses, caller, now, randomness, plan.removals)
            // Courses are not part of the revision: one may have been taken out of the content meanwhile. Nor is who asks:
            // another than the planner may come to another result.
            guard run.suspended == plan.suspended, try run.apply() else { throw Refusal.dataChanged }
            try transaction.run(Statement("UPDATE imports SET state = 'applied' WHERE id = $1", with: id.rawValue))
            return plan.with(.applied)
        }
    }

    /// An import of the caller's own, or any for an administrator. Anything else is `notFound`.
    public func importReceipt(_ id: ImportID, for caller: Caller) async throws -> ImportReceipt {
        try await database.read { try $0.receipt(id, for: caller).0 }
    }
}

extension Refusal {
    fileprivate static func columnsUnconfirmed(_ headings: [String]) -> Refusal {
        .invalid(
            code: "columns_unconfirmed",
            Bilingual(
                zh: "还没有确认不读这些列：\(headings.joined(separator: "、"))。",
                en: "You have not agreed to leave out: \(headings.joined(separator: ", ")).")
        )
    }

    fileprivate static let dataChanged = Refusal.conflict(
        code: "data_changed",
        Bilingual(zh: "预检之后数据有了变化，请重新预检。", en: "The data changed after this plan was made; check the file again."))
}

extension ImportReceipt {
    fileprivate func with(_ state: State) -> ImportReceipt {
        ImportReceipt(
            id: id, kind: kind, state: state, encoding: encoding, createdAt: createdAt, header: header,
            outcomes: outcomes, notes: notes, unconfirmed: unconfirmed, removals: removals, suspended: suspended)
    }
}

extension Transaction {
    fileprivate func revision(locking: Bool = true) throws -> Int {
        let lock = locking ? lockingClause : ""
        return try row(Statement("SELECT n FROM revisions WHERE name = 'organisation'\(lock)"))?.int(0) ?? 0
    }

    fileprivate func keep(_ receipt: ImportReceipt, by caller: Caller, revision: Int) throws {
        try run(
            Statement(
                """
                INSERT INTO imports (id, kind, state, encoding, revision, created_at, created_by, header, rows,
                    created, updated, unchanged, notes, unconfirmed, removals, suspended)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                """, with: receipt.id.rawValue, receipt.kind.rawValue, receipt.state.rawValue, receipt.encoding,
                revision, receipt.createdAt.milliseconds, caller.name, try JSON.text(receipt.header),
                receipt.outcomes.count, receipt.count(.created), receipt.count(.updated), receipt.count(.unchanged),
                try JSON.text(receipt.notes), try JSON.text(receipt.unconfirmed),
                try receipt.removals.map { try JSON.text($0) }, try JSON.text(receipt.suspended)))
        for outcome in receipt.outcomes {
            try run(
                Statement(
                    "INSERT INTO import_rows (import, number, cells, result, problems) VALUES ($1, $2, $3, $4, $5)",
                    with: receipt.id.rawValue, outcome.row.number, try JSON.text(outcome.row.cells),
                    outcome.result.rawValue, outcome.problems.isEmpty ? "[]" : try JSON.text(outcome.problems)))
        }
    }

    fileprivate func receipt(_ id: ImportID, for caller: Caller) throws -> (ImportReceipt, revision: Int) {
        let head = try row(
            Statement(
                """
                SELECT kind, state, encoding, revision, created_at, created_by, header, notes, unconfirmed,
                    removals, suspended
                FROM imports WHERE id = $1
                """,
                with: id.rawValue))
        guard let head, try caller.role == .admin || head.text(5) == caller.name else { throw Refusal.notFound }
        let outcomes = try rows(
            Statement(
                "SELECT number, cells, result, problems FROM import_rows WHERE import = $1 ORDER BY number",
                with: id.rawValue)
        ).map { row in
            ImportReceipt.Outcome(
                row: Sheet.Row(number: try row.int(0), cells: try JSON.value(try row.text(1))),
                result: try row.word(2), problems: try JSON.value(try row.text(3)))
        }
        let receipt = ImportReceipt(
            id: id, kind: try head.word(0), state: try head.word(1), encoding: try head.text(2),
            createdAt: Date(milliseconds: try head.int(4)), header: try JSON.value(try head.text(6)),
            outcomes: outcomes, notes: try JSON.value(try head.text(7)), unconfirmed: try JSON.value(try head.text(8)),
            removals: try head.optionalText(9).map { try JSON.value($0) },
            suspended: try JSON.value(try head.text(10)))
        return (receipt, try head.int(3))
    }
}
