import Content
import Testing
import Training

struct `A learning plan` {
    private let plan = "Courses/plans/new.yml"
    private let sound = "title: 新进\ntitle_en: New staff\ncourses: [visits]\ndays: 30\n"

    @Test func `is read with its courses and days, and there need be none`() throws {
        let world = try World()
        #expect(try world.library().plans == [])
        try world.write(sound, to: plan)
        let plan = try #require(try world.library().plan("new"))
        #expect(plan.title == Bilingual(zh: "新进", en: "New staff") && plan.courses == ["visits"] && plan.days == 30)
    }

    @Test func `tells each mistake with its line`() throws {
        let cases = [
            (sound.replacing("title_en: New staff\n", with: ""), 1, "missing key `title_en`"),
            (
                sound.replacing("[visits]", with: "[visist]"), 3,
                "`courses` lists visist, but there is no such course; did you mean visits?"
            ),
            (sound.replacing("[visits]", with: "[visits, visits]"), 3, "`courses` lists visits twice"),
            (sound.replacing("[visits]", with: "[]"), 3, "`courses` must not be empty"),
            (sound.replacing("30", with: "0"), 4, "`days` must be a whole number from 1 to 730"),
            (sound + "due: 2026-11-30\n", 5, "unknown key `due`"),
        ]
        for (text, line, message) in cases {
            #expect(try World.problems { try $0.write(text, to: plan) } == ["\(plan):\(line): error: \(message)"])
        }
        let name = try World.problems { try $0.write(sound, to: "Courses/plans/新进.yml") }
        #expect(name == ["Courses/plans/新进.yml:1: error: a plan's name must be 1 to 64 of A–Z a–z 0–9 _ -"])
        #expect(try World.problems { try $0.write(sound, to: "Courses/plans/new.yaml") }.count == 1)
    }

    @Test func `that changes is a change of the content, and travels in packs`() throws {
        let world = try World()
        let before = try world.library()
        try world.write(sound, to: plan)
        let with = try world.library()
        #expect(with.version != before.version)
        #expect(LibraryChanges(from: before, to: with).plans.added == ["new"])
        #expect(!LibraryChanges(from: before, to: with).isEmpty)
        let pack = try Pack(ContentFolders(courses: world.courses, questions: world.questions))
        #expect(pack.files.keys.contains(plan))
        try world.write(sound.replacing("30", with: "60"), to: plan)
        #expect(LibraryChanges(from: with, to: try world.library()).plans.changed == ["new"])
    }
}
