import Dispatch
import Synchronization
import Training

/// The library in service: follows edits of the two folders, and keeps the last good one while an edit is broken.
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
        var loaded: FolderStamp
    }

    /// Reads the folders; throws `BrokenContent` with every problem when there is an error in them.
    ///
    /// `interval` is the time between two looks at the folders: an edit is in service after at most two of them and
    /// the reading itself. `today` is asked at each reading, for `Library.load`.
    public init(
        courses: String, questions: String, interval: Duration = .milliseconds(500),
        today: @escaping @Sendable () -> Day? = { nil }
    ) throws {
        let stamp = FolderStamp(of: [courses, questions])
        let (library, problems) = Library.load(courses: courses, questions: questions, today: today())
        guard let library else { throw BrokenContent(problems: problems) }
        self.interval = interval
        self.today = today
        let folders = ContentFolders(courses: courses, questions: questions)
        state = Mutex(State(folders: folders, library: library, problems: problems, seen: stamp, loaded: stamp))
    }

    /// The last good library.
    public var current: Library { state.withLock { $0.library } }

    /// Where it is read from.
    public var folders: ContentFolders { state.withLock { $0.folders } }

    /// The problems of the folders as they are now: when there is an error among them, `current` is older than they.
    public var problems: [Problem] { state.withLock { $0.problems } }

    /// Follows edits until the task is cancelled.
    public func run() async throws {
        while (try? await Task.sleep(for: interval)) != nil {
            await look()
        }
    }

    /// Looks at the folders once, and reads them when they changed since they were read and stood still since the last
    /// look, so that files being copied are not read half.
    func look() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.lookNow()
                continuation.resume()
            }
        }
    }

    /// Reads from other folders from now on. When there is an error in them, the last good library stays in service.
    public func turn(to folders: ContentFolders) async {
        await withCheckedContinuation { continuation in
            queue.async {
                let stamp = FolderStamp(of: [folders.courses, folders.questions])
                self.state.withLock { state in
                    state.folders = folders
                    state.seen = stamp
                }
                self.read(folders, stamp)
                continuation.resume()
            }
        }
    }

    private func lookNow() {
        let folders = folders
        let stamp = FolderStamp(of: [folders.courses, folders.questions])
        let isDue = state.withLock { state in
            defer { state.seen = stamp }
            return stamp != state.loaded && stamp == state.seen
        }
        if isDue { read(folders, stamp) }
    }

    private func read(_ folders: ContentFolders, _ stamp: FolderStamp) {
        let (library, problems) = Library.load(
            courses: folders.courses, questions: folders.questions, today: today())
        state.withLock { state in
            if let library { state.library = library }
            state.problems = problems
            state.loaded = stamp
        }
    }
}
