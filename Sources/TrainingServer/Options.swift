import ArgumentParser
import Content
import Foundation
import Records
import SQLiteStorage
import Training
import Web

/// The value of `TRAINING_<name>`, else `standard`. A value that cannot be read ends the program as a wrong call does.
func setting<Value: ExpressibleByArgument>(_ name: String, _ standard: Value) -> Value {
    setting(name) ?? standard
}

/// The value of `TRAINING_<name>`, if it is set.
func setting<Value: ExpressibleByArgument>(_ name: String) -> Value? {
    guard let text = ProcessInfo.processInfo.environment["TRAINING_\(name)"] else { return nil }
    if let value = Value(argument: text) { return value }
    FileHandle.standardError.write(Data("TRAINING_\(name): '\(text)' cannot be read\n".utf8))
    exit(2)
}

/// Where the database is.
struct DataOptions: ParsableArguments {
    @Option(help: "The folder of the database.")
    var data = setting("DATA", "Data")

    /// Opens the database and brings it to this program's schema; makes it when there is none.
    func open(in folder: String? = nil) async throws -> (records: Records, database: SQLiteDatabase) {
        let folder = folder ?? data
        // Names and password hashes are for nobody else on this machine.
        umask(0o077)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                Bilingual(
                    zh: "不能建立数据文件夹 \(folder)：\(error.localizedDescription)",
                    en: "The data folder \(folder) cannot be made: \(error.localizedDescription)"))
        }
        let database = try SQLiteDatabase(path: "\(folder)/training.sqlite")
        let records = Records(database: database)
        try await records.prepare(at: Date())
        return (records, database)
    }
}

extension DataOptions {
    /// The records as they are, to be read only and without making anything; nil when there are none.
    func look() throws -> (records: Records, database: SQLiteDatabase)? {
        let path = "\(data)/training.sqlite"
        guard FileManager.default.isReadableFile(atPath: path) else { return nil }
        let database = try SQLiteDatabase.readOnly(path: path)
        return (Records(database: database), database)
    }
}

/// Where the content is.
struct ContentOptions: ParsableArguments {
    @Option(help: "The folder of courses.")
    var courses = setting("COURSES", "Courses")

    @Option(help: "The folder of questions.")
    var questions = setting("QUESTIONS", "Questions")

    /// The two folders.
    var folders: ContentFolders { ContentFolders(courses: courses, questions: questions) }

    /// The published packs beside the database of `folder`.
    func packs(in folder: String) -> PackStore { PackStore(path: "\(folder)/content", unpublished: folders) }

    /// What is in service: the published pack where there is one that can be read, else the two folders.
    func live(_ records: Records, _ packs: PackStore, at now: Date) async throws -> LiveLibrary {
        let published = try await records.publications().inService(at: now).flatMap { packs.folders(of: $0.pack) }
        let library = published.flatMap {
            try? LiveLibrary(courses: $0.courses, questions: $0.questions, today: { Day(at: Date()) })
        }
        return try library ?? live()
    }

    /// The content in its present state; every problem when there is an error in it.
    func live() throws -> LiveLibrary {
        do {
            return try LiveLibrary(courses: courses, questions: questions, today: { Day(at: Date()) })
        } catch let broken as BrokenContent {
            throw Failure(broken.problems.map { $0.description(in: .ofTheTerminal) })
        }
    }
}

/// Where it is written down which items a reader has answered anew.
struct ReanswerOptions: ParsableArguments {
    @Option(help: "The table of which items a reader has answered anew; there need not be one.")
    var reanswers = setting("REANSWERS", "docs/reanswers.csv")

    /// What the table in its present state says, nothing where there is none; throws all that is wrong with it.
    var reader: @Sendable () throws(RowProblems) -> [Reanswer] {
        let path = reanswers
        return { () throws(RowProblems) in
            guard FileManager.default.fileExists(atPath: path) else { return [] }
            guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { throw RowProblems([.unreadable(path)]) }
            return try Reanswer.read(try Sheet.read(Array(bytes)).sheet)
        }
    }

    /// The same for a command that ends at what is wrong.
    func read() throws -> [Reanswer] {
        do throws(RowProblems) {
            return try reader()
        } catch {
            throw Failure(error.problems.map { "\(reanswers): \($0.told)" })
        }
    }
}

extension RowProblem {
    fileprivate static func unreadable(_ path: String) -> RowProblem {
        RowProblem(
            row: 1, column: "", value: "", code: "unreadable",
            message: Bilingual(zh: "不能读取 \(path)。", en: "\(path) cannot be read."))
    }
}
