import Dispatch
import Synchronization
import Training

/// The library in service: follows edits of the two folders and the days, and keeps the last good one while an edit is
/// broken.
public final class LiveLibrary: Sendable {
    private let interval: Duration
    private let today: @Sendable () -> Day?
    private let state: Mutex<State>
    // Reading blocks on files and takes a good part of a second on a slow disk; the threads that serve people have no
    // time for that.
    private let queue = DispatchQueue(label: "content", qos: .utility)

    private struct State {
        var folders: ContentFolders
        var library: Library
        var problems: [Problem]
        var seen: FolderStamp
        /// What was read last; nil when it is to be read again.
        var loaded: Edition?
        var memory: Memory?
    }

    /// What a database remembers of a library that is about to come into service.
    public typealias Memory = @Sendable (Library) async throws -> ClauseHistory

    /// Folders as they are on a day.
    private struct Edition: Equatable {
        let folders: ContentFolders
        let stamp: FolderStamp
        let day: Day?

        init(_ folders: ContentFolders, on day: Day?) {
            (self.folders, self.day) = (folders, day)
            stamp = FolderStamp(of: [folders.courses, folders.questions])
        }
    }

    /// What was read, and of which edition.
    private struct Reading {
        var library: Library
        var problems: [Problem]
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
        let edition = Edition(ContentFolders(courses: courses, questions: questions), on: today())
        let (library, problems) = Library.load(courses: courses, questions: questions, today: edition.day)
        guard let library else { throw BrokenContent(problems: problems) }
        self.interval = interval
        self.today = today
        state = Mutex(
            State(
                folders: edition.folders, library: library, problems: problems, seen: edition.stamp, loaded: edition))
    }

    /// The last good library, as it stands today.
    public var current: Library { state.withLock { $0.library } }

    /// Where it is read from.
    public var folders: ContentFolders { state.withLock { $0.folders } }

    /// The problems of the folders as they are now: when there is an error among them, `current` is older than they.
    public var problems: [Problem] { state.withLock { $0.problems } }

    /// From now on each library comes into service with what `memory` says of it (`Library.remembering`), the present one
    /// before this returns. When the memory cannot be asked about that one, `failed` is told, `recall` asked instead, and the
    /// next look tries again. Called once, before anything is looked at.
    public func remember(
        by memory: @escaping Memory, or recall: Memory? = nil, failed: (any Error) -> Void = { _ in }
    ) async throws {
        let (library, problems) = state.withLock { ($0.library, $0.problems) }
        var isNoted = true
        let history: ClauseHistory
        do {
            history = try await memory(library)
        } catch {
            guard let recall else { throw error }
            failed(error)
            isNoted = false
            history = try await recall(library)
        }
        let (known, warnings) = library.remembering(history)
        state.withLock { [isNoted] state in
            state.memory = memory
            state.library = known
            state.problems = (problems + warnings).inOrder
            if !isNoted { state.loaded = nil }
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
    func look() async throws { try await take { self.readIfDue() } }

    /// Reads from other folders from now on. When there is an error in them, the last good library stays in service.
    /// Throws when the memory could not be asked; the next look tries again.
    public func turn(to folders: ContentFolders) async throws {
        try await take {
            let edition = Edition(folders, on: self.today())
            self.state.withLock { state in (state.folders, state.seen) = (folders, edition.stamp) }
            return self.read(edition)
        }
    }

    private func take(_ read: @escaping @Sendable () -> Reading?) async throws {
        let reading = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: read()) }
        }
        guard var reading else { return }
        if let memory = state.withLock({ $0.memory }) {
            let (known, warnings) = reading.library.remembering(try await memory(reading.library))
            (reading.library, reading.problems) = (known, (reading.problems + warnings).inOrder)
        }
        state.withLock { [reading] state in
            // Who looked at the folders before and waited for the memory since comes too late.
            guard state.folders == reading.edition.folders else { return }
            (state.library, state.problems, state.loaded) = (reading.library, reading.problems, reading.edition)
        }
    }

    private func readIfDue() -> Reading? {
        let edition = Edition(folders, on: today())
        let isDue = state.withLock { state in
            defer { state.seen = edition.stamp }
            return edition != state.loaded && edition.stamp == state.seen
        }
        return isDue ? read(edition) : nil
    }

    private func read(_ edition: Edition) -> Reading {
        let (library, problems) = Library.load(
            courses: edition.folders.courses, questions: edition.folders.questions, today: edition.day)
        // What is in service goes with the day also while an edit is broken.
        return Reading(library: library ?? current.on(edition.day), problems: problems, edition: edition)
    }
}
