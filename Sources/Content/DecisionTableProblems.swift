import Training

/// Says what is wrong with decision tables that could be read.
extension ReadTable {
    /// Reports every defect of the table where it stands.
    func tell(_ defects: [DecisionTable.Defect], of table: DecisionTable, to report: Report) {
        for defect in defects { tell(defect, of: table, to: report) }
    }

    private func tell(_ defect: DecisionTable.Defect, of table: DecisionTable, to report: Report) {
        switch defect {
        case .contradiction(let first, let second, let facts):
            rule(second, zh: "与 \(first) 矛盾：", en: "contradicts \(first) in the case ", table.description(of: facts))
        case .gap(let facts):
            let told = table.description(of: facts)
            report.error(place, zh: "没有规则管这种情况：\(told.zh)", en: "no rule answers the case \(told.en)")
        case .neverHolds(let id, let facts):
            guard let facts else {
                return rule(id, zh: "永远用不上：没有哪种情况符合", en: "never holds: no case fits its conditions")
            }
            rule(
                id, zh: "永远用不上，符合它的都写成了不可能：", en: "never holds: what fits it is said to be impossible, as the case ",
                table.description(of: facts))
        case .alwaysOverridden(let id, let by, let facts):
            rule(
                id, zh: "永远用不上，总要让位，如让位给 \(by)：", en: "is always overridden, as by \(by) in the case ",
                table.description(of: facts))
        case .needless(let id, let beside, let facts):
            rule(
                id, zh: "多余：没有它答案也一样" + (beside.map { "，\($0) 已经管了：" } ?? "："),
                en: "is needless: without it the answers are the same"
                    + (beside.map { ", as \($0)'s in the case " } ?? " as in the case "),
                table.description(of: facts))
        case .circularOverrides(let ids):
            rule(
                ids[0], zh: "优先关系绕成了圈：\(ids.joined(separator: "、"))",
                en: "is on a circle of overrides: \(ids.joined(separator: ", "))")
        case .idleOverride(let id, let other):
            rule(id, zh: "不会与 \(other) 同时成立，不用写优先", en: "overrides \(other), which never holds together with it")
        case .answeredGap(let gap, let by, let facts):
            let told = table.description(of: facts)
            places.gaps[gap].complain(
                zh: "说是没有规则管，\(by) 却管着：\(told.zh)", en: "declare a gap that \(by) answers, as in the case \(told.en)")
        case .emptyGap(let gap):
            places.gaps[gap].complain(zh: "没有这样的情况", en: "declare a gap that no possible case is in")
        case .unusedInput(let input):
            places.inputs[input].complain(
                zh: "\(table.inputs[input].name) 没有规则用到", en: "hold \(table.inputs[input].name), which no rule asks for"
            )
        case .unusedOutcome(let code):
            places.outcomes[code]?.complain(zh: "\(code) 没有规则给出", en: "\(code) is an outcome that no rule gives")
        case .tooLarge:
            report.error(
                place, zh: "条件太多：超过 64 条，或能同时成立的组合超过 \(DecisionTable.limit) 种，无法逐一核对",
                en:
                    "has too many conditions to be proved: above 64, or above \(DecisionTable.limit) sets that hold together"
            )
        }
    }

    private func rule(_ id: String, zh: String, en: String, _ facts: Bilingual = Bilingual(zh: "", en: "")) {
        places.rules[id]?.complain(zh: "\(id) \(zh)\(facts.zh)", en: "\(id) \(en)\(facts.en)")
    }

    /// Reports what a current table must not rest on, and rules that rest on nothing verified. `inputsOf2019` are the
    /// inputs that some table says are of 2019, with the place where it says so.
    func tellEra(_ era: Era, inputsOf2019: [String: Place], clauses: ClauseBook) {
        for (value, ids) in places.clauses {
            guard let states = clauses.states(of: ids, from: from) else { continue }
            if states.contains(where: { !$0.contains(where: \.verified) }) {
                value.complain(
                    zh: "只有未核实的条款，规则不能只靠它们", en: "names unverified clauses only; a rule must not rest on them alone")
            }
            guard era != .year2019 else { continue }
            for id in Set(states.joined().filter { $0.era == .year2019 }.map(\.id)).sorted() {
                value.complain(
                    zh: "\(id) 是 2019 年的条款，现行的表不能用",
                    en: "names \(id), a clause of 2019, but the table is not of 2019")
            }
        }
        guard era != .year2019, let table else { return }
        for (input, value) in zip(table.inputs, places.inputs) {
            guard let of2019 = inputsOf2019[input.name] else { continue }
            value.complain(
                zh: "\(input.name) 只有 2019 年才看（见 \(of2019.description)），现行的表不能用",
                en: "hold \(input.name), an input of 2019 (\(of2019.description)), but the table is not of 2019")
        }
    }
}

extension ReadTemplate {
    /// Reports words that are missing or double; true when there are none.
    func tellWording(of table: DecisionTable) -> Bool {
        let defects = template.wordingDefects(for: table)
        for defect in defects {
            switch defect {
            case .untold(let input):
                let name = table.inputs[input].name
                facts.complain(
                    zh: "没有说 \(name)，`only` 也没有把它定为一个值",
                    en: "do not tell \(name), of which `only` leaves more than one value")
            case .unsaid(let input, let value):
                let told = table.description(input, value)
                facts.complain(zh: "没有一句说 \(told.zh)", en: "have no phrase for \(told.en)")
            case .saidTwice(let input, let value):
                let told = table.description(input, value)
                facts.complain(zh: "有两句说 \(told.zh)", en: "have two phrases for \(told.en)")
            }
        }
        return defects.isEmpty
    }

    /// Reports what keeps the questions from being made or asked.
    func tell(_ family: QuestionFamily?, _ questions: [Question], of table: DecisionTable, to report: Report) {
        guard let family else {
            return place.complain(
                zh: "值的组合超过 \(QuestionFamily.limit) 种，请用 `only` 缩小",
                en: "have more than \(QuestionFamily.limit) combinations of values: narrow them with `only`")
        }
        if questions.count < template.count {
            place.complain(
                zh:
                    "要 \(template.count) 题，只有 \(family.cases) 种情况可问（每种至少要有 \(QuestionFamily.wrongOptions.lowerBound) 个错误答案）",
                en:
                    "ask for \(template.count) questions, but there are only \(family.cases) cases with at least \(QuestionFamily.wrongOptions.lowerBound) wrong answers"
            )
        }
        for misconception in family.idle {
            misconceptions[misconception.id]?.complain(
                zh: "\(misconception.id) 从不给出另一个答案",
                en: "\(misconception.id) is a misconception that no question has an option of")
        }
        if let (first, second) = family.lookalikes {
            let one = table.description(of: first)
            let other = table.description(of: second)
            facts.complain(
                zh: "这两种情况说得一样：\(one.zh)；\(other.zh)", en: "tell two cases in the same words: \(one.en) and \(other.en)"
            )
        }
        let texts = questions.flatMap { [$0.stem, $0.explanation] + $0.optionTexts }
        let lines = texts.flatMap { $0.split(separator: "\n") }
        for kind in PersonalData.allCases where lines.contains(where: { PersonalData.kinds(in: $0).contains(kind) }) {
            report.error(stem.place, kind)
        }
    }
}

extension Question {
    fileprivate var optionTexts: [String] {
        guard case .choice(let choice) = interaction else { return [] }
        return choice.options.flatMap { [$0.text, $0.reason] }
    }
}
