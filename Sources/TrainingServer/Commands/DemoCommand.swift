import ArgumentParser
import Content
import Foundation
import Records
import Training

/// `training demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Fills an empty database with a made-up province and a year of history; the same seed gives the same data.")

    @OptionGroup var data: DataOptions
    @OptionGroup var content: ContentOptions

    @Option(help: "How many people, 10 to 200000.")
    var people = setting("PEOPLE", 300)

    @Option(help: "What all chance in it comes from.")
    var seed = setting("SEED", 1)

    func validate() throws {
        guard (10...200_000).contains(people) else { throw ValidationError("--people is 10 to 200000.") }
    }

    func run() async throws {
        let library = try content.live().current
        let (records, database) = try await data.open()
        try await records.markAsDemo()
        try await DemoProvince(people: people, seed: UInt64(bitPattern: Int64(seed)), now: Date()).fill(
            records, library)
        try await database.close()
        let answers = DemoAnswers(library)
        if let misconception = answers.misconception {
            print("Planted for the misconceptions report: \(misconception) in \(DemoAnswers.misledCounty)")
        }
        if let planted = answers.planted {
            print(
                "Planted for the item analysis: wrong key \(planted.wrongKey), too easy \(planted.tooEasy), by chance \(planted.random)"
            )
        }
    }
}
