import SQL
import Training

/// What standings follow from and what is known of people one by one, read for many at once.
struct PersonFacts {
    private(set) var memberships: [PersonID: [Membership]] = [:]
    private(set) var assignments: [PersonID: [Assignment]] = [:]
    private(set) var beginnings: [PersonID: [(course: CourseID, day: Day)]] = [:]
    /// The days on which what they finished held, once for each time.
    private(set) var completions: [PersonID: [(course: CourseID, period: Completion.Period)]] = [:]
    private(set) var exemptions: [PersonID: [(course: CourseID?, period: Exemption.Period)]] = [:]

    /// The facts about these people; nothing about those who are not there yet.
    init(of people: some RandomAccessCollection<PersonID>, in transaction: any Transaction) throws {
        let ids = people.map(\.rawValue)
        memberships = try transaction.memberships(of: people)
        try readAssignments(ids, transaction)
        try readBeginnings(ids, transaction)
        try readCompletions(ids, transaction)
        try readExemptions(ids, transaction)
    }

    private mutating func readAssignments(_ ids: [String], _ transaction: any Transaction) throws {
        let found = try transaction.rows(in: ids) { list in
            "\(Assignment.selection) WHERE person IN \(list) ORDER BY person, course, position"
        }
        for row in found { assignments[try row.code(1), default: []].append(try Assignment(row)) }
    }

    private mutating func readBeginnings(_ ids: [String], _ transaction: any Transaction) throws {
        let found = try transaction.rows(in: ids) { list in
            "SELECT person, course, started_day FROM standings WHERE person IN \(list) AND started_day IS NOT NULL"
        }
        for row in found {
            beginnings[try row.code(0), default: []].append((try row.code(1), Day(number: try row.int(2))))
        }
    }

    private mutating func readCompletions(_ ids: [String], _ transaction: any Transaction) throws {
        let found = try transaction.rows(in: ids) { list in
            """
            SELECT completions.person, completions.course, completions.effective_day, \(Completion.lastDay)
            FROM completions \(Completion.ends)
            WHERE completions.person IN \(list) AND \(Completion.stands)
            ORDER BY completions.person, completions.id
            """
        }
        for row in found {
            let period = Completion.Period(from: Day(number: try row.int(2)), last: try row.optionalDay(3))
            completions[try row.code(0), default: []].append((try row.code(1), period))
        }
    }

    private mutating func readExemptions(_ ids: [String], _ transaction: any Transaction) throws {
        let found = try transaction.rows(in: ids) { list in
            """
            SELECT person, course, from_day, COALESCE(ended_day, until_day) FROM exemptions
            WHERE person IN \(list) ORDER BY person, from_day, id
            """
        }
        for row in found {
            let period = Exemption.Period(from: Day(number: try row.int(2)), until: try row.optionalDay(3))
            exemptions[try row.code(0), default: []].append((try row.optionalCode(1), period))
        }
    }
}

extension Transaction {
    /// Where each of these people belonged, the oldest first.
    func memberships(of people: some RandomAccessCollection<PersonID>) throws -> [PersonID: [Membership]] {
        let found = try rows(in: people.map(\.rawValue)) { list in
            """
            SELECT person, from_day, unit, active FROM memberships WHERE person IN \(list)
            ORDER BY person, from_day, position
            """
        }
        var memberships: [PersonID: [Membership]] = [:]
        for row in found {
            memberships[try row.code(0), default: []].append(
                Membership(from: Day(number: try row.int(1)), unit: try row.code(2), active: try row.bool(3)))
        }
        return memberships
    }
}
