import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Records
import Training

/// Content packs: what is in service, what could be, and the way from one to the other.
struct PackPages: Sendable {
    let site: Site

    /// The largest file that is taken.
    static let limit = 32 * 1024 * 1024
    /// How long a pack stays that nobody publishes.
    private static let patience = 24 * 3600.0

    func showAll(_ request: Request, _ visit: Visit) async throws -> Response {
        let log = try await site.records.publications()
        guard visit.format == .html else {
            return try .json(["publications": log.entries.map { PublicationDocument($0, log, at: visit.now) }])
        }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(PacksPage(log, now: visit.now, words), visit, site)
    }

    /// Takes a pack in, reads it as the server would and keeps it for looking at; nothing else changes.
    func send(_ request: Request, _ visit: Visit) async throws -> Response {
        let upload = try await PackUpload(request)
        let store = try site.packs.orMissing()
        let log = try await site.records.publications()
        store.removePacks(except: log.kept(at: visit.now), before: visit.now.addingTimeInterval(-Self.patience))
        do {
            let pack = try Pack(zip: upload.bytes)
            let staged = try store.keep(pack, at: visit.now)
            guard visit.isScript else { return .seeOther(Paths.pack(staged.hash, name: upload.name)) }
            return try .json(document(staged, log, visit))
        } catch let broken as BrokenContent {
            guard !visit.isScript else {
                return try .json(BrokenPackDocument(broken.problems, visit.language), status: .unprocessableContent)
            }
            let words = try site.pages.words(visit.language)
            let page = PacksPage(log, broken: broken.problems, now: visit.now, words)
            return try site.pages.render(page, visit, site, status: .unprocessableContent)
        }
    }

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let (staged, folders) = try staged(visit)
        let log = try await site.records.publications()
        guard visit.format == .html else { return try .json(document(staged, log, visit)) }
        let live = site.content
        let words = try site.pages.words(visit.language)
        let page = PackPage(
            staged, LibraryChanges(from: live.current, to: staged.library), old: live.folders, new: folders,
            name: request.query["name"] ?? "", replacing: log.inService(at: visit.now)?.id, words)
        return try site.pages.render(page, visit, site)
    }

    /// Puts a pack that was looked at into service, at once or on a day.
    func publish(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try PublicationEntry(try await request.submission())
        let (staged, _) = try staged(visit)
        let publication = try await site.records.publish(
            pack: staged.hash, name: entry.name, from: entry.day, reason: entry.reason, replacing: entry.replacing,
            by: try visit.signedIn, at: visit.now)
        try await site.turnToPublished()
        guard visit.isScript else { return .seeOther(Paths.packs) }
        let log = try await site.records.publications()
        return try .json(PublicationDocument(publication, log, at: visit.now), status: .created)
    }

    /// One step back, or a publication that is not to begin after all.
    func withdraw(_ request: Request, _ visit: Visit) async throws -> Response {
        let entry = try WithdrawalEntry(try await request.submission())
        try await site.records.withdraw(
            try visit.code("publication"), reason: entry.reason, by: try visit.signedIn, at: visit.now)
        try await site.turnToPublished()
        return visit.isScript ? .noContent : .seeOther(Paths.packs)
    }

    /// What is in service, as a pack.
    func export(_ request: Request, _ visit: Visit) async throws -> Response {
        let zip = try Pack(site.content.folders).zip()
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/zip", .cacheControl: "private, no-store",
                .contentDisposition: "attachment; filename=\"content-\(Day(at: visit.now)).zip\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: zip)))
    }

    private func staged(_ visit: Visit) throws -> (StagedPack, ContentFolders) {
        guard let hash = visit.parameters.get("pack"), let store = site.packs, let folders = store.folders(of: hash)
        else { throw Refusal.notFound }
        let (library, problems) = Library.load(
            courses: folders.courses, questions: folders.questions, today: Day(at: visit.now))
        // It was sound when it was kept; what is not any more cannot be published either.
        guard let library else { throw Refusal.notFound }
        return (StagedPack(hash: hash, library: library, problems: problems), folders)
    }

    private func document(_ staged: StagedPack, _ log: PublicationLog, _ visit: Visit) -> PackDocument {
        PackDocument(
            staged, LibraryChanges(from: site.content.current, to: staged.library),
            replacing: log.inService(at: visit.now)?.id, visit.language)
    }
}

