import FoundationEssentials

/// A paper quiz: drawn for one person, printed, filled in by hand, keyed in by a coordinator, marked as any other.
public struct PrintedPaper: Sendable, Hashable {
    /// What is printed on every page.
    public let number: PaperNumber
    /// The try it is.
    public let attempt: AttemptID
    /// Whose it is.
    public let staffNumber: StaffNumber
    /// Their name.
    public let name: String
    /// Their unit's name.
    public let unitName: String
    /// The course whose quiz it is.
    public let course: CourseID
    /// When it was drawn.
    public let printedAt: Date
    /// How far it is.
    public let state: State

    /// How far a paper is.
    public enum State: Sendable, Hashable {
        /// To be filled in and keyed in.
        case open
        /// Its answers are in, by whom.
        case keyed(by: String)
        /// It is spoilt or lost, and why. It stays as evidence and counts for nothing.
        case withdrawn(reason: String)
    }

    /// A paper.
    public init(
        number: PaperNumber, attempt: AttemptID, staffNumber: StaffNumber, name: String, unitName: String,
        course: CourseID, printedAt: Date, state: State
    ) {
        self.number = number
        self.attempt = attempt
        self.staffNumber = staffNumber
        self.name = name
        self.unitName = unitName
        self.course = course
        self.printedAt = printedAt
        self.state = state
    }

    /// The questions that can be printed: a story that branches cannot, since its next page would tell what was chosen.
    public static func printable(_ items: [Item]) -> [Item] { items.filter { $0.question.kind != .scenario } }

    /// The same draws without what cannot be printed.
    public static func printable(_ blueprint: Blueprint, _ items: [Item]) -> Blueprint {
        let printable = Set(Self.printable(items).map(\.question.id))
        return Blueprint(draws: blueprint.draws, fixed: blueprint.fixed.filter(printable.contains))
    }
}

/// The number of a printed paper: eight digits that begin with no zero, the last a check digit. A wrong digit and two
/// neighbours changed over are always noticed.
///
/// The check is that of H. M. Damm, "Total anti-symmetrische Quasigruppen" (2004), with the quasigroup of order 10 given
/// there.
public struct PaperNumber: RawRepresentable, Hashable, Sendable, Codable {
    /// The eight digits.
    public let rawValue: String

    /// The number, or nil when `rawValue` is none.
    public init?(rawValue: String) {
        let digits = rawValue.utf8.map { Int($0) - 48 }
        guard digits.count == 8, digits.allSatisfy((0...9).contains), digits[0] != 0, Self.check(digits) == 0 else {
            return nil
        }
        self.rawValue = rawValue
    }

    /// The number as someone typed it from paper: spaces and hyphens do not matter, full-width digits count as digits.
    public init?(typed text: String) { self.init(rawValue: SignInCode.normalized(text)) }

    /// A number made of random bytes, of which eight are needed; nil when they must be drawn again for every number to be
    /// equally likely.
    public init?(from bytes: [UInt8]) {
        let drawn = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let (first, count): (UInt64, UInt64) = (1_000_000, 9_000_000)
        guard drawn < UInt64.max / count * count else { return nil }
        let digits = String(first + drawn % count)
        self.init(rawValue: "\(digits)\(Self.check(digits.utf8.map { Int($0) - 48 }))")
    }

    /// `1234 5678`, as it is printed.
    public var spaced: String { "\(rawValue.prefix(4)) \(rawValue.suffix(4))" }

    /// What a row of digits comes to; with its check digit behind it, 0.
    private static func check(_ digits: [Int]) -> Int { digits.reduce(0) { quasigroup[$0][$1] } }

    private static let quasigroup = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2], [7, 0, 9, 2, 1, 5, 4, 8, 6, 3], [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6], [6, 1, 2, 3, 0, 4, 5, 9, 7, 8], [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4], [8, 9, 4, 5, 3, 6, 2, 0, 1, 7], [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ]
}

extension PaperNumber: CustomStringConvertible {
    /// The eight digits.
    public var description: String { rawValue }
}

// MARK: - On paper

extension Attempt {
    /// What a try has besides when it is answered on paper.
    public struct OnPaper: Sendable, Hashable {
        /// The number printed on it.
        public let number: PaperNumber
        /// Who keyed its answers in, by name; nil until then.
        public let keyedBy: String?

        /// A paper.
        public init(number: PaperNumber, keyedBy: String?) {
            self.number = number
            self.keyedBy = keyedBy
        }
    }

