import FoundationEssentials
import Records
import SQL
import TestSupport
import Testing
import Training

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
