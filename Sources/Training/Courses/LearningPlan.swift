/// Courses that are assigned in one step (学习计划), as for new staff or for a year.
///
/// A plan is only a way to assign its courses: each is then expected like any other. When a plan gains a course later, nothing
/// happens to those to whom it was assigned until somebody assigns that course to them, too.
public struct LearningPlan: Sendable, Hashable {
    /// The file's name without `.yml`.
    public let id: PlanID
    /// The name on pages.
    public let title: Bilingual
    /// The courses in the order to take them, each once; never empty.
    public let courses: [CourseID]
    /// In how many days from the day of assigning to finish, where no day is given; nil for no deadline.
    public let days: Int?

    /// A plan.
    public init(id: PlanID, title: Bilingual, courses: [CourseID], days: Int?) {
        self.id = id
        self.title = title
        self.courses = courses
        self.days = days
    }
}

/// What is assigned in one step: a course, or a plan. Written, it is a course's id, or a plan's behind `plan:`.
public enum Assignable: Sendable, Hashable {
    case course(CourseID)
    case plan(PlanID)

    /// Reads one; nil for what is neither.
    public init?(_ text: String) {
        if text.hasPrefix(Self.prefix) {
            guard let id = PlanID(rawValue: String(text.dropFirst(Self.prefix.count))) else { return nil }
            self = .plan(id)
        } else {
            guard let id = CourseID(rawValue: text) else { return nil }
            self = .course(id)
        }
    }

    private static let prefix = "plan:"
}

/// The courses that can be assigned, and the plans.
public struct CourseCatalogue: Sendable, Hashable {
    /// The courses.
    public let courses: Set<CourseID>
    /// The plans, each of courses that exist.
    public let plans: [LearningPlan]

    /// A catalogue.
    public init(_ courses: some Sequence<CourseID>, plans: [LearningPlan] = []) {
        self.courses = Set(courses)
        self.plans = plans
    }

    /// The plan of this name.
    public func plan(_ id: PlanID) -> LearningPlan? { plans.first { $0.id == id } }

    /// Everything in it, the courses first, each by name.
    public var assignable: [Assignable] {
        courses.sorted().map(Assignable.course) + plans.map(\.id).sorted().map(Assignable.plan)
    }
}

extension Assignable: CustomStringConvertible {
    /// As it is written.
    public var description: String {
        switch self {
        case .course(let id): id.rawValue
        case .plan(let id): Self.prefix + id.rawValue
        }
    }
}
