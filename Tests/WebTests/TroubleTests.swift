import HTTPTypes
import SQL
import Synchronization
import TestSupport
import Testing

@testable import Content
@testable import Web

struct `When nothing can be written` {
    @Test(arguments: [
        DatabaseError.full("/secret/training.sqlite"), .inputOutput("/secret/training.sqlite"),
        .busy("/secret/training.sqlite"),
    ]) func `nothing is acknowledged, and one is asked to come again`(_ error: DatabaseError) async throws {
        let disk = Disk()
        try await Town(database: disk.under).open { visit in
            let attempt = try await visit.begin("visits", as: .zhang)
            let answer = try #require(try await visit.rightAnswers(to: attempt, as: .zhang)[1])
            let body: JSON = ["response": answer, "seq": 1]
            _ = try await (visit.town.key(of: .chen), visit.town.key(of: .chensToken))
            disk.writes(fail: error)
            let replies = [
                try await visit.send(body, to: "/attempts/\(attempt)/answers/1", as: .zhang, by: .put),
                try await visit.send([:], to: "/attempts/\(attempt)/submission", as: .zhang),
                try await visit.send([:], to: "/courses/visits/01-knock/reading", as: .zhang),
                try await visit.post(
                    table: "code,name,parent\n1,x,610621\n", to: "/imports?kind=units", as: .chensToken),
                try await visit.send(.post, "/units/610621/sign-in-codes.csv", as: .chensToken),
            ]
            for reply in replies {
                #expect(reply.status == 503)
                #expect(reply.problem == "not_saved")
                #expect(reply.headers[.retryAfter] == "5")
                #expect(!reply.contains("saved\":true"))
                #expect(!reply.contains("secret"))
            }
            let page = try await visit.post("/courses/visits/01-knock/reading", as: .zhang)
            #expect(page.status == 503)
            #expect(page.contains("现在不能保存"))
            disk.writes(fail: nil)
            let paper = try await visit.get("/attempts/\(attempt).json", as: .zhang).json
            #expect(paper["state"] == "in_progress")
            #expect(paper["questions"].list.allSatisfy { $0["seq"] == 0 })
            let saved = try await visit.send(body, to: "/attempts/\(attempt)/answers/1", as: .zhang, by: .put)
            #expect(try saved.json["saved"] == true)
        }
    }

    @Test func `a server starts on clauses that cannot be noted yet, and notes them once it can`() async throws {
        let disk = Disk()
        let town = try await Town(database: disk.under)
        let law = try #require(Town.files["Courses/clauses/law.yml"])
        try town.folder.write(
            law.replacing("- id: L-1\n  version: 1", with: "- id: L-1\n  version: 2"), to: "Courses/clauses/law.yml")
        disk.writes(fail: .full(""))
        func start() async throws -> (content: LiveLibrary, failures: Int) {
            let content = try LiveLibrary(
                courses: town.folder.file("Courses"), questions: town.folder.file("Questions"))
            let failures = Mutex(0)
            let site = try Site(records: town.records, content: content, clock: { [clock = town.clock] in clock.now })
            try await site.followClauses { _ in failures.withLock { $0 += 1 } }
            return (content, failures.withLock { $0 })
        }
        let (content, failures) = try await start()
        #expect(failures == 1 && content.current.clauses["L-1"]?.version == 2)
        #expect(content.current.stale["visits-knock"] == ["L-1"])
        await #expect(throws: DatabaseError.full("")) { try await content.look() }
        disk.writes(fail: nil)
        try await content.look()
        disk.writes(fail: .full(""))
        #expect(try await start().failures == 0)
    }

    @Test func `what is there can still be read`() async throws {
        let disk = Disk()
        try await Town(database: disk.under).open { visit in
            _ = try await (visit.town.key(of: .zhang), visit.town.key(of: .chen))
            disk.writes(fail: .full(""))
            #expect(try await visit.get("/courses/visits", as: .zhang).status == 200)
            #expect(try await visit.get("/units/610621/completion.json", as: .chen).status == 200)
            #expect(try await visit.get("/readyz").status == 200)
        }
    }
}

struct `When the records fail` {
    @Test(arguments: [
        DatabaseError.corrupt("page 7 of /secret"), .failed("no such column: secret"), .constraint("secret"),
    ])
    func `the answer tells nothing of the cause`(_ error: DatabaseError) async throws {
        let disk = Disk()
        try await Town(database: disk.under).open { visit in
            _ = try await visit.town.key(of: .zhang)
            disk.reads(fail: error)
            let document = try await visit.get("/", as: .zhang, [.accept: "application/json"])
            let page = try await visit.get("/", as: .zhang)
            #expect(document.status == 500)
            #expect(document.problem == "internal")
            #expect(page.status == 500)
            #expect(page.contains("服务器出错了"))
            for reply in [document, page] { #expect(!reply.contains("secret")) }
            #expect(page.headers[.contentSecurityPolicy] != nil)
        }
    }

    @Test func `the site says that it lives and is not ready`() async throws {
        let disk = Disk()
        try await Town(database: disk.under).open { visit async throws in
            #expect(try await visit.get("/readyz").json == ["status": "ok"])
            disk.reads(fail: .inputOutput(""))
            #expect(try await visit.get("/readyz").status == 503)
            #expect(try await visit.get("/healthz").status == 200)
        }
    }
}

/// What a test does to the disk below a database.
private final class Disk: Sendable {
    private let trouble = Mutex<(reads: DatabaseError?, writes: DatabaseError?)>((nil, nil))

    func reads(fail error: DatabaseError?) { trouble.withLock { $0.reads = error } }

    func writes(fail error: DatabaseError?) { trouble.withLock { $0.writes = error } }

    fileprivate var failure: (reads: DatabaseError?, writes: DatabaseError?) { trouble.withLock { $0 } }

    /// The database with this disk below it.
    func under(_ database: any Database) -> any Database { FailingDatabase(database: database, disk: self) }
}

/// A database whose statements all work, and whose commits fail when the disk does.
private struct FailingDatabase: Database {
    let database: any Database
    let disk: Disk

    func renewStatistics() async throws {}

    func flaws() async -> [String] { [] }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        if let error = disk.failure.reads { throw error }
        return try await database.read(body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await database.write { [disk] in try Self.run(body, $0, on: disk) }
    }

    func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await database.writeAlone { [disk] in try Self.run(body, $0, on: disk) }
    }

    private static func run<T>(
        _ body: (any Transaction) throws -> T, _ transaction: any Transaction, on disk: Disk
    ) throws -> T {
        let result = try body(transaction)
        if let error = disk.failure.writes { throw error }
        return result
    }
}
