import TestSupport
import Testing
import Training

@Suite("Two wordings compared")
struct TextComparisonTests {
    @Test("give back both texts, part by part", arguments: 0..<60)
    func givesBack(_ seed: Int) {
        var dice = Dice(seed: seed)
        let signs = ["应", "当", "上", "门", "，", "。", "3", "0", "日", "a", " ", "e\u{301}"]
        for _ in 0..<40 {
            let old = (0..<dice.below(14)).map { _ in dice.pick(signs) }.joined()
            // Now and then a text that was edited in places, else one that has little to do with it.
            let new =
                dice.once(in: 3)
                ? (0..<dice.below(14)).map { _ in dice.pick(signs) }.joined()
                : old.map { dice.once(in: 4) ? dice.pick(signs) : String($0) }.joined()
            let comparison = TextComparison(old, new)
            #expect(comparison.old.map(\.text).joined() == old)
            #expect(comparison.new.map(\.text).joined() == new)
            #expect(comparison.parts.allSatisfy { !$0.text.isEmpty })
            #expect(zip(comparison.parts, comparison.parts.dropFirst()).allSatisfy { $0.kind != $1.kind })
            let pairs = zip(comparison.parts, comparison.parts.dropFirst())
            #expect(pairs.allSatisfy { !($0.kind == .added && $1.kind == .removed) })
            if old == new { #expect(comparison.parts.allSatisfy { $0.kind == .same }) }
        }
    }

    @Test("mark what was put in, left out and replaced, in stretches that can be read")
    func marks() {
        func told(_ old: String, _ new: String) -> String {
            TextComparison(old, new).parts.map { part in
                switch part.kind {
                case .same: part.text
                case .removed: "[-\(part.text)]"
                case .added: "[+\(part.text)]"
                }
            }.joined()
        }
        #expect(told("每组至少2人。", "每组至少3人。") == "每组至少[-2][+3]人。")
        #expect(told("公示3天", "公示30天") == "公示[-3][+30]天")
        #expect(told("应当上门调查。", "应当上门或视频调查。") == "应当上门[+或视频]调查。")
        #expect(told("受理以后启动", "受理启动") == "受理[-以后]启动")
        // 的 is in both by chance only.
        #expect(told("先问县里的人", "先报镇上的组") == "先[-问县里的人][+报镇上的组]")
        #expect(told("", "新") == "[+新]" && told("旧", "") == "[-旧]" && told("", "") == "")
    }
}
