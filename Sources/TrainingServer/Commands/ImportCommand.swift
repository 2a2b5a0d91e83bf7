import ArgumentParser
import Content
import Foundation
import Records
import Tabular
import Training
import Web

/// `training import`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports units, people, coordinators or enrolments from a CSV or XLSX file.")

    @OptionGroup var data: DataOptions
    @OptionGroup var content: ContentOptions

    @Argument(help: "units, people, coordinators or enrolments.")
    var kind: ImportKind

    @Argument(help: "The file; - is standard input.")
    var file: String

    @Flag(help: "Only say what would be done.")
    var plan = false

    @Option(help: "Headings to leave aside, separated by commas.")
    var ignoreColumns = setting("IGNORE_COLUMNS", "")

    @Flag(help: "Leave all unknown columns aside.")
    var ignoreUnknown = false

    @Option(help: "suspend: suspend whoever is at work --within and not in a people file.")
    var removals = setting("REMOVALS", "")

    @Option(help: "The unit, with all below it, that the file names everybody of.")
    var within = setting("WITHIN", "")

    @Option(help: "How many percent of those at work there may be suspended.")
    var maxRemovals = setting("MAX_REMOVALS", Removals.usual)

    func run() async throws {
        let (sheet, encoding) = try Sheet.read(try bytes(), for: kind)
        let named = ignoreColumns.split(separator: ",").map { String($0.trimming(while: \.isWhitespace)) }
        let (records, database) = try await data.open()
        let library =
            kind == .enrolments
            ? try await content.live(records, content.packs(in: data.data), at: Date()).current : nil
        let updates = kind == .enrolments ? try await records.clauseUpdates().map(\.id) : []
        let catalogue = CourseCatalogue(
            (library?.courses.map(\.id) ?? []) + updates, plans: library?.plans ?? [])
        let request = ImportRequest(
            kind: kind, sheet: sheet,
            ignored: IgnoredColumns(named: Set(named), others: ignoreUnknown ? .ignored : .refused),
            encoding: encoding, catalogue: catalogue,
            removals: try Removals.asked(removals, within: within, atMost: "\(maxRemovals)", for: kind))
        let receipt =
            plan
            ? try await records.planImport(request, by: .operatorAtTheMachine, at: Date())
            : try await records.applyImport(request, by: .operatorAtTheMachine, at: Date())
        try await database.close()
        print(
            "\(receipt.state.rawValue): \(receipt.outcomes.count) rows (\(receipt.encoding)), "
                + ImportReceipt.Result.allCases.map { "\(receipt.count($0)) \($0.rawValue)" }.joined(separator: ", ")
                + ", \(receipt.suspended.count) suspended")
        for person in receipt.suspended { print("- \(person.staffNumber) \(person.name) (\(person.unit))") }
        for note in receipt.notes { print(note.message(.ofTheTerminal)) }
        if !receipt.problems.isEmpty { throw Failure(receipt.problems.map(\.told)) }
    }

    private func bytes() throws -> [UInt8] {
        do {
            let input =
                file == "-" ? try FileHandle.standardInput.readToEnd() : try Data(contentsOf: URL(filePath: file))
            return Array(input ?? Data())
        } catch {
            throw Failure(Bilingual(zh: "不能读取 \(file)。", en: "\(file) cannot be read."))
        }
    }
}

/// `training export`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Prints units, people, coordinators or enrolments as the CSV that import takes.")

    @OptionGroup var data: DataOptions

    @Argument(help: "units, people, coordinators or enrolments.")
    var kind: ImportKind

    func run() async throws {
        let (records, database) = try await data.open()
        let rows = try await records.export(kind, for: .operatorAtTheMachine)
        try await database.close()
        var writer = CSVWriter()
        writer.append(kind.columns.map(\.name))
        for row in rows { writer.append(row) }
        FileHandle.standardOutput.write(Data(writer.take()))
    }
}
