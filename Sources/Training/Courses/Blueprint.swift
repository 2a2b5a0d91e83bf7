/// What the papers of a quiz are made of: questions drawn by chance, questions that are on every paper, and scenarios at
/// the end.
public struct Blueprint: Sendable, Hashable, Codable {
    /// The draws in the order of the course's sheet. None has a candidate that is on every paper anyway.
    public let draws: [Draw]
    /// The questions on every paper; none twice.
    public let fixed: [QuestionID]
    /// The scenarios, of which all or some stand at the end of a paper.
    public let scenarios: Draw

    /// So many of these questions.
    public struct Draw: Sendable, Hashable, Codable {
        /// How many.
        public let count: Int
        /// The questions it draws from, in the order of the bank; none twice.
        public let candidates: [QuestionID]

        /// A draw of `count` of `candidates`.
        public init(_ count: Int, of candidates: [QuestionID]) {
            self.count = count
            self.candidates = candidates
        }
    }

    /// A blueprint. What is on every paper is taken out of the draws.
    public init(draws: [Draw], fixed: [QuestionID] = [], scenarios: Draw = Draw(0, of: [])) {
        let taken = Set(fixed)
        self.draws = draws.map { Draw($0.count, of: $0.candidates.filter { !taken.contains($0) }) }
        self.fixed = fixed
        self.scenarios = scenarios
    }

    /// One draw of `count` of `questions` and nothing else.
    public init(drawing count: Int, of questions: [QuestionID]) { self.init(draws: [Draw(count, of: questions)]) }

    /// How many questions a paper has, scenarios included.
    public var count: Int { draws.reduce(fixed.count + scenarios.count) { $0 + $1.count } }

    /// Everything that a paper can ask, each once: by draw and, in a draw, in the order of the bank, then what is on every
    /// paper, then the scenarios.
    public var questions: [QuestionID] { pool + scenarios.candidates }

    /// The questions before the scenarios, each once.
    private var pool: [QuestionID] {
        var seen: Set<QuestionID> = []
        return (draws.flatMap(\.candidates) + fixed).filter { seen.insert($0).inserted }
    }
}

// MARK: - Without some questions

extension Blueprint {
    /// The same without these questions. The draws ask for as many as before; of scenarios there are as many as there can
    /// be.
    public func without(_ questions: Set<QuestionID>) -> Blueprint {
        func left(_ candidates: [QuestionID]) -> [QuestionID] { candidates.filter { !questions.contains($0) } }
        let stories = left(scenarios.candidates)
        return Blueprint(
            draws: draws.map { Draw($0.count, of: left($0.candidates)) }, fixed: left(fixed),
            scenarios: Draw(min(scenarios.count, stories.count), of: stories))
    }

    /// The same with draws that ask for no more than there is: as many questions as can be had, and no shortage.
    public var fullest: Blueprint {
        var seats = Seats(draws)
        for question in pool { _ = seats.take(question) }
        let counts = draws.indices.map(seats.count)
        return Blueprint(
            draws: zip(draws, counts).map { Draw($1, of: $0.candidates) }, fixed: fixed, scenarios: scenarios)
    }
}

// MARK: - Whether it can be kept

extension Blueprint {
    /// Draws that ask for more, alone or together, than there is.
    public struct Shortage: Sendable, Hashable {
        /// The draws by their place from 0, in order.
        public let draws: [Int]
        /// How many questions they ask for.
        public let asked: Int
        /// How many different questions they can draw; fewer than `asked`.
        public let available: Int
    }

    /// The draws that cannot be filled: none exactly when every seed gives a full paper. Where there are some, no paper at
    /// all could be full.
    ///
    /// Draws that lack candidates of their own are told one by one; if there are none, those that take each other's. By
    /// Hall's theorem the draws can be filled unless some of them together have too few candidates.
    public var shortages: [Shortage] {
        let poor = draws.indices.map { shortage(of: [$0]) }.filter { $0.available < $0.asked }
        if !poor.isEmpty { return poor }
        var seats = Seats(draws)
        for question in pool { _ = seats.take(question) }
        var found: [[Int]] = []
        for rivals in draws.indices.filter({ !seats.isFull($0) }).map(seats.rivals) where !found.contains(rivals) {
            found.append(rivals)
        }
        return found.map(shortage)
    }

