/// How the answers to one try, or to many, came in: what tells a bad line from a person who has not answered.
public struct Delivery: Sendable, Hashable, AdditiveArithmetic {
    /// How many tries.
    public let attempts: Int
    /// Answers that are here.
    public let received: Int
    /// Those of `received` that came only after sending them had failed before.
    public let recovered: Int
    /// Answers that came after the time was up; not among `received`.
    public let late: Int
    /// Questions without an answer when their try was handed in; none of a try that goes on.
    public let missing: Int

    /// Numbers, none of them negative; nothing of anything unless told.
    public init(attempts: Int = 0, received: Int = 0, recovered: Int = 0, late: Int = 0, missing: Int = 0) {
        self.attempts = attempts
        self.received = received
        self.recovered = recovered
        self.late = late
        self.missing = missing
    }

    /// Nothing of anything.
    public static let zero = Delivery()

    /// Those of both.
    public static func + (left: Delivery, right: Delivery) -> Delivery {
        Delivery(
            attempts: left.attempts + right.attempts, received: left.received + right.received,
            recovered: left.recovered + right.recovered, late: left.late + right.late,
            missing: left.missing + right.missing)
    }

    /// Those of the one that are not the other's.
    public static func - (left: Delivery, right: Delivery) -> Delivery {
        Delivery(
            attempts: left.attempts - right.attempts, received: left.received - right.received,
            recovered: left.recovered - right.recovered, late: left.late - right.late,
            missing: left.missing - right.missing)
    }

    /// Whether so many answers had to be sent again that the line is worth a look: one in ten, and at least three, since
    /// everybody passes through a tunnel now and then. A rule of thumb of this program.
    public var tellsOfABadLine: Bool { recovered >= 3 && recovered * 10 >= received }
}

extension Attempt {
    /// How the answers to this try came in.
    public var delivery: Delivery { delivery(handedIn: result != nil) }

    /// The same as if it were handed in now, or not yet.
    public func delivery(handedIn: Bool) -> Delivery {
        let received = paper.slots.filter(isAnswered)
        return Delivery(
            attempts: 1, received: received.count,
            recovered: received.count { answers[$0.number]?.recovered == true }, late: late.count,
            missing: handedIn ? paper.slots.count - received.count : 0)
    }
}
