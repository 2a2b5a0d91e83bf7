import Content
import Foundation
import Testing

struct `The content of this repository` {
    @Test func `has no problem`() {
        let root = URL(filePath: #filePath).appending(path: "../../..").standardized.path()
        let (library, problems) = Library.load(courses: "\(root)Courses", questions: "\(root)Questions")
        #expect(problems.map { $0.description(in: .english) } == [])
        #expect(library != nil)
    }
}