    private func shortage(of places: [Int]) -> Shortage {
        Shortage(
            draws: places, asked: places.reduce(0) { $0 + draws[$1].count },
            available: Set(places.flatMap { draws[$0].candidates }).count)
    }
}

// MARK: - What papers can hold at most

extension Blueprint {
    /// The questions of the paper that has the most of those that are meant, scenarios included. No paper has more, and some
    /// seed draws a paper with all of these.
    ///
    /// Papers are the bases of a matroid (see `Seats`), so taking what is meant before all else takes as much of it as there
    /// can be (Edmonds 1971).
    public func most(_ isMeant: (QuestionID) -> Bool) -> [QuestionID] {
        let always = Set(fixed)
        var seats = Seats(draws)
        let asked = pool.filter { isMeant($0) && (always.contains($0) || seats.take($0)) }
        return asked + scenarios.candidates.filter(isMeant).prefix(scenarios.count)
    }
}

// MARK: - Drawing

extension Blueprint {
    /// The questions of one paper in their order, as `docs/randomness.md` says.
    func questions(from generator: inout SeededGenerator) -> [QuestionID] {
        var seats = Seats(draws)
        let always = Set(fixed)
        var asked = generator.shuffled(pool).filter { always.contains($0) || seats.take($0) }
        // What is drawn from many stands early in the pool, what is drawn from few may stand anywhere.
        if draws.count + (fixed.isEmpty ? 0 : 1) > 1 { asked = generator.shuffled(asked) }
        return asked + generator.shuffled(scenarios.candidates).prefix(scenarios.count)
    }
}

/// Gives questions out to draws. A question that is taken stays taken, though it may be passed on to another draw.
///
/// The sets of questions that can be given out together are the independent sets of a transversal matroid (Edmonds and
/// Fulkerson 1965). So however the questions come, taking each that can still be taken ends with as many as there can be:
/// no seed runs a draw dry.
private struct Seats {
    private let draws: [Blueprint.Draw]
    private let candidates: [Set<QuestionID>]
    private var held: [[QuestionID]]

    init(_ draws: [Blueprint.Draw]) {
        self.draws = draws
        candidates = draws.map { Set($0.candidates) }
        held = draws.map { _ in [] }
    }

    func isFull(_ draw: Int) -> Bool { held[draw].count >= draws[draw].count }

    /// How many questions the draw holds.
    func count(_ draw: Int) -> Int { held[draw].count }

    /// Takes the question if all that were taken and this one can be given out together.
    mutating func take(_ question: QuestionID) -> Bool {
        var tried: Set<Int> = []
        return seat(question, &tried)
    }

    /// Looks for an augmenting path (Kuhn's algorithm): a draw with room, or one that passes a question on.
    private mutating func seat(_ question: QuestionID, _ tried: inout Set<Int>) -> Bool {
        for draw in draws.indices where candidates[draw].contains(question) && tried.insert(draw).inserted {
            if !isFull(draw) {
                held[draw].append(question)
                return true
            }
            for place in held[draw].indices where seat(held[draw][place], &tried) {
                held[draw][place] = question
                return true
            }
        }
        return false
    }

    /// After everything was offered: the draws that hold what `draw` lacks, and what those would need in its place, and
    /// so on; with `draw` itself, in order. They ask for more than they have candidates.
    func rivals(of draw: Int) -> [Int] {
        var found: Set = [draw]
        var open = [draw]
        while let next = open.popLast() {
            for other in draws.indices where !candidates[next].isDisjoint(with: held[other]) {
                if found.insert(other).inserted { open.append(other) }
            }
        }
        return found.sorted()
    }
}
