import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Tabular
import Training

/// Tables in and out: units, people, who is in charge of what, and enrolments.
struct ImportPages: Sendable {
    let site: Site

    /// The largest file that is taken.
    static let limit = 16 * 1024 * 1024

    func showForm(_ request: Request, _ visit: Visit) async throws -> Response {
        let words = try site.pages.words(visit.language)
        return try site.pages.render(ImportFormPage(chosen: .people, problems: [], words), visit, site)
    }

    func send(_ request: Request, _ visit: Visit) async throws -> Response {
        let upload = try await Upload(request)
        do {
            let sheet = try Sheet.read(upload.bytes, for: upload.kind)
            let wanted = ImportRequest(
                kind: upload.kind, sheet: sheet.sheet, ignored: upload.ignored(asking: visit.format == .html),
                encoding: sheet.encoding,
                catalogue: site.library.catalogue, removals: upload.removals)
            let caller = try visit.signedIn
            let work = try await site.records.beginImport(wanted, applying: upload.applies, by: caller, at: visit.now)
            return try await answer(work, request, visit, upload.isForm)
        } catch let problems as RowProblems where upload.isForm && visit.format == .html {
            let words = try site.pages.words(visit.language)
            let page = ImportFormPage(chosen: upload.kind, problems: problems.problems, words)
            return try site.pages.render(page, visit, site, status: .unprocessableContent)
        }
    }

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let (id, caller): (ImportID, Caller) = (try visit.code("import"), try visit.signedIn)
        switch visit.format {
        case .json:
            let receipt = try await site.records.importReceipt(id, for: caller, rows: .problems)
            return try .json(ImportDocument(receipt, visit.language))
        case .csv, .xlsx:
            let receipt = try await site.records.importReceipt(id, for: caller, rows: .none)
            return try await AnswerFile(receipt, try site.pages.words(visit.language)).response(visit.format) {
                try await site.records.importRows(id, after: $0, for: caller)
            }
        case .html:
            let receipt = try await site.records.importReceipt(id, for: caller, rows: .first(ImportPage.room))
            let words = try site.pages.words(visit.language)
            var response = try site.pages.render(ImportPage(receipt, words), visit, site)
            // Works in browsers without scripts, and stops by itself.
            if receipt.state.goesOn { response.headers[.refresh] = "2" }
            return response
        }
    }

    func apply(_ request: Request, _ visit: Visit) async throws -> Response {
        let work = try await site.records.beginPlan(
            try visit.code("import"), leavingOut: try await request.agreedColumns(),
            catalogue: site.library.catalogue, by: try visit.signedIn,
            at: visit.now)
        return try await answer(work, request, visit, !visit.isScript)
    }

    func export(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let kind = visit.parameters.get("kind").flatMap({ ImportKind(rawValue: $0) }) else {
            throw Refusal.notFound
        }
        let rows = try await site.records.export(kind, for: try visit.signedIn)
        let words = try site.tableWords(request.query)
        let chinese = words.language == .chinese
        return try .table(
            visit.format, kind.rawValue,
            said: chinese ? "\(words("kind_\(kind.rawValue)"))-\(Day(at: visit.now))" : nil,
            header: kind.columns.map { chinese ? $0.zh : $0.name },
            rows: rows.map { kind.cells($0) }, bom: request.query["bom"] != "0")
    }

    func template(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let kind = request.query["kind"].flatMap({ ImportKind(rawValue: $0) }) else { throw Refusal.notFound }
        let caller = try visit.signedIn
        let template = ImportTemplate(
            kind: kind, units: try await site.records.unitDirectory(for: caller),
            known: kind == .units ? try await site.records.export(kind, for: caller) : [],
            words: try site.tableWords(request.query))
        return try template.response(visit.format)
    }

    /// Does what is left of an import. It goes on when whoever asked is no longer there; a program may not want to wait, and
    /// a page shows how far it is when it takes long.
    private func answer(
        _ work: ImportWork, _ request: Request, _ visit: Visit, _ isForm: Bool
    ) async throws -> Response {
        let logger = visit.logger
        let task = Task {
            do { return try await work.finish() } catch {
                if !(error is Refusal || error is RowProblems) { logger.error("An import was given up: \(error)") }
                throw error
            }
        }
        if isForm, visit.format == .html {
            _ = try await task.value(within: .seconds(2))
            return .seeOther(Paths.receipt(work.head.id))
        }
        guard !request.prefersAsync else {
            var response = try Response.json(ImportDocument(work.head, visit.language), status: .accepted)
            response.headers[.location] = Paths.receipt(work.head.id) + ".json"
            response.headers[.preferenceApplied] = "respond-async"
            return response
        }
        let receipt = try await task.value
        let status: HTTPResponse.Status = receipt.state == .applied ? .created : .ok
        return try .json(
            ImportDocument(receipt, visit.language), status: receipt.state == .refused ? .unprocessableContent : status)
    }
}

