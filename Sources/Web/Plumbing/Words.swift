import Foundation
import Training

/// The sentences of the pages in one language.
struct Words: Sendable {
    let language: Language
    /// By key; templates see them as `t`.
    let texts: [String: String]

    /// Reads the catalogue `Strings/<language>.json`.
    init(_ language: Language) throws {
        self.language = language
        let file = try Resources.file("Strings/\(language.rawValue).json")
        texts = try JSONDecoder().decode([String: String].self, from: Data(file))
    }

    /// The sentence of `key`, each `{name}` in it replaced by the value of that name. An unknown key shows itself, and a
    /// test sees to it that there is none.
    func callAsFunction(_ key: String, _ values: KeyValuePairs<String, any CustomStringConvertible> = [:]) -> String {
        values.reduce(texts[key] ?? key) { $0.replacing("{\($1.key)}", with: $1.value.description) }
    }

    /// `2026-11-24 18:00`, Asia/Shanghai.
    func time(_ instant: Date) -> String { instant.minuteText }

    /// `45 分钟`, `2 小时` or `3 天`: in the largest unit that divides it.
    func span(minutes: Int) -> String {
        switch minutes {
        case _ where minutes > 0 && minutes % 1440 == 0: self("span_days", ["n": minutes / 1440])
        case _ where minutes > 0 && minutes % 60 == 0: self("span_hours", ["n": minutes / 60])
        default: self("span_minutes", ["n": minutes])
        }
    }

    /// `2026年11月30日` or `30 November 2026`.
    func date(_ day: Day) -> String {
        let (year, month, date) = day.civil
        switch language {
        case .chinese: return "\(year)年\(month)月\(date)日"
        case .english: return "\(date) \(Self.months[month - 1]) \(year)"
        }
    }

    /// `38/41（92.7%）` or `38 of 41 (92.7%)`, in words when nobody is assigned.
    func rate(_ tally: Tally) -> String { rate(tally.completed, of: tally.assigned) }

    /// Finished of all, as a fraction and in percent.
    func rate(_ done: Int, of all: Int) -> String {
        guard all > 0 else { return self("nobody_assigned") }
        let tenths = (done * 2000 + all) / (all * 2)
        return self("rate", ["done": done, "all": all, "percent": "\(tenths / 10).\(tenths % 10)"])
    }

    /// The Chinese sentences, for the examples of pages; without its catalogues a program does not start at all.
    static let example = (try? Words(.chinese)) ?? Words(.chinese, texts: [:])

    private init(_ language: Language, texts: [String: String]) {
        self.language = language
        self.texts = texts
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

/// The files that are built into the program.
enum Resources {
    /// The bytes of a file below the folder of this target.
    static func file(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Bundle.module.bundleURL.appending(path: path)))
    }

    /// The names of the files in a folder, sorted.
    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Bundle.module.bundleURL.appending(path: folder).path)
            .filter { !$0.hasPrefix(".") }.sorted()
    }
}
