extension Task where Failure == any Error {
    /// What the task comes to if it ends within `limit`, else nil; it goes on then. Throws what the task throws until then.
    func value(within limit: Duration) async throws -> Success? {
        let (ends, end) = AsyncStream.makeStream(of: Never.self)
        Task<Void, Never> {
            _ = await result
            end.finish()
        }
        let isOver = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                // Ends with the task, or by being cancelled.
                for await _ in ends {}
                return true
            }
            group.addTask {
                try? await Task<Never, Never>.sleep(for: limit)
                return false
            }
            let first = await group.next()
            group.cancelAll()
            return first == true
        }
        return isOver ? try await value : nil
    }
}
