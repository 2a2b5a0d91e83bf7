import Hummingbird
import NIOCore
import Tabular
import Training

/// The table of an import as it was sent with two columns more, ready to be put right and sent again. Rows are read and
/// written a group at a time.
struct AnswerFile: Sendable {
    private let receipt: ImportReceipt
    private let words: Words

    /// Some rows after the one with a number, in order; none after the last.
    typealias Rows = @Sendable (_ last: Int) async throws -> [ImportReceipt.Outcome]

    init(_ receipt: ImportReceipt, _ words: Words) {
        self.receipt = receipt
        self.words = words
    }

    func response(_ format: Visit.Format, reading rows: @escaping Rows) async throws -> Response {
        guard format == .xlsx else {
            return .csv(name, said: said) { writer in
                var file = CSVWriter()
                file.append(header)
                try await forEachGroup(of: rows) { group in
                    for outcome in group { file.append(cells(outcome)) }
                    try await writer.write(ByteBuffer(bytes: file.take()))
                }
                try await writer.write(ByteBuffer(bytes: file.take()))
                try await writer.finish(nil)
            }
        }
        let writer = try XLSXWriter()
        try writer.begin("Sheet1", header: header)
        var last = 0
        while case let group = try await rows(last), let end = group.last {
            for outcome in group { try writer.append(cells(outcome)) }
            last = end.row.number
        }
        return .workbook(name, said: said, try writer.finish())
    }

    private var name: String { "import-\(receipt.kind.rawValue)" }

    private var said: String? {
        words.ifChinese?("import_of", ["kind": words("kind_\(receipt.kind.rawValue)")])
    }

    private var header: [String] { receipt.header + ["result", "reason"] }

    private func cells(_ outcome: ImportReceipt.Outcome) -> [Cell] {
        let reasons = outcome.problems.map { "\($0.column): \($0.message(words.language))" }
        return outcome.row.cells.map(Cell.text)
            + [.text(outcome.result.rawValue), .text(reasons.joined(separator: " "))]
    }

    private func forEachGroup(
        of rows: Rows, _ body: ([ImportReceipt.Outcome]) async throws -> Void
    ) async throws {
        var last = 0
        while case let group = try await rows(last), let end = group.last {
            try await body(group)
            last = end.row.number
        }
    }
}
