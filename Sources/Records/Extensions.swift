import FoundationEssentials
import SQL
import Training

extension Records {
    /// Gives each of these people a later due day for a course, or nobody when one cannot have it. From then on their own
    /// due day holds, whatever becomes of their unit's.
    ///
    /// `notFound` when the unit is outside the scope; `invalid` for a number that is nobody's at work in it and below, for
    /// the own one, for people of whom the course is not expected or who have finished it while that holds, and for a day that is over or
    /// not later than theirs.
    public func extend(
        _ course: CourseID, to extension: Extension, for numbers: [StaffNumber], in unit: UnitCode, by caller: Caller,
        at now: Date
    ) async throws {
        guard `extension`.due >= Day(at: now) else { throw Refusal.dueIsOver }
        try await database.write { transaction in
            _ = try transaction.unit(unit, for: caller)
            let people = try Set(numbers).sorted().map { try transaction.colleague($0, in: unit, of: caller) }
            let ledger = Ledger(transaction, at: now)
            try ledger.note(people.map(\.id))
            for person in people {
                try transaction.checkLater(`extension`.due, course, person, on: Day(at: now))
                let target = Assignment.Target.person(person.id)
                let was = try transaction.newest(target)[course]
                try transaction.record(
                    Assignment(
                        target: target, course: course, due: `extension`.due, status: .active, from: Day(at: now),
                        plan: was?.status == .active ? was?.plan : nil), because: `extension`.reason, by: caller,
                    at: now)
            }
            try ledger.settle()
            try transaction.bumpRevision()
        }
    }
}

extension Refusal {
    static let dueIsOver = Refusal.invalid(
        code: "bad_due", Bilingual(zh: "截止日期要在今天或以后。", en: "The due day is today or later."))
}

extension Transaction {
    /// Somebody at work in a unit and below, other than the caller.
    func colleague(_ number: StaffNumber, in unit: UnitCode, of caller: Caller) throws -> Person {
        guard let person = try person(number), person.status == .active, try lineage(of: person.unit).contains(unit)
        else {
            throw Refusal.invalid(
                code: "not_available",
                Bilingual(
                    zh: "本单位及下级没有登录号为 \(number) 的在岗人员。",
                    en: "Nobody at work in this unit and below has the number \(number)."))
        }
        guard person.id != caller.person else {
            throw Refusal.invalid(
                code: "own_person", Bilingual(zh: "自己的事不能由自己办，请同事或上级代办。", en: "Not for oneself; ask a colleague."))
        }
        return person
    }

    fileprivate func checkLater(_ due: Day, _ course: CourseID, _ person: Person, on today: Day) throws {
        let standing = try row(
            Statement(
                """
                SELECT due_day FROM standings
                WHERE person = $1 AND course = $2 AND assigned = 1 AND NOT \(Standing.State.holds(on: "$3"))
                """, with: person.id.rawValue, course.rawValue, today.number))
        guard let standing else {
            throw Refusal.invalid(
                code: "nothing_to_extend",
                Bilingual(
                    zh: "\(person.name)（\(person.staffNumber)）没有这门课的任务，或者已经学完。",
                    en: "\(person.name) (\(person.staffNumber)) was not assigned this course, or has finished it."))
        }
        guard let former = try standing.optionalDay(0), former < due else {
            throw Refusal.invalid(
                code: "not_later",
                Bilingual(
                    zh: "\(person.name)（\(person.staffNumber)）原来就不早于这一天，不用延期。",
                    en: "\(person.name) (\(person.staffNumber)) has no earlier due day than this."))
        }
    }
}
