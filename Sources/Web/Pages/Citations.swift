import Content
import Training

/// What questions and lessons are shown with: the clauses that they rest on, and what was signed.
struct Basis: Sendable {
    private let clauses: [ClauseID: Clause]
    private let items: [QuestionID: Item]
    /// The day it is.
    let day: Day

    init(_ library: Library, on day: Day) { self.init(library.clauses, library.items, on: day) }

    private init(_ clauses: [ClauseID: Clause], _ items: [QuestionID: Item], on day: Day) {
        self.clauses = clauses
        self.items = items
        self.day = day
    }

    /// The clauses of these names that there are.
    func lines(_ ids: [ClauseID]) -> [ClauseLine] { ids.compactMap { clauses[$0] }.map(ClauseLine.init) }

    /// Clauses that are cited by their ids.
    func citations(_ ids: [ClauseID]) -> [Citation] { ids.map { citation($0, words: $0.rawValue) } }

    /// A clause that is cited in words that are HTML.
    func citation(_ id: ClauseID, words: String) -> Citation {
        Citation(words: words, clause: clauses[id].map(ClauseLine.init))
    }

    /// Whether nobody signed a question. Of one that is not asked in these words any more nothing is known, and nothing said.
    func isUnreviewed(_ question: Question) -> Bool {
        guard let item = items[question.id], item.question == question else { return false }
        return item.signOff.state(on: day) == .unsigned
    }

    /// One clause, and the question of the examples, which nobody signed.
    static let example = Basis(
        [Clause.example.id: .example], [Question.example.id: Item(version: "example", question: .example)],
        on: Day(number: 20_780))
    /// Nothing.
    static let empty = Basis([:], [:], on: Day(number: 20_780))
}

/// A clause where it is cited: words that show its text on tap.
struct Citation: Sendable {
    /// HTML.
    let words: String
    /// Nil for one that is not among the clauses any more: an old paper may cite it.
    let clause: ClauseLine?
}

/// A clause as it is quoted.
struct ClauseLine: Sendable {
    let id: String
    let path: String
    let text: String
    let source: String
    let of2019: Bool
    let unverified: Bool

    init(_ clause: Clause) {
        id = clause.id.rawValue
        path = Paths.clause(clause.id)
        text = clause.text
        source = clause.source
        of2019 = clause.era == .year2019
        unverified = !clause.verified
    }
}

extension Words {
    /// Who signed a text, when, and until when that holds: `业务处室已审核（2026年11月1日）`; or that nobody did.
    func signOff(_ signOff: SignOff?, on day: Day) -> String {
        guard let signOff, signOff.state(on: day) != .unsigned else { return self("not_reviewed") }
        let signed = self("reviewed", ["by": signOff.by, "day": date(signOff.on)])
        guard let due = signOff.due else { return signed }
        let next = signOff.state(on: day) == .overdue ? "next_review_overdue" : "next_review"
        return signed + self(next, ["day": date(due)])
    }
}

extension Clause {
    static let example = Clause(
        id: "M57-16", version: 1, text: "入户调查每组不少于两人。", source: "《最低生活保障审核确认办法》第16条",
        era: .current, verified: true, from: Day(number: 18_809), to: Day(number: 30_000))
}
