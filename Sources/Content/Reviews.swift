import Training

extension Library {
    /// Every text that the policy office can sign, with the review it was given: by kind, in it by name.
    ///
    /// Questions that a table makes are not listed: they are signed with their table.
    public var reviews: [ContentReview] {
        let asking = coursesByQuestion
        let written = items.values.filter { $0.question.generated == nil }
            .sorted { $0.question.id < $1.question.id }
            .map { ContentReview($0, courses: asking[$0.question.id] ?? []) }
        return clauseReviews(asking)
            + courses.flatMap { course in course.lessons.map { ContentReview($0, of: course.id) } }
            + written + tables.map { ContentReview($0, courses: courses(of: $0, asking)) }
    }

    /// A clause serves the courses whose lessons, questions or tables rest on it.
    private func clauseReviews(_ asking: [QuestionID: [CourseID]]) -> [ContentReview] {
        var serving: [ClauseID: Set<CourseID>] = [:]
        func note(_ courses: [CourseID], _ clauses: [ClauseID]) {
            for clause in clauses { serving[clause, default: []].formUnion(courses) }
        }
        for course in courses { note([course.id], course.lessons.flatMap(\.cited)) }
        for (id, item) in items { note(asking[id] ?? [], item.question.clauses) }
        for table in tables { note(courses(of: table, asking), table.clauses) }
        return clauses.values.sorted { ClauseID.inDocumentOrder($0.id, $1.id) }
            .map { ContentReview($0, courses: serving[$0.id, default: []].sorted()) }
    }

    private func courses(of table: DecisionTable, _ asking: [QuestionID: [CourseID]]) -> [CourseID] {
        let made = items.values.filter { $0.question.generated?.table == table.id }
        return Set(made.flatMap { asking[$0.question.id] ?? [] }).sorted()
    }

    private var coursesByQuestion: [QuestionID: [CourseID]] {
        var asking: [QuestionID: [CourseID]] = [:]
        for course in courses {
            for question in course.quiz.blueprint.questions { asking[question, default: []].append(course.id) }
        }
        return asking
    }
}

extension ContentReview {
    fileprivate init(_ clause: Clause, courses: [CourseID]) {
        self.init(
            kind: .clause, id: clause.id.rawValue, title: clause.text, courses: courses, signOff: clause.signOff)
    }

    fileprivate init(_ lesson: Lesson, of course: CourseID) {
        self.init(
            kind: .lesson, id: "\(course)/\(lesson.id)", title: lesson.title, courses: [course],
            signOff: lesson.signOff)
    }

    fileprivate init(_ item: Item, courses: [CourseID]) {
        self.init(
            kind: item.question.kind == .scenario ? .scenario : .question, id: item.question.id.rawValue,
            title: item.question.stem, courses: courses, signOff: item.signOff)
    }

    fileprivate init(_ table: DecisionTable, courses: [CourseID]) {
        self.init(
            kind: .table, id: table.id.rawValue, title: table.title.zh, courses: courses, signOff: table.signOff)
    }
}
