import TestSupport
import Testing

@testable import Training

@Suite("How long a completion holds")
struct ValidityTests {
    @Test(
        "is written in the words of course.yml",
        arguments: [
            ("12 months", Validity.months(12)), ("1 month", .months(1)), ("until 12-31", .yearly(month: 12, day: 31)),
            ("until 03-01", .yearly(month: 3, day: 1)), ("until 2027-06-30", .until("2027-06-30")),
            ("until clause change", .untilClauseChange),
        ])
    func words(_ text: String, _ validity: Validity) {
        #expect(Validity(text) == validity)
        #expect(validity.description == text)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "always", "12", "0 months", "121 months", "12 days", "until", "until 13-01", "until 02-29",
            "until 2027-02-29", "until change", "until clause", "-1 months",
        ])
    func nonsense(_ text: String) { #expect(Validity(text) == nil) }

    @Test("ends on the day of the same number, or the last of a shorter month")
    func months() {
        #expect(Validity.months(12).last(from: "2026-11-10") == "2027-11-10")
        #expect(Validity.months(3).last(from: "2026-11-30") == "2027-02-28")
        #expect(Validity.months(1).last(from: "2028-01-31") == "2028-02-29")
        #expect(Validity.months(1).last(from: "2026-12-31") == "2027-01-31")
        #expect(Validity.months(120).last(from: "2028-02-29") == "2038-02-28")
    }

    @Test("ends on the next such day of a year, for a renewal on the one after")
    func yearly() {
        let rule = Validity.yearly(month: 12, day: 31)
        #expect(rule.last(from: "2026-11-10") == "2026-12-31")
        #expect(rule.last(from: "2026-12-31") == "2026-12-31")
        #expect(rule.last(from: "2026-12-31", renewing: true) == "2027-12-31")
        #expect(Validity.yearly(month: 3, day: 1).last(from: "2026-11-10") == "2027-03-01")
    }

    @Test("ends on the day that is said, and not at all for who finishes later")
    func until() {
        #expect(Validity.until("2027-06-30").last(from: "2027-06-30") == "2027-06-30")
        #expect(Validity.until("2027-06-30").last(from: "2027-07-01") == nil)
        #expect(Validity.untilClauseChange.last(from: "2027-07-01") == nil)
        #expect(Validity.always.last(from: "2027-07-01") == nil)
    }

    @Test("is at least so many days, whenever it begins")
    func shortest() {
        for months in 1...24 {
            let lengths = (0..<1500).map { offset in
                let day = Day("2025-01-01").adding(offset)
                return day.later(months: months).number - day.number
            }
            #expect(lengths.min() == Validity.months(months).shortestPeriod, "\(months)")
        }
    }

    @Test("begins where the former ends when it is renewed in its last days, else on the day itself")
    func renewing() {
        let rule = CompletionRule(validity: .months(12))
        let held = Holding(
            doneAt: Day("2026-11-10").morning, last: "2027-11-10", reopensAt: Day("2027-10-11").start)
        #expect(rule.last(ofFinishing: "2027-11-01", renewing: held) == "2028-11-10")
        #expect(rule.last(ofFinishing: "2027-11-10", renewing: held) == "2028-11-10")
        #expect(rule.last(ofFinishing: "2027-11-11", renewing: held) == "2028-11-11")
        #expect(rule.last(ofFinishing: "2027-11-01", renewing: nil) == "2028-11-01")
        #expect(rule.last(ofFinishing: "2027-10-11", renewing: held) == "2028-11-10")
        #expect(rule.last(ofFinishing: "2027-10-10", renewing: held) == "2028-10-10")
    }

    @Test("of several completions is that of the one that reaches farthest")
    func farthest() {
        func held(_ day: Day, _ last: Day?) -> Holding { Holding(doneAt: day.morning, last: last) }
        let (first, second, third) = (
            held("2026-01-01", "2027-01-01"), held("2026-02-01", "2027-02-01"), held("2025-01-01", nil)
        )
        #expect(Holding.farthest([]) == nil)
        #expect(Holding.farthest([second, first]) == second)
        #expect(Holding.farthest([third, second, first]) == third)
        #expect(Holding.farthest([held("2025-01-01", "2027-01-01"), first]) == first)
    }

    @Test("turns a standing to expired the day after, and back when the course is finished again")
    func standing() {
        let history = History(
            memberships: [Membership(from: "2026-01-01", unit: .firstVillage, active: true)],
            assignments: [.of(.unit(.firstVillage), from: "2026-01-01", due: "2026-03-01")],
            exemptions: [.init(from: "2027-03-01", until: "2027-03-31")], started: "2026-01-02",
            completions: [
                .init(from: "2026-02-01", last: "2027-02-01"), .init(from: "2027-05-01"),
                .init(from: "2026-03-01", last: "2026-02-28"),
            ])
        let tree = DatedTree(parents: [:])
        func state(_ day: Day) -> Standing? { history.standing(on: day, in: tree) }
        #expect(state("2026-01-31")?.state == .inProgress)
        #expect(state("2027-02-01")?.state == .completed && state("2027-02-01")?.overdue == false)
        #expect(state("2027-02-02")?.state == .expired && state("2027-02-02")?.overdue == true)
        #expect(state("2027-03-01")?.state == .exempt && state("2027-04-01")?.state == .expired)
        #expect(state("2027-05-01")?.state == .completed)
    }
}
