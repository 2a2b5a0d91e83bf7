import FoundationEssentials
import Records
import SQL
import SQLiteStorage
import TestSupport
import Testing
import Training

/// Imports of more rows than are read or written at once.
@Suite("Importing many rows")
struct BulkImportTests {
    /// A sheet of 1,100 random rows about distinct people, most of them good.
    private func people(_ dice: inout Dice, bad isBad: Bool) -> Sheet {
        let known = Province.people.rows.map { $0.cells[0] }.filter { $0 != "A-0001" }
        let cells = (0..<1100).map { index -> [String] in
            var number = index < known.count ? known[index] : "N\(index)"
            var unit = dice.pick(Province.units.rows).cells[dice.below(2)]
            var role = dice.pick(["", "learner", "coordinator", "inspector"])
            if isBad, dice.once(in: 6) { number = dice.pick(["00\(index)", "a b", "6.10621E+11"]) }
            if isBad, dice.once(in: 6) { unit = dice.pick(["6106", "NOWHERE", "示例", "610621000000", ""]) }
            if isBad, dice.once(in: 6) { role = dice.pick(["admin", "boss"]) }
            return [number, "某人\(index)", unit, role, dice.once(in: 9) ? "suspended" : "active"]
        }
        return Sheet(header: ImportKind.people.columns.map(\.name), cells: dice.shuffled(cells))
    }

    @Test("finds of each row what it finds of a file of that row alone", arguments: 0..<4)
    func rowByRow(_ seed: Int) async throws {
        var dice = Dice(seed: seed)
        let world = try await World()
        let caller = seed.isMultiple(of: 2) ? Caller.operatorAtTheMachine : try await world.caller(.chen)
        let sheet = people(&dice, bad: true)
        let whole = try await world.records.planImport(world.request(.people, sheet), by: caller, at: monday)
        #expect(whole.rows == 1100 && whole.count(.error) > 100 && whole.outcomes.map(\.row) == sheet.rows)
        for outcome in dice.shuffled(whole.outcomes).prefix(60) {
            var alone = sheet
            alone.rows = [outcome.row]
            let receipt = try await world.records.planImport(world.request(.people, alone), by: caller, at: monday)
            #expect(receipt.outcomes == [outcome])
        }
    }

