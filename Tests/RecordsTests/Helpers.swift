import FoundationEssentials
import SQL
import TestSupport
import Testing
import Training

@testable import Records

extension ImportReceipt {
    /// Every problem as `row column code`.
    var told: [String] { problems.map { "\($0.row) \($0.column) \($0.code)" } }

    /// What becomes of each row.
    var results: [Result] { outcomes.map(\.result) }
}

extension World {
    /// Each unit with its path, as the database keeps it.
    func paths() async throws -> [String: String] {
        let units = try await rows("SELECT code, path FROM units")
        return Dictionary(uniqueKeysWithValues: units.map { ($0[0].text, $0[1].text) })
    }

    /// The numbers of a unit for the administrator.
    func report(
        of unit: UnitCode, course: CourseID? = "visits", on day: Day? = nil, at now: Date = monday
    ) async throws -> CompletionReport {
        try await records.completionReport(
            of: unit, course: course, day: day, for: .operatorAtTheMachine, at: now)
    }
}

extension World {
    /// Makes the database one of a program that did not know the step that makes `table`, nor any after it. What the later
    /// tables hold is lost.
    func forgetSteps(from table: String) async throws {
        let first = try #require(Schema.steps.firstIndex { $0.contains("CREATE TABLE \(table) ") })
        let later = Schema.steps[first...].joined(separator: "\n")
        let indexes = later.matches(of: /CREATE (?:UNIQUE )?INDEX (\w+)/).map { "DROP INDEX IF EXISTS \($0.output.1);" }
        // A column that was made anew is there before and after.
        let renewed = Set(later.matches(of: /RENAME COLUMN (\w+) TO/).map(\.output.1))
        let columns = later.matches(of: /ALTER TABLE (\w+) ADD COLUMN (\w+)/).filter {
            !renewed.contains($0.output.2)
        }.map { "ALTER TABLE \($0.output.1) DROP COLUMN \($0.output.2);" }
        // So is a table that took the place of another.
        let moved = Set(later.matches(of: /ALTER TABLE (\w+) RENAME TO/).map(\.output.1))
        let tables = later.matches(of: /CREATE TABLE (\w+)/).filter { !moved.contains($0.output.1) }
            .map { "DROP TABLE \($0.output.1);" }
        let undoing = indexes + columns.reversed() + tables.reversed()
        try await database.write { transaction in
            try transaction.script(
                undoing.joined(separator: "\n") + "DELETE FROM schema_steps WHERE step > \(first);")
        }
    }
}

extension World {
    /// Takes away what tries and readings taught, which no step can tell of those from before.
    func forgetTaught() async throws {
        try await database.write { transaction in
            try transaction.script(
                "UPDATE readings SET taught = NULL; UPDATE attempts SET taught = NULL; DELETE FROM taught;")
        }
    }
}

extension Value {
    /// The text, or a word that says what it is instead.
    var text: String {
        switch self {
        case .text(let text): text
        case .integer(let integer): "\(integer)"
        case .null: "NULL"
        case .blob: "BLOB"
        }
    }
}

/// Records an issue unless `work` throws a conflict with this code.
func expectConflict(
    _ code: String, sourceLocation: SourceLocation = #_sourceLocation, _ work: () async throws -> Void
) async {
    do {
        try await work()
        Issue.record("no conflict \(code)", sourceLocation: sourceLocation)
    } catch Refusal.conflict(code, _) {
        // What was expected.
    } catch {
        Issue.record("\(error) is no conflict \(code)", sourceLocation: sourceLocation)
    }
}
