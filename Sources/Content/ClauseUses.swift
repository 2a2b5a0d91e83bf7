import Training

/// Everything that hangs on a clause: what somebody has to look at when it changes.
public struct ClauseUses: Sendable {
    /// The courses with lessons that rest on it or cite it, by id.
    public let courses: [(course: Course, lessons: [Lesson])]
    /// The questions whose key rests on it, by id; scenarios are among them.
    public let items: [Item]
    /// The decision tables with a rule that rests on it, by id.
    public let tables: [DecisionTable]
}

extension Library {
    /// What hangs on a clause.
    public func uses(of clause: ClauseID) -> ClauseUses {
        ClauseUses(
            courses: courses.compactMap { course in
                let lessons = course.lessons.filter { $0.cited.contains(clause) }
                return lessons.isEmpty ? nil : (course, lessons)
            },
            items: items.values.filter { $0.question.clauses.contains(clause) }
                .sorted { $0.question.id < $1.question.id },
            tables: tables.filter { $0.clauses.contains(clause) })
    }

    /// The courses whose quizzes can ask a question, by id.
    public func courses(asking question: QuestionID) -> [Course] {
        courses.filter { $0.quiz.blueprint.questions.contains(question) }
    }
}
