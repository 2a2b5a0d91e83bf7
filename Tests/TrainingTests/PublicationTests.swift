import Foundation
import Testing
import Training

@Suite("Of the publications of content packs")
struct PublicationTests {
    private let monday = Date(timeIntervalSince1970: 1_795_000_000)

    /// The nth publication, which begins so many hours after Monday and was made on Monday.
    private func publication(_ n: Int, from hours: Double, withdrawn: Bool = false) throws -> Publication {
        Publication(
            id: try #require(PublicationID(rawValue: "p\(n)")), pack: "pack-\(n)", name: "",
            from: monday.addingTimeInterval(hours * 3600), reason: "条款更新", by: "培训科", at: monday,
            withdrawal: withdrawn ? .init(reason: "写错了", by: "培训科", at: monday) : nil)
    }

    @Test("the one that began last is in service, not the one that was made last")
    func inService() throws {
        let log = PublicationLog([try publication(1, from: 2), try publication(2, from: 1)])
        #expect(log.inService(at: monday) == nil)
        #expect(log.inService(at: monday.addingTimeInterval(3600))?.id == "p2")
        #expect(log.inService(at: monday.addingTimeInterval(7200))?.id == "p1")
        #expect(log.previous(at: monday.addingTimeInterval(7200))?.id == "p2")
    }

    @Test("two that begin together leave the later entry in service")
    func together() throws {
        let log = PublicationLog([try publication(2, from: 0), try publication(1, from: 0)])
        #expect(log.inService(at: monday)?.id == "p2")
    }

    @Test("one that was taken back never is in service, nor is one step back from another")
    func withdrawn() throws {
        let log = PublicationLog([
            try publication(1, from: -3), try publication(2, from: -2, withdrawn: true), try publication(3, from: -1),
        ])
        #expect(log.inService(at: monday)?.id == "p3" && log.previous(at: monday)?.id == "p1")
        #expect(log.entries.map { log.state(of: $0, at: monday) } == [.inService, .withdrawn, .replaced])
    }

    @Test("the last ten packs are kept, one that is yet to begin and one that still stands whatever came since")
    func kept() throws {
        let scheduled = try publication(10, from: 100)
        let standing = try publication(11, from: -100)
        let later = try (12...40).map { try publication($0, from: Double($0 - 60), withdrawn: true) }
        let kept = PublicationLog([scheduled, standing] + later).kept(at: monday)
        #expect(kept == Set((31...40).map { "pack-\($0)" } + ["pack-10", "pack-11"]))
    }
}
