import Content
import Foundation
import Testing
import Training

@testable import TrainingServer

struct `A clause of the real content raised in a copy` {
    /// Questions that decision tables make name their clauses nowhere in the files; here they are asked themselves.
    @Test(arguments: ["N78-2.3-j", "M83-1.1", "M57-24"]) func `makes stale what was made of it as well`(
        _ name: String
    ) throws {
        let clause = try #require(ClauseID(rawValue: name))
        let old = try #require(Library.load(courses: root("Courses"), questions: root("Questions")).library)
        let copy = FileManager.default.temporaryDirectory.appending(path: "clauses-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: copy) }
        try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
        for folder in ["Courses", "Questions"] {
            try FileManager.default.copyItem(
                at: URL(filePath: root(folder)), to: copy.appending(path: folder))
        }
        let folder = copy.appending(path: "Courses/clauses")
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let text = try String(contentsOf: file, encoding: .utf8)
            let raised = text.replacing("- id: \(name)\n  version: 1\n", with: "- id: \(name)\n  version: 2\n")
            try Data(raised.utf8).write(to: file)
        }
        let new = try #require(
            Library.load(
                courses: copy.appending(path: "Courses").path, questions: copy.appending(path: "Questions").path
            ).library)
        let document = ClauseChangesDocument(ClauseChanges(from: old.corpus, to: new.corpus), people: [])
        #expect(document.raised.map(\.clause) == [clause] && document.raised.map(\.version) == [2])
        let expected = old.items.values.filter { $0.question.clauses.contains(clause) }
        #expect(document.stale_items.map(\.question) == expected.map(\.question.id).sorted())
        #expect(expected.contains { $0.question.generated != nil })
        let text = document.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(text.contains("Questions that become stale: \(expected.count)"))
        #expect(text.contains("People whose completion rests on an older version: 0"))
    }

    private func root(_ folder: String) -> String {
        URL(filePath: #filePath).appending(path: "../../../\(folder)").standardized.path
    }
}
