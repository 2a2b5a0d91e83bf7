/// Two texts beside each other, line by line.
public struct LineDifference: Sendable, Hashable {
    /// The rows, in order.
    public let rows: [Row]

    /// What stands in one row.
    public enum Row: Sendable, Hashable {
        /// A line that both have.
        case same(String)
        /// An old line and what took its place; either is nil where there is none.
        case changed(old: String?, new: String?)
        /// So many lines that both have, left out.
        case skipped(Int)
    }

    /// Compares two texts. Of what both have, `context` lines stay on either side of a change.
    public init(old: String, new: String, context: Int = 2) {
        func lines(_ text: String) -> [String] {
            text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
        rows = Self.shortened(Self.paired(lines(old), lines(new)), context: context)
    }

    private static func paired(_ old: [String], _ new: [String]) -> [Row] {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var rows: [Row] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            // What was taken away and what came in its place stand beside each other.
            if removed.contains(left) || inserted.contains(right) {
                let gone = removed.contains(left) ? old[left] : nil
                let come = inserted.contains(right) ? new[right] : nil
                rows.append(.changed(old: gone, new: come))
                left += gone == nil ? 0 : 1
                right += come == nil ? 0 : 1
            } else {
                rows.append(.same(old[left]))
                left += 1
                right += 1
            }
        }
        return rows
    }

    private static func shortened(_ rows: [Row], context: Int) -> [Row] {
        let changes = rows.indices.filter { if case .same = rows[$0] { false } else { true } }
        let near = Set(changes.flatMap { ($0 - context)...($0 + context) })
        var short: [Row] = []
        for index in rows.indices {
            if near.contains(index) {
                short.append(rows[index])
            } else if case .skipped(let count) = short.last {
                short[short.count - 1] = .skipped(count + 1)
            } else {
                short.append(.skipped(1))
            }
        }
        return short
    }
}
