import Content
import Foundation
import Records
import Training
import Web

/// A made-up province: real names of cities and counties, invented townships, villages and people, and a year of
/// learning. Everything random comes from one seed, everything dated from one moment.
struct DemoProvince: Sendable {
    let people: Int
    let seed: UInt64
    let now: Date

    /// The password of the accounts below.
    static let password = "demo-training"

    /// One person of each role to sign in as.
    static let accounts: [(number: StaffNumber, role: Person.Role, unit: String)] = [
        ("admin01", .admin, "610000"), ("coord01", .coordinator, "610621"), ("learner01", .learner, "610621991201"),
    ]

    /// Fills an empty database, and refuses one that was not made for showing.
    static func prepare(_ records: Records, _ library: Library) async throws {
        if try await records.isDemo() { return }
        do {
            try await records.markAsDemo()
        } catch Refusal.conflict {
            throw Failure(
                Bilingual(
                    zh: "数据库里已有数据，又没有演示标记，不作演示用。",
                    en: "The database has data and is not marked as a demo; it is not served as one."))
        }
        print("Filling the demo province …")
        try await DemoProvince(people: 300, seed: 1, now: Date()).fill(records, library)
    }

    /// Writes units, people, enrolments and a year of history.
    func fill(_ records: Records, _ library: Library) async throws {
        let begin = now.addingTimeInterval(-330 * 86_400)
        let world = DemoWorld(people: people, seed: seed)
        let courses = Self.courses(library).map(\.id)
        try await load(.units, world.units, records, courses, at: begin)
        try await load(.people, world.people, records, courses, at: begin.addingTimeInterval(3600))
        try await load(.enrolments, enrolments(courses), records, courses, at: begin.addingTimeInterval(7200))
        let learning = DemoLearning(
            world: world, library: library, records: records, seed: seed, from: begin, to: now)
        let answers = DemoAnswers(library)
        try await learning.run(answers)
        try await DemoCounty(learning: learning, answers: answers).run()
        let hashed = try await Passwords(threads: .singleton).hash(Self.password)
        for account in Self.accounts { try await records.setPassword(hashed, of: account.number) }
    }

    private func load(
        _ kind: ImportKind, _ rows: [[String]], _ records: Records, _ courses: [CourseID], at time: Date
    ) async throws {
        let sheet = Sheet(
            header: kind.columns.map(\.name).prefix(rows.first?.count ?? 0).map(\.self),
            rows: rows.enumerated().map { Sheet.Row(number: $0 + 2, cells: $1) })
        let request = ImportRequest(
            kind: kind, sheet: sheet, ignored: IgnoredColumns(), encoding: "UTF-8", catalogue: CourseCatalogue(courses))
        let receipt = try await records.applyImport(request, by: .operatorAtTheMachine, at: time)
        guard receipt.state == .applied else { throw Failure(receipt.problems.map(\.told)) }
    }

    /// The courses that the province is assigned: one of each area, that which bears its name where there is one, else the
    /// first. The others are open to whoever wants to read.
    static func courses(_ library: Library) -> [Course] {
        Area.allCases.compactMap { area in
            let courses = library.courses.filter { $0.area == area }
            return courses.first { $0.id.rawValue == "service-\(area.rawValue)" } ?? courses.first
        }.sorted { $0.id < $1.id }
    }

    /// Every course of the demo for the whole province: the first was due a month ago, the others in three weeks and later.
    private func enrolments(_ courses: [CourseID]) -> [[String]] {
        let today = Day(at: now)
        return courses.enumerated().map { index, course in
            ["", "610000", course.rawValue, "\(today.adding(index == 0 ? -30 : 21 * index))"]
        }
    }
}
