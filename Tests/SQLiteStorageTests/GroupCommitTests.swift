import Foundation
import SQL
import Testing

@testable import SQLiteStorage

@Suite("Writes that wait together", .timeLimit(.minutes(1)))
struct GroupCommitTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `share one commit`() async throws {
        let database = try await scratch.open()
        let before = try scratch.commits()
        let results = try await database.together(inserts(1...WriteQueue.largestGroup))
        #expect(results.compactMap { try? $0.get() } == Array(1...64))
        #expect(try scratch.commits() == before + 1)
        #expect(try await database.items() == Array(1...64))
    }

    @Test func `need a second commit for the 65th`() async throws {
        let database = try await scratch.open()
        let before = try scratch.commits()
        _ = try await database.together(inserts(1...65))
        #expect(try scratch.commits() == before + 2)
        #expect(try await database.items() == Array(1...65))
    }

    @Test func `do not wait for one another longer than the time of a group`() async throws {
        let database = try await scratch.open(longestGroup: .milliseconds(10))
        let before = try scratch.commits()
        _ = try await database.together(
            (1...3).map { id in
                { transaction in
                    try transaction.insert(id)
                    Thread.sleep(forTimeInterval: 0.02)
                    return id
                }
            })
        #expect(try scratch.commits() == before + 3)
        #expect(try await database.items() == [1, 2, 3])
    }

    @Test func `run in the order in which they were asked for`() async throws {
        let database = try await scratch.open()
        let results = try await database.together(
            (1...200).map { id in
                { transaction in
                    try transaction.insert(id)
                    return try transaction.items().count
                }
            })
        #expect(results.compactMap { try? $0.get() } == Array(1...200))
    }

    @Test func `lose only their own rows when they throw`() async throws {
        let database = try await scratch.open()
        let before = try scratch.commits()
        let results = try await database.together([
            insert(1),
            { transaction in
                try transaction.insert(2)
                throw Refusal()
            },
            insert(3),
            { transaction in
                try transaction.insert(4)
                try transaction.insert(1)
                return 4
            },
            insert(5),
        ])
        #expect(results.map { (try? $0.get()) ?? 0 } == [1, 0, 3, 0, 5])
        #expect(throws: Refusal()) { try results[1].get() }
        #expect(try scratch.commits() == before + 1)
        #expect(try await database.items() == [1, 3, 5])
    }

    @Test func `are not joined by a write that asks to be alone`() async throws {
        let database = try await scratch.open()
        let before = try scratch.commits()
        let tasks = try await database.whileWriterIsHeld {
            var tasks: [Task<Int, any Error>] = []
            for id in 1...5 {
                let body = insert(id)
                tasks.append(Task { try await id == 3 ? database.writeAlone(body) : database.write(body) })
                while database.writes.count < id { await Task.yield() }
            }
            return tasks
        }
        #expect(await tasks.results().compactMap { try? $0.get() } == [1, 2, 3, 4, 5])
        #expect(try scratch.commits() == before + 3)
        #expect(try await database.items() == [1, 2, 3, 4, 5])
    }

    @Test func `are kept and answered though a caller is cancelled`() async throws {
        let database = try await scratch.open()
        let tasks = try await database.whileWriterIsHeld {
            let tasks = (1...3).map { id in Task { try await database.write(insert(id)) } }
            while database.writes.count < 3 { await Task.yield() }
            tasks[1].cancel()
            return tasks
        }
        #expect(await tasks.results().compactMap { try? $0.get() } == [1, 2, 3])
        try await database.close()
        #expect(try await scratch.open().items() == [1, 2, 3])
    }

    @Test func `are not answered while their commit is still to come`() async throws {
        let database = try await scratch.open()
        let (gate, answers) = (Gate(), Tally())
        let tasks = try await database.whileWriterIsHeld {
            let first = Task {
                try await database.write { try $0.insert(1) }
                answers.add(1)
            }
            while database.writes.count < 1 { await Task.yield() }
            let second = Task { try await database.write { _ in gate.arriveAndWait() } }
            while database.writes.count < 2 { await Task.yield() }
            return [first, second]
        }
        await gate.arrival()
        try await Task.sleep(for: .milliseconds(20))
        #expect(answers[1] == 0)
        gate.open()
        for task in tasks { try await task.value }
        #expect(answers[1] == 1)
    }

    @Test(arguments: ["COMMIT", "ROLLBACK", "RELEASE body", "SAVEPOINT mine", "PRAGMA defer_foreign_keys = 1"])
    func `cannot end the transaction of their neighbours`(sql: String) async throws {
        let database = try await scratch.open()
        let before = try scratch.commits()
        let results = try await database.together([
            insert(1),
            { transaction in
                try transaction.insert(2)
                try transaction.script(sql)
                return 2
            },
            insert(3),
        ])
        #expect(throws: DatabaseError.failed("not for the body of a transaction: \(sql)")) { try results[1].get() }
        #expect(try scratch.commits() == before + 1)
        #expect(try await database.items() == [1, 3])
    }
}

func insert(_ id: Int, bytes: Int = 1) -> Body {
    { transaction in
        try transaction.insert(id, bytes: bytes)
        return id
    }
}

func inserts(_ ids: ClosedRange<Int>) -> [Body] { ids.map { insert($0) } }
