/// What an import took for what, for its sender to look over.
public struct ImportNote: Sendable, Hashable, Codable {
    /// Stable, for programs.
    public let code: String
    /// The heading of the column meant; empty when it is none in particular.
    public let column: String
    /// The rows meant, as the spreadsheet numbers them; empty when it is the table as a whole.
    public let rows: [Int]
    /// For people.
    public let message: Bilingual
    /// Whom or what it is about in particular, as the message says it; nil when it is nothing else.
    public let detail: Bilingual?

    /// A note. A heading with a personal number in it is masked.
    public init(_ code: Code, column: String = "", rows: [Int] = [], detail: Bilingual = Bilingual(zh: "", en: "")) {
        self.code = code.rawValue
        self.column = PersonalData.masked(column)
        self.rows = rows
        message = code.message(self.column, rows, detail)
        self.detail = detail.zh.isEmpty ? nil : detail
    }

    /// Whether the sender should look at it before anything else: somebody may come to be there twice.
    public var warns: Bool { [Code.likelyDouble, .sameName].map(\.rawValue).contains(code) }

    /// What is noted.
    public enum Code: String, Sendable, CaseIterable {
        /// Rows above the header.
        case titleRows = "title_rows"
        /// A heading that is another name of a column.
        case columnTaken = "column_taken"
        /// A column of running numbers.
        case serialColumn = "serial_column"
        /// A column that the sender said to leave out.
        case columnIgnored = "column_ignored"
        /// Rows with nothing in them.
        case blankRows = "blank_rows"
        /// Rows with nothing but a running number or a unit.
        case emptyRows = "empty_rows"
        /// Rows of sums.
        case totalRows = "total_rows"
        /// Rows below the list: who made it and when.
        case footerRows = "footer_rows"
        /// Merged cells.
        case mergedCells = "merged_cells"
        /// Empty cells that were merged before the list became a text file.
        case filledDown = "filled_down"
        /// Units that were found by name.
        case unitsByName = "units_by_name"
        /// A new person who may be known already by another number.
        case likelyDouble = "likely_double"
        /// New people of one name in one unit.
        case sameName = "same_name"
        /// A row without a number that is taken to be about somebody known.
        case takenForSame = "taken_for_same"
        /// Rows whose people get a number from the server.
        case numberGiven = "number_given"
        /// People who are not in the file and stay at work all the same.
        case notSuspended = "not_suspended"

        fileprivate func message(_ column: String, _ rows: [Int], _ detail: Bilingual) -> Bilingual {
            let (zh, en) = (rows.told("、"), rows.told(", "))
            return switch self {
            case .titleRows:
                Bilingual(zh: "第 \(zh) 行在表头上面，当作标题，没有读。", en: "Above the header, taken for a title: row \(en).")
            case .columnTaken:
                Bilingual(zh: "“\(column)”列当作“\(detail.zh)”。", en: "The column \(column) is taken for \(detail.en).")
            case .serialColumn: Bilingual(zh: "“\(column)”列是序号，没有读。", en: "\(column) only numbers the rows; not read.")
            case .columnIgnored: Bilingual(zh: "“\(column)”列按您的要求没有读。", en: "\(column) is left out as you asked.")
            case .blankRows: Bilingual(zh: "第 \(zh) 行是空行。", en: "Blank: row \(en).")
            case .emptyRows:
                Bilingual(zh: "第 \(zh) 行只有序号或单位，没有读。", en: "With nothing but a number or a unit, not read: row \(en).")
            case .totalRows: Bilingual(zh: "第 \(zh) 行是合计，没有读。", en: "Sums, not read: row \(en).")
            case .footerRows:
                Bilingual(zh: "第 \(zh) 行是表下的说明，没有读。", en: "Below the list, not read: row \(en).")
            case .mergedCells:
                Bilingual(
                    zh: "“\(column)”列有合并单元格，每一行都按合并区的第一格读：第 \(zh) 行。",
                    en: "\(column) has merged cells; each row is read with the first: row \(en).")
            case .filledDown:
                Bilingual(
                    zh: "“\(column)”列空着的格子当作合并单元格，按上面一格读：第 \(zh) 行。",
                    en: "Empty cells of \(column) are taken for merged ones and read as the cell above: row \(en).")
            case .unitsByName: Bilingual(zh: "单位按名称找到：\(detail.zh)。", en: "Units found by name: \(detail.en).")
            case .likelyDouble, .sameName, .takenForSame, .numberGiven, .notSuspended: peopleMessage(zh, en, detail)
            }
        }

        private func peopleMessage(_ zh: String, _ en: String, _ detail: Bilingual) -> Bilingual {
            switch self {
            case .likelyDouble:
                Bilingual(
                    zh: "第 \(zh) 行可能已经在册：\(detail.zh)。如果是同一个人，请改用原来的号。",
                    en: "Row \(en) may be known already: \(detail.en). If it is the same person, write that number.")
            case .sameName:
                Bilingual(
                    zh: "第 \(zh) 行同名、同单位：\(detail.zh)。如果是同一个人，请只留一行。",
                    en: "Of one name in one unit: row \(en), \(detail.en). If it is one person, leave one row.")
            case .takenForSame:
                Bilingual(
                    zh: "第 \(zh) 行没有工号，当作本单位的 \(detail.zh)。如果是另一个人，请写上工号。",
                    en: "Row \(en) has no number and is taken for \(detail.en) of that unit. "
                        + "If it is another person, write a number.")
            case .numberGiven:
                Bilingual(
                    zh: "没有工号，由系统给登录号：第 \(zh) 行。结果表里写着，下次带着它上传。",
                    en:
                        "Without a number, given one by the server: row \(en). The answer file has it; send it next time."
                )
            case .notSuspended:
                Bilingual(
                    zh: "表里没有，但没有停用：\(detail.zh)。不能停用自己，也不能停用您无权修改的或最后一个系统管理员。",
                    en: "Not in the file and not suspended: \(detail.en). Nobody suspends themselves, "
                        + "administrators whom they may not change, or the last administrator.")
            default: detail
            }
        }
    }
}

extension [Int] {
    /// The numbers as people read them: `3、5–8、12`, and an end to long lists.
    fileprivate func told(_ separator: String) -> String {
        var spans: [ClosedRange<Int>] = []
        for number in self {
            if let last = spans.last, last.upperBound + 1 == number {
                spans[spans.count - 1] = last.lowerBound...number
            } else {
                spans.append(number...number)
            }
        }
        let told = spans.prefix(12).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
        return told.joined(separator: separator) + (spans.count > 12 ? "…" : "")
    }
}
