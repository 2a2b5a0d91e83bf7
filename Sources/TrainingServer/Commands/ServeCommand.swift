import ArgumentParser
import Content
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Records
import SQLiteStorage
import ServiceLifecycle
import Training
import Web

/// `training serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Runs the server.")

    @Option(help: "The address to listen on.")
    var host = setting("HOST", "127.0.0.1")

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = setting("PORT", 8080)

    @Option(help: "The address people use, when a proxy stands before the server.")
    var publicURL: String = setting("PUBLIC_URL", "")

    @Option(
        help: "A proxy, or a range in CIDR notation, whose X-Forwarded headers are believed; may come several times.")
    var trustedProxy: [String] = (setting("TRUSTED_PROXY", "")).split(separator: ",").map(String.init)

    @OptionGroup var data: DataOptions
    @OptionGroup var content: ContentOptions
    @OptionGroup var reanswers: ReanswerOptions

    @Flag(help: "Serve a made-up province with known accounts, kept in DATA/demo; loopback only.")
    var demo = setting("DEMO", false)

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
        if let proxy = trustedProxy.first(where: { AddressRange($0) == nil }) {
            throw ValidationError("--trusted-proxy: '\(proxy)' is no address or range such as 10.0.0.0/8.")
        }
        if !publicURL.isEmpty, !publicURL.hasPrefix("http://"), !publicURL.hasPrefix("https://") {
            throw ValidationError("--public-url begins with http:// or https://.")
        }
        if demo, !["127.0.0.1", "::1", "localhost"].contains(host) {
            throw ValidationError(
                "--demo has accounts that everyone knows; it listens on 127.0.0.1, ::1 or localhost only.")
        }
    }

    func run() async throws {
        let folder = demo ? "\(data.data)/demo" : data.data
        let (records, database) = try await data.open(in: folder)
        let packs = content.packs(in: folder)
        let library = try await content.live(records, packs, at: Date())
        if demo {
            try await DemoProvince.prepare(records, library.current)
        } else if try await records.isDemo() {
            throw Failure(
                Bilingual(
                    zh: "这是演示数据库，账号密码人人知道；只能用 --demo 在本机打开。",
                    en: "This is a demo database with accounts that everyone knows; serve it with --demo."))
        }
        var options = Site.Options(publicURL: publicURL.isEmpty ? nil : withoutSlash(publicURL))
        if demo {
            options.demoAccounts = Site.DemoAccounts(
                numbers: DemoProvince.accounts.map { ($0.number.rawValue, $0.role) }, password: DemoProvince.password)
        }
        options.reanswers = reanswers.reader
        options.trustedProxies = trustedProxy.compactMap { AddressRange($0) }
        let site = try Site(records: records, content: library, packs: packs, options: options)
        var logger = Logger(label: "training")
        logger.logLevel = .info
        try await site.followClauses { [logger] in logger.error("The content could not be noted and waits: \($0)") }
        try await site.loadUpdates()
        // This program has just started and works at none.
        try await records.interruptImports()
        let (host, demo) = (host, demo)
        let application = Application(
            responder: site.responder(),
            // A browser keeps a connection open between two pages; one that says nothing for longer is dropped.
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(10_000, logger: logger)),
            services: [
                LibraryService(library: library, logger: logger), SweepService(site: site, logger: logger),
                PublicationService(site: site, logger: logger),
            ],
            onServerRunning: { channel in announce(host, channel.localAddress?.port ?? 0, demo: demo) },
            logger: logger)
        do {
            try await application.runService()
        } catch let error as IOError {
            throw Failure(
                Bilingual(
                    zh: "不能监听 \(host):\(port)：\(error.localizedDescription)",
                    en: "Cannot listen on \(host):\(port): \(error.localizedDescription)"))
        }
        try await database.close()
    }

    private func withoutSlash(_ address: String) -> String {
        address.hasSuffix("/") ? String(address.dropLast()) : address
    }
}

/// Follows edits of the content while the server runs.
private struct LibraryService: Service {
    let library: LiveLibrary
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await library.run { logger.error("An edit of the content could not be noted and waits: \($0)") }
        }
    }
}

/// Takes up what was published or taken back, here or by another program on the same database.
private struct PublicationService: Service {
    let site: Site
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await site.turnToPublished()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("What is published could not be looked up: \(error)")
                }
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}

/// Closes tries whose time is over; whoever looks at one earlier finds it closed too. Finds updates that another process
/// made, and imports that another process left.
private struct SweepService: Service {
    let site: Site
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do { try await site.closeOverdueAttempts() } catch {
                    logger.error("Tries could not be closed: \(error)")
                }
                do { try await site.loadUpdates() } catch { logger.error("Updates could not be read: \(error)") }
                do { try await site.interruptSilentImports() } catch {
                    logger.error("Imports could not be looked after: \(error)")
                }
                try await Task.sleep(for: .seconds(15))
            }
        }
    }
}

/// Says where the server is, and who one can sign in as.
private func announce(_ host: String, _ port: Int, demo: Bool) {
    let name = host.contains(":") ? "[\(host)]" : host
    print("Serving on http://\(name):\(port)")
    if demo {
        print("Demo accounts, password \(DemoProvince.password) for each:")
        for account in DemoProvince.accounts { print("  \(account.number)  \(account.role.rawValue)") }
    }
    // Whoever waits for the address reads a pipe, which is not flushed line by line.
    fflush(nil)
}
