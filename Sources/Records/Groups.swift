import SQL

/// How many rows are read or written at once where there may be very many: few enough that nobody waits for them.
let groupSize = 500

extension RandomAccessCollection {
    /// The elements in order, at most `groupSize` at a time.
    func inGroups() -> [SubSequence] {
        var groups: [SubSequence] = []
        var rest = self[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(groupSize))
            rest = rest.dropFirst(groupSize)
        }
        return groups
    }
}

extension Transaction {
    /// The rows of a statement for many texts, a group of them at a time. `sql` is given what stands after `IN`.
    ///
    /// Lists come in few lengths, the last text of a short one repeated, so that engines need not prepare a statement for
    /// every number of texts.
    func rows(in texts: some RandomAccessCollection<String>, _ sql: (_ list: String) -> String) throws -> [Row] {
        try texts.inGroups().flatMap { group in
            var length = 1
            while length < group.count { length *= 2 }
            let list = (1...length).map { "$\($0)" }.joined(separator: ", ")
            let last = group.last.map { Array(repeating: $0, count: length - group.count) } ?? []
            return try rows(Statement(sql("(\(list))"), (Array(group) + last).map(\.sqlValue)))
        }
    }
}
