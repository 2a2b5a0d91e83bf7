import Glibc

/// Counts answers to one version of a question, keeping sums and not the answers, so that a hundred thousand take no more
/// room than one.
public struct ItemTally: Sendable {
    private let choice: Choice?
    private var people = 0
    private var earned = 0
    private var together = Comoments()
    private var options: [Choice.Option.Key: Group] = [:]
    /// Those who chose just what the file calls right.
    private var rightChoosers = Group()
    private var unanswered = Group()
    private var parts: [Int: (right: Int, people: Int)] = [:]
    /// How many took so many seconds.
    private var seconds: [Int: Int] = [:]

    /// A tally of nothing yet.
    public init(of question: Question) {
        if case .choice(let choice) = question.interaction { self.choice = choice } else { choice = nil }
    }

    /// Counts one answer.
    public mutating func add(_ observation: ItemObservation) {
        people += 1
        earned += observation.earned.hundredths
        if let rest = observation.rest { together.add(Double(observation.earned.hundredths), rest) }
        if !observation.isAnswered { unanswered.add(observation.rest) }
        if let choice, observation.isAnswered {
            for key in observation.chosen { options[key, default: Group()].add(observation.rest) }
            if observation.chosen == Set(choice.key) { rightChoosers.add(observation.rest) }
        }
        for (number, right) in observation.parts {
            parts[number, default: (0, 0)].people += 1
            if right { parts[number, default: (0, 0)].right += 1 }
        }
        if let taken = observation.seconds { seconds[taken, default: 0] += 1 }
    }

    /// What the answers so far come to.
    public var statistics: ItemStatistics {
        guard people > 0 else { return .none }
        return ItemStatistics(
            people: people,
            indices: ItemStatistics.Indices(
                facility: Double(earned) / Double(people * Marks.one.hundredths),
                itemRest: together.correlation, itemRestAtMost: together.upperCorrelation,
                options: choice.map(optionStatistics) ?? [], unanswered: choosers(unanswered),
                parts: parts.sorted { $0.key < $1.key }.map { number, part in
                    .init(number: number, people: part.people, facility: Double(part.right) / Double(part.people))
                }, medianSeconds: medianSeconds))
    }

    private func optionStatistics(_ choice: Choice) -> [ItemStatistics.Option] {
        choice.options.map { option in
            let group = options[option.key] ?? Group()
            let isRight = choice.key.contains(option.key)
            return ItemStatistics.Option(
                key: option.key, isRight: isRight, choosers: choosers(group),
                lead: isRight ? nil : group.rest.lead(over: rightChoosers.rest))
        }
    }

    private func choosers(_ group: Group) -> ItemStatistics.Choosers {
        .init(
            count: group.count, share: Double(group.count) / Double(people),
            meanRest: group.rest.count > 0 ? group.rest.mean : nil)
    }

    /// The middle of the times in order, or the mean of the two in the middle.
    private var medianSeconds: Double? {
        let count = seconds.values.reduce(0, +)
        guard count >= ItemStatistics.leastPeople else { return nil }
        let inOrder = seconds.sorted { $0.key < $1.key }
        func value(at place: Int) -> Int {
            var before = 0
            return inOrder.first {
                before += $0.value; return before > place
            }?.key ?? 0
        }
        return Double(value(at: (count - 1) / 2) + value(at: count / 2)) / 2
    }
}

/// People who did the same, with the rest scores of those who have one.
private struct Group: Sendable {
    private(set) var count = 0
    private(set) var rest = Moments()

    mutating func add(_ score: Double?) {
        count += 1
        if let score { rest.add(score) }
    }
}

/// Mean and spread of numbers that come one at a time (Welford, Technometrics 4, 1962); unlike the sums of the numbers and
/// of their squares it loses no digits.
private struct Moments: Sendable {
    private(set) var count = 0
    private(set) var mean = 0.0
    /// The sum of the squared distances from the mean.
    private(set) var squares = 0.0

    mutating func add(_ value: Double) {
        count += 1
        let distance = value - mean
        mean += distance / Double(count)
        squares += distance * (value - mean)
    }

    /// By how many standard errors this mean exceeds that of `other`: Student's t with pooled variance. A single number has
    /// no spread to judge it by.
    func lead(over other: Moments) -> Double? {
        guard count > 1, other.count > 1 else { return nil }
        let variance = (squares + other.squares) / Double(count + other.count - 2)
        guard variance > 0 else { return nil }
        return (mean - other.mean) / (variance * (1 / Double(count) + 1 / Double(other.count))).squareRoot()
    }
}

/// How two numbers vary together, pair by pair: Welford's recurrence for the products of the distances (Chan, Golub &
/// LeVeque, The American Statistician 37, 1983).
private struct Comoments: Sendable {
    private var left = Moments()
    private var right = Moments()
    private var products = 0.0

    mutating func add(_ left: Double, _ right: Double) {
        let distance = left - self.left.mean
        self.left.add(left)
        self.right.add(right)
        products += distance * (right - self.right.mean)
    }

    /// Pearson's product-moment correlation; nil where one of the two does not vary.
    var correlation: Double? {
        guard left.squares > 0, right.squares > 0 else { return nil }
        return min(max(products / (left.squares * right.squares).squareRoot(), -1), 1)
    }

    /// The upper end of its one-sided 95 percent interval; nil for fewer than four pairs too.
    var upperCorrelation: Double? {
        guard let correlation, left.count > 3 else { return nil }
        guard abs(correlation) < 1 else { return correlation }
        return tanh(atanh(correlation) + Self.normal95 / Double(left.count - 3).squareRoot())
    }

    /// 95 percent of a standard normal distribution lie below it.
    private static let normal95 = 1.644_853_626_951_472_2
}
