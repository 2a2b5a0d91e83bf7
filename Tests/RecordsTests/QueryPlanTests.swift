import FoundationEssentials
import Records
import SQL
import TestSupport
import Testing
import Training

/// What the server asks of its database, by the statements it really runs.
@Suite("Statements")
struct QueryPlanTests {
    /// Tables that grow with people and years. Units and what is asked of them are few and may be walked through.
    private static let big: Set = [
        "people", "memberships", "credentials", "sessions", "readings", "attempts", "answers", "completions",
        "standings", "tallies", "import_rows", "marks", "asked", "regrade_changes",
    ]

    /// Records an issue for each step of a plan that walks through a big table.
    private func expectNoScans(_ world: World, _ statements: [Statement]) async throws {
        #expect(!statements.isEmpty)
        for statement in statements {
            for step in try await world.database.plan(of: statement) where step.hasPrefix("SCAN") {
                let table = step.split(separator: " ").dropFirst().first.map(String.init) ?? ""
                #expect(!Self.big.contains(table), "\(step) in \(statement.sql)")
            }
        }
    }

    @Test("that would walk through a table are told by their plan")
    func scansAreSeen() async throws {
        let world = try await World()
        let plan = try await world.database.plan(of: Statement("SELECT name FROM people WHERE name = $1", with: "张某"))
        #expect(plan.contains { $0.hasPrefix("SCAN people") })
    }

    @Test("of looking up a session: one, which walks through nothing")
    func session() async throws {
        let world = try await World()
        let token = try await world.records.openSession(for: world.person(.zhang), by: .password, at: monday)
        let (found, statements) = try await world.database.statements {
            try await world.records.session(token, at: monday.minutes(1))
        }
        #expect(found != nil && statements.count == 1)
        try await expectNoScans(world, statements)
    }

    @Test("of saving an answer: three, which walk through nothing")
    func answer() async throws {
        let world = try await World()
        let attempt = try await world.begin(.visits, as: .zhang)
        for seq in 1...2 {
            let (receipt, statements) = try await world.database.statements {
                try await world.records.save(
                    attempt.rightResponse(attempt.paper.slots[0]), slot: 1, seq: seq, in: attempt.id,
                    by: attempt.person, at: monday)
            }
            #expect(receipt.saved && statements.count == 3)
            try await expectNoScans(world, statements)
        }
    }

    @Test("of a report, with and without a course, walk through nothing", arguments: ["visits", nil] as [CourseID?])
    func report(_ course: CourseID?) async throws {
        let world = try await World()
        let caller = try await world.caller(.chen)
        let (_, statements) = try await world.database.statements {
            try await world.records.completionReport(of: .yanchang, course: course, day: nil, for: caller, at: monday)
        }
        #expect(statements.contains { $0.sql.contains("FROM tallies") })
        #expect(statements.contains { $0.sql.contains("units.parent") })
        try await expectNoScans(world, statements)
    }

    @Test("of a list of people, in every form, walk through nothing but the unit's own")
    func people() async throws {
        let world = try await World()
        for query in [
            PersonQuery(), PersonQuery(course: "visits"), PersonQuery(state: .notStarted, overdue: true),
            PersonQuery(text: "张"), PersonQuery(limit: 2, after: .init(staffNumber: .zhang, course: "")),
            PersonQuery(direct: true),
        ] {
            let (_, statements) = try await world.database.statements {
                try await world.records.people(in: .yanchang, query, for: .operatorAtTheMachine, at: monday)
            }
            try await expectNoScans(world, statements)
        }
    }

    @Test("of learning, from the first lesson to the end, walk through nothing")
    func learning() async throws {
        let world = try await World()
        let (_, statements) = try await world.database.statements {
            try await world.finish(.publicity, as: .zhang)
            _ = try await world.records.learning(of: world.person(.zhang).id, at: monday)
            _ = try await world.records.attempts(of: world.person(.zhang).id, at: "publicity")
        }
        try await expectNoScans(world, statements)
    }

    @Test("of signing in, codes, imports and exports walk through nothing")
    func administration() async throws {
        let world = try await World()
        let caller = try await world.caller(.chen)
        let (_, statements) = try await world.database.statements {
            let codes = try await world.records.issueCodes(
                below: .yanchang, to: nil, renew: true, by: caller, at: monday)
            let zhang = try await world.person(.zhang)
            let code = codes.first { $0.staffNumber == .zhang }?.code ?? ""
            _ = try await world.records.credential(of: .zhang, at: monday)
            _ = try await world.records.openSession(for: zhang, by: .code(Records.hash(ofCode: code)), at: monday)
            _ = try await world.records.setPassword("$y$", of: zhang, at: monday)
            try await world.apply(.people, Sheet("staff_no,name,unit\n00017,张某,610621992\nN1,新某,610621"), by: caller)
            try await world.apply(.enrolments, Sheet("unit,course\n610621991,visits"), by: caller)
            for kind in ImportKind.allCases { _ = try await world.records.export(kind, for: caller) }
        }
        try await expectNoScans(world, statements)
    }

    @Test("of corrections, from finding them to a review, walk through nothing")
    func corrections() async throws {
        let world = try await Corrected()
        let (_, statements) = try await world.world.database.statements {
            _ = try await world.open()
            let attempt = try await world.begin(as: .zhao, at: monday.days(2))
            try await world.apply()
            try await world.handIn(attempt, board: "c", at: monday.days(10))
            _ = try await world.records.corrections(of: world.attempt(of: .zhao))
            _ = try await world.plan(of: .board("b", version: "v4", keyFrom: "2026-11-10"))
            _ = try await world.records.regrades(of: "publicity-board")
        }
        for table in ["asked", "regrades", "regrade_changes", "question_versions"] {
            #expect(statements.contains { $0.sql.contains("FROM \(table)") }, "nothing was asked of \(table)")
        }
        try await expectNoScans(world.world, statements)
        for statement in statements where statement.sql.contains("FROM regrades WHERE") {
            let plan = try await world.world.database.plan(of: statement)
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan) for \(statement.sql)")
        }
    }
}
