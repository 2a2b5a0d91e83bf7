import Training

extension Library {
    /// This library with what a database remembers of it: questions whose clauses have risen meanwhile leave the draws, and
    /// lessons teach what held before. The papers are then as full as they can be. `problems` are warnings that name those
    /// questions and lessons, the papers that lack them, today or from a later day on which a clause rises, and clauses whose
    /// text changed under the same version.
    public func remembering(_ history: ClauseHistory) -> (library: Library, problems: [Problem]) {
        let rises = rises(by: history)
        let lessons = courses.flatMap { course in course.lessons.map { (course: course.id, lesson: $0) } }
        let behind = lessons.map { ($0, history.rises(under: $0.lesson, clauses)) }.filter { !$1.isEmpty }
        let whole = Library(holdings, on: day)
        let library = Library(
            holdings, on: day, stale: rises.mapValues { $0.map(\.clause).sorted() },
            outgrown: Dictionary(behind.map { ($0.lesson.version, $1.formers) }) { first, _ in first })
        let report = Report()
        for (id, rises) in rises {
            holdings.places.items[id].map {
                report.tell(
                    rises, "改好题目或重新审核签字以前，不再出这道题", "it is not asked until it is revised or signed anew", at: $0)
            }
        }
        for (place, rises) in behind {
            report.tell(
                rises, "修订以前，读了也只算学过旧版", "until it is revised, whoever reads it counts as taught the older version",
                at: holdings.places.lesson(place.lesson.id, of: place.course))
        }
        var shortages = whole.shortages(without: Set(rises.keys))
        for (course, shortage) in shortages { report.tell(shortage, at: holdings.places.sheet(of: course)) }
        for day in Set(comingClauses.compactMap(\.from)).sorted() {
            let then = Library(holdings, on: day)
            let later = then.shortages(without: Set(then.rises(by: history.told(at: day.start)).keys))
            for (course, shortage) in later where shortage != shortages[course] {
                report.tell(shortage, from: day, at: holdings.places.sheet(of: course))
            }
            shortages = later
        }
        for clause in clauses.values {
            guard let day = history.changedText(of: clause), let place = holdings.places.clauses[clause.inItsVersion]
            else { continue }
            report.warning(
                place, zh: "\(clause.id) 的文字在第 \(clause.version) 版之内改了（\(day)）：意思变了，就要升 `version`",
                en: "the text of \(clause.id) changed under version \(clause.version) (on \(day)); "
                    + "if its meaning changed, raise `version`")
        }
        return (library, report.problems)
    }

    /// The questions under which clauses have risen, with these.
    private func rises(by history: ClauseHistory) -> [QuestionID: [ClauseHistory.Rise]] {
        items.mapValues { history.rises(under: $0, clauses) }.filter { !$1.isEmpty }
    }

    /// The courses whose papers have fewer questions when these are not asked.
    private func shortages(without stale: Set<QuestionID>) -> [CourseID: Shortage] {
        let short = courses.compactMap { course in
            Shortage(of: course.quiz.blueprint, without: stale).map { (course.id, $0) }
        }
        return Dictionary(uniqueKeysWithValues: short)
    }
}

/// Papers that cannot have all their questions.
private struct Shortage: Equatable {
    let asked: Int
    let left: Int
    /// The questions that are not asked.
    let gone: [QuestionID]

    /// Nil where papers have as many questions as before.
    init?(of blueprint: Blueprint, without stale: Set<QuestionID>) {
        asked = blueprint.count
        left = blueprint.without(stale).fullest.count
        gone = blueprint.questions.filter(stale.contains)
        if left >= asked { return nil }
    }
}

extension [ClauseHistory.Rise] {
    /// The versions before, by clause.
    fileprivate var formers: [ClauseID: Int] { Dictionary(map { ($0.clause, $0.from) }) { first, _ in first } }
}

extension Report {
    /// Tells of rises under a text, and what they mean for it.
    fileprivate func tell(_ rises: [ClauseHistory.Rise], _ zh: String, _ en: String, at place: Place) {
        for rise in rises {
            warning(
                place, zh: "依据的条款 \(rise.clause) 从第 \(rise.from) 版升到第 \(rise.to) 版（\(rise.day)）：\(zh)",
                en:
                    "rests on \(rise.clause), which rose from version \(rise.from) to \(rise.to) (on \(rise.day)): \(en)"
            )
        }
    }

    /// Tells of papers that lack questions, today or from a later day on.
    fileprivate func tell(_ shortage: Shortage, from day: Day? = nil, at place: Place) {
        let gone = shortage.gone.map(\.rawValue)
        let (asked, left) = (shortage.asked, shortage.left)
        warning(
            place,
            zh: day.map { "\($0) 起，试卷 \(asked) 题中只能出 \(left) 题：到那天，\(gone.joined(separator: "、")) 依据的条款改版" }
                ?? "试卷本应有 \(asked) 题，现在只能出 \(left) 题：\(gone.joined(separator: "、")) 依据的条款已改版",
            en: (day.map { "from \($0) papers have \(left) of \(asked) questions, as clauses rise" }
                ?? "papers have \(left) of \(asked) questions, as clauses rose")
                + " under \(gone.joined(separator: ", "))")
    }
}
