import ArgumentParser
import Foundation
import Records
import Training

/// `training token`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "API tokens for programs.", subcommands: [Create.self, List.self, Revoke.self])

    /// `training token create`
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token and prints it, once, alone on standard output.")

        @OptionGroup var data: DataOptions

        @Option(help: "A name for lists and the log.")
        var name: String

        @Option(help: "admin, coordinator or inspector.")
        var role: Person.Role

        @Option(help: "The unit that a coordinator's or inspector's token is limited to.")
        var unit: UnitCode?

        @Option(help: "The last day on which it works, such as 2026-12-31; without end if not given.")
        var until: Day?

        func validate() throws {
            guard role != .learner else { throw ValidationError("A token cannot be a learner's.") }
            guard (role == .admin) == (unit == nil) else {
                throw ValidationError("--unit goes with --role coordinator and --role inspector, and only with them.")
            }
            guard StaffNumber(rawValue: name) != nil else {
                throw ValidationError("--name is 1 to 64 of A–Z a–z 0–9 _ -")
            }
        }

        func run() async throws {
            let (records, database) = try await data.open()
            let token = try await records.createToken(named: name, role: role, unit: unit, until: until, at: Date())
            try await database.close()
            print(token)
        }
    }

    /// `training token list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists tokens; their secrets are nowhere kept.")

        @OptionGroup var data: DataOptions

        func run() async throws {
            let (records, database) = try await data.open()
            for token in try await records.tokens() {
                let today = Day(at: Date())
                let ended =
                    token.revokedAt.map { "revoked \($0.formatted(.iso8601))" } ?? token.until.map {
                        $0 < today ? "ended \($0)" : "works until \($0)"
                    } ?? "works"
                let fields = [
                    token.name, token.role.rawValue, token.unit?.rawValue ?? "-", token.createdAt.formatted(.iso8601),
                    ended,
                ]
                print(fields.joined(separator: "\t"))
            }
            try await database.close()
        }
    }

    /// `training token revoke`
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Takes a token back; it stops working at once.")

        @OptionGroup var data: DataOptions

        @Argument(help: "The token's name.")
        var name: String

        func run() async throws {
            let (records, database) = try await data.open()
            try await records.revokeToken(named: name, at: Date())
            try await database.close()
        }
    }
}

extension Person.Role: ExpressibleByArgument {}
extension Code: ExpressibleByArgument {
    /// The code, or nil when the argument is none.
    public init?(argument: String) { self.init(rawValue: argument) }
}
extension ImportKind: ExpressibleByArgument {}
