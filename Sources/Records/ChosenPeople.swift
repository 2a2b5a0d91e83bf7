import FoundationEssentials
import SQL
import Training

extension Records {
    /// These people with a course, or with none where none is named, in the order of numbers: for whom something is about to
    /// be done.
    ///
    /// `notFound` when the unit is outside the scope; `invalid` for a number that is nobody's at work in it and below, and
    /// for the own one.
    public func chosenPeople(
        _ numbers: [StaffNumber], in unit: UnitCode, course: CourseID?, for caller: Caller, at now: Date
    ) async throws -> [PersonLine] {
        try await database.read { transaction in
            _ = try transaction.unit(unit, for: caller)
            return try Set(numbers).sorted().compactMap { number in
                let person = try transaction.colleague(number, in: unit, of: caller)
                return try transaction.line(of: person, course, on: Day(at: now))
            }
        }
    }
}

extension Transaction {
    fileprivate func line(of person: Person, _ course: CourseID?, on today: Day) throws -> PersonLine? {
        try row(
            Statement(
                """
                SELECT \(PersonLine.columns(day: "$1")) FROM people JOIN units ON units.code = people.unit
                LEFT JOIN standings ON standings.person = people.id AND standings.assigned = 1 AND standings.course = $2
                WHERE people.id = $3
                """, with: today.number, course?.rawValue ?? "", person.id.rawValue)
        ).map { try PersonLine($0, today: today) }
    }
}
