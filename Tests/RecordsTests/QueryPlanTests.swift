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
        "standings", "tallies", "import_rows", "late_answers", "grants", "marks", "scenario_steps",
        "notebook_entries", "notebook_cards", "papers", "misconceptions_met",
        "asked", "regrade_changes", "exemptions", "clause_versions", "citations", "certificates", "charges",
        "placements", "attendances", "withdrawn_readings", "completion_ends", "year_tallies", "staged_units",
        "staged_people", "staged_charges", "staged_assignments", "staged_standings", "staged_tallies", "staged_years",
        "import_touches",
    ]

    /// Indexes that hold only what waits for somebody, and are walked through for that.
    private static let queues: Set = ["late_answers_undecided", "marks_awaiting", "clause_versions_unfollowed"]

    /// Records an issue for each step of a plan that walks through a big table.
    private func expectNoScans(_ world: World, _ statements: [Statement]) async throws {
        #expect(!statements.isEmpty)
        for statement in statements {
            for step in try await world.database.plan(of: statement) where step.hasPrefix("SCAN") {
                if Self.queues.contains(where: step.hasSuffix) { continue }
                let table = step.split(separator: " ").dropFirst().first.map(String.init) ?? ""
                #expect(!Self.big.contains(table), "\(step) in \(statement.sql)")
            }
        }
    }

    @Test("that would walk through a table are told by their plan")
    func scansAreSeen() async throws {
        let world = try await World()
        let plan = try await world.database.plan(
            of: Statement("SELECT name FROM people WHERE role || name = $1", with: "张某"))
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

    @Test("of a timed quiz: one more for an answer, and none that walks through anything")
    func timed() async throws {
        let world = try await World()
        let course = Course.visits.under(Quiz.Rules(passMark: 60, timeLimit: 30))
        let attempt = try await world.begin(course, as: .zhang)
        let right = attempt.rightResponse(attempt.paper.slots[0])
        let (_, saving) = try await world.database.statements {
            try await world.records.save(right, slot: 1, seq: 1, in: attempt.id, by: attempt.person, at: monday)
        }
        #expect(saving.count == 4)
        let chen = try await world.caller(.chen)
        let (_, others) = try await world.database.statements {
            _ = try await world.records.save(
                right, slot: 2, seq: 1, in: attempt.id, by: attempt.person, at: monday.days(1))
            _ = try await world.records.closeOverdueAttempts(at: monday.days(1)) { _ in course.requirements }
            _ = try await world.records.review(attempt.id, for: chen, at: monday.days(1))
            _ = try await world.records.lateDeliveries(for: chen, limit: 20)
            try await world.records.decide(
                onLateAnswersOf: attempt.id, accepting: true, reason: "停电", requirements: nil, by: chen,
                at: monday.days(1))
            _ = try await world.records.personCourse(.zhang, "visits", for: chen, at: monday)
        }
        try await expectNoScans(world, saving + others)
    }

    @Test("of a report, with and without a course, walk through nothing", arguments: ["visits", nil] as [CourseID?])
    func report(_ course: CourseID?) async throws {
        let world = try await World()
        let caller = try await world.caller(.chen)
        let (_, statements) = try await world.database.statements {
            try await world.records.completionReport(of: .yanchang, course: course, day: nil, for: caller, at: monday)
        }
        #expect(statements.contains { $0.sql.contains("FROM tallies") })
        #expect(statements.contains { $0.sql.contains("placements.parent") })
        try await expectNoScans(world, statements)
    }

    @Test("of the figures of a year are as many for many people as for one, and walk through nothing")
    func years() async throws {
        let world = try await World()
        let caller = try await world.caller(.chen)
        let queries = CompletionReport.Belonging.allCases.flatMap { by in
            CompletionReport.Tree.allCases.flatMap { tree in
                ["visits", nil].map { YearReport.Query(year: 2026, course: $0, by: by, tree: tree) }
            }
        }
        func asked() async throws -> [Int] {
            var counts: [Int] = []
            for query in queries {
                let (_, statements) = try await world.database.statements {
                    try await world.records.yearReport(of: .yanchang, query, for: caller, at: monday)
                }
                #expect(statements.contains { $0.sql.contains("year_tallies") })
                #expect(!statements.contains { $0.sql.contains("FROM attempts") || $0.sql.contains("FROM people") })
                try await expectNoScans(world, statements)
                counts.append(statements.count)
            }
            return counts
        }
        try await world.finish(.visits, as: .zhang)
        let one = try await asked()
        for number in [StaffNumber.li, .wang] { try await world.finish(.visits, as: number) }
        #expect(try await asked() == one)
    }

    @Test("of a person's record walk through nothing")
    func record() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang)
        let (_, statements) = try await world.database.statements {
            _ = try await world.records.record(of: .zhang, for: world.caller(.chen), at: monday)
        }
        for table in ["readings", "attempts", "completions", "scenario_steps", "late_answers", "regrade_changes"] {
            #expect(statements.contains { $0.sql.contains(table) }, "nothing was asked of \(table)")
        }
        try await expectNoScans(world, statements)
    }

    @Test("of how answers came in, in every form, walk through nothing but the unit's own")
    func delivery() async throws {
        let world = try await World()
        let caller = try await world.caller(.chen)
        let asked: [(CourseID?, Day?)] = [(nil, nil), ("visits", nil), (nil, "2026-11-09"), ("visits", "2026-11-09")]
        for (course, since) in asked {
            for by in CompletionReport.Belonging.allCases {
                for tree in CompletionReport.Tree.allCases {
                    let query = DeliveryReport.Query(course: course, since: since, by: by, tree: tree)
                    let (_, statements) = try await world.database.statements {
                        try await world.records.deliveryReport(of: .yanchang, query, for: caller, at: monday)
                    }
                    #expect(statements.count { $0.sql.contains("units AS below") } == 2)
                    try await expectNoScans(world, statements)
                }
            }
        }
    }

    @Test("of the report on misconceptions, in every form: two that read the index made for it and nothing else of it")
    func misconceptions() async throws {
        let world = try await World()
        let (_, taking) = try await world.database.statements {
            try await world.take(.beliefs(), as: .zhang, right: 0)
            try await world.take(.beliefs(), as: .zhang, at: monday.days(1))
        }
        #expect(taking.contains { $0.sql.contains("INTO misconceptions_met") })
        try await expectNoScans(world, taking)
        let caller = try await world.caller(.chen)
        let days: [(Day?, Day?)] = [
            (nil, nil), ("2026-11-09", nil), (nil, "2026-11-30"), ("2026-11-09", "2026-11-30"),
        ]
        for (from, to) in days {
            for course in ["beliefs", nil] as [CourseID?] {
                let query = MisconceptionReport.Query(course: course, from: from, to: to)
                let (_, statements) = try await world.database.statements {
                    try await world.records.misconceptionReport(of: .yanchang, query, for: caller, at: monday.days(2))
                }
                try await expectNoScans(world, statements)
                var now = query
                (now.by, now.tree) = (.now, .reporting)
                let (_, present) = try await world.database.statements { [now] in
                    try await world.records.misconceptionReport(of: .yanchang, now, for: caller, at: monday.days(2))
                }
                #expect(present.count { $0.sql.contains("people CROSS JOIN misconceptions_met") } == 2)
                try await expectNoScans(world, present)
                let counting = statements.filter { $0.sql.contains("misconceptions_met") }
                #expect(counting.count == 2)
                for statement in counting {
                    let plan = try await world.database.plan(of: statement).filter {
                        $0.contains(" misconceptions_met ")
                    }
                    #expect(
                        plan.allSatisfy {
                            $0.hasPrefix(
                                "SEARCH misconceptions_met USING COVERING INDEX misconceptions_met_unit (unit=?")
                        } && plan.count == 1, "\(plan)")
                }
            }
        }
    }

    @Test("of a list of people, in every form: one and the scope, which walks through units in their order")
    func people() async throws {
        let world = try await World()
        let plan = LearningPlan(id: "all", title: Bilingual(zh: "全", en: "All"), courses: ["visits"], days: nil)
        let after = PersonQuery.Cursor(unit: .firstVillage, staffNumber: .zhang, course: "")
        for query in [
            PersonQuery(), PersonQuery(course: "visits"), PersonQuery(state: .notStarted, overdue: true),
            PersonQuery(plan: plan, limit: 2), PersonQuery(text: "张"), PersonQuery(limit: 2, after: after),
            PersonQuery(direct: true), PersonQuery(order: .number, limit: 2, after: after),
        ] {
            let (_, statements) = try await world.database.statements {
                try await world.records.people(in: .yanchang, query, for: .operatorAtTheMachine, at: monday)
            }
            try await expectNoScans(world, statements)
            let lists = statements.filter { $0.sql.contains("standings") }
            #expect(lists.count == 1)
            let plan = try await world.database.plan(of: lists[0])
            let own = query.after == nil ? "(unit=?)" : "(unit=? AND staff_no>?)"
            #expect(
                plan[0].hasPrefix("SEARCH units USING INDEX") && plan[0].hasSuffix("(path>? AND path<?)"), "\(plan)")
            #expect(plan[1] == "SEARCH people USING INDEX people_unit \(own)")
            // Only the courses of one person are sorted, and where few people are asked for by number.
            #expect(plan.contains("USE TEMP B-TREE FOR ORDER BY") == (query.order == .number), "\(plan)")
        }
    }

    @Test("of a list of many people by number: one walks through the numbers until the page is full, and sorts nobody")
    func manyPeople() async throws {
        let world = try await World()
        try await world.crowd(1001, into: .xixian)
        let after = PersonQuery.Cursor(unit: .firstVillage, staffNumber: .zhang, course: "")
        for query in [
            PersonQuery(order: .number, limit: 2),
            PersonQuery(course: "visits", order: .number, limit: 2, after: after),
        ] {
            let (_, statements) = try await world.database.statements {
                try await world.records.people(in: .shaanxi, query, for: .operatorAtTheMachine, at: monday)
            }
            try await expectNoScans(world, statements)
            let list = try #require(statements.first { $0.sql.contains("standings") })
            let plan = try await world.database.plan(of: list)
            #expect(plan[0].contains("people USING INDEX") && plan[0].hasSuffix("(staff_no>?)"), "\(plan)")
            #expect(!plan.contains("USE TEMP B-TREE FOR ORDER BY"), "\(plan)")
        }
    }

    @Test("of a people file, of whom it leaves out and of those suspended walk through nothing but the unit's own")
    func removals() async throws {
        let world = try await World()
        let caller = try await world.caller(.chen)
        let request = ImportRequest(
            kind: .people, sheet: Sheet("staff_no,name,unit\n00017,张某,610621991201\n,新某,610621991\nN1,李某,610621992"),
            ignored: IgnoredColumns(), encoding: "UTF-8", catalogue: CourseCatalogue([]),
            removals: Removals(within: "610621991", atMost: 100))
        let (receipt, statements) = try await world.database.statements {
            let plan = try await world.records.planImport(request, by: caller, at: monday)
            _ = try await world.records.suspendedPeople(in: .yanchang, limit: 10, for: caller)
            return plan
        }
        #expect(receipt.suspended.map(\.staffNumber) == [.li, .wang])
        try await expectNoScans(world, statements)
    }

    @Test("of people against courses: three and the scope, which walk through units in their order and sort nobody")
    func grid() async throws {
        let world = try await World()
        for query in [
            CourseGrid.Query(), CourseGrid.Query(limit: 2), CourseGrid.Query(text: "张", limit: 2),
            CourseGrid.Query(limit: 2, after: .init(unit: .firstVillage, staffNumber: .zhang)),
        ] {
            let (_, statements) = try await world.database.statements {
                try await world.records.courseGrid(of: .yanchang, query, for: .operatorAtTheMachine, at: monday)
            }
            try await expectNoScans(world, statements)
            let walk = try #require(statements.first { $0.sql.contains("AS page") })
            let plan = try await world.database.plan(of: walk)
            #expect(plan.contains { $0.contains("units USING") && $0.contains("path>? AND path<?") }, "\(plan)")
            #expect(plan.contains { $0.contains("people USING INDEX people_unit (unit=?") }, "\(plan)")
        }
    }

    @Test("of learning, from the first lesson to the end, walk through nothing")
    func learning() async throws {
        let world = try await World()
        let (_, statements) = try await world.database.statements {
            try await world.finish(.publicity, as: .zhang)
            _ = try await world.records.learning(of: world.person(.zhang).id, at: monday)
            _ = try await world.records.tries(of: world.person(.zhang).id, at: "publicity", now: monday)
        }
        try await expectNoScans(world, statements)
    }

    @Test("of an item analysis: three a batch, which find the first tries of the course and what belongs to them")
    func items() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang)
        let (analysis, statements) = try await world.database.statements {
            try await world.records.itemAnalysis(of: "visits")
        }
        #expect(analysis.tries == 1)
        let walks = statements.filter { $0.sql.contains("FROM attempts") }
        // Once through the tries, their answers and marks, and once to see that there are no more.
        #expect(walks.count == 4)
        for statement in walks {
            let plan = try await world.database.plan(of: statement)
            #expect(plan.first?.contains("attempts_first (course=? AND id>?") == true, "\(plan)")
        }
        try await expectNoScans(world, statements)
    }

    @Test("of the notebook walk through nothing; its line on the home page is one read of the person's own cards")
    func notebook() async throws {
        let world = try await World()
        let (_, statements) = try await world.database.statements {
            try await world.take(.visits, as: .zhang, right: 2)
        }
        try await expectNoScans(world, statements)
        let zhang = try await world.person(.zhang).id
        let (cards, home) = try await world.database.statements { try await world.records.notebookCards(of: zhang) }
        #expect(cards.count == 1 && home.count == 1)
        #expect(
            try await world.database.plan(of: home[0]) == [
                "SEARCH notebook_cards USING INDEX sqlite_autoindex_notebook_cards_1 (person=?)"
            ])
        let (_, others) = try await world.database.statements {
            let item = try #require(Course.visits.items.first { $0.question.id == cards[0].question })
            _ = try await world.records.practise(
                nil, to: item, version: nil, number: 2, pictures: [], by: zhang, at: monday.days(1))
            _ = try await world.records.notebookReport(
                of: .yanchang, questions: [item.question.id], for: .operatorAtTheMachine, at: monday.days(1))
        }
        #expect(others.contains { $0.sql.contains("COUNT(DISTINCT notebook_cards.person)") })
        try await expectNoScans(world, others)
    }

    @Test("of paper quizzes walk through nothing but the open papers")
    func papers() async throws {
        let world = try await World()
        let caller = try await world.caller(.chen)
        let (_, statements) = try await world.database.statements {
            let papers = try await world.records.drawPapers(
                for: [.zhang, .li], in: .yanchang, at: Course.visits.quiz, drawing: Course.visits.items, pictures: [],
                requirements: Course.visits.requirements, by: caller, at: monday)
            _ = try await world.records.openPapers(in: .yanchang, for: caller, limit: 10)
            _ = try await world.records.key(
                [:], into: papers[0].number, requirements: Course.visits.requirements, by: caller, at: monday)
            try await world.records.withdraw(papers[1].number, because: "x", by: caller, at: monday)
            _ = try await world.begin(.visits, as: .zhang)
        }
        let open = statements.filter {
            $0.sql.contains("closed_at IS NULL") && $0.sql.hasPrefix("SELECT papers.number")
        }
        #expect(open.count == 1)
        #expect(try await world.database.plan(of: open[0]).contains { $0.contains("INDEX papers_open") })
        try await expectNoScans(world, statements.filter { !$0.sql.contains("closed_at IS NULL") })
        let going = statements.filter { $0.sql.contains("medium = $3") }
        #expect(
            try await world.database.plan(of: going[0]).contains { $0.contains("INDEX attempts_open (person=? AND") })
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
            try await world.apply(.coordinators, Sheet("staff_no,unit\nC-0001,610621\nI-0001,610621"))
            try await world.apply(.enrolments, Sheet("unit,course\n610621991,visits"), by: caller)
            for kind in ImportKind.allCases { _ = try await world.records.export(kind, for: caller) }
        }
        try await expectNoScans(world, statements)
    }

    @Test(
        "of noting clauses: one a clause and one a question, which walk through nothing, and no more when all is known")
    func clauses() async throws {
        let world = try await World()
        let items = Course.visits.items
        let (_, first) = try await world.database.statements {
            try await world.records.note([.visitsClause: .example(1)], citedBy: items, at: monday)
        }
        #expect(first.contains { $0.sql.hasPrefix("INSERT INTO clause_versions") })
        let (_, again) = try await world.database.statements {
            try await world.records.note([.visitsClause: .example(1)], citedBy: items, at: monday.days(1))
        }
        #expect(again.count == 2 + items.count)
        try await expectNoScans(world, first + again)
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

    @Test(
        "of the report on changed clauses are as many for many people as for one, and fewer for an update that is over")
    func clauseReport() async throws {
        let world = try await World()
        func asked(_ corpus: Corpus) async throws -> [Statement] {
            let (_, statements) = try await world.database.statements { try await world.records.clauseReport(corpus) }
            try await expectNoScans(world, statements)
            // A question that was seen before is not read again.
            return statements.filter { !$0.sql.contains("FROM question_versions") }
        }
        try await world.finish(.visits, by: .zhang)
        let update = try await world.made(of: .edited)
        #expect(try await asked(.edited).count == 7)
        for person in [StaffNumber.li, .wang, .zhao] { try await world.finish(.visits, by: person) }
        #expect(try await asked(.edited).count == 7)
        let missing = try await asked(.edited).filter { $0.sql.contains("FROM assignments") }
        #expect(missing.count == 1)
        try await world.records.withdrawClauseUpdate(update.id, by: .operatorAtTheMachine, at: monday.days(4))
        #expect(!(try await asked(.edited).contains { $0.sql.contains("FROM assignments") }))
        #expect(try await asked(.edited).count == 6)
    }

    @Test("of changed clauses find completions by the lists they rest on, and walk through nothing")
    func clauseChanges() async throws {
        let world = try await World()
        for person in [StaffNumber.zhang, .li] { try await world.finish(.visits, by: person) }
        let (_, statements) = try await world.database.statements {
            let report = try await world.records.clauseReport(.edited)
            let plan = try #require(report.proposal).fingerprint
            guard case .made(let update, people: 2) = try await world.make(plan) else { throw Refusal.notFound }
            try await world.finish(.visits, by: .wang)
            let added = try await world.records.extendClauseUpdate(
                update.id, of: .edited, due: update.due, by: .operatorAtTheMachine, at: monday.days(3))
            #expect(added == 1)
            #expect(try await world.outdated(["N78-2.1-a": 2]).count == 3)
        }
        let people = statements.filter { $0.sql.contains("completions.basis IN") }
        #expect(people.count >= 6)
        for statement in people {
            let plan = try await world.database.plan(of: statement)
            #expect(
                plan.contains { $0.contains("completions USING") && $0.contains("INDEX completions_basis (basis=?") })
            #expect(plan.contains { $0.hasPrefix("SEARCH people") })
        }
        try await expectNoScans(world, statements)
    }

    @Test("of certificates, making and showing them, walk through nothing")
    func certificates() async throws {
        let world = try await World()
        let zhang = try await world.person(.zhang)
        let chen = try await world.caller(.chen)
        let (_, statements) = try await world.database.statements {
            try await world.finish(.visits, as: .zhang)
            let number = try #require(try await world.records.certificates(of: zhang.id).first).number
            _ = try await world.records.certificate(number, for: chen)
            _ = try await world.records.certificate(number)
        }
        #expect(statements.filter { $0.sql.contains("\nJOIN certificates") }.count == 3)
        try await expectNoScans(world, statements)
    }

    @Test("of what is assigned find the people of a unit by their units, and walk through nobody else")
    func assigning() async throws {
        let world = try await World()
        let zhou = try await world.caller(.zhou)
        let (_, statements) = try await world.database.statements {
            _ = try await world.records.assignments(in: .yanchuan, limit: 9, for: zhou)
            for numbers in [[], [StaffNumber.zhao]] {
                _ = try await world.records.assign(
                    ["visits"], of: "new-staff", to: numbers, in: .yanchuan, due: nil, by: zhou, at: monday)
                _ = try await world.records.withdraw(
                    .plan("new-staff"), from: numbers, in: .yanchuan, by: zhou, at: monday)
            }
        }
        #expect(statements.contains { $0.sql.contains("INTO assignments") })
        try await expectNoScans(world, statements)
    }

    @Test("of group sessions, from arranging one to correcting who was there, walk through nothing")
    func groupSessions() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let (_, statements) = try await world.database.statements {
            try await world.take(.visits, as: .wang)
            let id = try await world.arrange(in: .firstTown, day: 0, by: chen)
            _ = try await world.records.roster(of: id, limit: 9, for: chen)
            let all = Attendees(numbers: [.zhang], units: [.firstTown])
            _ = try await world.records.roster(of: all, at: id, for: chen, now: monday)
            try await world.attend(id, [.zhang, .wang], by: chen, at: monday)
            _ = try await world.records.groupSession(id, for: chen)
            _ = try await world.records.groupSessions(in: .yanchang, limit: 9, for: chen)
            _ = try await world.records.groupSessions(ahead: Day(at: monday), of: world.person(.zhang).id)
            _ = try await world.records.takeOff([.zhang, .wang], from: id, because: "记错", by: chen, at: monday)
        }
        #expect(statements.contains { $0.sql.contains("INTO withdrawn_readings") })
        try await expectNoScans(world, statements)
    }

    @Test("of a reminder: from the units to their people, and to nobody else's")
    func reminder() async throws {
        let world = try await World()
        let chen = try await world.caller(.chen)
        let (_, statements) = try await world.database.statements {
            try await world.records.reminder(of: "visits", in: .yanchang, limit: 10, for: chen, at: monday)
        }
        try await expectNoScans(world, statements)
    }
}
