import Foundation
import Records
import TestSupport
import Testing
import Training

@Suite("The log of publications")
struct PublicationTests {
    private let pack = String(repeating: "a", count: 64)

    private func publish(
        _ world: World, from day: Day? = nil, replacing: PublicationID? = nil, at time: Date = monday
    ) async throws -> Publication {
        try await world.records.publish(
            pack: pack, name: "content.zip", from: day, reason: "条款更新", replacing: replacing,
            by: world.caller(.zheng), at: time)
    }

    @Test("keeps who published what and why, and who took it back")
    func entries() async throws {
        let world = try await World()
        let publication = try await publish(world)
        try await world.records.withdraw(
            publication.id, reason: "写错了", by: .operatorAtTheMachine, at: monday.minutes(5))
        let entry = try #require(try await world.records.publications().entries.first)
        #expect(entry.pack == pack && entry.name == "content.zip" && entry.reason == "条款更新")
        #expect(entry.by == (try await world.person(.zheng).name) && entry.at == monday && entry.from == monday)
        #expect(entry.withdrawal == .init(reason: "写错了", by: "command-line", at: monday.minutes(5)))
    }

    @Test("refuses a publication over one that its sender has not seen, and writes nothing")
    func unseen() async throws {
        let world = try await World()
        let first = try await publish(world)
        await #expect(throws: Refusal.self) { try await publish(world, at: monday.minutes(1)) }
        let second = try await publish(world, replacing: first.id, at: monday.minutes(1))
        #expect(try await world.records.publications().entries.map(\.id) == [second.id, first.id])
    }

    @Test("begins one for a day at midnight in Shanghai, and takes no day that is not to come")
    func day() async throws {
        let world = try await World()
        let today = Day(at: monday)
        await #expect(throws: Refusal.self) { try await publish(world, from: today) }
        let publication = try await publish(world, from: today.adding(1))
        #expect(publication.from == today.end)
        let log = try await world.records.publications()
        #expect(log.inService(at: today.end.addingTimeInterval(-0.001)) == nil)
        #expect(log.inService(at: today.end) == publication.asRead(by: try await world.person(.zheng).name))
    }

    @Test("takes back only what is in service or yet to begin, and only once")
    func withdrawals() async throws {
        let world = try await World()
        let first = try await publish(world)
        let second = try await publish(world, replacing: first.id, at: monday.minutes(1))
        func withdraw(_ id: PublicationID) async throws {
            try await world.records.withdraw(id, reason: "写错了", by: world.caller(.zheng), at: monday.minutes(2))
        }
        await #expect(throws: Refusal.self) { try await withdraw(first.id) }
        try await withdraw(second.id)
        await #expect(throws: Refusal.self) { try await withdraw(second.id) }
        await #expect(throws: Refusal.notFound) { try await withdraw("nothing") }
        try await withdraw(first.id)
        #expect(try await world.records.publications().inService(at: monday.minutes(3)) == nil)
    }
}

extension Publication {
    /// The same, told with the name of whoever published it.
    fileprivate func asRead(by name: String) -> Publication {
        Publication(id: id, pack: pack, name: self.name, from: from, reason: reason, by: name, at: at)
    }
}
