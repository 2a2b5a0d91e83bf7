import Training

extension Library {
    /// What clauses can bear on; papers with the questions that are stale by now, so that one sees what they lack.
    public var corpus: Corpus {
        Corpus(clauses: clauses, items: items, courses: stale.isEmpty ? courses : on(day).courses, stale: stale)
    }

    /// The same content with these updates among its courses, the questions of each as they stand now.
    ///
    /// A question that is stale is not asked until it is revised, and one that has gone from the content is not asked any
    /// more; where all have gone, they are asked as they were when the update was made. A course of the content goes before
    /// an update of the same name.
    public func adding(_ updates: [ClauseUpdate]) -> Library {
        let updates = updates.filter { course($0.id) == nil }
        guard !updates.isEmpty else { return self }
        var own: [CourseID: [Item]] = [:]
        let courses = updates.map { update in
            let left = update.plan.items.map(\.question).filter { items[$0] != nil }
            guard !left.isEmpty else {
                own[update.id] = update.items
                return update.course(asking: update.items.map(\.question.id))
            }
            return update.course(asking: left.filter { stale[$0] == nil })
        }
        return joined(by: courses, asking: zip(updates, courses).map(Requirements.init), own: own)
    }
}

extension Requirements {
    /// What an update asks for rests on the clauses as it tells them, whatever became of them since.
    fileprivate init(_ update: ClauseUpdate, _ course: Course) {
        self.init(
            course: course.id,
            lessons: course.lessons.map { Completion.LessonVersion(lesson: $0.id, version: $0.version) },
            clauses: update.plan.changes.map { Completion.ClauseVersion(clause: $0.clause, version: $0.version) },
            counts: course.quiz.rules.counts, award: course.award)
    }
}

extension ClauseUpdate {
    /// The update as a course: one reading, then all of its questions.
    func course(asking questions: [QuestionID]) -> Course {
        let count = plan.changes.count
        return Course(
            id: id, title: title,
            summary: Bilingual(
                zh: "您学过的规定有 \(count) 条改了。看一遍新旧对照，再答几道题。",
                en:
                    "Clauses you were taught changed: \(count). Read old and new side by side, then answer a few questions."
            ), area: plan.area, lessons: [lesson],
            quiz: Quiz(
                blueprint: Blueprint(draws: [], fixed: questions), rules: Quiz.Rules(passMark: plan.passMark)))
    }

    /// The reading: what changed, clause by clause.
    private var lesson: Lesson {
        let html = """
            <p>下面 \(plan.changes.count) 条规定改了，今后按新的办。\(legend)</p>
            \(plan.changes.map(\.html).joined(separator: "\n"))
            """
        return Lesson(
            id: "01-changes", title: "新旧对照", minutes: minutes,
            era: plan.changes.allSatisfy { $0.era == .year2019 } ? .year2019 : .current,
            clauses: plan.changes.map(\.clause), body: [.html(html)], version: sha256(Array(html.utf8)))
    }

    /// What the marks mean, if there are some.
    private var legend: String {
        let isMarked = plan.changes.contains { $0.formers.contains { $0.text != nil } }
        return isMarked ? "带<del>删除线</del>的是原来的话，带<ins>下划线</ins>的是新的话。" : ""
    }

    /// For a careful reader, who reads 300 characters a minute.
    private var minutes: Int {
        let texts = plan.changes.flatMap { [$0.text] + $0.formers.compactMap(\.text) }
        return max(1, (texts.reduce(0) { $0 + $1.count } + 299) / 300)
    }
}

extension ClauseUpdate.Change {
    /// The old wordings beside the new one.
    fileprivate var html: String {
        """
        <h2>\(Markdown.escape(source)) <code>\(Markdown.escape(clause.rawValue))</code></h2>
        \(formers.map(sides).joined(separator: "\n"))
        """
    }

    private func sides(_ former: ClauseUpdate.Former) -> String {
        guard let before = former.text else {
            return sides(
                former, old: "<p>第 \(former.version) 版的原文没有保存。</p>", new: paragraphs([.init(.same, text)]))
        }
        let comparison = TextComparison(before, text)
        return sides(former, old: paragraphs(comparison.old), new: paragraphs(comparison.new))
    }

    private func sides(_ former: ClauseUpdate.Former, old: String, new: String) -> String {
        """
        <div class="sides"><div class="side"><h3>原来（第 \(former.version) 版）</h3>\(old)</div>\
        <div class="side side-new"><h3>现在（第 \(version) 版）</h3>\(new)</div></div>
        """
    }

    /// Marks are seen as lines; a voice says them in words.
    private func paragraphs(_ parts: [TextComparison.Part]) -> String {
        let html = parts.map { part in
            let text = Markdown.escape(part.text).replacing("\n", with: "<br>")
            return switch part.kind {
            case .same: text
            case .removed: #"<del><span class="unseen">〔删去：</span>\#(text)<span class="unseen">〕</span></del>"#
            case .added: #"<ins><span class="unseen">〔新增：</span>\#(text)<span class="unseen">〕</span></ins>"#
            }
        }
        return "<p>\(html.joined())</p>"
    }
}
