import Content
import Foundation
import Testing

@Suite("A content pack")
struct PackTests {
    private let monday = Date(timeIntervalSince1970: 1_795_000_000)

    private func folders(_ world: World) -> ContentFolders {
        ContentFolders(courses: world.courses, questions: world.questions)
    }

    @Test("comes out of its ZIP file as it went in, and the same content gives the same bytes")
    func roundTrip() throws {
        let world = try World()
        let pack = try Pack(folders(world))
        let zip = try pack.zip()
        #expect(try Pack(zip: zip) == pack)
        let twin = try World()
        #expect(try Pack(folders(twin)).zip() == zip)
        try world.append("\n", to: World.lesson)
        #expect(try Pack(folders(world)).hash != pack.hash)
    }

    @Test("cannot be made of folders that are not there") func missing() throws {
        #expect(throws: BrokenContent.self) { try Pack(ContentFolders(courses: "/nowhere/a", questions: "/nowhere/b")) }
    }

    @Test("that is kept is the library that the two folders are")
    func kept() throws {
        let world = try World()
        let store = PackStore(path: "\(world.root)/packs", unpublished: folders(world))
        let staged = try store.keep(try Pack(folders(world)), at: monday)
        #expect(staged.library.version == (try world.library().version))
        #expect(LibraryChanges(from: try world.library(), to: staged.library).isEmpty)
        #expect(store.folders(of: staged.hash) != nil)
    }

    @Test("with an error is not kept, and told with the paths of the pack")
    func broken() throws {
        let world = try World()
        try world.replace("area: ", by: "aria: ", in: World.sheet)
        let store = PackStore(path: "\(world.root)/packs", unpublished: folders(world))
        let error = #expect(throws: BrokenContent.self) { try store.keep(try Pack(folders(world)), at: monday) }
        #expect(try #require(error).problems.allSatisfy { $0.path == World.sheet })
        #expect(try FileManager.default.contentsOfDirectory(atPath: store.path) == [])
    }

    @Test("that was damaged on disk is written anew when it is sent again")
    func damaged() throws {
        let world = try World()
        let store = PackStore(path: "\(world.root)/packs", unpublished: folders(world))
        let pack = try Pack(folders(world))
        let place = store.place(of: try store.keep(pack, at: monday).hash)
        try world.write("x", to: "packs/\(pack.hash)/\(World.sheet)")
        #expect(try Pack(place) != pack)
        _ = try store.keep(pack, at: monday)
        #expect(try Pack(place) == pack)
    }

    @Test("that nobody needs goes after its time, one that is named stays")
    func removed() throws {
        let world = try World()
        let store = PackStore(path: "\(world.root)/packs", unpublished: folders(world))
        let first = try store.keep(try Pack(folders(world)), at: monday).hash
        try world.append("\n", to: World.lesson)
        let second = try store.keep(try Pack(folders(world)), at: monday).hash
        store.removePacks(except: [second], before: .distantPast)
        #expect(store.folders(of: first) != nil)
        store.removePacks(except: [second], before: .distantFuture)
        #expect(store.folders(of: first) == nil && store.folders(of: second) != nil)
    }

    @Test("in service gives way to another and comes back; a damaged one leaves the last good content")
    func turning() async throws {
        let world = try World()
        let live = try LiveLibrary(courses: world.courses, questions: world.questions)
        let store = PackStore(path: "\(world.root)/packs", unpublished: live.folders)
        let before = live.current.version
        try world.append("\n又一句。\n", to: World.lesson)
        let pack = try store.keep(try Pack(folders(world)), at: monday)
        try await live.turn(to: store.place(of: pack.hash))
        #expect(live.current.version == pack.library.version && live.current.version != before)
        try await live.turn(to: store.place(of: String(repeating: "0", count: 64)))
        #expect(live.current.version == pack.library.version && !live.problems.isEmpty)
    }
}
