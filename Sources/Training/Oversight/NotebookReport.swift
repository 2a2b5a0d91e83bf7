/// How much there is in the wrong-answer notebooks of the people of a unit and below: numbers only, never whose.
public struct NotebookReport: Sendable, Hashable {
    /// The unit.
    public let unit: CompletionReport.Named
    /// The units above it that the caller may see, the highest first.
    public let above: [CompletionReport.Named]
    /// The day it is counted for.
    public let day: Day
    /// The unit and everything below it.
    public let totals: Count
    /// The unit itself.
    public let direct: Count
    /// The units right below, by code.
    public let children: [Line]

    /// A unit below with its numbers.
    public struct Line: Sendable, Hashable {
        /// The unit.
        public let unit: CompletionReport.Named
        /// It and everything below it.
        public let count: Count

        /// A line.
        public init(unit: CompletionReport.Named, count: Count) {
            self.unit = unit
            self.count = count
        }
    }

    /// Numbers that add up over units.
    public struct Count: Sendable, Hashable {
        /// People with cards in their notebook.
        public var people = 0
        /// Cards in notebooks.
        public var cards = 0
        /// Those of them that are due.
        public var due = 0
        /// Cards that have left a notebook.
        public var learnt = 0

        /// Numbers.
        public init(people: Int = 0, cards: Int = 0, due: Int = 0, learnt: Int = 0) {
            self.people = people
            self.cards = cards
            self.due = due
            self.learnt = learnt
        }

        /// The sum.
        public static func + (left: Count, right: Count) -> Count {
            Count(
                people: left.people + right.people, cards: left.cards + right.cards, due: left.due + right.due,
                learnt: left.learnt + right.learnt)
        }
    }

    /// A report.
    public init(
        unit: CompletionReport.Named, above: [CompletionReport.Named], day: Day, direct: Count, children: [Line]
    ) {
        self.unit = unit
        self.above = above
        self.day = day
        totals = children.map(\.count).reduce(direct, +)
        self.direct = direct
        self.children = children
    }
}