    @Test("comes to the same as importing them in small files, and so do courses asked of them all", arguments: 0..<2)
    func inOneOrInMany(_ seed: Int) async throws {
        var dice = Dice(seed: seed)
        let sheet = people(&dice, bad: false)
        let (one, many) = (try await World(), try await World())
        for world in [one, many] {
            try await world.finish(.visits, as: .zhang)
            try await world.read(Course.visits.lessons[0].id, of: .visits, as: .li)
        }
        #expect(try await one.apply(.people, sheet, at: monday.days(1)).state == .applied)
        for group in stride(from: 0, to: sheet.rows.count, by: 90) {
            var part = sheet
            part.rows = Array(sheet.rows[group..<min(group + 90, sheet.rows.count)])
            #expect(try await many.apply(.people, part, at: monday.days(1)).state == .applied)
        }
        try await expectSame(one, many)

        let root = Sheet("unit,course,due\n610000,visits,2026-12-24")
        let numbers = sheet.rows.map { [$0.cells[0], "publicity", "2026-12-01"] }
        let each = Sheet(header: ["staff_no", "course", "due"], cells: numbers)
        for world in [one, many] {
            #expect(try await world.apply(.enrolments, root, at: monday.days(2)).state == .applied)
        }
        #expect(try await one.apply(.enrolments, each, at: monday.days(2)).state == .applied)
        for group in stride(from: 0, to: each.rows.count, by: 90) {
            var part = each
            part.rows = Array(each.rows[group..<min(group + 90, each.rows.count)])
            #expect(try await many.apply(.enrolments, part, at: monday.days(2)).state == .applied)
        }
        try await expectSame(one, many)

        let move = Sheet("code,name,parent\n610621991,示例一镇,610622\n610600,延安市,SX-XIXIAN")
        for world in [one, many] { #expect(try await world.apply(.units, move, at: monday.days(3)).state == .applied) }
        try await expectSame(one, many)
    }

    @Test("suspends whoever it does not name as files do that say so of each of them")
    func removals() async throws {
        var dice = Dice(seed: 5)
        let sheet = people(&dice, bad: false)
        let (one, many) = (try await World(), try await World())
        for world in [one, many] {
            try await world.finish(.visits, as: .zhang)
            try await world.apply(.people, sheet, at: monday.days(1))
            try await world.apply(.enrolments, Sheet("unit,course,due\n610000,visits,2026-12-24"), at: monday.days(1))
        }
        var named = sheet
        named.rows = Array(sheet.rows.filter { $0.cells[0] != StaffNumber.zhang.rawValue }.prefix(200))
        let receipt = try await one.records.applyImport(
            ImportRequest(
                kind: .people, sheet: named, ignored: IgnoredColumns(), encoding: "UTF-8",
                catalogue: CourseCatalogue([]),
                removals: Removals(within: "610000", atMost: 100)), by: .operatorAtTheMachine, at: monday.days(2))
        #expect(receipt.state == .applied && receipt.suspended.count > 600)
        let cells = receipt.suspended.map { [$0.staffNumber.rawValue, $0.name, $0.unit.rawValue, "suspended"] }
        for group in stride(from: 0, to: cells.count, by: 90) {
            let part = Array(cells[group..<min(group + 90, cells.count)])
            try await many.apply(
                .people, Sheet(header: ["staff_no", "name", "unit", "status"], cells: part), at: monday.days(2))
        }
        try await expectSame(one, many)
    }

    @Test("gives each of those without a number one of their own, and done is what was planned")
    func numbers() async throws {
        let world = try await World()
        let sheet = Sheet(header: ["name", "unit"], cells: (0..<1100).map { ["某人\($0)", "610621"] })
        let plan = try await world.records.planImport(
            world.request(.people, sheet), by: .operatorAtTheMachine, at: monday)
        let numbers = Set(plan.outcomes.map(\.row.cells[0]))
        #expect(plan.header == ["staff_no", "name", "unit"] && numbers.count == 1100)
        let done = try await world.records.applyPlan(
            plan.id, catalogue: CourseCatalogue([]), by: .operatorAtTheMachine, at: monday)
        #expect(done.outcomes == plan.outcomes && done.header == plan.header)
        #expect(try await world.records.importReceipt(plan.id, for: .operatorAtTheMachine) == done)
        let known = try await world.rows("SELECT staff_no FROM people WHERE name LIKE '某人%'").map { $0[0].text }
        #expect(Set(known) == numbers && known.count == 1100)
    }

    /// Two worlds have the same people, and the same of each, and count the same; only ids differ.
    private func expectSame(_ one: World, _ other: World) async throws {
        for kind in ImportKind.allCases {
            let rows = try await one.records.export(kind, for: .operatorAtTheMachine)
            #expect(try await rows == other.records.export(kind, for: .operatorAtTheMachine))
        }
        for query in [
            // What comes and goes leaves a row of zeros, or none if it does so in one file.
            """
            SELECT * FROM tallies WHERE assigned <> 0 OR completed <> 0 OR in_progress <> 0 OR not_started <> 0
                OR overdue <> 0 OR exempt <> 0
            ORDER BY unit, reach, course, day
            """,
            "SELECT * FROM year_tallies WHERE people <> 0 OR people_now <> 0 ORDER BY unit, course, year",
            "SELECT code, path FROM units ORDER BY code",
            "SELECT unit, position, from_day, name, parent, reports_to FROM placements ORDER BY unit, position",
            """
            SELECT staff_no, course, assigned, due_day, started_day, completed_day FROM standings
            JOIN people ON people.id = person ORDER BY staff_no, course
            """,
            """
            SELECT staff_no, position, from_day, memberships.unit, active FROM memberships
            JOIN people ON people.id = person ORDER BY staff_no, position
            """,
        ] {
            #expect(try await one.rows(query) == other.rows(query), "\(query)")
        }
        for table in ["people", "units", "standings", "tallies", "years"].map({ "staged_\($0)" }) + ["import_touches"] {
            #expect(try await one.rows("SELECT 1 FROM \(table)").isEmpty)
        }
    }
}

/// What happens while an import goes on, at every point at which others are let in.
@Suite("While an import goes on")
struct ImportMeanwhileTests {
    private let joining = Sheet("staff_no,name,unit\n00017,张某,610621992\nN1,新某,610621")
    /// More writes than a small import is made of.
    private let points = 1...12

    private func world() async throws -> (world: World, hook: HookedDatabase) {
        let hook = HookedDatabase(try SQLiteDatabase.inMemory())
        return (try await World(in: hook), hook)
    }

    private func suspended(in world: World) async throws -> Set<String> {
        let found = try await world.rows("SELECT staff_no FROM people WHERE status = 'suspended'")
        return Set(found.map { $0[0].text })
    }

    private func tallies(_ world: World) async throws -> [[Value]] {
        try await world.rows(
            "SELECT * FROM tallies WHERE assigned <> 0 OR completed <> 0 OR in_progress <> 0 ORDER BY 1, 2, 3, 4")
            + world.rows("SELECT * FROM year_tallies WHERE people <> 0 OR people_now <> 0 ORDER BY 1, 2, 3")
    }

