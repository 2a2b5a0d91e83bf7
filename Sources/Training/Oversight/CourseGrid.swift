/// Everyone at work in a unit and below against every course that is asked there: the one value that page, JSON and tables
/// print.
public struct CourseGrid: Sendable, Hashable {
    /// The unit asked about.
    public let unit: CompletionReport.Named
    /// The courses that are asked of anyone in it or below today, by id.
    public let courses: [CourseID]
    /// The people, unit by unit: first those of a unit itself, then those of each unit below it in the order of codes; in each
    /// unit by number.
    public let people: [Row]
    /// Where the next page begins after, nil when this is the last.
    public let next: Place?

    /// One person.
    public struct Row: Sendable, Hashable {
        /// The number.
        public let staffNumber: StaffNumber
        /// The name.
        public let name: String
        /// The unit they belong to now.
        public let unit: CompletionReport.Named
        /// Where they stand with each course that is asked of them.
        public let courses: [CourseID: PersonLine.Course]
    }

    /// The place of a row in the order of the grid.
    public struct Place: Sendable, Hashable, LosslessStringConvertible {
        /// The unit.
        public let unit: UnitCode
        /// The number of someone in it.
        public let staffNumber: StaffNumber

        /// A place.
        public init(unit: UnitCode, staffNumber: StaffNumber) {
            self.unit = unit
            self.staffNumber = staffNumber
        }

        /// Reads `UNIT.NUMBER`.
        public init?(_ description: String) {
            let parts = description.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, let unit = UnitCode(rawValue: String(parts[0])),
                let number = StaffNumber(rawValue: String(parts[1]))
            else { return nil }
            self.init(unit: unit, staffNumber: number)
        }

        /// `UNIT.NUMBER`.
        public var description: String { "\(unit).\(staffNumber)" }
    }

    /// Which people are wanted.
    public struct Query: Sendable, Hashable {
        /// Only people whose number begins with this or whose name contains it; empty for all.
        public var text: String
        /// At most so many, nil for all.
        public var limit: Int?
        /// Only those after this place.
        public var after: Place?

        /// A query; without arguments it wants everyone.
        public init(text: String = "", limit: Int? = nil, after: Place? = nil) {
            self.text = text
            self.limit = limit
            self.after = after
        }
    }

    /// The grid of these lines, each person's one after the other. Of more people than `limit` the first are shown.
    public init(unit: CompletionReport.Named, courses: [CourseID], lines: [PersonLine], limit: Int?) {
        self.unit = unit
        self.courses = courses
        var rows: [Row] = []
        for line in lines {
            var known = rows.last?.staffNumber == line.staffNumber ? rows.removeLast().courses : [:]
            if let course = line.course { known[course.id] = course }
            rows.append(
                Row(
                    staffNumber: line.staffNumber, name: line.name,
                    unit: .init(code: line.unit, name: line.unitName), courses: known))
        }
        let shown = Array(rows.prefix(limit ?? rows.count))
        next =
            shown.count < rows.count
            ? shown.last.map { Place(unit: $0.unit.code, staffNumber: $0.staffNumber) } : nil
        people = shown
    }
}
