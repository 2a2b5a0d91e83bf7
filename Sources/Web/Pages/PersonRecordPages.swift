import FoundationEssentials
import Hummingbird
import Records
import Tabular
import Training

/// All that is kept of one person's learning: one's own, or somebody's in one's scope.
struct PersonRecordPages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let record = try await site.records.record(
            of: try visit.code("person"), for: try visit.signedIn, at: visit.now)
        return try answer(record, isOwn: false, request, visit)
    }

    func showOwn(_ request: Request, _ visit: Visit) async throws -> Response {
        let record = try await site.records.ownRecord(of: try visit.learner.id, at: visit.now)
        return try answer(record, isOwn: true, request, visit)
    }

    private func answer(_ record: PersonRecord, isOwn: Bool, _ request: Request, _ visit: Visit) throws -> Response {
        let courses = site.library.courses
        switch visit.format {
        case .json: return try .json(PersonRecordDocument(record, courses))
        case .csv, .xlsx:
            return try table(record, courses, try site.tableWords(request.query)).response(visit.format)
        case .html:
            let page = PersonRecordPage(record, courses, isOwn: isOwn, try site.pages.words(visit.language))
            return try site.pages.render(page, visit, site)
        }
    }

    /// A row for each thing, in the order of the page. English words have states and kinds as programs know them.
    private func table(_ record: PersonRecord, _ courses: [Course], _ words: Words) -> ReportTable {
        let isCoded = words.ifChinese == nil
        let columns = [
            "kind", "course", "at", "until", "number", "title", "state", "score", "max_score", "credit_hours",
            "certificate", "note",
        ]
        let entries = record.entries(courses, words)
        let rows = entries.map { entry in
            [
                .text(isCoded ? entry.kind.rawValue : words("record_\(entry.kind.rawValue)")),
                .text(entry.course?.rawValue ?? ""), .text(entry.at?.text(words, isCoded: isCoded) ?? ""),
                .day(entry.until?.description ?? ""), entry.number.map(Cell.integer) ?? .empty, .text(entry.title),
                .text(entry.state.map { isCoded ? $0.code : words($0.key) } ?? ""), entry.score.cell,
                entry.maxScore.cell, entry.creditHours.map { .number($0.description) } ?? .empty,
                .text(entry.certificate?.grouped ?? ""), .text(entry.note),
            ]
        }
        return ReportTable(
            words: words, name: [.init("record", words("record_file")), .init(record.person)],
            facts: [
                .report(words("record_file"), words), .person(record.person, words),
                .init(words("about_unit"), record.unitName),
                .init(words("about_scope"), words("about_scope_record")), .asOf(words.time(record.at), words),
            ], columns: .all(columns, of: "record", words), rows: rows)
    }
}

extension Marks? {
    fileprivate var cell: Cell { map { .number($0.description) } ?? .empty }
}
