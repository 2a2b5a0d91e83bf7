/// Tells the rows of a list as people keep it apart: whom or what the table is about, and what only makes it easier to
/// read. Cells are those of the columns that are read, `all` those of the whole row.
struct KeptRows {
    private let kind: ImportKind
    private let places: [String: Int]
    private let unit: Int?
    private var left: [ImportNote.Code: [Int]] = [:]

    init(_ kind: ImportKind, _ places: [String: Int]) {
        self.kind = kind
        self.places = places
        unit = kind.columns.contains { $0.name == "unit" } ? places["unit"] : nil
    }

    /// Whether a row is to be read; one that is not is remembered for `notes`.
    mutating func takes(_ number: Int, _ cells: [String], _ all: [String]) -> Bool {
        guard let use = Self.use(of: cells, all, identity: identity.map { cells[$0] } ?? "", unit: unit) else {
            return true
        }
        left[use, default: []].append(number)
        return false
    }

    /// The rows that were not taken.
    var notes: [ImportNote] {
        [.totalRows, .footerRows, .emptyRows].compactMap { code in left[code].map { ImportNote(code, rows: $0) } }
    }

    /// What a row is for that is not about anybody, or nil.
    private static func use(of cells: [String], _ all: [String], identity: String, unit: Int?) -> ImportNote.Code? {
        if identity.isEmpty || identity.isSum, all.contains(where: \.isSum) { return .totalRows }
        let own = cells.enumerated().filter { $0.offset != unit && !$0.element.isEmpty }
        guard let first = all.first(where: { !$0.isEmpty }) else { return nil }
        if own.allSatisfy({ $0.element.isFooter || $0.element == first }), first.isFooter { return .footerRows }
        return own.isEmpty && (unit != nil || cells.count < all.count) ? .emptyRows : nil
    }

    /// The column that says what a row is about.
    private var identity: Int? { places["staff_no"] ?? places["code"] }
}

/// Fills the empty cells of a column that were merged before a list was saved as text.
struct FilledDown {
    /// The rows that were filled.
    private(set) var rows: [Int] = []

    /// Fills the column at `place`, if it looks as merged cells do in a text file: the first row has a text, others none,
    /// and no text stands twice in a row. Where each row has its own, two neighbours have the same sooner or later, and an
    /// empty cell is a mistake.
    init(_ sheet: inout Sheet, at place: Int) {
        var above = ""
        for row in sheet.rows {
            let text = row.cells[place]
            if text.isEmpty ? above.isEmpty : text == above { return }
            if !text.isEmpty { above = text }
        }
        for index in sheet.rows.indices {
            if sheet.rows[index].cells[place].isEmpty {
                sheet.rows[index].cells[place] = above
                rows.append(sheet.rows[index].number)
            } else {
                above = sheet.rows[index].cells[place]
            }
        }
    }
}

extension String {
    /// Whether a cell is the label of a sum, such as 合计, 小 计, 合计：12人 or 示例一镇小计.
    fileprivate var isSum: Bool {
        let text = withoutSpaces
        let words = ["合计", "小计", "总计", "共计"]
        if words.contains(text) || ["total", "subtotal"].contains(text.lowercased()) { return true }
        return words.contains { word in
            text.hasSuffix(word) || text.hasPrefix(word) && "：:（(0123456789".contains(text.dropFirst(2).first ?? "一")
        }
    }

    /// Whether a cell begins a line that stands below a list.
    fileprivate var isFooter: Bool {
        let text = withoutSpaces
        return ["填表", "填报", "制表", "审核", "复核", "负责人：", "负责人:", "备注：", "备注:", "注：", "注:", "说明：", "说明:"]
            .contains { text.hasPrefix($0) }
    }
}
