import Training

/// Reads `Courses/plans/*.yml`: courses that are assigned in one step.
struct PlanReader {
    /// The names of the course folders, whether the courses in them are sound or not.
    private let courses: Set<String>
    private let sources: Sources
    private var report: Report { sources.report }

    /// The plans of the folder, by name; there need be none.
    static func read(_ folder: Folder, shelf: CourseShelf, sources: Sources) -> [LearningPlan] {
        let reader = PlanReader(courses: Set(shelf.courses.map(\.entry.name)), sources: sources)
        return folder.entries.compactMap { reader.plan($0) }
    }

    private func plan(_ entry: Folder.Entry) -> LearningPlan? {
        guard entry.ending == "yml", !entry.isFolder else {
            report.unexpected(entry)
            return nil
        }
        guard let id = PlanID(rawValue: entry.stem) else {
            report.error(
                entry.place, zh: "学习计划名只能用 1–64 个 A–Z a–z 0–9 _ -",
                en: "a plan's name must be 1 to 64 of A–Z a–z 0–9 _ -")
            return nil
        }
        guard let file = TextFile(entry.path, sources: sources),
            let fields = YAMLValue(file.text, path: entry.path, report: report)?.fields(Keys.plan)
        else { return nil }
        let zh = fields.required("title")?.text()
        let en = fields.required("title_en")?.text()
        let courses = fields.required("courses").flatMap { self.courses($0) }
        let days = fields.optional("days") { $0.integer(in: 1...730) }
        guard let zh, let en, let courses, let days else { return nil }
        return LearningPlan(id: id, title: Bilingual(zh: zh, en: en), courses: courses, days: days)
    }

    private func courses(_ value: YAMLValue) -> [CourseID]? {
        guard let elements = value.filledList() else { return nil }
        var listed: [CourseID] = []
        for element in elements {
            guard let id: CourseID = element.code() else { continue }
            if listed.contains(id) {
                element.complain(zh: "列出了两次 \(id)", en: "lists \(id) twice")
            } else if !courses.contains(id.rawValue) {
                let meant = nearest(to: id.rawValue, in: courses)
                element.complain(
                    zh: "没有课程 \(id)" + (meant.map { "，是不是 \($0)？" } ?? ""),
                    en: "lists \(id), but there is no such course" + (meant.map { "; did you mean \($0)?" } ?? ""))
            }
            listed.append(id)
        }
        return listed.count == elements.count ? listed : nil
    }
}