extension Site {
    /// Serves what the log of publications says is in service now; what cannot be read leaves the last good content.
    public func turnToPublished() async throws {
        guard let packs else { return }
        let publication = try await records.publications().inService(at: clock())
        // A pack whose files are gone is told as a problem of the content, by the folders that are not there.
        let folders = publication.map { packs.place(of: $0.pack) } ?? packs.unpublished
        if folders != content.folders { try await content.turn(to: folders) }
    }
}

extension Optional<PackStore> {
    /// A site without a place for packs has none.
    fileprivate func orMissing() throws -> PackStore {
        guard let store = self else { throw Refusal.notFound }
        return store
    }
}

/// A pack as a request sends it: as its body, or as a file in a form.
private struct PackUpload {
    let name: String
    let bytes: [UInt8]

    init(_ request: Request) async throws {
        switch request.mediaType {
        case "application/zip", "application/x-zip-compressed", "application/octet-stream":
            bytes = try await request.bytes(upTo: PackPages.limit)
            name = request.query["name"] ?? ""
        case "multipart/form-data":
            let body = try await request.bytes(upTo: PackPages.limit + 64 * 1024)
            let parts = try Multipart(body, boundary: Multipart.boundary(of: request.headers[.contentType]))
            guard let file = parts.parts.first(where: { $0.name == "file" }), !file.bytes.isEmpty else {
                throw Problem(
                    .unprocessableContent, "no_file", Bilingual(zh: "没有选择文件。", en: "No file was chosen."))
            }
            bytes = file.bytes
            name = file.fileName ?? ""
        default: throw HTTPError(.unsupportedMediaType)
        }
    }
}

/// What an administrator says with a publication.
private struct PublicationEntry {
    let reason: String
    let name: String
    let day: Day?
    let replacing: PublicationID?

    init(_ submission: Submission) throws {
        struct Document: Decodable {
            let reason: String
            let name: String?
            let from: String?
            let replacing: String?
        }
        let document: Document
        switch submission {
        case .form(let form):
            document = Document(
                reason: form["reason"] ?? "", name: form["name"], from: form["from"], replacing: form["replacing"])
        case .json(let data): document = try data.decoded(as: Document.self)
        }
        reason = try document.reason.asReason()
        name = String((document.name ?? "").prefix(200))
        let from = document.from.flatMap { $0.isEmpty ? nil : $0 }
        day = try from.map { text in
            guard let day = Day(text) else {
                throw Refusal.invalid(
                    code: "bad_day",
                    Bilingual(zh: "没有这样的日期：\(text)。请写成 2026-12-01。", en: "No such day: \(text). Write 2026-12-01."))
            }
            return day
        }
        replacing = document.replacing.flatMap { PublicationID(rawValue: $0) }
    }
}

/// What an administrator says with a step back.
private struct WithdrawalEntry {
    let reason: String

    init(_ submission: Submission) throws {
        struct Document: Decodable { let reason: String }
        switch submission {
        case .form(let form): reason = try (form["reason"] ?? "").asReason()
        case .json(let data): reason = try data.decoded(as: Document.self).reason.asReason()
        }
    }
}

extension String {
    /// The text without spaces around it, if it can stand in the log as a reason.
    fileprivate func asReason() throws -> String {
        let reason = String(trimming(while: \.isWhitespace))
        guard (1...500).contains(reason.count) else {
            throw Refusal.invalid(
                code: "no_reason",
                Bilingual(zh: "请写明理由（500 字以内）。", en: "Give a reason of at most 500 characters."))
        }
        return reason
    }
}
