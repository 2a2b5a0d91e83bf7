import Training

extension Library {
    /// This library with what a database remembers of it: questions whose clauses have risen meanwhile leave the draws. The
    /// papers are then as full as they can be. `problems` are warnings that name those questions, the papers that lack
    /// them, and clauses whose text changed under the same version.
    public func remembering(_ history: ClauseHistory) -> (library: Library, problems: [Problem]) {
        let rises = items.mapValues { history.rises(under: $0, clauses) }.filter { !$1.isEmpty }
        let whole = stale.isEmpty ? self : Library(holdings, on: day)
        let library =
            rises.isEmpty ? whole : Library(holdings, on: day, stale: rises.mapValues { $0.map(\.clause).sorted() })
        let report = Report()
        for (id, rises) in rises { holdings.places.items[id].map { report.tell(rises, at: $0) } }
        for course in library.courses { whole.tellShortage(of: course, to: report) }
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

    /// Reports that the papers of a course have fewer questions than they have in this library.
    private func tellShortage(of course: Course, to report: Report) {
        guard let whole = self.course(course.id)?.quiz.blueprint, let place = holdings.places.sheets[course.id] else {
            return
        }
        let (asked, left) = (whole.count, course.quiz.blueprint.count)
        guard left < asked else { return }
        let kept = Set(course.quiz.blueprint.questions)
        let gone = whole.questions.filter { !kept.contains($0) }.map(\.rawValue)
        report.warning(
            place, zh: "试卷本应有 \(asked) 题，现在只能出 \(left) 题：\(gone.joined(separator: "、")) 依据的条款已改版",
            en: "papers have \(left) of \(asked) questions, as clauses rose under \(gone.joined(separator: ", "))")
    }
}

extension Report {
    fileprivate func tell(_ rises: [ClauseHistory.Rise], at place: Place) {
        for rise in rises {
            warning(
                place,
                zh: "依据的条款 \(rise.clause) 从第 \(rise.from) 版升到第 \(rise.to) 版（\(rise.day)）：改好题目，或在那天及以后重新审核签字以前，不再出这道题",
                en: "rests on \(rise.clause), which rose from version \(rise.from) to \(rise.to) (on \(rise.day)): "
                    + "it is not asked until it is revised, or signed on that day or later")
        }
    }
}
