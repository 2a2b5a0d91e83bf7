import ArgumentParser
import Foundation
import NIOPosix
import Records
import Training
import Web

/// `training person`
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "People.", subcommands: [Password.self])

    /// `training person password`
    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sets a person's password, read from standard input, and ends their sessions.")

        @OptionGroup var data: DataOptions

        @Argument(help: "The staff number.")
        var staffNo: StaffNumber

        func run() async throws {
            guard let password = readLine(strippingNewline: true) else {
                throw Failure(Bilingual(zh: "标准输入里没有密码。", en: "There is no password on standard input."))
            }
            if let refusal = PasswordRule.problem(with: password, of: staffNo) { throw refusal }
            let (records, database) = try await data.open()
            let hashed = try await Passwords(threads: .singleton).hash(password)
            try await records.setPassword(hashed, of: staffNo)
            try await database.close()
        }
    }
}