    @Test("whoever learns is counted as if they had learnt before")
    func learning() async throws {
        let orders = "unit,course,due\n610600,visits,2026-12-24"
        let before = try await World()
        try await before.finish(.visits, as: .zhang)
        try await before.read(Course.publicity.lessons[0].id, of: .publicity, as: .li)
        try await before.apply(.people, joining)
        try await before.apply(.enrolments, Sheet(orders))
        let expected = try await tallies(before)
        var happened = 0
        for point in points {
            for kind in [ImportKind.people, .enrolments] {
                let (world, hook) = try await world()
                if kind == .enrolments { try await world.apply(.people, joining) }
                hook.before(bulkWrite: point) {
                    try await world.finish(.visits, as: .zhang)
                    try await world.read(Course.publicity.lessons[0].id, of: .publicity, as: .li)
                }
                let receipt = try await world.apply(kind, kind == .people ? joining : Sheet(orders))
                #expect(receipt.state == .applied)
                if hook.forget() {
                    try await world.finish(.visits, as: .zhang)
                    try await world.read(Course.publicity.lessons[0].id, of: .publicity, as: .li)
                } else {
                    happened += 1
                }
                if kind == .people { try await world.apply(.enrolments, Sheet(orders)) }
                #expect(try await tallies(world) == expected, "before write \(point) of \(kind)")
            }
        }
        #expect(happened > 8)
    }

    @Test("another import is not lost, and this one is done on what that left")
    func another() async throws {
        let other = Sheet("staff_no,name,unit\n00017,张三,610621991202\nN2,另某,610621")
        var raced = 0
        for point in points {
            let (world, hook) = try await world()
            hook.before(bulkWrite: point) { try await world.apply(.people, other) }
            let receipt = try await world.apply(.people, joining)
            #expect(receipt.state == .applied)
            guard !hook.forget() else { continue }
            raced += 1
            #expect(try await world.person("N2").name == "另某")
            #expect(try await world.person("N1").name == "新某")
            let moves = try await world.rows(
                "SELECT memberships.unit FROM memberships JOIN people ON people.id = person WHERE staff_no = '00017' ORDER BY position"
            ).map { $0[0].text }
            #expect(Set(moves.suffix(2)) == ["610621991202", "610621992"])
            #expect(try await world.person(.zhang).unit.rawValue == moves.last)
        }
        #expect(raced > 3)
    }

    @Test("whoever comes to a unit is suspended with those that it does not name, or comes afterwards; told as it is")
    func removing() async throws {
        var raced = 0
        for point in points {
            let (world, hook) = try await world()
            let before = try await suspended(in: world)
            hook.before(bulkWrite: point) {
                try await world.apply(.people, Sheet("staff_no,name,unit\nN2,另某,610621991"))
            }
            let receipt = try await world.records.applyImport(
                ImportRequest(
                    kind: .people, sheet: Sheet("staff_no,name,unit\n00017,张某,610621991201"),
                    ignored: IgnoredColumns(), encoding: "UTF-8", catalogue: CourseCatalogue([]),
                    removals: Removals(within: "610621991", atMost: 100)), by: .operatorAtTheMachine, at: monday)
            #expect(receipt.state == .applied)
            let left = try await suspended(in: world).subtracting(before)
            #expect(Set(receipt.suspended.map(\.staffNumber.rawValue)) == left, "before write \(point)")
            if !hook.forget(), left.contains("N2") { raced += 1 }
        }
        #expect(raced > 2)
    }

    @Test("a plan that another import overtook is refused, stays a plan, and tells that it cannot be applied")
    func overtaken() async throws {
        var refused = 0
        for point in points {
            let (world, hook) = try await world()
            let plan = try await world.records.planImport(
                world.request(.people, joining), by: .operatorAtTheMachine, at: monday)
            hook.before(bulkWrite: point) {
                try await world.apply(.people, Sheet("staff_no,name,unit\nN2,另某,610621"))
            }
            do {
                _ = try await world.records.applyPlan(
                    plan.id, catalogue: CourseCatalogue([]), by: .operatorAtTheMachine, at: monday.minutes(1))
            } catch Refusal.conflict("data_changed", _) {
                refused += 1
                let left = try await world.records.importReceipt(plan.id, for: .operatorAtTheMachine)
                #expect(left.state == .planned && left.isOutdated && left.outcomes == plan.outcomes)
                await #expect(throws: Refusal.notFound) { try await world.person("N1") }
                #expect(try await world.person("N2").name == "另某")
            }
        }
        #expect(refused > 2)
    }

