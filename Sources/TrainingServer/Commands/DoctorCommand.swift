import ArgumentParser
import Foundation
import Records
import Training

/// `training doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks the database: the file, its references, and every count against a recount from the facts.")

    @OptionGroup var data: DataOptions

    /// How many findings are printed one by one.
    private static let shown = 100

    func run() async throws {
        guard let (records, database) = try data.look() else {
            throw Failure(
                Bilingual(zh: "\(data.data) 里没有数据库。", en: "There is no database in \(data.data)."))
        }
        let examination = try await records.examination(at: Date())
        try await database.close()
        guard let examination else {
            throw Failure(
                Bilingual(
                    zh: "数据库属于本程序的另一个版本；先用本版本启动一次服务。",
                    en: "The database is of another version of this program; start the server of this version once."))
        }
        guard examination.findings.isEmpty else { throw Failure(Self.lines(examination.findings)) }
        print(
            Bilingual(
                zh: "完好：文件无损；按事实重新统计了 \(examination.people) 人，"
                    + "\(examination.tallies) 项统计和 \(examination.years) 项年度统计全部相符。",
                en: "Sound: the file is whole; the facts of \(examination.people) people were counted anew, and "
                    + "\(examination.tallies) counts and \(examination.years) counts of years agree."
            )(.ofTheTerminal))
    }

    private static func lines(_ findings: [Examination.Finding]) -> [String] {
        let lines = findings.prefix(shown).map { $0.told(.ofTheTerminal) }
        guard findings.count > shown else { return lines }
        let more = findings.count - shown
        return lines + [Bilingual(zh: "另有 \(more) 项。", en: "And \(more) more.")(.ofTheTerminal)]
    }
}

extension Examination.Finding {
    /// `tally 610621 below visits 2026-11-20: completed 3, should be 2`.
    fileprivate func told(_ language: Language) -> String {
        switch self {
        case .damage(let what):
            Bilingual(zh: "文件：\(what)", en: "file: \(what)")(language)
        case .standing(let number, let course):
            Bilingual(
                zh: "学习状态 \(number) \(course)：与事实不符", en: "standing \(number) \(course): not what the facts say"
            )(language)
        case .tally(let place, let kept, let counted):
            Bilingual(zh: "统计", en: "tally")(language)
                + " \(place.unit) \(place.reach.rawValue) \(place.course) \(place.day)"
                + Self.difference(kept.named, counted.named, language)
        case .year(let place, let kept, let counted):
            Bilingual(zh: "年度统计", en: "year")(language)
                + " \(place.unit) \(place.course?.rawValue ?? "*") \(place.year)"
                + Self.difference(kept.named, counted.named, language)
        }
    }

    private static func difference(
        _ kept: [(name: String, n: Int)], _ counted: [(name: String, n: Int)], _ language: Language
    ) -> String {
        let differing = zip(kept, counted).filter { $0.n != $1.n }.map { kept, counted in
            Bilingual(
                zh: "\(kept.name) 存的是 \(kept.n)，应为 \(counted.n)",
                en: "\(kept.name) \(kept.n), should be \(counted.n)")(language)
        }
        return Bilingual(
            zh: "：" + differing.joined(separator: "；"), en: ": " + differing.joined(separator: "; "))(language)
    }
}

extension Tally {
    /// The counts by the names of their columns.
    fileprivate var named: [(name: String, n: Int)] {
        [
            ("assigned", assigned), ("completed", completed), ("in_progress", inProgress),
            ("not_started", notStarted), ("expired", expired), ("overdue", overdue), ("exempt", exempt),
        ]
    }
}

extension YearCount {
    /// The counts by the names of their columns.
    fileprivate var named: [(name: String, n: Int)] {
        [
            ("people", then.people), ("attempts", then.attempts), ("passed", then.passed),
            ("half_hours", then.halfHours), ("people_now", now.people), ("attempts_now", now.attempts),
            ("passed_now", now.passed), ("half_hours_now", now.halfHours),
        ]
    }
}
