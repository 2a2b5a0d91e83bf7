import Foundation
import Testing
import Training

@testable import Web

struct `The two catalogues` {
    private let chinese: [String: String]
    private let english: [String: String]

    init() throws {
        chinese = try Words(.chinese).texts
        english = try Words(.english).texts
    }

    @Test func `have the same keys`() {
        #expect(chinese.keys.sorted() == english.keys.sorted())
    }

    @Test func `leave the same places to be filled in each sentence`() {
        for (key, sentence) in chinese {
            #expect(places(in: sentence) == places(in: english[key] ?? ""), "\(key)")
        }
    }

    @Test func `leave no sentence empty`() {
        for (key, sentence) in chinese.merging(english, uniquingKeysWith: { $0 + $1 }) {
            #expect(!sentence.trimmingCharacters(in: .whitespaces).isEmpty, "\(key)")
        }
    }

    @Test func `are each in their own language`() {
        for (key, sentence) in english {
            #expect(sentence.unicodeScalars.allSatisfy { !(0x4E00...0x9FFF).contains($0.value) }, "\(key)")
        }
    }

    @Test func `have every sentence that templates and pages ask for`() throws {
        for key in try Wanted().keys { #expect(chinese[key] != nil, "\(key)") }
    }

    @Test func `have no sentence that nobody asks for`() throws {
        let wanted = try Wanted()
        for key in chinese.keys { #expect(wanted.mayAskFor(key), "\(key)") }
    }

    @Test func `are asked for a sentence with every value that it has a place for`() throws {
        for file in try SourceFile.all(in: "Sources/Web", ending: "swift") {
            for call in file.text.matches(of: /words\("([a-z0-9_]+)"(\)|, \[)/) where call.output.2 == ")" {
                #expect(places(in: chinese[String(call.output.1)] ?? "") == [], "\(call.output.1)")
            }
        }
    }

    private func places(in sentence: String) -> [String] {
        sentence.matches(of: /\{([a-z_]+)\}/).map { String($0.output.1) }.sorted()
    }
}

/// The sentences that the source asks for.
private struct Wanted {
    /// Those asked for by their name, and those of families, where a name is put together from a value.
    let keys: Set<String>
    private let literals: Set<String>

    /// The values behind each family. `column_` and `means_` are proved by the tables themselves.
    private static let families: [String: [String]] = [
        "audience_": Syllabus.Audience.allCases.map(\.rawValue),
        "area_": Area.allCases.map(\.rawValue), "state_": Standing.State.allCases.map(\.rawValue),
        "kind_": ImportKind.allCases.map(\.rawValue), "result_": ImportReceipt.Result.allCases.map(\.rawValue),
        "hint_": Question.Kind.allCases.map(\.rawValue), "column_": [], "means_": [],
        "paper_hint_": Question.Kind.allCases.map(\.rawValue),
        "place_": PublicationCheck.Place.allCases.map(\.rawValue),
        "action_": PublicationCheck.Action.allCases.map(\.rawValue),
        "quiz_counts_": Quiz.Counts.allCases.map(\.rawValue),
        "quiz_feedback_": Quiz.Feedback.allCases.map(\.rawValue),
        "outcome_": Scenario.Ending.Outcome.allCases.map(\.rawValue),
        "verdict_": ItemStatistics.Verdict.allCases.map(\.rawValue),
        "verdict_text_": ItemStatistics.Verdict.allCases.map(\.rawValue),
        "discrimination_": Discrimination.allCases.map(\.rawValue),
        "effect_": Regrade.Effect.allCases.map(\.rawValue),
        "publication_": Publication.State.allCases.map(\.rawValue),
        "pack_": ["courses", "plans", "lessons", "items", "clauses"].flatMap { kind in
            ["added", "removed", "changed"].map { "\(kind)_\($0)" }
        },
        "group_state_": GroupSession.State.allCases.map(\.rawValue),
        "record_": RecordEntry.Kind.allCases.map(\.rawValue),
        "role_": Person.Role.allCases.map(\.rawValue),
        "rule_": CompletionRule.Needs.allCases.filter { $0 != .completedAndPassed }.map(\.rawValue),
        "exempt_": Exemption.Reason.allCases.map(\.rawValue),
        "era_": Era.allCases.map(\.rawValue), "review_": SignOff.State.allCases.map(\.rawValue),
        "content_kind_": ContentReview.Kind.allCases.map(\.rawValue),
        "scoring_": Choice.Scoring.allCases.map(\.rawValue), "level_": UnitLevel.allCases.map(\.rawValue),
        "by_": CompletionReport.Belonging.allCases.map(\.rawValue),
        "tree_": CompletionReport.Tree.allCases.map(\.rawValue),
        "sort_": PersonQuery.Order.allCases.map(\.rawValue),
    ]

    init() throws {
        let source = try SourceFile.all(in: "Sources/Web", ending: "swift").map(\.text).joined()
        let templates = try SourceFile.all(in: "Sources/Web/Templates", ending: "mustache").map(\.text).joined()
        var keys = Set(templates.matches(of: /\{\{[#^]?t\.([a-z0-9_]+)\}\}/).map { String($0.output.1) })
        for call in source.matches(of: /words\((?:[a-z. =]+ \? )?"([a-z0-9_]+)"(?: : "([a-z0-9_]+)")?/) {
            keys.insert(String(call.output.1))
            if let other = call.output.2 { keys.insert(String(other)) }
        }
        let families = Set(source.matches(of: /(?:words|self)\("([a-z_]+_)\\\(/).map { String($0.output.1) })
        try #require(families == Set(Self.families.keys))
        for (family, values) in Self.families { keys.formUnion(values.map { family + $0 }) }
        self.keys = keys
        literals = Set(source.matches(of: /"([a-z0-9_]+)"/).map { String($0.output.1) })
    }

    func mayAskFor(_ key: String) -> Bool {
        keys.contains(key) || literals.contains(key)
            || ["column_", "means_"].contains { key.hasPrefix($0) } && literals.contains { key.hasSuffix("_\($0)") }
    }
}
