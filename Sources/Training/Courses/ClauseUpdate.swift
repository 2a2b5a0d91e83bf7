import FoundationEssentials

/// A short course about clauses that changed, for people who were taught them as they were before: one reading, old and new
/// side by side, and a quiz of a few questions that rest on what holds now.
///
/// It is assigned like any course and stays when the content goes on changing.
public struct ClauseUpdate: Sendable, Hashable {
    /// The course's name: `update-20261127-1`.
    public let id: CourseID
    /// What it is made of.
    public let plan: Plan
    /// Its questions as they stood when it was made.
    public let items: [Item]
    /// The last day to finish on, for those it was first assigned to.
    public let due: Day
    /// When it was made.
    public let at: Date
    /// Who made it, by name.
    public let by: String
    /// When and by whom it was taken back; nil while it holds.
    public let withdrawal: Withdrawal?

    /// That an update was taken back: whoever has not finished it need not, and another may tell its clauses.
    public struct Withdrawal: Sendable, Hashable {
        /// When.
        public let at: Date
        /// By whom, by name.
        public let by: String

        /// A withdrawal.
        public init(at: Date, by: String) {
            self.at = at
            self.by = by
        }
    }

    /// What an update is made of, decided when it is made.
    public struct Plan: Sendable, Hashable, Codable {
        /// The clauses, by id; never empty.
        public let changes: [Change]
        /// The questions and their versions then.
        public let items: [ItemVersion]
        /// Percent of the full score needed to pass: that of the strictest course whose completions rest on the clauses.
        public let passMark: Int
        /// The area of the first of those courses.
        public let area: Area

        /// A plan.
        public init(changes: [Change], items: [ItemVersion], passMark: Int, area: Area) {
            self.changes = changes
            self.items = items
            self.passMark = passMark
            self.area = area
        }
    }

    /// What became of one clause.
    public struct Change: Sendable, Hashable, Codable {
        /// The clause.
        public let clause: ClauseID
        /// The version that holds now.
        public let version: Int
        /// What it says.
        public let text: String
        /// The document it stands in.
        public let source: String
        /// Which rules it speaks of.
        public let era: Era
        /// The older versions that people were taught, the newest first; never empty.
        public let formers: [Former]

        /// A change.
        public init(_ clause: Clause, formers: [Former]) {
            self.clause = clause.id
            version = clause.version
            text = clause.text
            source = clause.source
            era = clause.era
            self.formers = formers
        }
    }

    /// An older version of a clause.
    public struct Former: Sendable, Hashable, Codable {
        /// Its version.
        public let version: Int
        /// What it said; nil where that was not kept.
        public let text: String?

        /// An older version.
        public init(version: Int, text: String?) {
            self.version = version
            self.text = text
        }
    }

    /// A question in a version.
    public struct ItemVersion: Sendable, Hashable, Codable {
        /// The question.
        public let question: QuestionID
        /// SHA-256 of its canonical text, hexadecimal.
        public let version: String

        /// A question in a version.
        public init(_ item: Item) {
            question = item.question.id
            version = item.version
        }
    }

    /// An update.
    public init(
        id: CourseID, plan: Plan, items: [Item], due: Day, at: Date, by: String, withdrawal: Withdrawal? = nil
    ) {
        self.id = id
        self.plan = plan
        self.items = items
        self.due = due
        self.at = at
        self.by = by
        self.withdrawal = withdrawal
    }

    /// How long people have for it unless somebody says otherwise, in days.
    public static let days = 14
}

// MARK: - Whether it still holds

extension ClauseUpdate {
    /// Whether it has nothing to say any more: each of its clauses stands in another version, newer or older, or is gone.
    public func isSuperseded(in clauses: [ClauseID: Clause]) -> Bool {
        plan.changes.allSatisfy { clauses[$0.clause]?.version != $0.version }
    }

    /// Those of its clauses that do not say any more what it tells, in another version or other words; by id.
    public func departed(in clauses: [ClauseID: Clause]) -> [ClauseID] {
        plan.changes.filter { told in
            clauses[told.clause].map { $0.version != told.version || $0.text != told.text } ?? true
        }.map(\.clause)
    }
}

// MARK: - Its name

extension CourseID {
    /// Whether the name is one of those that are kept for updates.
    public var isOfUpdate: Bool { rawValue.hasPrefix("update-") }
}

extension ClauseUpdate {
    /// The first name of the day that is not taken.
    public static func id(on day: Day, taken: Set<CourseID>) -> CourseID {
        let date = day.description.replacing("-", with: "")
        var number = 1
        while true {
            if let id = CourseID(rawValue: "update-\(date)-\(number)"), !taken.contains(id) { return id }
            number += 1
        }
    }

    /// What people see as the name of the course; the second one of a day says so.
    public var title: Bilingual {
        let number = id.rawValue.split(separator: "-").last.flatMap { Int($0) } ?? 1
        let day = Day(at: at)
        return Bilingual(
            zh: "政策更新 \(day)" + (number > 1 ? "（\(number)）" : ""),
            en: "Policy update \(day)" + (number > 1 ? " (\(number))" : ""))
    }
}

// MARK: - Its questions

extension ClauseUpdate {
    /// How many questions an update has, if there are as many.
    public static let room = 3...5

    /// The questions of `items` for an update about these clauses, by id: five at most; three if the clauses are not more.
    /// Those in `stale` still ask for what held before.
    ///
    /// The clause with the fewest questions so far comes next; of its questions the one that rests on most of the clauses.
    /// Texts are left out, which would have to wait for a coordinator, and scenarios, which are long.
    public static func items(
        about clauses: Set<ClauseID>, among items: some Sequence<Item>, without stale: Set<QuestionID>
    ) -> [Item] {
        var left = items.filter { $0.question.suitsUpdates(without: stale) }
            .filter { !clauses.isDisjoint(with: $0.question.clauses) }.sorted { $0.question.id < $1.question.id }
        func reach(_ item: Item) -> Int { clauses.intersection(item.question.clauses).count }
        var chosen: [Item] = []
        var counts = Dictionary(uniqueKeysWithValues: clauses.map { ($0, 0) })
        let wanted = min(max(clauses.count, room.lowerBound), room.upperBound)
        while chosen.count < wanted, !left.isEmpty {
            let open = clauses.filter { clause in left.contains { $0.question.clauses.contains(clause) } }
            guard let clause = open.min(by: { (counts[$0] ?? 0, $0) < (counts[$1] ?? 0, $1) }) else { break }
            let fitting = left.indices.filter { left[$0].question.clauses.contains(clause) }
            guard let best = fitting.min(by: { (-reach(left[$0]), $0) < (-reach(left[$1]), $1) }) else { break }
            let item = left.remove(at: best)
            for clause in clauses.intersection(item.question.clauses) { counts[clause, default: 0] += 1 }
            chosen.append(item)
        }
        return chosen.sorted { $0.question.id < $1.question.id }
    }

    /// Those of the clauses about which none of `items` could be asked in an update: nobody would notice who did not read
    /// about them.
    public static func uncovered(
        _ clauses: Set<ClauseID>, among items: some Sequence<Item>, without stale: Set<QuestionID>
    ) -> Set<ClauseID> {
        items.filter { $0.question.suitsUpdates(without: stale) }.reduce(into: clauses) { left, item in
            left.subtract(item.question.clauses)
        }
    }
}

extension Question {
    fileprivate func suitsUpdates(without stale: Set<QuestionID>) -> Bool {
        kind != .shortText && kind != .scenario && !stale.contains(id)
    }
}
