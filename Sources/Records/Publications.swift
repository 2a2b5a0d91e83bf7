import FoundationEssentials
import SQL
import Training

extension Records {
    /// Every publication of a content pack there ever was.
    public func publications() async throws -> PublicationLog {
        try await database.read { try $0.publications() }
    }

    /// Puts a pack into service from `day` on, or at once without one.
    ///
    /// `conflict` when something else is in service by now than `current`, what the caller has compared the pack with;
    /// `invalid` for a day that is not yet to come.
    public func publish(
        pack: String, name: String, from day: Day? = nil, reason: String, replacing current: PublicationID?,
        by caller: Caller, at now: Date
    ) async throws -> Publication {
        if let day, day <= Day(at: now) {
            throw Refusal.invalid(
                code: "not_to_come",
                Bilingual(
                    zh: "日期要在今天以后；今天就发布，不用填日期。", en: "The day must be yet to come; leave it empty to publish now."))
        }
        let publication = Publication(
            id: randomness.id(at: now), pack: pack, name: name, from: day?.start ?? now, reason: reason,
            by: caller.name,
            at: now)
        try await database.write { transaction in
            guard try transaction.lockedPublications().inService(at: now)?.id == current else {
                throw Refusal.conflict(
                    code: "content_changed",
                    Bilingual(
                        zh: "您看过以后，别人已经换了内容。请重新看一遍有哪些变化。",
                        en: "Other content came into service since you looked. Look again at what changes."))
            }
            try transaction.insert(publication)
        }
        return publication
    }

    /// Takes back what is in service, or a publication that is yet to begin.
    ///
    /// `notFound` when there is no such publication; `conflict` when another one took its place or it was taken back before.
    public func withdraw(
        _ id: PublicationID, reason: String, by caller: Caller, at now: Date
    ) async throws {
        try await database.write { transaction in
            let log = try transaction.lockedPublications()
            guard let publication = log.entries.first(where: { $0.id == id }) else { throw Refusal.notFound }
            guard [.scheduled, .inService].contains(log.state(of: publication, at: now)) else {
                throw Refusal.conflict(
                    code: "not_in_service",
                    Bilingual(zh: "这一次发布已经不在用，不用撤回。", en: "This publication is no longer in service."))
            }
            try transaction.run(
                Statement(
                    """
                    INSERT INTO publication_withdrawals (publication, reason, withdrawn_at, withdrawn_by)
                    VALUES ($1, $2, $3, $4)
                    """, with: id.rawValue, reason, now.milliseconds, caller.name))
        }
    }
}

extension Transaction {
    /// The log as it stays until the transaction ends.
    fileprivate func lockedPublications() throws -> PublicationLog {
        _ = try row(Statement("SELECT n FROM revisions WHERE name = 'content'\(lockingClause)"))
        try run(Statement("UPDATE revisions SET n = n + 1 WHERE name = 'content'"))
        return try publications()
    }

    fileprivate func publications() throws -> PublicationLog {
        let publications = try rows(
            Statement(
                """
                SELECT publications.id, pack, publications.name, begins_at, publications.reason, published_at,
                    COALESCE(publishers.name, published_by), publication_withdrawals.reason, withdrawn_at,
                    COALESCE(withdrawers.name, withdrawn_by)
                FROM publications
                LEFT JOIN people AS publishers ON publishers.id = published_by
                LEFT JOIN publication_withdrawals ON publication = publications.id
                LEFT JOIN people AS withdrawers ON withdrawers.id = withdrawn_by
                ORDER BY publications.id
                """)
        ).compactMap { row -> Publication? in
            guard let id = PublicationID(rawValue: try row.text(0)) else { return nil }
            let withdrawal = try row.optionalInt(8).map { at in
                Publication.Withdrawal(
                    reason: try row.text(7), by: try row.text(9), at: Date(milliseconds: at))
            }
            return Publication(
                id: id, pack: try row.text(1), name: try row.text(2), from: Date(milliseconds: try row.int(3)),
                reason: try row.text(4), by: try row.text(6), at: Date(milliseconds: try row.int(5)),
                withdrawal: withdrawal)
        }
        return PublicationLog(publications)
    }

    fileprivate func insert(_ publication: Publication) throws {
        try run(
            Statement(
                """
                INSERT INTO publications (id, pack, name, begins_at, reason, published_at, published_by)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """, with: publication.id.rawValue, publication.pack, publication.name, publication.from.milliseconds,
                publication.reason, publication.at.milliseconds, publication.by))
    }
}
