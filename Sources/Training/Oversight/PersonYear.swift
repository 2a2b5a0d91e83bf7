/// One thing somebody did that counts in the figures of its calendar year.
public struct CountedEvent: Sendable, Hashable {
    /// The course.
    public let course: CourseID
    /// The day on which it was done.
    public let day: Day
    /// What was done.
    public let what: What

    /// What counts.
    public enum What: Sendable, Hashable {
        /// A try that was handed in, or closed at its end, and is marked; whether it was passed.
        case markedTry(passed: Bool)
        /// A course that was finished, and what it counts for.
        case completion(CreditHours?)
    }

    /// An event.
    public init(course: CourseID, day: Day, what: What) {
        self.course = course
        self.day = day
        self.what = what
    }

    /// Its calendar year.
    public var year: Int { day.civil.year }

    /// What it adds to the figures of its year, the person apart.
    public var tally: YearTally {
        switch what {
        case .markedTry(let passed): YearTally(attempts: 1, passed: passed ? 1 : 0)
        case .completion(let hours): YearTally(halfHours: hours?.halves ?? 0)
        }
    }
}

extension [CountedEvent] {
    /// The same in the order of days. Of several completions of a course in one year only the first has credit hours: a
    /// course counts once a year at most.
    public var countingOnce: [CountedEvent] {
        var counted: Set<[String]> = []
        return enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element).map {
            guard case .completion(let hours) = $0.what, hours != nil,
                !counted.insert(["\($0.year)", $0.course.rawValue]).inserted
            else { return $0 }
            return CountedEvent(course: $0.course, day: $0.day, what: .completion(nil))
        }
    }
}

/// What one person did in one calendar year.
public struct PersonYear: Sendable, Hashable {
    /// The calendar year in Asia/Shanghai.
    public let year: Int
    /// Marked tries and how many of them were passed, credit hours; `people` is 1.
    public let tally: YearTally
    /// The courses finished, the first one first.
    public let finished: [Finished]

    /// A course that was finished.
    public struct Finished: Sendable, Hashable {
        /// The course.
        public let course: CourseID
        /// When and with which certificate.
        public let finish: PersonRecord.Finish
        /// What it adds to the year; nil for nothing.
        public let creditHours: CreditHours?
    }
}

extension PersonRecord {
    /// The years in which something was done that counts, the latest first.
    public var years: [PersonYear] {
        let events = courses.flatMap { course in
            course.tries.compactMap { $0.counted(in: course.id) }
                + course.completions.map {
                    CountedEvent(course: course.id, day: $0.day, what: .completion($0.creditHours))
                }
        }.countingOnce
        let finished = courses.flatMap { course in course.completions.map { (course.id, $0) } }
        return Dictionary(grouping: events, by: \.year).map { year, events in
            var counted: Set<CourseID> = []
            let mine = finished.filter { $0.1.day.civil.year == year }
                .sorted { ($0.1.day, $0.0) < ($1.1.day, $1.0) }
                .map { course, finish in
                    let isFirst = finish.creditHours == nil || counted.insert(course).inserted
                    return PersonYear.Finished(
                        course: course, finish: finish, creditHours: isFirst ? finish.creditHours : nil)
                }
            return PersonYear(
                year: year, tally: events.reduce(YearTally(people: 1)) { $0 + $1.tally }, finished: mine)
        }.sorted { $0.year > $1.year }
    }

    /// What was done in one year; nothing in a year without anything that counts.
    public func year(_ year: Int) -> PersonYear {
        years.first { $0.year == year } ?? PersonYear(year: year, tally: YearTally(), finished: [])
    }
}

extension PersonRecord.Try {
    fileprivate func counted(in course: CourseID) -> CountedEvent? {
        summary.result.flatMap { result in
            result.passed.map {
                CountedEvent(course: course, day: Day(at: result.submittedAt), what: .markedTry(passed: $0))
            }
        }
    }
}
