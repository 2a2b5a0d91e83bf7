import Crypto
import FoundationEssentials
import Training

/// SHA-256 of `bytes`, hexadecimal.
func sha256(_ bytes: some DataProtocol) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
}

extension Item {
    /// The question in the version that its text makes: SHA-256 of its JSON with sorted keys and plain slashes.
    public init(_ question: Question, tags: [String] = [], difficulty: Difficulty? = nil) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let text = try? encoder.encode(question) else {
            preconditionFailure("a question is text, flags and lists of them, all of which JSON can hold")
        }
        self.init(version: sha256(text), question: question, tags: tags, difficulty: difficulty)
    }
}
