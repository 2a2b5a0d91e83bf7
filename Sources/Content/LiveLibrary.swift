import Dispatch
import Synchronization
import Training

/// The library in service: follows edits of the two folders and the days, and keeps the last good one while an edit is
/// broken.
public final class LiveLibrary: Sendable {
    private let courses: String
    private let questions: String
    private let interval: Duration
    private let today: @Sendable () -> Day?
    private let state: Mutex<State>
    // Reading blocks on files and takes a good part of a second on a slow disk; the threads that serve people have no
    // time for that.
    private let queue = DispatchQueue(label: "content", qos: .utility)

    private struct State {
        var library: Library
        var problems: [Problem]
        var seen: FolderStamp
        /// What was read last.
        var loaded: Edition
        var memory: Memory?
    }

    /// What a database remembers of a library that is about to come into service.
    public typealias Memory = @Sendable (Library) async throws -> ClauseHistory

    /// The folders as they are on a day.
    private struct Edition: Equatable, Sendable {
        let stamp: FolderStamp
        let day: Day?
    }

    private struct Reading: Sendable {
        let library: Library
        let problems: [Problem]
        let edition: Edition
    }

    /// Reads the folders; throws `BrokenContent` with every problem when there is an error in them.
    ///
    /// `interval` is the time between two looks at the folders: an edit is in service after at most two of them and
    /// the reading itself, and what begins on a day after at most one. `today` is asked at each look, for `Library.load`.
    public init(
        courses: String, questions: String, interval: Duration = .milliseconds(500),
        today: @escaping @Sendable () -> Day? = { nil }
    ) throws {
        let edition = Edition(stamp: FolderStamp(of: [courses, questions]), day: today())
        let (library, problems) = Library.load(courses: courses, questions: questions, today: edition.day)
        guard let library else { throw BrokenContent(problems: problems) }
        self.courses = courses
        self.questions = questions
        self.interval = interval
        self.today = today
        state = Mutex(State(library: library, problems: problems, seen: edition.stamp, loaded: edition))
    }

    /// The last good library, as it stands today.
    public var current: Library { state.withLock { $0.library } }

    /// The problems of the folders as they are now: when there is an error among them, `current` is older than they.
    public var problems: [Problem] { state.withLock { $0.problems } }

    /// From now on each library comes into service with what `memory` says of it (`Library.remembering`), the present one
    /// before this returns. Called once, before anything is looked at.
    public func remember(by memory: @escaping Memory) async throws {
        let (library, problems) = state.withLock { ($0.library, $0.problems) }
        let (known, warnings) = library.remembering(try await memory(library))
        state.withLock { state in
            state.memory = memory
            state.library = known
            state.problems = (problems + warnings).inOrder
        }
    }

    /// Follows edits and days until the task is cancelled. `failed` is told when the memory could not be asked: what is in
    /// service then stays, and the next look tries again.
    public func run(failed: @Sendable (any Error) -> Void = { _ in }) async throws {
        while (try? await Task.sleep(for: interval)) != nil {
            do { try await look() } catch { failed(error) }
        }
    }

    /// Looks at the folders once, and reads them when they or the day changed since they were read and they stood still
    /// since the last look, so that files being copied are not read half.
    func look() async throws {
        let read: Reading? = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.readIfDue()) }
        }
        guard let read else { return }
        var (library, problems) = (read.library, read.problems)
        if let memory = state.withLock({ $0.memory }) {
            let (known, warnings) = library.remembering(try await memory(library))
            (library, problems) = (known, (problems + warnings).inOrder)
        }
        state.withLock { [library, problems] state in
            (state.library, state.problems, state.loaded) = (library, problems, read.edition)
        }
    }

    private func readIfDue() -> Reading? {
        let edition = Edition(stamp: FolderStamp(of: [courses, questions]), day: today())
        let isDue = state.withLock { state in
            defer { state.seen = edition.stamp }
            return edition != state.loaded && edition.stamp == state.seen
        }
        guard isDue else { return nil }
        let (library, problems) = Library.load(courses: courses, questions: questions, today: edition.day)
        // What is in service goes with the day also while an edit is broken.
        return Reading(library: library ?? current.on(edition.day), problems: problems, edition: edition)
    }
}
