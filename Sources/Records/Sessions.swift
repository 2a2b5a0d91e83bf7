import Crypto
import FoundationEssentials
import SQL
import Training

/// What a sign-in is checked against.
public struct Credential: Sendable {
    /// Who signs in.
    public let person: Person
    /// The password as libcrypt wrote it, nil when none was set yet.
    public let password: String?
    /// SHA-256 of a sign-in code that is still valid.
    public let code: [UInt8]?
}

/// How someone proved who they are.
public enum Proof: Sendable, Hashable {
    case password
    /// The sign-in code with this hash; it is used up by the sign-in.
    case code([UInt8])
}

extension Records {
    /// What a sign-in with this number is checked against; nil for a number that nobody at work has.
    public func credential(of number: StaffNumber, at now: Date) async throws -> Credential? {
        try await database.read { transaction in
            guard let person = try transaction.person(number), person.status == .active else { return nil }
            let row = try transaction.row(
                Statement(
                    "SELECT password, code_hash, code_expires_at FROM credentials WHERE person = $1",
                    with: person.id.rawValue))
            let expires = try row?.optionalInt(2)
            let valid = expires.map { $0 > now.milliseconds } ?? false
            return Credential(
                person: person, password: try row?.optionalText(0), code: valid ? try row?.blob(1) : nil)
        }
    }

    /// Opens a session and returns its token, which is nowhere kept. A code that was used up meanwhile is refused as
    /// `notFound`.
    public func openSession(for person: Person, by proof: Proof, at now: Date) async throws -> String {
        let token = Token.fresh(randomness)
        try await database.write { transaction in
            if case .code(let hash) = proof {
                let used = try transaction.run(
                    Statement(
                        "UPDATE credentials SET code_hash = NULL, code_expires_at = NULL WHERE person = $1 AND code_hash = $2",
                        with: person.id.rawValue, hash))
                guard used == 1 else { throw Refusal.notFound }
            }
            try transaction.run(
                Statement("DELETE FROM sessions WHERE expires_at <= $1", with: now.milliseconds))
            try transaction.run(
                Statement(
                    """
                    INSERT INTO sessions (token_hash, person, created_at, seen_at, expires_at, password_needed)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    """, with: Token.hash(token), person.id.rawValue, now.milliseconds, now.milliseconds,
                    now.addingTimeInterval(Session.lifetime(of: person.role)).milliseconds, proof != .password))
        }
        return token
    }

    /// The session of a token, nil when there is none, it has ended or the person is suspended. Its use is written
    /// down at most once a `Session.grain`.
    public func session(_ token: String, at now: Date) async throws -> Session? {
        let hash = Token.hash(token)
        let session = try await database.read { transaction in
            let rows = try transaction.rows(
                Statement(
                    """
                    SELECT \(Person.columns.split(separator: ", ").map { "people.\($0)" }.joined(separator: ", ")),
                        sessions.expires_at, sessions.password_needed, charges.unit, charges.until_day
                    FROM sessions JOIN people ON people.id = sessions.person
                    LEFT JOIN charges ON charges.person = people.id AND \(Charge.isNewest)
                    WHERE sessions.token_hash = $1 AND sessions.expires_at > $2 AND people.status = 'active'
                    """, with: hash, now.milliseconds))
            return try rows.first.map { row in
                let person = try Person(row)
                let charges = try rows.filter { !$0.isNull(8) }.map { try Charge($0, from: 8) }
                return Session(
                    person: person, units: person.unitsInCharge(by: charges, on: Day(at: now)),
                    expiresAt: Date(milliseconds: try row.int(6)), passwordNeeded: try row.bool(7))
            }
        }
        guard let session else { return nil }
        let role = session.person.role
        let latest = now.addingTimeInterval(Session.lifetime(of: role))
        if latest.timeIntervalSince(session.expiresAt) > Session.grain(of: role) {
            try await database.write { transaction in
                try transaction.run(
                    Statement(
                        "UPDATE sessions SET seen_at = $1, expires_at = $2 WHERE token_hash = $3",
                        with: now.milliseconds, latest.milliseconds, hash))
            }
        }
        return session
    }

    /// Ends the session of a token, if there is one.
    public func endSession(_ token: String) async throws {
        try await database.write { transaction in
            try transaction.run(Statement("DELETE FROM sessions WHERE token_hash = $1", with: Token.hash(token)))
        }
    }

    /// Sets a password, already hashed, ends the person's sessions and opens a new one, whose token is returned.
    public func setPassword(_ hashed: String, of person: Person, at now: Date) async throws -> String {
        let token = Token.fresh(randomness)
        try await database.write { transaction in
            try transaction.setPassword(hashed, of: person.id)
            try transaction.run(
                Statement(
                    """
                    INSERT INTO sessions (token_hash, person, created_at, seen_at, expires_at, password_needed)
                    VALUES ($1, $2, $3, $4, $5, 0)
                    """, with: Token.hash(token), person.id.rawValue, now.milliseconds, now.milliseconds,
                    now.addingTimeInterval(Session.lifetime(of: person.role)).milliseconds))
        }
        return token
    }

    /// Sets the password, already hashed, of the person with this number and ends their sessions.
    public func setPassword(_ hashed: String, of number: StaffNumber) async throws {
        try await database.write { transaction in
            guard let person = try transaction.person(number) else { throw Refusal.notFound }
            try transaction.setPassword(hashed, of: person.id)
        }
    }

    /// The password that a person set, as libcrypt wrote it.
    public func password(of person: PersonID) async throws -> String? {
        try await database.read { transaction in
            try transaction.row(
                Statement("SELECT password FROM credentials WHERE person = $1", with: person.rawValue))?.optionalText(0)
        }
    }
}

extension Transaction {
    fileprivate func setPassword(_ hashed: String, of person: PersonID) throws {
        try run(
            Statement(
                """
                INSERT INTO credentials (person, password) VALUES ($1, $2)
                ON CONFLICT (person) DO UPDATE SET
                    password = excluded.password, code_hash = NULL, code_expires_at = NULL
                """, with: person.rawValue, hashed))
        try endSessions(of: person)
    }

    func endSessions(of person: PersonID) throws {
        try run(Statement("DELETE FROM sessions WHERE person = $1", with: person.rawValue))
    }
}

/// Secrets that only their bearer knows: 256 random bits, of which the records keep SHA-256.
enum Token {
    static func fresh(_ randomness: Randomness) -> String { randomness.bytes(32).hexadecimal }

    static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }
}
