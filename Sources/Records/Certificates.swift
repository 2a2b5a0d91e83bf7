import FoundationEssentials
import SQL
import Training

extension Records {
    /// The certificates of a person, the newest first.
    public func certificates(of person: PersonID) async throws -> [Certificate] {
        try await database.read { transaction in
            try transaction.rows(
                Statement(
                    """
                    \(Certificate.selection) WHERE completions.person = $1
                    ORDER BY completions.effective_day DESC, completions.id DESC
                    """, with: person.rawValue)
            ).map(Certificate.init)
        }
    }

    /// A certificate that the caller may see: the own, or one of a person in the scope. Anything else is `notFound`.
    public func certificate(_ number: CertificateNumber, for caller: Caller) async throws -> Certificate {
        try await database.read { transaction in
            guard let certificate = try transaction.certificate(number) else { throw Refusal.notFound }
            if certificate.person != caller.person { try transaction.admit(caller, to: certificate.person) }
            return certificate
        }
    }

    /// The certificate of a number, nil when there is none. It is for whoever has the number, so that what is told of the
    /// person must not be more than `maskedName`.
    public func certificate(_ number: CertificateNumber) async throws -> Certificate? {
        try await database.read { try $0.certificate(number) }
    }

    /// Makes certificates for the completions from before there were any. `prepare` does it, a batch in each transaction.
    func issueMissingCertificates(at now: Date, batch: Int = 500) async throws {
        let randomness = randomness
        var last = ""
        while true {
            let after = last
            let missing = try await database.read { try $0.completionsWithoutCertificate(after: after, limit: batch) }
            guard let end = missing.last else { return }
            try await database.writeAlone { transaction in
                for completion in missing {
                    try transaction.issueCertificate(of: completion, award: nil, drawing: randomness, at: now)
                }
            }
            last = end.rawValue
        }
    }
}

extension Transaction {
    /// Makes the certificate of a completion, unless another server just did.
    func issueCertificate(
        of completion: Code<Completion>, award: Certificate.Award?, drawing randomness: Randomness, at now: Date
    ) throws {
        try run(
            Statement(
                """
                INSERT INTO certificates (number, completion, title, title_en, half_hours, issued_at)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (completion) DO NOTHING
                """, with: randomness.certificateNumber().rawValue, completion.rawValue, award?.title.zh,
                award?.title.en, try award.flatMap { try creditHours(of: completion, $0) }?.halves, now.milliseconds))
    }

    fileprivate func certificate(_ number: CertificateNumber) throws -> Certificate? {
        try row(Statement("\(Certificate.selection) WHERE certificates.number = $1", with: number.rawValue))
            .map(Certificate.init)
    }

    fileprivate func completionsWithoutCertificate(after last: String, limit: Int) throws -> [Code<Completion>] {
        try rows(
            Statement(
                """
                SELECT completions.id FROM completions
                LEFT JOIN certificates ON certificates.completion = completions.id
                WHERE completions.id > $1 AND certificates.number IS NULL ORDER BY completions.id LIMIT $2
                """, with: last, limit)
        ).map { try $0.code(0) }
    }
}

extension Randomness {
    fileprivate func certificateNumber() -> CertificateNumber {
        while true {
            if let number = CertificateNumber(from: bytes(CertificateNumber.bytesNeeded)) { return number }
        }
    }
}

extension Certificate {
    fileprivate static let selection = """
        SELECT certificates.number, completions.person, people.name, units.name, completions.course,
            certificates.title, certificates.title_en, certificates.half_hours, completions.effective_day,
            completions.clauses, completions.rule, completions.valid, completions.renewal_window, \(Completion.lastDay),
            completions.attempt,
            (SELECT withdrawals.kind FROM completion_ends AS withdrawals
                WHERE withdrawals.completion = completions.id AND withdrawals.kind = 'withdrawal')
        FROM completions \(Completion.ends)
        JOIN certificates ON certificates.completion = completions.id
        JOIN people ON people.id = completions.person
        JOIN units ON units.code = completions.unit
        """

    fileprivate init(_ row: Row) throws {
        guard let number = CertificateNumber(rawValue: try row.text(0)) else {
            throw DatabaseError.unexpectedColumn("column 0 is no number of a certificate")
        }
        let title = try row.optionalText(5).map { Bilingual(zh: $0, en: try row.text(6)) }
        let hours = try row.optionalInt(7).map(CreditHours.init(halves:))
        self.init(
            number: number, person: try row.code(1), name: try row.text(2), unitName: try row.text(3),
            course: try row.code(4), award: title.map { Award(title: $0, creditHours: hours) },
            day: Day(number: try row.int(8)), clauses: try JSON.value(try row.text(9)),
            validity: try CompletionRule(row, from: 10).validity, last: try row.optionalDay(13),
            isOfQuiz: !row.isNull(14),
            isWithdrawn: !row.isNull(15))
    }
}

extension Schema {
    static let certificates = """
        -- One for each completion, made with it; none is changed or taken back.
        CREATE TABLE certificates (
            number TEXT PRIMARY KEY,
            completion TEXT NOT NULL UNIQUE REFERENCES completions (id),
            -- What the course was then; NULL for completions from before there were certificates, the hours also where the
            -- course had none.
            title TEXT,
            title_en TEXT,
            half_hours BIGINT,
            issued_at BIGINT NOT NULL);
        """
}
