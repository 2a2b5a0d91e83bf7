import FoundationEssentials

/// What people's first finished tries at a course's quiz say about its questions.
public struct ItemAnalysis: Sendable {
    /// The course.
    public let course: CourseID
    /// How many people's tries it rests on.
    public let tries: Int
    /// Every version that one of them was asked.
    public let versions: [Version]

    /// An analysis.
    public init(course: CourseID, tries: Int, versions: [Version]) {
        self.course = course
        self.tries = tries
        self.versions = versions
    }

    /// One version of a question. Another version is another question to statistics: its key may be another.
    public struct Version: Sendable, Hashable {
        /// The question as it was asked.
        public let item: Item
        /// How it behaved.
        public let statistics: ItemStatistics
        /// The beginning of the last try counted that asked it; nil when none did.
        public let lastAskedAt: Date?

        /// A version.
        public init(item: Item, statistics: ItemStatistics, lastAskedAt: Date?) {
            self.item = item
            self.statistics = statistics
            self.lastAskedAt = lastAskedAt
        }
    }

    /// A question with its newest version and, apart, those before it.
    public struct Line: Sendable, Hashable {
        /// The version that is asked now; of a question that is no longer asked, the one asked last.
        public let newest: Version
        /// The other versions, the one asked last first.
        public let earlier: [Version]
        /// Whether the quiz still draws from it.
        public let isAsked: Bool
    }

    /// The questions that the quiz draws from now, asked before or not, and those it once drew from: the conspicuous
    /// first, in the order of `ItemStatistics.Verdict`, then by id.
    public func lines(current: [Item]) -> [Line] {
        let newestFirst = versions.sorted {
            ($0.lastAskedAt ?? .distantPast, $0.item.version) > ($1.lastAskedAt ?? .distantPast, $1.item.version)
        }
        var known = Dictionary(grouping: newestFirst, by: \.item.question.id)
        var lines = current.map { item in
            let versions = known.removeValue(forKey: item.question.id) ?? []
            let newest = versions.first { $0.item.version == item.version }
            return Line(
                newest: newest ?? Version(item: item, statistics: .none, lastAskedAt: nil),
                earlier: versions.filter { $0.item.version != item.version }, isAsked: true)
        }
        lines += known.values.compactMap { versions in
            versions.first.map { Line(newest: $0, earlier: Array(versions.dropFirst()), isAsked: false) }
        }
        return lines.sorted { ($0.rank, $0.newest.item.question.id) < ($1.rank, $1.newest.item.question.id) }
    }
}

extension ItemAnalysis.Line {
    /// How far up it stands: the gravest verdict first.
    fileprivate var rank: Int {
        ItemStatistics.Verdict.allCases.firstIndex(of: newest.statistics.verdict) ?? 0
    }
}
