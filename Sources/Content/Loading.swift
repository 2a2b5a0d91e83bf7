import FoundationEssentials
import Training

extension Library {
    /// Reads and judges the two folders whole.
    ///
    /// The library is nil exactly when there is an error. Every problem is found in one reading, except those that
    /// another one hides: what cannot be read cannot be judged, and nothing is blamed for another file's mistake.
    /// `problems` are sorted by path and line; paths begin with the folders as given. The library is that of `today`;
    /// without it all days have come, and nothing is said about days that are yet to come.
    public static func load(
        courses: String, questions: String, today: Day? = nil
    ) -> (library: Library?, problems: [Problem]) {
        let report = Report()
        let sources = Sources(report: report, today: today)
        let courseFolder = Folder(path: courses)
        let questionFolder = Folder(path: questions)
        guard courseFolder.exists else {
            report.error(Place(path: courseFolder.path), zh: "缺少课程文件夹", en: "the folder of the courses is missing")
            return (nil, report.problems)
        }
        let clauses = ClauseReader.read(courseFolder.folder("clauses"), sources: sources, today: today)
        let bank = QuestionReader.read(questionFolder, clauses: clauses, sources: sources)
        let shelf = CourseShelf(courseFolder, report: report)
        let read = shelf.courses.map {
            ($0, CourseReader.read($0, shelf: shelf, clauses: clauses, bank: bank, sources: sources))
        }
        let plans = PlanReader.read(courseFolder.folder("plans"), shelf: shelf, sources: sources)
        if shelf.courses.isEmpty, !report.hasErrors {
            report.error(Place(path: courseFolder.path), zh: "一门课也没有", en: "holds no course")
        }
        guard !report.hasErrors else { return (nil, report.problems) }
        let courses = read.compactMap { $0.1.course }
        let images = Dictionary(
            uniqueKeysWithValues: read.compactMap { folder, read in
                CourseID(rawValue: folder.entry.name).map { ($0, read.images) }
            })
        let holdings = Holdings(
            courses: courses, plans: plans, items: bank.items, clauses: clauses.versions, tables: bank.tables,
            families: bank.families, images: images,
            media: Dictionary(bank.media.map { ($0.hash, $0) }) { first, _ in first },
            version: sources.version(relativeTo: [courseFolder, questionFolder]),
            places: Holdings.Places(courses: courseFolder.path, items: bank.places, clauses: clauses.places))
        return (Library(holdings, on: today), report.problems)
    }
}
