/// A scene that goes on by what the learner chooses (情景题): nodes, and choices that lead from one to the next. What it is
/// called is the question's stem.
public struct Scenario: Sendable, Hashable, Codable {
    /// The node it begins with.
    public let start: Node.ID
    /// The nodes in the order of the file.
    public let nodes: [Node]

    /// One point of the story: a moment with its choices, or an ending.
    public struct Node: Sendable, Hashable, Codable, Identifiable {
        /// The node's name in the file and on the wire.
        public let id: String
        /// What the learner sees.
        public let text: String
        /// What one can do, in the order of the file; none at an ending.
        public let options: [Option]
        /// Set where the story ends.
        public let ending: Ending?

        /// A node.
        public init(id: String, text: String, options: [Option] = [], ending: Ending? = nil) {
            self.id = id
            self.text = text
            self.options = options
            self.ending = ending
        }
    }

    /// How a story ends.
    public struct Ending: Sendable, Hashable, Codable {
        /// How well it ends.
        public let outcome: Outcome
        /// The points it adds.
        public let score: Int

        /// How well a story ends.
        public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable { case good, fair, poor }

        /// An ending.
        public init(_ outcome: Outcome, score: Int) {
            self.outcome = outcome
            self.score = score
        }
    }

    /// Something one can do.
    public struct Option: Sendable, Hashable, Codable {
        /// The option's name in the file; learners see the letter of its place.
        public let key: String
        /// What one can do.
        public let text: String
        /// What then happens.
        public let consequence: String
        /// Why it was right or not.
        public let feedback: String
        /// What the feedback rests on.
        public let clauses: [ClauseID]
        /// The points it earns, 0 or more.
        public let score: Int
        /// The flags it sets for later ways to ask for.
        public let sets: [String]
        /// Where it leads: the first way that is open.
        public let ways: [Way]

        /// An option.
        public init(
            key: String, text: String, consequence: String, feedback: String, clauses: [ClauseID], score: Int,
            sets: [String] = [], ways: [Way]
        ) {
            self.key = key
            self.text = text
            self.consequence = consequence
            self.feedback = feedback
            self.clauses = clauses
            self.score = score
            self.sets = sets
            self.ways = ways
        }
    }

    /// A way to a node, open to whoever has the points and the flags.
    public struct Way: Sendable, Hashable, Codable {
        /// Where it leads.
        public let node: Node.ID
        /// The points it asks for, those just earned included.
        public let score: Int
        /// The flags it asks for.
        public let flags: [String]

        /// A way; without conditions it is always open.
        public init(to node: Node.ID, score: Int = 0, flags: [String] = []) {
            self.node = node
            self.score = score
            self.flags = flags
        }

        /// Whether it asks for nothing.
        public var isAlwaysOpen: Bool { score == 0 && flags.isEmpty }
    }

    /// A scenario.
    public init(start: Node.ID, nodes: [Node]) {
        self.start = start
        self.nodes = nodes
    }

    /// The node of this name.
    public func node(_ id: Node.ID) -> Node? { nodes.first { $0.id == id } }
}

extension Scenario.Node {
    /// The option behind a letter of place.
    public func option(_ letter: String) -> Scenario.Option? {
        Paper.letters.firstIndex(of: letter).flatMap { options.indices.contains($0) ? options[$0] : nil }
    }

    /// The options with the letters of their places.
    public var lettered: [(letter: String, option: Scenario.Option)] {
        Array(zip(Paper.letters, options)).map { (letter: $0, option: $1) }
    }
}

// MARK: - Walking

extension Scenario {
    /// The decisions taken so far and where they led. None of them can be taken back.
    public struct Walk: Sendable, Hashable {
        /// The decisions in order.
        public private(set) var steps: [Step] = []
        /// Where the story stands.
        public private(set) var node: Node
        /// The points of the decisions, and of the ending once it is reached.
        public private(set) var score = 0
        /// The flags set.
        public private(set) var flags: Set<String> = []

        /// One decision.
        public struct Step: Sendable, Hashable {
            /// From 1.
            public let number: Int
            /// Where it was taken.
            public let node: Node
            /// What was chosen.
            public let option: Option
            /// The letter of its place.
            public let letter: String

            /// Whether nothing that earns more could be chosen there.
            public var isBest: Bool { node.options.allSatisfy { $0.score <= option.score } }
        }

        /// Whether an ending is reached.
        public var isOver: Bool { node.ending != nil }
        /// The letters of the decisions.
        public var letters: [String] { steps.map(\.letter) }

        fileprivate init(at node: Node) {
            self.node = node
            score = node.ending?.score ?? 0
        }

        /// Goes on by a letter; false, and nothing changes, where that leads nowhere.
        mutating func take(_ letter: String, in scenario: Scenario) -> Bool {
            guard let option = node.option(letter) else { return false }
            let earned = score + option.score
            let set = flags.union(option.sets)
            let open = option.ways.first { earned >= $0.score && set.isSuperset(of: $0.flags) }
            guard let next = open.flatMap({ scenario.node($0.node) }) else { return false }
            steps.append(Step(number: steps.count + 1, node: node, option: option, letter: letter))
            (node, score, flags) = (next, earned + (next.ending?.score ?? 0), set)
            return true
        }
    }

    /// The walk by these letters from the start, as far as they lead; nil only where the start is missing.
    public func walk(_ letters: [String]) -> Walk? {
        guard var walk = node(start).map(Walk.init) else { return nil }
        for letter in letters { guard walk.take(letter, in: self) else { break } }
        return walk
    }

    /// Grades a walk: the points of its decisions and its ending as a share of the most that can be earned, rounded down
    /// to hundredths. A walk that reached no ending earns nothing.
    func grade(_ letters: [String]) -> Mark {
        guard let walk = walk(letters), walk.isOver else { return .unanswered(findings: [.unfinished]) }
        let most = Analysis(of: self).range?.upperBound ?? 0
        return Mark(
            earned: Marks(hundredths: most > 0 ? min(100 * walk.score / most, 100) : 0),
            findings: walk.steps.map { .part($0.number, right: $0.isBest) })
    }
}
