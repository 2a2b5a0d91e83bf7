import FoundationEssentials
import SQL
import Training

/// A token as lists show it; the secret itself is nowhere kept.
public struct TokenEntry: Sendable, Hashable {
    /// Its name, unique.
    public let name: String
    /// What its bearer may do.
    public let role: Person.Role
    /// The unit it is limited to, nil for an administrator's.
    public let unit: UnitCode?
    /// The last day on which it works, nil for no end.
    public let until: Day?
    /// When it was made.
    public let createdAt: Date
    /// When it was taken back, nil while it works.
    public let revokedAt: Date?
}

extension Records {
    /// Makes a token and returns its secret, once. `conflict` when the name is taken, `notFound` without such a unit.
    public func createToken(
        named name: String, role: Person.Role, unit: UnitCode?, until: Day? = nil, at now: Date
    ) async throws -> String {
        let token = Token.fresh(randomness)
        try await database.write { transaction in
            if let unit, try transaction.unit(unit) == nil { throw Refusal.notFound }
            guard try transaction.row(Statement("SELECT 1 FROM tokens WHERE name = $1", with: name)) == nil else {
                throw Refusal.conflict(
                    code: "name_taken",
                    Bilingual(zh: "已有名为“\(name)”的令牌。", en: "There is a token named \(name) already."))
            }
            try transaction.run(
                Statement(
                    """
                    INSERT INTO tokens (name, token_hash, role, unit, until_day, created_at)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    """, with: name, Token.hash(token), role.rawValue, unit?.rawValue, until?.number,
                    now.milliseconds))
        }
        return token
    }

    /// All tokens by name.
    public func tokens() async throws -> [TokenEntry] {
        try await database.read { transaction in
            try transaction.rows(
                Statement("SELECT name, role, unit, until_day, created_at, revoked_at FROM tokens ORDER BY name")
            ).map { row in
                TokenEntry(
                    name: try row.text(0), role: try row.word(1), unit: try row.optionalCode(2),
                    until: try row.optionalDay(3), createdAt: Date(milliseconds: try row.int(4)),
                    revokedAt: try row.optionalInt(5).map(Date.init(milliseconds:)))
            }
        }
    }

    /// Takes a token back. `notFound` when there is none of this name that works.
    public func revokeToken(named name: String, at now: Date) async throws {
        try await database.write { transaction in
            let revoked = try transaction.run(
                Statement(
                    "UPDATE tokens SET revoked_at = $1 WHERE name = $2 AND revoked_at IS NULL",
                    with: now.milliseconds, name))
            guard revoked == 1 else { throw Refusal.notFound }
        }
    }

    /// Who bears this token; nil when it never worked, has ended or was taken back.
    public func caller(bearing token: String, at now: Date) async throws -> Caller? {
        try await database.read { transaction in
            try transaction.row(
                Statement(
                    """
                    SELECT name, role, unit FROM tokens
                    WHERE token_hash = $1 AND revoked_at IS NULL AND (until_day IS NULL OR until_day >= $2)
                    """, with: Token.hash(token), Day(at: now).number)
            ).map { row in
                let unit: UnitCode? = try row.optionalCode(2)
                return Caller(
                    person: nil, name: "token:\(try row.text(0))", role: try row.word(1), units: unit.map { [$0] } ?? []
                )
            }
        }
    }
}
