import FoundationEssentials
import Training

extension ItemsPage {
    /// A question whose key is suspect, with an earlier version, one in parts, and one that too few were asked.
    static var example: ItemsPage {
        let suspect = Question(
            id: "example-key", era: .current, clauses: ["M57-16"], stem: "敲门没人应，怎么办？",
            interaction: .choice(
                Choice(
                    kind: .single,
                    options: ["改天再来", "当作核过", "问邻居"].enumerated().map {
                        Choice.Option(key: Paper.letters[$0.offset], text: $0.element, reason: "")
                    }, key: ["b"])), explanation: "要见到人。")
        let matching = Question(
            id: "example-parts", era: .current, clauses: ["M57-16"], stem: "各该用哪一项？",
            interaction: .matching(
                Matching(
                    prompts: [.init(text: "突发大病", answer: "a", reason: "")],
                    options: [.init(key: "a", text: "临时救助")])), explanation: "先急后缓。")
        let few = Question(
            id: "example-few", era: .current, clauses: ["M57-16"], stem: "怎样向她说明？",
            interaction: .shortText(ShortText(model: "", criteria: [])), explanation: "")
        let versions = [
            version(suspect, "2", observations(wrongKey: true)), version(suspect, "1", observations()),
            version(matching, "3", observations(parts: true)), version(few, "4", []),
        ]
        let analysis = ItemAnalysis(course: "example", tries: 40, versions: versions)
        let current = [versions[0].item, versions[2].item]
        return ItemsPage(
            analysis, analysis.lines(current: current), .example, [.example],
            at: Date(timeIntervalSince1970: 1_795_000_000), .example)
    }

    private static func version(
        _ question: Question, _ version: String, _ observations: [ItemObservation]
    ) -> ItemAnalysis.Version {
        var tally = ItemTally(of: question)
        for observation in observations { tally.add(observation) }
        return ItemAnalysis.Version(
            item: Item(version: version, question: question), statistics: tally.statistics,
            lastAskedAt: Date(timeIntervalSince1970: 1_794_000_000))
    }

    /// Forty people, half of whom know more than the other half.
    private static func observations(wrongKey: Bool = false, parts: Bool = false) -> [ItemObservation] {
        (0..<40).map { number in
            let able = number % 2 == 0
            return ItemObservation(
                earned: able == wrongKey ? .zero : .one, rest: (able ? 0.8 : 0.4) + Double(number % 5) / 50,
                chosen: [able == wrongKey ? "a" : "b"], isAnswered: true, parts: parts ? [1: able] : [:],
                seconds: 20 + number)
        }
    }
}
