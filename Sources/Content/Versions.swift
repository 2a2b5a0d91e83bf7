import Crypto
import FoundationEssentials
import Training

/// SHA-256 of `bytes`, hexadecimal.
func sha256(_ bytes: some DataProtocol) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
}

/// SHA-256 of the JSON of `value` with sorted keys and plain slashes, hexadecimal. `value` is made of text, whole numbers,
/// flags and lists of them, all of which JSON can hold.
func canonicalHash(of value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let text = try? encoder.encode(value) else { preconditionFailure("JSON cannot hold \(value)") }
    return sha256(text)
}

extension Item {
    /// The question in the version that its text makes.
    public init(
        _ question: Question, tags: [String] = [], difficulty: Difficulty? = nil, from: Day? = nil,
        signOff: SignOff? = nil
    ) {
        self.init(
            version: canonicalHash(of: question), question: question, tags: tags, difficulty: difficulty, from: from,
            signOff: signOff)
    }
}