extension ImportKind {
    /// A row of an export; days are days.
    fileprivate func cells(_ row: [String]) -> [Cell] {
        zip(columns, row).map { column, text in ["due", "until"].contains(column.name) ? .day(text) : .text(text) }
    }
}

/// A table as a request sends it: as its body, or as a file in a form.
private struct Upload {
    let kind: ImportKind
    let applies: Bool
    let bytes: [UInt8]
    let isForm: Bool
    let removals: Removals?
    private let named: Set<String>
    private let ignoresUnknown: Bool

    init(_ request: Request) async throws {
        let query = request.query
        var fields: (String) -> String? = { query[$0] }
        switch request.mediaType {
        case "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel", "application/octet-stream":
            bytes = try await request.bytes(upTo: ImportPages.limit)
            isForm = false
        case "multipart/form-data":
            let body = try await request.bytes(upTo: ImportPages.limit + 64 * 1024)
            let parts = try Multipart(body, boundary: Multipart.boundary(of: request.headers[.contentType]))
            guard let file = parts.parts.first(where: { $0.name == "file" }) else {
                throw Problem(
                    .unprocessableContent, "no_file", Bilingual(zh: "没有选择文件。", en: "No file was chosen."))
            }
            bytes = file.bytes
            fields = { query[$0] ?? parts.text($0) }
            isForm = true
        default:
            throw Problem(
                .unsupportedMediaType, "wrong_content_type",
                Bilingual(
                    zh: "请用 Content-Type: text/csv 或 XLSX 的类型发送表格，或用表单上传。",
                    en: "Send the table with Content-Type: text/csv or that of XLSX, or as a file of a form."))
        }
        guard let kind = fields("kind").flatMap({ ImportKind(rawValue: $0) }) else {
            throw Problem(
                .unprocessableContent, "unknown_kind",
                Bilingual(
                    zh: "kind 要是 units、people、coordinators 或 enrolments。",
                    en: "kind is units, people, coordinators or enrolments."))
        }
        self.kind = kind
        switch fields("mode") ?? "plan" {
        case "plan": applies = false
        case "apply": applies = true
        default:
            throw Problem(
                .unprocessableContent, "unknown_mode",
                Bilingual(zh: "mode 要是 plan 或 apply。", en: "mode is plan or apply."))
        }
        removals = try Removals.asked(
            fields("removals"), within: fields("within"), atMost: fields("max_removals"), for: kind)
        named = Set(
            (fields("ignore_columns") ?? "").split { $0 == "," || $0 == "，" }
                .map { String($0.trimming(while: \.isWhitespace)) })
        ignoresUnknown = fields("ignore_unknown") == "true"
    }

    /// What to leave aside. Whoever sends a form to see what it would do is asked about columns that are not known.
    func ignored(asking isPage: Bool) -> IgnoredColumns {
        let others: IgnoredColumns.Others = ignoresUnknown ? .ignored : isForm && isPage && !applies ? .asked : .refused
        return IgnoredColumns(named: named, others: others)
    }
}

extension Request {
    /// The columns that whoever applies a plan agrees to leave out: a form's `ignore_columns`, once each, or a list in JSON.
    fileprivate func agreedColumns() async throws -> Set<String> {
        switch try await submission() {
        case .form(let form): Set(form.all("ignore_columns"))
        case .json(let data): Set(try data.decoded(as: Agreement.self).ignore_columns ?? [])
        }
    }
}

extension Request {
    /// Whether the sender would rather look for the result than wait for it (RFC 7240, 4.1).
    fileprivate var prefersAsync: Bool {
        headers[values: .prefer].joined(separator: ",").split(separator: ",").contains { preference in
            preference.split(separator: ";").first.map { $0.trimming(while: \.isWhitespace).lowercased() }
                == "respond-async"
        }
    }
}

private struct Agreement: Decodable {
    let ignore_columns: [String]?
}
