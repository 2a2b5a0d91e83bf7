import ArgumentParser
import Content
import Foundation
import Records
import Training

/// `training content`
struct ContentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "content", abstract: "Content packs: what staff read and answer, in one ZIP file.",
        subcommands: [Publish.self, Withdraw.self, List.self, Export.self])

    /// `training content publish`
    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks a pack and puts it into service; a running server takes it up within two seconds.")

        @OptionGroup var data: DataOptions
        @OptionGroup var content: ContentOptions

        @Argument(help: "The pack.")
        var pack: String

        @Option(help: "Why; it is kept in the log.")
        var reason: String

        @Option(help: "From 00:00 in Shanghai of this day; without it at once.")
        var from: Day?

        @Option(help: "Who publishes it, for the log.")
        var by = setting("BY", NSUserName())

        func run() async throws {
            let now = Date()
            let (records, database) = try await data.open()
            let packs = content.packs(in: data.data)
            let staged = try sound { try packs.keep(try Pack(zip: try bytes(of: pack)), at: now) }
            for problem in staged.problems {
                FileHandle.standardError.write(Data("\(problem.description(in: .ofTheTerminal))\n".utf8))
            }
            let log = try await records.publications()
            let before = try await content.live(records, packs, at: now).current
            let publication = try await records.publish(
                pack: staged.hash, name: URL(filePath: pack).lastPathComponent, from: from, reason: reason,
                replacing: log.inService(at: now)?.id, by: .operator(by), at: now)
            packs.removePacks(except: try await records.publications().kept(at: now), before: now)
            try await database.close()
            LibraryChanges(from: before, to: staged.library).told.forEach { print($0) }
            print("\(publication.id)\t\(staged.hash)\t\(publication.from.formatted(.iso8601))")
        }
    }

    /// `training content withdraw`
    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One step back: takes back what is in service, or the publication named.")

        @OptionGroup var data: DataOptions

        @Argument(help: "A publication, as `list` names it; without it the one in service.")
        var publication: PublicationID?

        @Option(help: "Why; it is kept in the log.")
        var reason: String

        @Option(help: "Who takes it back, for the log.")
        var by = setting("BY", NSUserName())

        func run() async throws {
            let now = Date()
            let (records, database) = try await data.open()
            let standing = try await records.publications().inService(at: now)?.id
            guard let id = publication ?? standing else {
                throw Failure(
                    Bilingual(zh: "没有发布过的内容包在用。", en: "No published pack is in service."))
            }
            try await records.withdraw(id, reason: reason, by: .operator(by), at: now)
            try await database.close()
        }
    }

    /// `training content list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the publications, the newest first.")

        @OptionGroup var data: DataOptions

        func run() async throws {
            let now = Date()
            let (records, database) = try await data.open()
            let log = try await records.publications()
            try await database.close()
            for publication in log.entries {
                let fields = [
                    publication.id.rawValue, log.state(of: publication, at: now).rawValue, publication.pack,
                    publication.from.formatted(.iso8601), publication.by, publication.name, publication.reason,
                ]
                print(fields.joined(separator: "\t"))
            }
        }
    }

    /// `training content export`
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes what is in service as a pack; the same content gives the same file.")

        @OptionGroup var data: DataOptions
        @OptionGroup var content: ContentOptions

        @Argument(help: "The file to write.")
        var pack: String

        func run() async throws {
            var folders = content.folders
            // Without a database nothing was ever published, and asking must not make one.
            if FileManager.default.fileExists(atPath: "\(data.data)/training.sqlite") {
                let (records, database) = try await data.open()
                let standing = try await records.publications().inService(at: Date())
                try await database.close()
                folders = standing.flatMap { content.packs(in: data.data).folders(of: $0.pack) } ?? folders
            }
            let zip = try sound { try Pack(folders).zip() }
            do {
                try Data(zip).write(to: URL(filePath: pack), options: .atomic)
            } catch {
                throw Failure(Bilingual(zh: "不能写 \(pack)。", en: "\(pack) cannot be written."))
            }
        }
    }
}

/// What `body` gives; content that is broken ends the command with every problem.
private func sound<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let broken as BrokenContent {
        throw Failure(broken.problems.map { $0.description(in: .ofTheTerminal) })
    }
}

private func bytes(of file: String) throws -> [UInt8] {
    do {
        return Array(try Data(contentsOf: URL(filePath: file)))
    } catch {
        throw Failure(Bilingual(zh: "不能读取 \(file)。", en: "\(file) cannot be read."))
    }
}

extension Caller {
    fileprivate static func `operator`(_ name: String) -> Caller {
        Caller(person: nil, name: name, role: .admin, units: [])
    }
}

extension LibraryChanges {
    /// A line for each kind of change.
    fileprivate var told: [String] {
        told("courses", courses) + told("lessons", lessons) + told("items", items) + told("clauses", clauses)
    }

    private func told<Name>(_ kind: String, _ names: Names<Name>) -> [String] {
        names.isEmpty
            ? []
            : ["\(kind): \(names.added.count) added, \(names.removed.count) removed, \(names.changed.count) changed"]
    }
}

extension Day: ExpressibleByArgument {
    /// Reads `2026-12-01` and the other forms that tables take.
    public init?(argument: String) { self.init(argument) }
}
