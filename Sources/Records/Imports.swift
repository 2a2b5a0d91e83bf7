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
    /// The courses there are, and the plans.
    public let catalogue: CourseCatalogue
    /// What becomes of whoever a people file does not name; nil for nothing.
    public let removals: Removals?
    /// Whether a person without a number is taken for whoever has the name in the unit; otherwise they are somebody new.
    public let matchesNames: Bool

    /// A request.
    public init(
        kind: ImportKind, sheet: Sheet, ignored: IgnoredColumns, encoding: String, catalogue: CourseCatalogue,
        removals: Removals? = nil, matchesNames: Bool = true
    ) {
        self.kind = kind
        self.sheet = sheet
        self.ignored = ignored
        self.encoding = encoding
        self.catalogue = catalogue
        self.removals = removals
        self.matchesNames = matchesNames
    }
}

extension Records {
    /// Finds out what an import would do, and keeps that as a plan. Problems are in the receipt. A header that cannot be
    /// understood throws `RowProblems`.
    public func planImport(_ request: ImportRequest, by caller: Caller, at now: Date) async throws -> ImportReceipt {
        try await beginImport(request, applying: false, by: caller, at: now).finish()
    }

    /// Does an import, or, when any row has a problem, nothing of it. Others read and write meanwhile; they see all of it or
    /// nothing.
    public func applyImport(_ request: ImportRequest, by caller: Caller, at now: Date) async throws -> ImportReceipt {
        try await beginImport(request, applying: true, by: caller, at: now).finish()
    }

    /// Does exactly what a plan said. `conflict` when units, people or enrolments changed since, or it was done before;
    /// `invalid` when it left columns aside that are not among those the sender agrees to leave out; a plan with problems
    /// comes back as `refused`.
    public func applyPlan(
        _ id: ImportID, leavingOut agreed: Set<String> = [], catalogue: CourseCatalogue, by caller: Caller, at now: Date
    ) async throws -> ImportReceipt {
        try await beginPlan(id, leavingOut: agreed, catalogue: catalogue, by: caller, at: now).finish()
    }

    /// Begins what `applyImport` does, or else `planImport`: from now on the import can be looked up. Throws at once when the
    /// header cannot be understood.
    public func beginImport(
        _ request: ImportRequest, applying: Bool, by caller: Caller, at now: Date
    ) async throws -> ImportWork {
        let id: ImportID = randomness.id(at: now)
        let table = try SheetColumns.understand(request.sheet, as: request.kind, ignoring: request.ignored)
        guard !applying || table.unconfirmed.isEmpty else { throw Refusal.columnsUnconfirmed(table.unconfirmed) }
        let rows = table.sheet.rows.count
        let head = ImportReceipt(
            id: id, kind: request.kind, state: .checking, encoding: request.encoding,
            createdAt: Date(milliseconds: now.milliseconds), header: table.sheet.header, outcomes: [],
            notes: table.notes, unconfirmed: table.unconfirmed, removals: request.removals,
            progress: .init(done: 0, of: rows))
        try await database.write { try $0.begin(head, rows: rows, by: caller) }
        return ImportWork(
            head: head, database: database, randomness: randomness, aim: applying ? .apply(table) : .plan(table),
            catalogue: request.catalogue, matchesNames: request.matchesNames, caller: caller, now: now)
    }

    /// Begins what `applyPlan` does: from now on nobody else can. Throws at once what it throws, except that the data may
    /// still change afterwards; then the plan stays one, and `ImportReceipt.isOutdated` says so.
    public func beginPlan(
        _ id: ImportID, leavingOut agreed: Set<String> = [], catalogue: CourseCatalogue, by caller: Caller, at now: Date
    ) async throws -> ImportWork {
        let (head, aim) = try await database.write { transaction -> (ImportReceipt, ImportWork.Aim) in
            let (plan, revision) = try transaction.receipt(id, for: caller, .none)
            guard plan.state == .planned else { throw Refusal.notPlanned(plan.state) }
            guard plan.count(.error) == 0 else {
                let whole = try transaction.receipt(id, for: caller, .all).receipt.with(.refused)
                return (whole, .tell(whole))
            }
            guard agreed.isSuperset(of: plan.unconfirmed) else { throw Refusal.columnsUnconfirmed(plan.unconfirmed) }
            guard revision == (try transaction.revision()) else { throw Refusal.dataChanged }
            try transaction.run(
                Statement(
                    "UPDATE imports SET state = 'applying', done = 0, total = rows WHERE id = $1", with: id.rawValue))
            return (plan.with(.applying, of: plan.rows), .applyPlan(revision: revision))
        }
        return ImportWork(
            head: head, database: database, randomness: randomness, aim: aim, catalogue: catalogue, matchesNames: false,
            caller: caller, now: now)
    }
}

extension Refusal {
    static let dataChanged = Refusal.conflict(
        code: "data_changed",
        Bilingual(zh: "预检之后数据有了变化，请重新预检。", en: "The data changed after this plan was made; check the file again."))

    fileprivate static func columnsUnconfirmed(_ headings: [String]) -> Refusal {
        .invalid(
            code: "columns_unconfirmed",
            Bilingual(
                zh: "还没有确认不读这些列：\(headings.joined(separator: "、"))。",
                en: "You have not agreed to leave out: \(headings.joined(separator: ", ")).")
        )
    }

    fileprivate static func notPlanned(_ state: ImportReceipt.State) -> Refusal {
        switch state {
        case .checking, .applying:
            .conflict(code: "in_progress", Bilingual(zh: "这次导入正在处理。", en: "This import is being dealt with."))
        case .interrupted: .importInterrupted
        case .planned, .applied, .refused:
            .conflict(
                code: "already_applied", Bilingual(zh: "这次导入已经处理过了。", en: "This import was dealt with before."))
        }
    }
}

extension ImportReceipt {
    fileprivate func with(_ state: State, of total: Int? = nil) -> ImportReceipt {
        ImportReceipt(
            id: id, kind: kind, state: state, encoding: encoding, createdAt: createdAt, header: header,
            outcomes: outcomes, counts: counts, notes: notes, unconfirmed: unconfirmed,
            removals: removals, suspended: suspended, progress: total.map { Progress(done: 0, of: $0) })
    }
}
