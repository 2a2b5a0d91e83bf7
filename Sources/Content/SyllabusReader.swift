import Training

/// Reads `audience`, `credit_hours`, `outcomes`, `outcomes_en` and `checklist` of a course: all of them, or none.
struct SyllabusReader {
    private let fields: Fields
    private let clauses: ClauseBook

    /// The syllabus; nil where there is none, holding nil where it has a mistake.
    static func read(_ fields: Fields, clauses: ClauseBook) -> Syllabus?? {
        guard Keys.syllabus.contains(where: { fields.optional($0) != nil }) else { return .none }
        return .some(SyllabusReader(fields: fields, clauses: clauses).syllabus())
    }

    private func syllabus() -> Syllabus? {
        let audience: [Syllabus.Audience]? = fields.required("audience")?.elements { $0.choice() }
        let creditHours = fields.required("credit_hours")?.creditHours()
        let outcomes = self.outcomes()
        let checklist = fields.required("checklist").flatMap { self.checklist($0) }
        guard let audience, let creditHours, let outcomes, let checklist else { return nil }
        return Syllabus(
            audience: Syllabus.Audience.allCases.filter(audience.contains), creditHours: creditHours,
            outcomes: outcomes, checklist: checklist)
    }

    private func outcomes() -> [Bilingual]? {
        let chinese = fields.required("outcomes").flatMap { texts($0) }
        let english = fields.required("outcomes_en").flatMap { texts($0) }
        guard let chinese, let english else { return nil }
        guard chinese.count == english.count else {
            return fields.optional("outcomes_en")?.wrong(
                zh: "有 \(english.count) 条，`outcomes` 有 \(chinese.count) 条",
                en: "are \(english.count), but `outcomes` are \(chinese.count)")
        }
        return zip(chinese, english).map { Bilingual(zh: $0, en: $1) }
    }

    private func texts(_ value: YAMLValue) -> [String]? {
        guard let texts = value.elements({ $0.text() }) else { return nil }
        return (3...6).contains(texts.count) ? texts : value.wrong(zh: "应有 3–6 条", en: "must be 3 to 6")
    }

    private func checklist(_ value: YAMLValue) -> [Syllabus.ChecklistLine]? {
        guard let elements = value.filledList() else { return nil }
        if !(8...14).contains(elements.count) {
            value.complain(zh: "应有 8–14 行，印一页", en: "must be 8 to 14 lines, to fit on a page")
        }
        let lines = elements.compactMap { line($0) }
        return lines.count == elements.count ? lines : nil
    }

    private func line(_ value: YAMLValue) -> Syllabus.ChecklistLine? {
        guard let fields = value.fields(Keys.checklistLine) else { return nil }
        let text = fields.required("text")?.text()
        let behind = clauses.support(fields.required("clauses"), from: nil)
        clauses.checkSupport(fields.optional("clauses"), behind)
        guard let text, let behind else { return nil }
        // So many take a line of the print; with their sources 14 of them then fit on a sheet.
        guard text.count <= 42 else {
            return fields.optional("text")?.wrong(
                zh: "最多 42 字，才印得下一页", en: "must be at most 42 characters, to fit on a page")
        }
        return Syllabus.ChecklistLine(text, clauses: behind)
    }
}

extension YAMLValue {
    /// 学时, in steps of a half up to 100.
    fileprivate func creditHours() -> CreditHours? {
        guard let thousandths = thousandths() else { return nil }
        guard thousandths % 500 == 0, (500...100_000).contains(thousandths) else {
            return wrong(zh: "应为 0.5 的倍数，0.5–100", en: "must be a multiple of 0.5 from 0.5 to 100")
        }
        return CreditHours(halves: thousandths / 500)
    }
}
