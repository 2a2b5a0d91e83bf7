import Content
import Testing
import Training

struct `What completes a course` {
    private func rule(_ lines: String) throws -> CompletionRule? {
        let world = try World()
        try world.append("\n\(lines)", to: World.sheet)
        return try world.library(on: "2026-11-24").course("visits")?.rule
    }

    @Test func `is reading and passing, for good, unless the course says otherwise`() throws {
        #expect(try World().library().course("visits")?.rule == CompletionRule())
        #expect(
            try rule("completion: passed\nvalid: 12 months\nrenewal_window: 60")
                == CompletionRule(needs: .passed, validity: .months(12), renewalWindow: 60))
        #expect(try rule("valid: until 12-31") == CompletionRule(validity: .yearly(month: 12, day: 31)))
        #expect(try rule("valid: until 2027-06-30") == CompletionRule(validity: .until("2027-06-30")))
        #expect(try rule("valid: until clause change") == CompletionRule(validity: .untilClauseChange))
    }

    @Test func `is asked of whoever learns it`() throws {
        let world = try World()
        try world.append("\ncompletion: completed\nvalid: 6 months", to: World.sheet)
        #expect(
            try world.library().requirements(of: "visits")?.rule
                == CompletionRule(needs: .completed, validity: .months(6)))
    }

    @Test(arguments: [
        (
            "completion: read",
            "`completion` must be one of `passed`, `completed`, `completed_and_passed`, "
                + "`completed_or_passed`"
        ),
        (
            "valid: 1 year",
            "`valid` must be `12 months` (1 to 120), `until 12-31` (each year), `until 2027-06-30` or "
                + "`until clause change`"
        ),
        ("valid: 12 months\nrenewal_window: 181", "`renewal_window` must be a whole number from 1 to 180"),
        ("renewal_window: 30", "`renewal_window` says nothing, as `valid` is no period that comes again"),
        (
            "valid: until clause change\nrenewal_window: 30",
            "`renewal_window` says nothing, as `valid` is no period that comes again"
        ),
        (
            "valid: 1 month",
            "renewing within 30 days of the end (`renewal_window`) must be shorter than the period, "
                + "which can be 28 days"
        ),
        (
            "valid: 2 months\nrenewal_window: 59",
            "renewing within 59 days of the end (`renewal_window`) must "
                + "be shorter than the period, which can be 59 days"
        ),
    ]) func `is without this mistake`(_ lines: String, _ problem: String) throws {
        let problems = try World.problems { try $0.append("\n\(lines)", to: World.sheet) }
        #expect(problems.count == 1 && problems[0].hasSuffix(": error: \(problem)"), "\(problems)")
    }
}
