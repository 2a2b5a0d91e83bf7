import Content
import Synchronization
import Training

/// The updates about changed clauses, which stand beside the courses of the content in all that the site does.
final class UpdateShelf: Sendable {
    private let state = Mutex(State())

    private struct State {
        var updates: [ClauseUpdate] = []
        /// The content with the updates, made once for each version of it.
        var joined: Library?
    }

    /// The content with the updates among its courses.
    func adding(to library: Library) -> Library {
        state.withLock { state in
            if let joined = state.joined, joined.isOfSameContent(as: library) { return joined }
            let joined = library.adding(state.updates)
            state.joined = joined
            return joined
        }
    }

    /// Takes the updates that there are now. None ever goes, and the course of one that was withdrawn stays as it is.
    func replace(by updates: [ClauseUpdate]) {
        state.withLock { state in
            guard updates.map(\.id) != state.updates.map(\.id) else { return }
            state = State(updates: updates)
        }
    }
}
