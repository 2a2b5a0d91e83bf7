import FoundationEssentials
import SQL
import Training

/// A code as it is handed to a person; only its hash is kept.
public struct IssuedCode: Sendable, Hashable {
    /// Whose code it is.
    public let staffNumber: StaffNumber
    /// Their name.
    public let name: String
    /// Their unit.
    public let unit: UnitCode
    /// Their unit's name.
    public let unitName: String
    /// Ten digits.
    public let code: String
    /// Until when it can be used.
    public let expiresAt: Date

    /// A code.
    public init(
        staffNumber: StaffNumber, name: String, unit: UnitCode, unitName: String, code: String, expiresAt: Date
    ) {
        self.staffNumber = staffNumber
        self.name = name
        self.unit = unit
        self.unitName = unitName
        self.code = code
        self.expiresAt = expiresAt
    }
}

extension Records {
    /// Gives sign-in codes to people in and below `unit`.
    ///
    /// Without `people`: to everyone at work there who has neither a password nor an unexpired code. With `people`: to
    /// those; a number that is not there is `notFound`, and someone who has a password or a code already is left out
    /// unless `renew`, which also ends their sessions. Only an administrator gives codes to administrators.
    public func issueCodes(
        below unit: UnitCode, to people: [StaffNumber]?, renew: Bool, by caller: Caller, at now: Date
    ) async throws -> [IssuedCode] {
        let randomness = randomness
        return try await database.write { transaction in
            _ = try transaction.unit(unit, for: caller)
            let expires = now.addingTimeInterval(SignInCode.lifetime)
            return try transaction.candidates(below: unit, people: people, renew: renew, by: caller, at: now).map {
                person, unitName in
                let code = randomness.signInCode()
                try transaction.run(
                    Statement(
                        """
                        INSERT INTO credentials (person, code_hash, code_expires_at) VALUES ($1, $2, $3)
                        ON CONFLICT (person) DO UPDATE SET
                            code_hash = excluded.code_hash, code_expires_at = excluded.code_expires_at
                        """, with: person.id.rawValue, Token.hash(code), expires.milliseconds))
                if renew { try transaction.endSessions(of: person.id) }
                return IssuedCode(
                    staffNumber: person.staffNumber, name: person.name, unit: person.unit, unitName: unitName,
                    code: code, expiresAt: expires)
            }
        }
    }

    /// What a typed sign-in code is compared with.
    public static func hash(ofCode typed: String) -> [UInt8] { Token.hash(SignInCode.normalized(typed)) }
}

extension Transaction {
    fileprivate func candidates(
        below unit: UnitCode, people: [StaffNumber]?, renew: Bool, by caller: Caller, at now: Date
    ) throws -> [(Person, unitName: String)] {
        guard let path = try path(of: unit) else { throw Refusal.notFound }
        let all = try rows(
            Statement(
                """
                SELECT people.id, people.staff_no, people.name, people.unit, people.role, people.status,
                    units.name, credentials.password IS NOT NULL OR COALESCE(credentials.code_expires_at > $1, FALSE)
                FROM units JOIN people ON people.unit = units.code
                LEFT JOIN credentials ON credentials.person = people.id
                WHERE units.path >= $2 AND units.path < $3 AND people.status = 'active'
                ORDER BY units.path, people.staff_no
                """, with: now.milliseconds, path, UnitPath.end(of: path))
        ).map { (person: try Person($0), unitName: try $0.text(6), provided: try $0.bool(7)) }
        let mine = all.filter { caller.role == .admin || $0.person.role != .admin }
        guard let people else { return mine.filter { renew || !$0.provided }.map { ($0.person, $0.unitName) } }
        let byNumber = Dictionary(mine.map { ($0.person.staffNumber, $0) }, uniquingKeysWith: { first, _ in first })
        return try people.compactMap { number in
            guard let found = byNumber[number] else { throw Refusal.notFound }
            return found.provided && !renew ? nil : (found.person, found.unitName)
        }
    }
}

extension Randomness {
    fileprivate func signInCode() -> String {
        while true {
            if let code = SignInCode.code(from: bytes(8)) { return code }
        }
    }
}
