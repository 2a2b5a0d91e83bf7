import FoundationEssentials
import Synchronization
import Training

/// Slows down guessing: each wrong try at a number makes the next one wait, up to a minute; an address with very many
/// wrong tries only gets slower answers, since whole offices share one.
final class SignInThrottle: Sendable {
    /// How long a number waits after so many wrong tries in a row: nothing for the first four, then 1, 2, 4 … 60 seconds.
    static func wait(after failures: Int) -> TimeInterval {
        failures < 5 ? 0 : min(60, TimeInterval(1 << min(failures - 5, 6)))
    }

    /// How long an answer is held back for an address with so many wrong tries within an hour.
    static func delay(after failures: Int) -> TimeInterval { failures < 100 ? 0 : 2 }

    private struct Failures {
        var count: Int
        var last: Date
    }

    private struct State {
        var numbers: [StaffNumber: Failures] = [:]
        var addresses: [String: Failures] = [:]
    }

    private let state = Mutex(State())
    /// More entries than this are forgotten, the oldest first: guessing at many numbers must not fill the memory.
    private static let room = 20_000

    /// Seconds until the next try at this number is looked at; nil when it may come now, and then it is counted as failed
    /// until `succeeded` says otherwise, so that many guesses at once are no way around the wait. Known and unknown
    /// numbers are treated alike.
    func wait(for number: StaffNumber, from address: String, at now: Date) -> Int? {
        state.withLock { state in
            if let failures = state.numbers[number] {
                let left = Self.wait(after: failures.count) - now.timeIntervalSince(failures.last)
                if left > 0 { return Int(left.rounded(.up)) }
            }
            Self.count(number, in: &state.numbers, at: now)
            Self.count(address, in: &state.addresses, at: now)
            return nil
        }
    }

    /// Counts a wrong try of an address at no staff number.
    func failed(from address: String, at now: Date) {
        state.withLock { Self.count(address, in: &$0.addresses, at: now) }
    }

    /// How long to hold back the answer to this address.
    func delay(for address: String, at now: Date) -> TimeInterval {
        state.withLock { state in
            guard let failures = state.addresses[address], now.timeIntervalSince(failures.last) < 3600 else { return 0 }
            return Self.delay(after: failures.count)
        }
    }

    /// Forgets the tries at a number that signed in, and this one of its address.
    func succeeded(_ number: StaffNumber, from address: String) {
        state.withLock { state in
            state.numbers[number] = nil
            state.addresses[address]?.count -= 1
        }
    }

    private static func count<Key>(_ key: Key, in failures: inout [Key: Failures], at now: Date) {
        let known = failures[key].flatMap { now.timeIntervalSince($0.last) < 3600 ? $0.count : nil } ?? 0
        failures[key] = Failures(count: known + 1, last: now)
        guard failures.count > room else { return }
        let oldest = failures.sorted { $0.value.last < $1.value.last }.prefix(room / 4)
        for (key, _) in oldest { failures[key] = nil }
    }
}