    /// Where a try is answered.
    public enum Medium: String, Sendable, Codable {
        case online
        case paper
    }

    /// Where this try is answered.
    public var medium: Medium { onPaper == nil ? .online : .paper }

    /// The same try with all answers of its paper, by slot. A slot without an answer stays without.
    ///
    /// Throws for a slot that is not there and for an answer that does not fit.
    public func keyed(_ responses: [Int: Response], at now: Date) throws(AttemptRefusal) -> Attempt {
        guard result == nil else { throw .alreadySubmitted }
        var keyed = self
        for (number, response) in responses.sorted(by: { $0.key < $1.key }) {
            guard let slot = paper.slots.first(where: { $0.number == number }), let question = questions[slot.version]
            else { throw .noSuchSlot(number) }
            guard let normalized = slot.normalized(response, to: question) else {
                throw .doesNotFit(slot: number, question.kind)
            }
            keyed = keyed.with(Answer(slot: number, response: normalized, seq: 1, savedAt: now))
        }
        return keyed
    }
}

extension Paper.Slot {
    /// What a coordinator typed from paper, as a response; nil when nothing is typed.
    ///
    /// Letters in any case and width, with or without separators: one for a choice, all of a multiple one, one a prompt in
    /// their order, the steps in the order given, one a field (`a` publish, `b` withhold, `c` ask). A hyphen stands for a
    /// prompt or field without a letter. Blanks and sentences are texts, one a blank.
    public func typed(_ texts: [String], to question: Question) throws(AttemptRefusal) -> Response? {
        guard texts.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return nil }
        let response: Response? =
            switch question.interaction {
            case .choice(let choice) where choice.kind != .multiple: Self.letters(texts).flatMap(Self.single)
            case .choice, .ordering: Self.letters(texts).map { .list($0) }
            case .matching(let matching):
                Self.letters(texts).flatMap { Self.map($0, to: (1...matching.prompts.count).map { "\($0)" }) }
            case .publicationCheck(let check): Self.letters(texts).flatMap { Self.actions($0, check) }
            case .fillIn(let fillIn):
                fillIn.blanks.count == 1 ? Self.trimmed(texts).first.map { .text($0) } : .list(Self.trimmed(texts))
            case .shortText: .text(Self.trimmed(texts).joined(separator: "\n"))
            case .scenario: nil
            }
        guard let normalized = response.flatMap({ normalized($0, to: question) }) else {
            throw .doesNotFit(slot: number, question.kind)
        }
        return normalized
    }

    private static func trimmed(_ texts: [String]) -> [String] {
        texts.map { String($0.trimming(while: \.isWhitespace)) }
    }

    /// The letters of a typed text; nil when there is something else in it.
    private static func letters(_ texts: [String]) -> [String]? {
        var letters: [String] = []
        for scalar in texts.joined().unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: letters.append(String(UnicodeScalar(UInt8(scalar.value + 0x20))))
            case 0x61...0x7A: letters.append(String(scalar))
            case 0xFF21...0xFF3A: letters.append(String(UnicodeScalar(UInt8(scalar.value - 0xFF21 + 0x61))))
            case 0xFF41...0xFF5A: letters.append(String(UnicodeScalar(UInt8(scalar.value - 0xFF41 + 0x61))))
            case 0x2D, 0xFF0D, 0x2014: letters.append("-")
            case 0x20, 0x3000, 0x2C, 0xFF0C, 0x3001, 0x2E, 0x3002, 0x3B, 0xFF1B, 0x2F: continue
            default: return nil
            }
        }
        return letters
    }

    private static func single(_ letters: [String]) -> Response? { letters.count == 1 ? .text(letters[0]) : nil }

    private static func map(_ letters: [String], to names: [String]) -> Response? {
        guard letters.count == names.count else { return nil }
        return .map(Dictionary(uniqueKeysWithValues: zip(names, letters).filter { $0.1 != "-" }))
    }

    private static func actions(_ letters: [String], _ check: PublicationCheck) -> Response? {
        let known = zip(Paper.letters, PublicationCheck.Action.allCases.map(\.rawValue))
        let actions = Dictionary(uniqueKeysWithValues: known).merging(["-": "-"]) { first, _ in first }
        let chosen = letters.compactMap { actions[$0] }
        return chosen.count == letters.count ? map(chosen, to: check.fields.map(\.key)) : nil
    }
}
