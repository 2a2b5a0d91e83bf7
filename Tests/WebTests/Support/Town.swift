import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Records
import SQL
import SQLiteStorage
import Synchronization
import TestSupport
import Testing
import Training

@testable import Content
@testable import Web

/// A site over the fixture world's province: real files, a real database, and a clock that stands still until it is
/// moved. Its two courses, `visits` and `publicity`, are those of `Town.files`.
final class Town: Sendable {
    let clock = Clock(monday)
    let folder: TemporaryFolder
    /// The database behind the records; a test may look into it.
    let database: SQLiteDatabase
    let records: Records
    let content: LiveLibrary
    let site: Site
    private let keys = Mutex<[Who: String]>([:])

    /// A town whose site works with `options`, over a database that `wrap` may have put something in front of.
    /// The quiz of `visits` has `rules` beside its pass mark, each a line of `course.yml`; `files` are there besides.
    init(
        _ options: Site.Options = Site.Options(), rules: [String] = [], files: [String: String] = [:],
        database wrap: (any Database) -> any Database = { $0 }
    ) async throws {
        folder = try TemporaryFolder()
        for (name, text) in Town.files.merging(files, uniquingKeysWith: { $1 }) { try folder.write(text, to: name) }
        if let sheet = Town.files["Courses/visits/course.yml"], !rules.isEmpty {
            try folder.write(sheet + rules.map { "\n  \($0)" }.joined(), to: "Courses/visits/course.yml")
        }
        content = try LiveLibrary(
            courses: folder.file("Courses"), questions: folder.file("Questions"),
            today: { [clock] in Day(at: clock.now) })
        try await World.write(to: folder.file("training.sqlite"))
        database = try SQLiteDatabase(path: folder.file("training.sqlite"))
        records = Records(database: wrap(database))
        let clock = clock
        let packs = PackStore(path: folder.file("content"), unpublished: content.folders)
        site = Site(
            records: records, content: content, packs: packs, options: options, passwords: Town.passwords,
            pages: try Town.pages.get(), clock: { clock.now })
        try await site.followClauses()
    }

    /// What all sites of the program have alike, read once.
    private static let pages = Result { try PageRenderer(assets: Assets()) }
    static let passwords = Passwords(threads: .singleton)

    /// Serves the site on a socket while `visits` go on.
    func open<Value>(_ visits: @Sendable (Visitor) async throws -> Value) async throws -> Value {
        let quiet = Logger(label: "site") { _ in SwiftLogNoOpLogHandler() }
        return try await Application(responder: site.responder(), logger: quiet).test(.live) { client in
            try await visits(Visitor(client: client, town: self))
        }
    }

    func person(_ who: Who) async throws -> Person {
        try await records.person(who.number, for: .operatorAtTheMachine)
    }

    /// Gives someone a password, as if they had set it long ago.
    func setPassword(_ password: String, of who: Who) async throws {
        let hashed = try await Town.passwords.hash(password)
        try await records.setPassword(hashed, of: who.number)
    }

    /// The session or token that someone keeps for all of a test, made when first asked for.
    func key(of who: Who) async throws -> String {
        if let key = keys.withLock({ $0[who] }) { return key }
        let key: String
        if let (role, unit) = who.tokenGrant {
            key = try await records.createToken(named: who.rawValue, role: role, unit: unit, at: clock.now)
        } else {
            key = try await records.openSession(for: person(who), by: .password, at: clock.now)
        }
        keys.withLock { $0[who] = key }
        return key
    }
}

/// Who asks: nobody in particular, a person of the province in a browser, or a program with a token like a person's.
enum Who: String, CaseIterable {
    case nobody
    case zhang
    case li
    case zhao
    case chen
    case zhou
    case wu
    case zheng
    case chensToken
    case zhousToken
    case wusToken
    case zhengsToken

    /// The number a person signs in with.
    var number: StaffNumber {
        switch self {
        case .zhang: .zhang
        case .li: .li
        case .zhao: .zhao
        case .chen: .chen
        case .zhou: .zhou
        case .wu: .wu
        case .zheng: .zheng
        case .nobody, .chensToken, .zhousToken, .wusToken, .zhengsToken: preconditionFailure("\(self) is no person")
        }
    }

    fileprivate var tokenGrant: (Person.Role, UnitCode?)? {
        switch self {
        case .chensToken: (.coordinator, .yanchang)
        case .zhousToken: (.coordinator, .yanchuan)
        case .wusToken: (.inspector, .yanan)
        case .zhengsToken: (.admin, nil)
        default: nil
        }
    }

    var isToken: Bool { tokenGrant != nil }
}

/// A clock that a test moves.
final class Clock: Sendable {
    private let time: Mutex<Date>

    init(_ start: Date) { time = Mutex(start) }

    var now: Date { time.withLock { $0 } }

    func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

extension TimeInterval {
    static func minutes(_ count: Double) -> TimeInterval { count * 60 }
    static func days(_ count: Double) -> TimeInterval { count * 86_400 }
}

extension TemporaryFolder {
    /// Writes a file, and the folders on the way to it.
    func write(_ text: String, to name: String) throws {
        let file = URL(filePath: self.file(name))
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}

// MARK: - Edits

extension Town {
    /// Changes the one place of a file where `old` stands, and has it in service.
    func revise(_ name: String, _ old: String, _ new: String) async throws {
        let text = try String(contentsOfFile: folder.file(name), encoding: .utf8)
        try #require(text.components(separatedBy: old).count == 2, "`\(old)` stands once in \(name)")
        try await write(name, text.replacing(old, with: new))
    }

    /// Writes a file, and has it in service.
    func write(_ name: String, _ text: String) async throws {
        try folder.write(text, to: name)
        let before = content.current.version
        for _ in 0..<2 { try await content.look() }
        #expect(content.current.version != before && content.problems.allSatisfy { $0.severity == .warning })
    }
}