    @Test("the end of the program leaves nothing of it, and is told")
    func interrupted() async throws {
        var interrupted = 0
        for point in points {
            let (world, hook) = try await world()
            let ours: Set = ["imports", "import_rows"]
            let before = try await world.dump(without: ours)
            hook.before(bulkWrite: point) { try await world.records.interruptImports() }
            do {
                // A day later, so that its id is the last.
                _ = try await world.apply(.people, joining, at: monday.days(1))
            } catch Refusal.conflict("import_interrupted", _) {
                interrupted += 1
                let id: ImportID = try #require(
                    try await world.rows("SELECT MAX(id) FROM imports").first.flatMap { ImportID($0[0].text) })
                let told = try await world.records.importReceipt(id, for: .operatorAtTheMachine)
                #expect(told.state == .interrupted && told.progress == nil)
                #expect(try await world.dump(without: ours) == before)
                await expectConflict("import_interrupted") {
                    _ = try await world.records.applyPlan(
                        id, catalogue: CourseCatalogue([]), by: .operatorAtTheMachine, at: monday)
                }
            }
        }
        #expect(interrupted > 3)
    }

    @Test("a failing disk leaves nothing of it")
    func failing() async throws {
        var failed = 0
        for point in points {
            let (world, hook) = try await world()
            let ours: Set = ["imports", "import_rows"]
            let before = try await world.dump(without: ours)
            hook.before(bulkWrite: point) { throw DatabaseError.inputOutput("no disk") }
            do {
                // A day later, so that its id is the last.
                _ = try await world.apply(.people, joining, at: monday.days(1))
            } catch DatabaseError.inputOutput {
                let states = try await world.rows("SELECT state FROM imports ORDER BY id").map { $0[0].text }
                guard states.last == "interrupted" else { continue }
                failed += 1
                #expect(try await world.dump(without: ours) == before)
            }
        }
        #expect(failed > 3)
    }

    @Test("one of which nothing was seen for ten minutes is taken for interrupted, and no other")
    func silent() async throws {
        let (world, hook) = try await world()
        let work = try await world.records.beginImport(
            world.request(.people, joining), applying: true, by: .operatorAtTheMachine, at: monday)
        @Sendable func state() async throws -> ImportReceipt.State {
            try await world.records.importReceipt(work.head.id, for: .operatorAtTheMachine).state
        }
        try await world.records.interruptSilentImports(at: monday)
        try await world.records.interruptSilentImports(at: monday.minutes(9))
        #expect(try await state() == .checking)
        // It gets on between two looks, however far apart.
        hook.before(bulkWrite: 2) {
            try await world.records.interruptSilentImports(at: monday.minutes(20))
            #expect(try await state() == .applying)
            try await world.records.interruptSilentImports(at: monday.minutes(30))
            #expect(try await state() == .interrupted)
        }
        await expectConflict("import_interrupted") { _ = try await work.finish() }
        #expect(!hook.forget())
    }

    @Test("whoever looks sees how far it is, and of a long one only the rows asked for")
    func progress() async throws {
        let (world, hook) = try await world()
        let cells = (0..<1200).map { ["N\($0)", "某人", $0 == 700 ? "NOWHERE" : "610621"] }
        let sheet = Sheet(header: ["staff_no", "name", "unit"], cells: cells)
        let work = try await world.records.beginImport(
            world.request(.people, sheet), applying: true, by: .operatorAtTheMachine, at: monday)
        let id = work.head.id
        #expect(work.head.progress == .init(done: 0, of: 1200))
        hook.before(bulkWrite: 3) {
            let seen = try await world.records.importReceipt(id, for: .operatorAtTheMachine, rows: .none)
            #expect(seen.state == .checking && seen.progress == .init(done: 1000, of: 1200) && seen.rows == 1000)
        }
        let receipt = try await work.finish()
        #expect(!hook.forget() && receipt.state == .refused)
        let caller = Caller.operatorAtTheMachine
        #expect(try await world.records.importReceipt(id, for: caller) == receipt)
        let problems = try await world.records.importReceipt(id, for: caller, rows: .problems)
        #expect(problems.problems == receipt.problems && problems.counts == receipt.counts)
        #expect(problems.outcomes.map(\.row.number) == [702])
        let first = try await world.records.importReceipt(id, for: caller, rows: .first(3))
        #expect(first.outcomes.map(\.row.number) == [702, 2, 3] && first.rows == 1200)
        var rows: [ImportReceipt.Outcome] = []
        while case let more = try await world.records.importRows(id, after: rows.last?.row.number ?? 0, for: caller),
            !more.isEmpty
        {
            #expect(more.count <= 1000)
            rows += more
        }
        #expect(rows == receipt.outcomes)
        let chen = try await world.caller(.chen)
        await #expect(throws: Refusal.notFound) { try await world.records.importRows(id, after: 0, for: chen) }
    }
}
