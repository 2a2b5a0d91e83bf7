import SQL
import TestSupport
import Testing
import Training

@testable import Records

@Suite("Certificates")
struct CertificateTests {
    private func certificates(_ world: World, of number: StaffNumber) async throws -> [Certificate] {
        try await world.records.certificates(of: world.person(number).id)
    }

    @Test("are made with the completion, once, and say what the course was then")
    func made() async throws {
        let world = try await World()
        try await world.take(.visits, as: .zhang)
        #expect(try await certificates(world, of: .zhang).isEmpty)
        for lesson in Course.visits.lessons { try await world.read(lesson.id, of: .visits, as: .zhang) }
        let certificate = try #require(try await certificates(world, of: .zhang).first)
        #expect(certificate.award == Course.visits.award && certificate.course == "visits")
        #expect(certificate.name == "张某" && certificate.unitName == "示例甲村")
        #expect(certificate.day == Day(at: monday))
        #expect(certificate.clauses == Course.visits.requirements.clauses)

        try await world.take(.visits, as: .zhang, at: monday.days(1))
        try await world.finish(.publicity, as: .zhang, at: monday.days(2))
        let later = try await certificates(world, of: .zhang)
        #expect(later.map(\.course) == ["publicity", "visits"] && later.last == certificate)
        #expect(Set(later.map(\.number)).count == 2)
    }

    @Test("keep the unit of then")
    func moved() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang)
        try await world.apply(
            .people, Sheet("staff_no,name,unit\n00017,张某某,610621991202"), at: monday.days(1))
        let certificate = try #require(try await certificates(world, of: .zhang).first)
        #expect(certificate.unitName == "示例甲村" && certificate.name == "张某某")
    }

    @Test("are seen by their owner and by whoever oversees the owner; to others there are none")
    func scope() async throws {
        let world = try await World()
        try await world.finish(.visits, as: .zhang)
        let number = try #require(try await certificates(world, of: .zhang).first).number
        for seeing in [StaffNumber.zhang, .chen, .wu, .zheng] {
            let caller = try await world.caller(seeing)
            #expect(try await world.records.certificate(number, for: caller).number == number)
        }
        let unknown = try #require(CertificateNumber(from: Array(0..<24)))
        for blind in [StaffNumber.li, .zhou] {
            let caller = try await world.caller(blind)
            for number in [number, unknown] {
                await #expect(throws: Refusal.notFound) { try await world.records.certificate(number, for: caller) }
            }
        }
        #expect(try await world.records.certificate(number)?.maskedName == "张*")
        #expect(try await world.records.certificate(unknown) == nil)
    }

    @Test("are made for completions from before there were any, a batch at a time, and for each once")
    func before() async throws {
        let world = try await World()
        for number in [StaffNumber.zhang, .li, .wang] { try await world.finish(.visits, as: number) }
        try await world.forgetSteps(from: "certificates")
        try await world.records.prepare(at: monday.days(1))
        let first = try await certificates(world, of: .zhang)
        #expect(first.map(\.course) == ["visits"] && first.first?.award == nil)
        #expect(try await world.rows("SELECT number FROM certificates").count == 3)

        try await world.database.write { try $0.script("DELETE FROM certificates") }
        try await world.records.issueMissingCertificates(at: monday.days(1), batch: 2)
        let made = try await world.rows("SELECT number FROM certificates")
        #expect(made.count == 3)
        try await world.records.prepare(at: monday.days(2))
        #expect(try await world.rows("SELECT number FROM certificates") == made)
        try await world.finish(.publicity, as: .zhang, at: monday.days(2))
        #expect(try await certificates(world, of: .zhang).first?.award == Course.publicity.award)
    }
}
