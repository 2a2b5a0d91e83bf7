import FoundationEssentials
import Testing
import Training

/// Two misconceptions about a quota, one of them also about visits.
struct `A map of clauses and units` {
    private func map(_ counted: [(String, UnitCode, met: Int, hold: Int)]) -> ClauseMap {
        let report = MisconceptionReport(
            unit: .init(code: "A", name: "县"), above: [], query: .init(),
            countedAt: Date(timeIntervalSince1970: 0),
            counted: counted.map { id, unit, met, hold in
                .init(
                    label: label(id), unit: .init(code: unit, name: "乡\(unit)"), count: .init(met: met, holding: hold))
            })
        let clauses: [String: [ClauseID]] = ["t/one": ["L-1"], "t/two": ["L-1", "L-2"]]
        return ClauseMap(
            report.explained(
                by: clauses.mapValues { clauses in
                    TaughtMisconception(
                        label: label("t/x"), table: .init(zh: "表", en: "table"), era: .current, why: "",
                        clauses: clauses,
                        lesson: nil)
                }))
    }

    private func label(_ id: String) -> Misconception.Label { .init(id: id, name: .init(zh: id, en: id)) }

    @Test func `adds up the misconceptions of each clause, by unit`() {
        let map = map([("t/one", "C", 10, 5), ("t/two", "C", 10, 0), ("t/two", "B", 6, 6)])
        #expect(map.clauses == ["L-1", "L-2"])
        #expect(map.units.map(\.code) == ["B", "C"])
        #expect(map["L-1", "C"] == .told(hold: 5, met: 20) && map["L-1", "C"].percent == 25)
        #expect(map["L-2", "C"] == .told(hold: 0, met: 10) && map["L-2", "C"].percent == 0)
        #expect(map["L-2", "B"].percent == 100 && map["L-1", "B"].percent == 100)
    }

    @Test func `has nothing of fewer than five people, however many misconceptions they met`() {
        let few = map([("t/one", "B", 4, 4), ("t/two", "B", 4, 4)])
        #expect(few["L-1", "B"] == .tooFew && few["L-1", "B"].percent == nil)
        let more = map([("t/one", "B", 4, 4), ("t/two", "B", 5, 1)])
        #expect(more["L-1", "B"] == .told(hold: 1, met: 5) && more["L-2", "B"] == .told(hold: 1, met: 5))
        #expect(map([])["L-1", "B"] == .nobody)
    }

    @Test func `comes in parts that fit a page, as equal as can be, and nothing is lost`() {
        let label = label("t/many")
        let clauses = (10...16).map { ClauseID(rawValue: "L-\($0)")! }
        let report = MisconceptionReport(
            unit: .init(code: "A", name: "县"), above: [], query: .init(), countedAt: Date(timeIntervalSince1970: 0),
            counted: ["B", "C", "D"].map {
                .init(label: label, unit: .init(code: $0, name: "乡"), count: .init(met: 9, holding: 3))
            })
        let taught = TaughtMisconception(
            label: label, table: .init(zh: "表", en: "table"), era: .current, why: "", clauses: clauses, lesson: nil)
        let map = ClauseMap(report.explained(by: [label.id: taught]))
        let parts = map.parts(clauses: 3, units: 2)
        #expect(parts.map(\.clauses.count) == [2, 2, 2, 2, 3, 3] && parts.map(\.units.count) == [1, 2, 1, 2, 1, 2])
        #expect([parts[0], parts[2], parts[4]].flatMap(\.clauses) == clauses)
        #expect((parts[0].units + parts[1].units).map(\.code) == ["B", "C", "D"])
        #expect(parts[1]["L-10", "D"] == .told(hold: 3, met: 9))
        #expect(map.parts(clauses: 7, units: 3) == [map])
    }

    @Test func `has those directly in the unit last, where there are any`() {
        #expect(map([("t/one", "A", 5, 1), ("t/one", "B", 5, 1)]).units.map(\.code) == ["B", "A"])
        #expect(map([("t/one", "B", 5, 1)]).units.map(\.code) == ["B"])
    }
}
