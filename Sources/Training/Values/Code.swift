/// A name that people write in files and addresses: 1 to 64 of `A–Z a–z 0–9 _ -`.
///
/// `Subject` only tells one kind of code from another, so that a unit's code is never taken for a course's.
public struct Code<Subject>: RawRepresentable, Hashable, Sendable, LosslessStringConvertible {
    /// The code as written.
    public let rawValue: String

    /// The code, or nil when `rawValue` is not one.
    public init?(rawValue: String) {
        guard (1...64).contains(rawValue.utf8.count), rawValue.utf8.allSatisfy(Self.allows) else { return nil }
        self.rawValue = rawValue
    }

    /// The same, for generic code that reads text.
    public init?(_ description: String) { self.init(rawValue: description) }

    /// The code as written.
    public var description: String { rawValue }

    private static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension Code: Comparable {
    /// Order by code point, as the databases sort.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

extension Code: Codable {
    /// Reads a code from text; anything else is a decoding error that names the rule.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let code = Self(rawValue: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not 1 to 64 of A–Z a–z 0–9 _ -: \(text.prefix(80))")
        }
        self = code
    }

    /// Writes the code as text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension Code: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
{
    /// A code written in source text; one that breaks the rule is a mistake of the programmer and stops a debug build.
    public init(stringLiteral value: StaticString) {
        let text = value.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        assert(Self(rawValue: text) != nil, "not a code: \(text)")
        rawValue = text
    }
}

/// A unit's code: a 12-digit division code or any other code (`SX-YANGLING`).
public typealias UnitCode = Code<Unit>
/// A person's number at work, what they sign in with. Leading zeros matter.
public typealias StaffNumber = Code<Person>
/// A person's identity inside the records; it outlives a change of number and says nothing about the person.
public typealias PersonID = Code<PersonIdentity>
/// A course: the name of its folder.
public typealias CourseID = Code<Course>
/// A lesson: the name of its file without `.md`. Unique within its course.
public typealias LessonID = Code<Lesson>
/// A question: its `id` in the question bank, unique over all files.
public typealias QuestionID = Code<Question>
/// An attempt at a quiz.
public typealias AttemptID = Code<Attempt>
/// Names a publication of a content pack.
public typealias PublicationID = Code<Publication>

/// A result on paper that was recorded.
public typealias EarlierResultID = Code<EarlierResult>

/// Only tells a `PersonID` from a `StaffNumber`.
public enum PersonIdentity {}
/// An exemption that was given to one person.
public typealias ExemptionID = Code<Exemption>
/// A learning plan: its file's name without `.yml`.
public typealias PlanID = Code<LearningPlan>
/// A group session.
public typealias GroupSessionID = Code<GroupSession>
