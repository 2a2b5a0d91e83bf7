import Foundation
import Testing
import Training

@testable import Content

struct `A live library` {
    @Test func `does not start on broken content, and tells every problem`() throws {
        let world = try World()
        try world.replace("area: quality", by: "area: attitude", in: World.sheet)
        try world.replace("draw: 3", by: "draw: 9", in: World.sheet)
        let error = #expect(throws: BrokenContent.self) { try live(world) }
        #expect(error?.problems.map(\.line) == [5, 11])
        #expect(error?.description.split(separator: "\n").count == 2)
    }

    @Test func `takes an edit once the folder stands still`() async throws {
        let world = try World()
        let live = try live(world)
        try world.replace("title: 上门核查", by: "title: 入户核查", in: World.sheet)
        try await live.look()
        #expect(title(live) == "上门核查", "the files may still be being copied")
        try await live.look()
        #expect(title(live) == "入户核查")
    }

    @Test func `keeps the last good content while an edit is broken, and shows the problem until it is repaired`()
        async throws
    {
        let world = try World()
        let live = try live(world)
        let good = live.current.version
        try world.replace("title: 上门核查", by: "titel: 入户核查", in: World.sheet)
        try await lookTwice(live)
        #expect(live.current.version == good)
        #expect(
            live.problems.map(world.line) == [
                "Courses/visits/course.yml:1: error: unknown key `titel`; did you mean `title`?"
            ])
        try world.replace("titel:", by: "title:", in: World.sheet)
        try await lookTwice(live)
        #expect(title(live) == "入户核查")
        #expect(live.problems.isEmpty)
    }

    @Test func `sees an edit that keeps the size and the time of the file`() async throws {
        let world = try World()
        let live = try live(world)
        let path = "\(world.root)/\(World.sheet)"
        let time = try #require(FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
        try world.replace("上门核查\n", by: "入户核查\n", in: World.sheet)
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
        try await lookTwice(live)
        #expect(title(live) == "入户核查")
    }

    @Test func `sees a file that is new and one that is gone`() async throws {
        let world = try World()
        let live = try live(world)
        try world.write("GIF89a", to: "Courses/visits/images/spare.gif")
        try await lookTwice(live)
        #expect(live.current.image(course: "visits", name: "spare.gif") != nil)
        #expect(live.problems.map(\.severity) == [.warning])
        try world.remove("Courses/visits/images/spare.gif")
        try await lookTwice(live)
        #expect(live.current.image(course: "visits", name: "spare.gif") == nil)
    }

    @Test(.timeLimit(.minutes(1))) func `follows edits by itself until its task is cancelled`() async throws {
        let world = try World()
        let live = try LiveLibrary(
            courses: world.courses, questions: world.questions, interval: .milliseconds(20))
        let running = Task { try await live.run() }
        try world.replace("title: 上门核查", by: "title: 入户核查", in: World.sheet)
        while title(live) != "入户核查" { try await Task.sleep(for: .milliseconds(10)) }
        running.cancel()
        try await running.value
    }

    @Test(.timeLimit(.minutes(1))) func `stays with the folders it turned to, though a look at the others ends later`()
        async throws
    {
        let (world, other) = (try World(), try World())
        try other.replace("title: 上门核查", by: "title: 新课程", in: World.sheet)
        let live = try live(world)
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let (answered, answer) = AsyncStream.makeStream(of: Void.self)
        try await live.remember { library in
            if library.course("visits")?.title.zh == "入户核查" {
                ask.yield()
                for await _ in answered { break }
            }
            return ClauseHistory(at: Day(number: 20_770).start)
        }
        try world.replace("title: 上门核查", by: "title: 入户核查", in: World.sheet)
        try await live.look()
        async let late: Void = live.look()
        for await _ in asked { break }
        try await live.turn(to: ContentFolders(courses: other.courses, questions: other.questions))
        #expect(title(live) == "新课程")
        answer.yield()
        try await late
        #expect(title(live) == "新课程")
    }

    private func live(_ world: World) throws -> LiveLibrary {
        try LiveLibrary(courses: world.courses, questions: world.questions)
    }

    private func lookTwice(_ live: LiveLibrary) async throws {
        try await live.look()
        try await live.look()
    }

    private func title(_ live: LiveLibrary) -> String? { live.current.course("visits")?.title.zh }
}
