import FoundationEssentials
import SQL
import Synchronization
import Training

/// A picture as a paper keeps it.
public struct MediaFile: Sendable, Hashable {
    /// SHA-256 of the bytes, hexadecimal.
    public let hash: String
    /// Its media type.
    public let mediaType: String
    /// The bytes.
    public let bytes: [UInt8]

    /// A picture.
    public init(hash: String, mediaType: String, bytes: [UInt8]) {
        self.hash = hash
        self.mediaType = mediaType
        self.bytes = bytes
    }
}

extension Records {
    /// A picture that some paper keeps.
    public func media(_ hash: String) async throws -> MediaFile? {
        try await database.read { transaction in
            try transaction.row(Statement("SELECT media_type, bytes FROM media WHERE hash = $1", with: hash)).map {
                MediaFile(hash: hash, mediaType: try $0.text(0), bytes: try $0.blob(1))
            }
        }
    }
}

extension Transaction {
    /// The questions of a paper, by version.
    func questions(of paper: Paper) throws -> [String: Question] {
        var questions: [String: Question] = [:]
        for version in paper.slots.map(\.version) { questions[version] = try question(version) }
        return questions
    }

    /// The question of a version that some paper keeps.
    func question(_ version: String) throws -> Question {
        try QuestionVersions.shared.question(version) {
            let row = try row(Statement("SELECT text FROM question_versions WHERE version = $1", with: version))
            guard let row else { throw DatabaseError.unexpectedColumn("no question of version \(version)") }
            return try JSON.value(try row.text(0))
        }
    }

    func keep(_ items: [Item], of paper: Paper) throws {
        let drawn = Set(paper.slots.map(\.version))
        for item in items where drawn.contains(item.version) { try keep(item) }
    }

    func keep(_ item: Item) throws {
        try run(
            Statement(
                """
                INSERT INTO question_versions (version, question, text) VALUES ($1, $2, $3)
                ON CONFLICT (version) DO NOTHING
                """, with: item.version, item.question.id.rawValue, try JSON.text(item.question)))
    }

    func keep(_ pictures: [MediaFile]) throws {
        for picture in pictures {
            try run(
                Statement(
                    "INSERT INTO media (hash, media_type, bytes) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING",
                    with: picture.hash, picture.mediaType, picture.bytes))
        }
    }
}

/// Questions by version, decoded once: a version never changes, so nothing here ever grows stale.
private final class QuestionVersions: Sendable {
    static let shared = QuestionVersions()
    private let known = Mutex<[String: Question]>([:])

    func question(_ version: String, load: () throws -> Question) throws -> Question {
        if let question = known.withLock({ $0[version] }) { return question }
        let question = try load()
        known.withLock { $0[version] = question }
        return question
    }
}
