import Foundation
import Tabular

/// Reads text that is written in UTF-8.
func read(_ text: String, limits: Table.Limits = Table.Limits()) -> Table.Reading {
    Table.read(Array(text.utf8), limits: limits)
}

/// The bytes of a file in `Tests/Fixtures/Tabular`.
func fixture(_ name: String, from file: String = #filePath) throws -> [UInt8] {
    let tests = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: tests.appending(path: "Fixtures/Tabular/\(name)")))
}

extension Table.Reading {
    var header: [String]? { table?.header }
    var cells: [[String]]? { table?.rows.map(\.cells) }
    var numbers: [Int]? { table?.rows.map(\.number) }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers for the same seed, everywhere.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Table.Reading {
    /// What a reading without a table is compared with.
    static func == (reading: Self, expected: Refusal) -> Bool {
        reading.table == nil && reading.problems == expected.problems
    }

    struct Refusal {
        let problems: [Table.Problem]

        static func refused(_ problems: Table.Problem...) -> Refusal { Refusal(problems: problems) }
    }
}
