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
    /// unless `renew`, which also ends their sessions. Only an administrator gives codes to administrators, and only
    /// someone whose scope holds all that a person is in charge of gives one to that person.
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
    private typealias Candidate = (person: Person, unitName: String, path: String, provided: Bool)

    fileprivate func candidates(
        below unit: UnitCode, people: [StaffNumber]?, renew: Bool, by caller: Caller, at now: Date
    ) throws -> [(Person, unitName: String)] {
        guard let path = try path(of: unit) else { throw Refusal.notFound }
        var listed: Set<StaffNumber> = []
        let found: [Candidate] =
            if let people {
                try people.filter { listed.insert($0).inserted }
                    .map { try candidate($0, below: path, by: caller, at: now) }
            } else {
                try candidates(
                    "units.path >= $2 AND units.path < $3", [path.sqlValue, UnitPath.end(of: path).sqlValue], at: now
                ).filter { try mayAct(caller, for: $0.person, at: now) }
            }
        return found.filter { renew || !$0.provided }.map { ($0.person, $0.unitName) }
    }

    private func candidate(
        _ number: StaffNumber, below path: String, by caller: Caller, at now: Date
    ) throws -> Candidate {
        guard let found = try candidates("people.staff_no = $2", [number.rawValue.sqlValue], at: now).first,
            found.path.hasPrefix(path), try mayAct(caller, for: found.person, at: now)
        else { throw Refusal.notFound }
        return found
    }

    /// Whoever has a person's code can do what that person may.
    private func mayAct(_ caller: Caller, for person: Person, at now: Date) throws -> Bool {
        switch person.role {
        case .learner: true
        case .coordinator, .inspector: try !reachesBeyond(caller, person, on: Day(at: now))
        case .admin: caller.role == .admin
        }
    }

    private func candidates(_ condition: String, _ values: [Value], at now: Date) throws -> [Candidate] {
        try rows(
            Statement(
                """
                SELECT people.id, people.staff_no, people.name, people.unit, people.role, people.status, units.name,
                    units.path, credentials.password IS NOT NULL OR COALESCE(credentials.code_expires_at > $1, FALSE)
                FROM units JOIN people ON people.unit = units.code
                LEFT JOIN credentials ON credentials.person = people.id
                WHERE \(condition) AND people.status = 'active' ORDER BY units.path, people.staff_no
                """, [now.milliseconds.sqlValue] + values)
        ).map { (try Person($0), unitName: try $0.text(6), path: try $0.text(7), provided: try $0.bool(8)) }
    }
}

extension Randomness {
    fileprivate func signInCode() -> String {
        while true {
            if let code = SignInCode.code(from: bytes(8)) { return code }
        }
    }
}
