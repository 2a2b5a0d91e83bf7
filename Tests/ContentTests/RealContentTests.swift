import Content
import Foundation
import Testing
import Training

/// The two folders of this repository, read once.
let realContent: (library: Library?, problems: [Problem]) = {
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized.path()
    return Library.load(courses: "\(root)Courses", questions: "\(root)Questions")
}()

struct `The content of this repository` {
    private let exercises: [Question.Kind] = [.fillIn, .matching, .ordering, .publicationCheck]
    private let loaded = realContent

    @Test func `has no problem`() {
        #expect(loaded.problems.map { $0.description(in: .english) } == [])
        #expect(loaded.library != nil)
    }

    @Test
    func `asks ten to twelve questions a course, exercises among them, one scenario last and nothing to be marked`()
        throws
    {
        let library = try #require(loaded.library)
        for course in library.courses {
            let items = library.items(of: course.id)
            let kinds = Dictionary(items.map { ($0.version, $0.question.kind) }) { first, _ in first }
            for seed in UInt64(0)..<100 {
                let paper = Paper.draw(course.quiz.blueprint, of: items, seed: seed)
                let asked = paper.slots.compactMap { kinds[$0.version] }
                #expect((10...12).contains(asked.count), "\(course.id)")
                #expect(asked.firstIndex(of: .scenario) == asked.count - 1, "\(course.id)")
                #expect(!asked.contains(.shortText), "\(course.id)")
                #expect(asked.count(where: exercises.contains) >= 2, "\(course.id)")
            }
        }
    }

    @Test func `has a plan for new staff and one for every year, each course in one of them`() throws {
        let library = try #require(loaded.library)
        #expect(library.plans.map(\.id) == ["new-staff", "yearly"])
        #expect(Set(library.plans.flatMap(\.courses)) == Set(library.courses.map(\.id)))
    }

    @Test func `has a course of every year's plan that is learnt anew within twelve months`() throws {
        let library = try #require(loaded.library)
        let course = try #require(library.course("fair-and-close"))
        #expect(course.rule == CompletionRule(validity: .months(12), renewalWindow: 60))
        #expect(library.plans.first { $0.id == "yearly" }?.courses.contains(course.id) == true)
        #expect(library.courses.filter { $0.rule.validity != .always }.map(\.id) == [course.id])
    }

    @Test func `holds no question that no course can ask`() throws {
        let library = try #require(loaded.library)
        let asked = library.courses.flatMap(\.quiz.blueprint.questions)
        #expect(Set(library.items.keys).subtracting(asked) == [])
    }
}
