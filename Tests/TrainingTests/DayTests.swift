import Foundation
import TestSupport
import Testing
import Training

@Suite("A day")
struct DayTests {
    @Test("is the day of Foundation's calendar, every day from 1900 to 2100")
    func agreesWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let first = try #require(Day(year: 1900, month: 1, day: 1)).number
        let last = try #require(Day(year: 2100, month: 12, day: 31)).number
        #expect(last - first + 1 == 73_414)
        for number in first...last {
            let day = Day(number: number)
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(number) * 86_400))
            let same = day.civil.year == parts.year && day.civil.month == parts.month && day.civil.day == parts.day
            guard same else { Issue.record("\(day) is \(parts)"); return }
            guard Day(year: day.civil.year, month: day.civil.month, day: day.civil.day) == day, Day("\(day)") == day
            else { Issue.record("\(day) does not come back"); return }
        }
    }

    @Test("begins at 16:00 UTC of the day before, to the second")
    func beginsInShanghai() throws {
        let midnight = try Date("2026-11-29T16:00:00Z", strategy: .iso8601)
        #expect(Day(at: midnight) == "2026-11-30")
        #expect(Day(at: midnight.addingTimeInterval(-1)) == "2026-11-29")
        #expect(Day(at: midnight.addingTimeInterval(86_399)) == "2026-11-30")
        #expect(Day("2026-11-30").start == midnight)
        #expect(Day("2026-11-30").end == midnight.addingTimeInterval(86_400))
    }

    @Test("before 1970 begins there too")
    func beginsInShanghaiLongAgo() {
        let day: Day = "1969-12-31"
        #expect(day.number == -1)
        #expect(Day(at: day.start) == day)
        #expect(Day(at: day.start.addingTimeInterval(-0.001)) == "1969-12-30")
        #expect(Day(at: day.end.addingTimeInterval(-0.001)) == day)
    }

    @Test(
        "is read in the forms that spreadsheets and people write",
        arguments: ["2026-11-05", "2026/11/05", "2026年11月05日", "2026-11-5", "2026/11/5", "2026年11月5日", " 2026-11-05\t"])
    func readsForms(_ text: String) {
        let read = Day(text)
        #expect(read == Day(year: 2026, month: 11, day: 5))
        #expect(read.map(String.init) == "2026-11-05")
    }

    @Test(
        "is not read from what is no date",
        arguments: [
            "", "2026-02-30", "2026-13-01", "2026-00-10", "2026-11-00", "2026-04-31", "2025-02-29", "1900-02-29",
            "26-11-05", "2026-11", "2026-11-05-01", "2026-11/05", "2026年11月05", "2026月11年05日", "2026-011-05",
            "2026--5", "+026-11-05", "２０２６-11-05", "46356", "2026-11-05T00:00:00", "1899-12-31", "-2026-11-05",
        ])
    func refusesOthers(_ text: String) {
        let read = Day(text)
        #expect(read == nil)
    }

    @Test(
        "29 February is there in leap years only",
        arguments: [(2024, true), (2023, false), (2000, true), (2100, false)])
    func leaps(_ year: Int, _ leaps: Bool) {
        #expect((Day(year: year, month: 2, day: 29) != nil) == leaps)
    }

    @Test("is JSON text, and other text is refused")
    func codes() throws {
        let day: Day = "2026-11-30"
        #expect(String(decoding: try JSONEncoder().encode([day]), as: UTF8.self) == #"["2026-11-30"]"#)
        #expect(try JSONDecoder().decode([Day].self, from: Data(#"["2026年11月30日"]"#.utf8)) == [day])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Day].self, from: Data(#"["2026-11-31"]"#.utf8))
        }
    }

    @Test("counts across the ends of months and years")
    func counts() {
        #expect(Day("2026-12-31").adding(1) == "2027-01-01")
        #expect(Day("2028-03-01").adding(-1) == "2028-02-29")
        #expect(Day("2026-11-30") < "2026-12-01")
    }
}
