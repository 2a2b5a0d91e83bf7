extension Scenario {
    /// What can happen in a scenario, found by trying everything: every state that walks can be in, told apart by node,
    /// flags, and points as far as any way asks for them.
    public struct Analysis: Sendable {
        /// What is wrong with the scenario, in the order of its nodes; nothing in one that may be asked.
        public let defects: [Defect]
        /// The least and the most that a walk to an ending earns; nil where no ending is reached or points have no end.
        public let range: ClosedRange<Int>?
        /// The shortest of the walks that earn the most, by its letters.
        public let best: [String]

        /// Something that must not be.
        public enum Defect: Sendable, Hashable {
            /// No walk comes here.
            case unreachable(Node.ID)
            /// A walk may come here, and there is no way on.
            case deadEnd(Node.ID)
            /// A walk may come here from where it never reaches an ending.
            case endless(Node.ID)
            /// A walk may come by here again and again, and earn more each time round.
            case earnsForEver(Node.ID)
            /// No walk earns anything.
            case worthless
            /// There are more states than can be tried.
            case tooLarge
        }

        /// How many states are tried.
        static let bound = 5000

        /// Tries everything.
        public init(of scenario: Scenario) {
            guard let space = StateSpace(of: scenario, bound: Analysis.bound) else {
                self.init(defects: [.tooLarge])
                return
            }
            let defects = space.defects(in: scenario)
            do {
                let rich = try space.routes { ($0.score, $1.steps) > ($1.score, $0.steps) }
                let poor = try space.routes { ($0.score, $0.steps) < ($1.score, $1.steps) }
                guard
                    let best = space.endings.max(by: {
                        (rich[$0].score, rich[$1].steps) < (rich[$1].score, rich[$0].steps)
                    }),
                    let least = space.endings.map({ poor[$0].score }).min()
                else {
                    self.init(defects: defects)
                    return
                }
                let most = rich[best].score
                self.init(
                    defects: most > 0 ? defects : defects + [.worthless], range: least...most,
                    best: space.letters(to: best, by: rich))
            } catch {
                self.init(defects: defects + [.earnsForEver(space.states[error.state].node)])
            }
        }

        private init(defects: [Defect], range: ClosedRange<Int>? = nil, best: [String] = []) {
            self.defects = defects
            self.range = range
            self.best = best
        }
    }
}

/// Every state that walks through a scenario can be in, and the decisions between them.
private struct StateSpace {
    /// The first one is that of the start.
    private(set) var states: [State] = []
    /// The decisions out of each state.
    private(set) var moves: [[Move]] = []
    /// The states where a story ends.
    private(set) var endings: [Int] = []
    private var places: [State: Int] = [:]

    /// Where a walk is, as far as it matters for what comes.
    struct State: Hashable {
        let node: Scenario.Node.ID
        /// Counted no further than any way asks.
        let score: Int
        let flags: Set<String>
    }

    /// A decision that leads to another state.
    struct Move {
        let letter: String
        /// Points of the decision and of the ending it leads to.
        let earned: Int
        let to: Int
    }

    /// A way to a state from the start.
    struct Route {
        let score: Int
        let steps: Int
        /// The state before, and the letter that leads here from it.
        var last: (state: Int, letter: String)?
    }

    /// A state that walks pass again and again, each time on a better route.
    struct Circle: Error { let state: Int }

    /// Nil when there are more states than `bound`.
    init?(of scenario: Scenario, bound: Int) {
        let nodes = Dictionary(scenario.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let cap = scenario.nodes.flatMap(\.options).flatMap(\.ways).map(\.score).max() ?? 0
        if nodes[scenario.start] != nil { _ = place(of: State(node: scenario.start, score: 0, flags: [])) }
        var next = 0
        while next < states.count {
            guard states.count <= bound else { return nil }
            let state = states[next]
            if let node = nodes[state.node] {
                if node.ending != nil { endings.append(next) }
                moves[next] = node.lettered.compactMap { move($0, $1, from: state, cap: cap, nodes) }
            }
            next += 1
        }
    }

    private mutating func move(
        _ letter: String, _ option: Scenario.Option, from state: State, cap: Int,
        _ nodes: [Scenario.Node.ID: Scenario.Node]
    ) -> Move? {
        let flags = state.flags.union(option.sets)
        let score = min(state.score + option.score, cap)
        let open = option.ways.first { score >= $0.score && flags.isSuperset(of: $0.flags) }
        guard let target = open.flatMap({ nodes[$0.node] }) else { return nil }
        return Move(
            letter: letter, earned: option.score + (target.ending?.score ?? 0),
            to: place(of: State(node: target.id, score: score, flags: flags)))
    }

    private mutating func place(of state: State) -> Int {
        if let place = places[state] { return place }
        places[state] = states.count
        states.append(state)
        moves.append([])
        return states.count - 1
    }

    /// Nodes that no walk reaches, that lead nowhere, or from where no ending is reached.
    func defects(in scenario: Scenario) -> [Scenario.Analysis.Defect] {
        let stuck = states.indices.filter { moves[$0].isEmpty && scenario.node(states[$0].node)?.ending == nil }
        let leading = leading(to: endings + stuck)
        let reached = Set(states.map(\.node))
        let deadEnds = Set(stuck.map { states[$0].node })
        let endless = Set(states.indices.filter { !leading.contains($0) }.map { states[$0].node })
        return scenario.nodes.map(\.id).compactMap { id in
            if !reached.contains(id) { return .unreachable(id) }
            if deadEnds.contains(id) { return .deadEnd(id) }
            return endless.contains(id) ? .endless(id) : nil
        }
    }

    /// The states from which one of `goals` can be reached, themselves included.
    private func leading(to goals: [Int]) -> Set<Int> {
        var before: [Int: [Int]] = [:]
        for (from, moves) in moves.enumerated() { for move in moves { before[move.to, default: []].append(from) } }
        var found = Set(goals)
        var waiting = goals
        while let state = waiting.popLast() {
            for earlier in before[state] ?? [] where found.insert(earlier).inserted { waiting.append(earlier) }
        }
        return found
    }

    /// The best route to each state, by taking every move as long as one makes a route better (Bellman and Ford).
    func routes(isBetter: (Route, Route) -> Bool) throws(Circle) -> [Route] {
        var routes: [Route?] = states.map { _ in nil }
        if !routes.isEmpty { routes[0] = Route(score: 0, steps: 0) }
        for _ in states {
            var changed = false
            for from in states.indices {
                guard let here = routes[from] else { continue }
                for move in moves[from] {
                    let route = Route(
                        score: here.score + move.earned, steps: here.steps + 1, last: (from, move.letter))
                    if let known = routes[move.to], !isBetter(route, known) { continue }
                    routes[move.to] = route
                    changed = true
                }
            }
            guard changed else { return routes.compactMap(\.self) }
        }
        let found = routes.compactMap(\.self)
        guard let state = circle(in: found) else { return found }
        throw Circle(state: state)
    }

    /// A state to which the steps before it lead back.
    private func circle(in routes: [Route]) -> Int? {
        states.indices.lazy.compactMap { start in
            var state = start
            var passed: Set<Int> = []
            while passed.insert(state).inserted {
                guard let last = routes[state].last else { return nil }
                state = last.state
            }
            return state
        }.first
    }

    /// The decisions of the route to a state.
    func letters(to goal: Int, by routes: [Route]) -> [String] {
        var letters: [String] = []
        var state = goal
        while let last = routes[state].last {
            letters.append(last.letter)
            state = last.state
        }
        return letters.reversed()
    }
}
