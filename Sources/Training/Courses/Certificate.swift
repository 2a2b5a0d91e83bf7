import FoundationEssentials

/// What a person can show of a course that they finished. It is made with the completion and neither changed nor taken
/// back; it has no score.
public struct Certificate: Sendable, Hashable {
    /// What it is asked for by.
    public let number: CertificateNumber
    /// Whose it is.
    public let person: PersonID
    /// Their name as it is now.
    public let name: String
    /// The name of the unit they belonged to when the last thing was done.
    public let unitName: String
    /// What was finished.
    public let course: CourseID
    /// What the course was then; nil for a completion from before there were certificates.
    public let award: Award?
    /// The day on which the last thing was done.
    public let day: Day
    /// The clauses that were taught, with their versions then.
    public let clauses: [Completion.ClauseVersion]
    /// How long it was said to hold when it was made.
    public let validity: Validity
    /// The last day on which it holds; nil while it has no end.
    public let last: Day?
    /// Whether the quiz was passed for it; else it was enough to read.
    public let isOfQuiz: Bool
    /// Whether what it rests on was taken back, so that it never held.
    public let isWithdrawn: Bool

    /// What a course is to those who finish it.
    public struct Award: Sendable, Hashable {
        /// The course's name.
        public let title: Bilingual
        /// What it counts for, if its author says so.
        public let creditHours: CreditHours?

        /// An award.
        public init(title: Bilingual, creditHours: CreditHours?) {
            self.title = title
            self.creditHours = creditHours
        }
    }

    /// A certificate.
    public init(
        number: CertificateNumber, person: PersonID, name: String, unitName: String, course: CourseID, award: Award?,
        day: Day, clauses: [Completion.ClauseVersion], validity: Validity = .always, last: Day? = nil,
        isOfQuiz: Bool = true, isWithdrawn: Bool = false
    ) {
        self.number = number
        self.person = person
        self.name = name
        self.unitName = unitName
        self.course = course
        self.award = award
        self.day = day
        self.clauses = clauses
        self.validity = validity
        self.last = last
        self.isOfQuiz = isOfQuiz
        self.isWithdrawn = isWithdrawn
    }

    /// Whether it holds no more on a day.
    public func isExpired(on day: Day) -> Bool { last.map { $0 < day } ?? false }

    /// The name as strangers see it: its first character and one `*`, which does not tell how many were left out.
    public var maskedName: String { "\(name.prefix(1))*" }

    /// The clauses that are no longer what was taught: their version rose, or they are not in force any more.
    public func outdatedClauses(_ present: [ClauseID: Clause]) -> [ClauseID] {
        clauses.filter { taught in present[taught.clause].map { $0.version > taught.version } ?? true }.map(\.clause)
    }
}

extension Course {
    /// What it is to those who finish it.
    public var award: Certificate.Award { .init(title: title, creditHours: syllabus?.creditHours) }
}

/// The number of a certificate: 15 random characters, which nobody guesses among 8 × 10²¹, and a check character.
///
/// The 29 characters are the digits and capital letters without those that are taken for others: 0 and O, 1, I and L, S (5)
/// and U (V). Their count is prime, so with the weights 1 to 16 the check notices every wrong character and every two that
/// were changed over, as that of ISBN-10 (ISO 2108:1992) does.
public struct CertificateNumber: RawRepresentable, Hashable, Sendable, Codable {
    /// The 16 characters.
    public let rawValue: String

    /// The number, or nil when `rawValue` is none.
    public init?(rawValue: String) {
        let values = rawValue.utf8.compactMap(Self.alphabet.firstIndex)
        guard rawValue.utf8.count == Self.length, values.count == Self.length, Self.check(values) == 0 else {
            return nil
        }
        self.rawValue = rawValue
    }

    /// The number as someone typed it: spaces, hyphens and small letters do not matter, full-width characters count as
    /// their like.
    public init?(typed text: String) {
        let plain = text.unicodeScalars.map { scalar in
            (0xFF01...0xFF5E).contains(scalar.value) ? UnicodeScalar(scalar.value - 0xFEE0) ?? scalar : scalar
        }
        self.init(rawValue: SignInCode.normalized(String(String.UnicodeScalarView(plain))).uppercased())
    }

    /// A number made of random bytes; nil when they must be drawn again for every number to be equally likely.
    /// `bytesNeeded` of them almost always do.
    public init?(from bytes: [UInt8]) {
        let count = UInt8(Self.alphabet.count)
        let drawn = bytes.filter { $0 < .max / count * count }.prefix(Self.length - 1).map { Int($0 % count) }
        guard drawn.count == Self.length - 1,
            let last = Self.alphabet.indices.first(where: { Self.check(drawn + [$0]) == 0 })
        else { return nil }
        rawValue = String(decoding: (drawn + [last]).map { Self.alphabet[$0] }, as: UTF8.self)
    }

    /// How many random bytes to draw.
    public static let bytesNeeded = 24

    /// `ABCD-EFGH-JKMN-PQRT`, as it is printed.
    public var grouped: String {
        let characters = Array(rawValue)
        return stride(from: 0, to: characters.count, by: 4).map { String(characters[$0..<$0 + 4]) }
            .joined(separator: "-")
    }

    private static let length = 16
    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRTVWXYZ".utf8)

    private static func check(_ values: [Int]) -> Int {
        values.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } % alphabet.count
    }
}

extension CertificateNumber: CustomStringConvertible {
    /// In groups.
    public var description: String { grouped }
}
