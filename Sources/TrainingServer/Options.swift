import ArgumentParser
import Content
import Foundation
import Records
import SQLiteStorage
import Training

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

    /// Where the database lies if there is one.
    var file: String { "\(data)/training.sqlite" }

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

/// Where the content is.
struct ContentOptions: ParsableArguments {
    @Option(help: "The folder of courses.")
    var courses = setting("COURSES", "Courses")

    @Option(help: "The folder of questions.")
    var questions = setting("QUESTIONS", "Questions")

    /// The content in its present state; every problem when there is an error in it.
    func live() throws -> LiveLibrary {
        do {
            return try LiveLibrary(courses: courses, questions: questions, today: { Day(at: Date()) })
        } catch let broken as BrokenContent {
            throw Failure(broken.problems.map { $0.description(in: .ofTheTerminal) })
        }
    }
}
