import Foundation
import SQL
import Testing

@testable import SQLiteStorage

@Suite("When the disk fails", .timeLimit(.minutes(1)))
struct FailingDiskTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `the body that fills it fails and its neighbours are written again`() async throws {
        let database = try await scratch.open()
        try await database.limitPages()
        let runs = Tally()
        let bodies = [insert(1), insert(2, bytes: 1 << 20), insert(3)].enumerated().map { index, body -> Body in
            { transaction in
                runs.add(index + 1)
                return try body(transaction)
            }
        }
        let results = try await database.together(bodies)
        guard case .failure(DatabaseError.full) = results[1] else {
            Issue.record("the disk was not full: \(results[1])")
            return
        }
        #expect([try results[0].get(), try results[2].get()] == [1, 3])
        #expect((1...3).map { runs[$0] } == [2, 1, 1])
        try await database.close()
        #expect(try await scratch.open().items() == [1, 3])
    }

    @Test func `a refusal that rested on lost rows is taken back`() async throws {
        let database = try await scratch.open()
        try await database.limitPages()
        let runs = Tally()
        let results = try await database.together([
            { transaction in
                runs.add(1)
                guard runs[1] == 1 else { throw Refusal() }
                return try insert(1)(transaction)
            },
            { transaction in
                guard try transaction.items().isEmpty else { throw Refusal() }
                return try insert(2)(transaction)
            },
            insert(3, bytes: 1 << 20),
        ])
        #expect(throws: Refusal()) { try results[0].get() }
        #expect(try results[1].get() == 2)
        #expect(try await database.items() == [2])
    }

    @Test func `a body that hides the error of a full disk is not acknowledged`() async throws {
        let database = try await scratch.open()
        try await database.limitPages()
        let results = try await database.together([
            insert(1),
            { transaction in
                try? transaction.insert(2, bytes: 1 << 20)
                try? transaction.insert(3)
                return 3
            },
        ])
        #expect(throws: DatabaseError.self) { try results[1].get() }
        #expect(try results[0].get() == 1)
        try await database.close()
        #expect(try await scratch.open().items() == [1])
    }

    @Test func `a write error inside a group acknowledges only what is on disk`() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            let database = try await scratch.open()
            failWritesBeyond(bytes: 1 << 20)
            // More than the page cache holds: the engine writes to the log while the body still runs.
            let results = try await database.together([insert(1), insert(2, bytes: 80 << 20), insert(3)])
            guard case .failure(DatabaseError.inputOutput) = results[1] else { fatalError("\(results[1])") }
            #expect(results.map { (try? $0.get()) ?? 0 } == [1, 0, 3])
            try await database.close()
            #expect(try await scratch.open().items() == [1, 3])
        }
    }

    @Test func `a commit that fails is acknowledged to nobody`() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            let database = try await scratch.open()
            failWritesBeyond(bytes: 1 << 20)
            let results = try await database.together((1...15).map { insert($0, bytes: 100_000) })
            for result in results {
                guard case .failure(DatabaseError.inputOutput) = result else { fatalError("\(result)") }
            }
            #expect(try await database.write(insert(16)) == 16)
            try await database.close()
            #expect(try await scratch.open().items() == [16])
        }
    }

    @Test func `a killed process leaves every acknowledged write behind`() async throws {
        let (file, told) = (scratch.file, scratch.path + "/told")
        try await scratch.open().close()
        await #expect(processExitsWith: .signal(SIGKILL)) { [file = file as String, told = told as String] in
            let database = try SQLiteDatabase(path: file)
            let descriptor = open(told, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            await withTaskGroup { group in
                for id in 1...200 {
                    group.addTask {
                        let line = "\(try! await database.write(insert(id)))\n"
                        _ = write(descriptor, line, line.utf8.count)
                        if id == 100 { kill(getpid(), SIGKILL) }
                    }
                }
            }
        }
        let acknowledged = try String(contentsOfFile: told, encoding: .utf8).split(separator: "\n").map { Int($0)! }
        #expect(acknowledged.contains(100))
        #expect(Set(try await scratch.open().items()).isSuperset(of: acknowledged))
    }
}

/// From now on, this process cannot make a file longer than that: writing there fails with EFBIG.
private func failWritesBeyond(bytes: UInt) {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
    precondition(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
}

extension SQLiteDatabase {
    /// Leaves the writer little more room than the file takes now: the engine's own full disk.
    fileprivate func limitPages() async throws {
        try await write { transaction in
            let pages = try transaction.row(Statement("PRAGMA page_count"))?.int(0) ?? 0
            _ = try transaction.row(Statement("PRAGMA max_page_count = \(pages + 8)"))
        }
    }
}
