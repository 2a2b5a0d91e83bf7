import Hummingbird
import Tabular
import Training

/// A table to fill in and send: the columns of a kind, with the units of whoever asks written into it already. A row that
/// nothing is added to is not read.
struct ImportTemplate {
    let kind: ImportKind
    let units: UnitDirectory
    /// What there is already, for a kind that begins with that.
    let known: [[String]]
    /// Chinese where Chinese headings are asked for.
    let words: Words

    func response(_ format: Visit.Format) throws -> Response {
        guard format == .xlsx else { return try .table(format, name, said: said, header: header, rows: rows) }
        let writer = try XLSXWriter()
        try writer.begin(isChinese ? "填写" : "Table", header: header)
        for row in rows { try writer.append(row) }
        try writer.begin(
            isChinese ? "单位" : "Units", header: isChinese ? ["单位代码", "单位名称", "写法"] : ["code", "name", "write"])
        for unit in units.inOrder {
            try writer.append([.text(unit.code.rawValue), .text(unit.name), .text(units.name(of: unit.code))])
        }
        return .workbook(name, said: said, try writer.finish())
    }

    private var name: String { "template-\(kind.rawValue)" }

    private var said: String? {
        isChinese ? "\(words("templates"))-\(words("kind_\(kind.rawValue)"))" : nil
    }

    private var isChinese: Bool { words.language == .chinese }

    /// The column for a unit takes names as well, so it is not called a code.
    private var header: [String] {
        kind.columns.map { isChinese ? ($0.name == "unit" ? "单位" : $0.zh) : $0.name }
    }

    private var rows: [[Cell]] {
        guard kind.columns.contains(where: { $0.name == "unit" }) else { return known.map { $0.map(Cell.text) } }
        return units.inOrder.map { unit in
            kind.columns.map { $0.name == "unit" ? .text(units.name(of: unit.code)) : .empty }
        }
    }
}
