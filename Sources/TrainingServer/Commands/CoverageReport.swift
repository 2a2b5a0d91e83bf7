import Training

extension Coverage {
    /// The table, then what it shows to be missing. Its headings are those of the table on the server.
    func report(in language: Language) -> [String] {
        table + [""] + section(Bilingual(zh: "没有课讲的条款", en: "Clauses without a lesson"), untaught, language)
            + [""] + section(Bilingual(zh: "没有题问的条款", en: "Clauses without a question"), unasked, language)
            + [""] + unanswered(language)
    }

    private var table: [String] {
        let header = ["clause", "lessons", "questions", "generated", "scenarios", "tables"]
        let rows = lines.map { line in
            [line.clause.id.rawValue]
                + [line.lessons, line.questions, line.generated, line.scenarios, line.tables].map(String.init)
        }
        let first = ([header] + rows).map { $0[0].count }.max() ?? 0
        return ([header] + rows).map { row in
            let cells = zip(row, header).dropFirst().map { cell, name in
                String(repeating: " ", count: max(0, name.count - cell.count)) + cell
            }
            let name = row[0] + String(repeating: " ", count: first - row[0].count)
            return ([name] + cells).joined(separator: "  ")
        }
    }

    private func section(_ name: Bilingual, _ clauses: [ClauseID], _ language: Language) -> [String] {
        let count =
            language == .chinese ? "（\(clauses.count)/\(lines.count)）：" : " (\(clauses.count) of \(lines.count)):"
        return [name(language) + count] + clauses.map(\.rawValue)
    }

    private func unanswered(_ language: Language) -> [String] {
        let heading = Bilingual(
            zh: "现行版本还没有人重新作答的题目（\(unanswered.count)/\(items)）：",
            en: "Items whose present version nobody has re-answered (\(unanswered.count) of \(items)):")
        return [heading(language)] + unanswered.map { "\($0.question.id) \($0.version)" }
    }
}
