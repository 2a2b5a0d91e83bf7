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
            let sheet = try Sheet.read(upload.bytes)
            let wanted = ImportRequest(
                kind: upload.kind, sheet: sheet.sheet, ignored: upload.ignored, encoding: sheet.encoding,
                courses: Set(site.library.courses.map(\.id)))
            let caller = try visit.signedIn
            let receipt =
                upload.applies
                ? try await site.records.applyImport(wanted, by: caller, at: visit.now)
                : try await site.records.planImport(wanted, by: caller, at: visit.now)
            return try answer(receipt, visit, upload.isForm)
        } catch let problems as RowProblems where upload.isForm && visit.format == .html {
            let words = try site.pages.words(visit.language)
            let page = ImportFormPage(chosen: upload.kind, problems: problems.problems, words)
            return try site.pages.render(page, visit, site, status: .unprocessableContent)
        }
    }

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let receipt = try await site.records.importReceipt(try visit.code("import"), for: try visit.signedIn)
        switch visit.format {
        case .json: return try .json(ImportDocument(receipt, visit.language))
        case .csv: return answerFile(receipt, visit.language)
        case .html:
            let words = try site.pages.words(visit.language)
            return try site.pages.render(ImportPage(receipt, words), visit, site)
        }
    }

    func apply(_ request: Request, _ visit: Visit) async throws -> Response {
        let receipt = try await site.records.applyPlan(
            try visit.code("import"), courses: Set(site.library.courses.map(\.id)), by: try visit.signedIn,
            at: visit.now)
        return try answer(receipt, visit, !visit.isScript)
    }

    func export(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let kind = visit.parameters.get("kind").flatMap({ ImportKind(rawValue: $0) }) else {
            throw Refusal.notFound
        }
        let rows = try await site.records.export(kind, for: try visit.signedIn)
        let chinese = request.query["header"] == "zh"
        return .csv(
            kind.rawValue, header: kind.columns.map { chinese ? $0.zh : $0.name },
            rows: rows.map { $0.map(Cell.text) }, bom: request.query["bom"] != "0")
    }

    private func answer(_ receipt: ImportReceipt, _ visit: Visit, _ isForm: Bool) throws -> Response {
        if isForm, visit.format == .html { return .seeOther(Paths.receipt(receipt.id)) }
        let status: HTTPResponse.Status =
            switch receipt.state {
            case .planned: .ok
            case .applied: .created
            case .refused: .unprocessableContent
            }
        return try .json(ImportDocument(receipt, visit.language), status: status)
    }

    /// The table as it was sent with two columns more, ready to be put right and sent again.
    private func answerFile(_ receipt: ImportReceipt, _ language: Language) -> Response {
        .csv(
            "import-\(receipt.kind.rawValue)", header: receipt.header + ["result", "reason"],
            rows: receipt.outcomes.map { outcome in
                let reasons = outcome.problems.map { "\($0.column): \($0.message(language))" }
                return outcome.row.cells.map(Cell.text)
                    + [.text(outcome.result.rawValue), .text(reasons.joined(separator: " "))]
            })
    }
}

/// A table as a request sends it: as its body, or as a file in a form.
private struct Upload {
    let kind: ImportKind
    let applies: Bool
    let ignored: IgnoredColumns
    let bytes: [UInt8]
    let isForm: Bool

    init(_ request: Request) async throws {
        let query = request.query
        var fields: (String) -> String? = { query[$0] }
        switch request.mediaType {
        case "text/csv":
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
                    zh: "请用 Content-Type: text/csv 发送表格，或用表单上传。",
                    en: "Send the table with Content-Type: text/csv, or as a file of a form."))
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
        let named = (fields("ignore_columns") ?? "").split { $0 == "," || $0 == "，" }
            .map { String($0.trimming(while: \.isWhitespace)) }
        ignored = IgnoredColumns(named: Set(named), unknown: fields("ignore_unknown") == "true")
    }
}
