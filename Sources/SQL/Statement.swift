/// SQL text with its values, in the subset that runs unchanged on every engine.
///
/// Placeholders are `$1 $2 …`. Their first appearances must be in that order, because one engine numbers them by
/// appearance and another by their digits; a debug build asserts it.
public struct Statement: Sendable {
    /// The text, placeholders included. Engines keep prepared statements by this text, so it must not contain values.
    public let sql: String
    /// What stands for `$1`, `$2` …, in order.
    public let values: [Value]

    /// A statement; the values in the order of their placeholders.
    public init(_ sql: String, _ values: [Value] = []) {
        assert(
            Statement.placeholders(in: sql) == Array(1..<(values.count + 1)),
            "placeholders out of order or not matching \(values.count) values: \(sql)")
        self.sql = sql
        self.values = values
    }

    /// The placeholders' numbers in order of first appearance. Text in quotes is not looked at specially: the
    /// statements of this project hold no literal with a dollar sign.
    static func placeholders(in sql: String) -> [Int] {
        var seen: [Int] = []
        // What the digits since the last dollar sign say; 0 before the first of them. By bytes, because a debug build does
        // this for every statement that it runs.
        var number: Int?
        func end() {
            if let number, number > 0, !seen.contains(number) { seen.append(number) }
        }
        for byte in sql.utf8 {
            if let digits = number, byte >= 0x30, byte <= 0x39 {
                number = digits * 10 + Int(byte - 0x30)
            } else {
                end()
                number = byte == 0x24 ? 0 : nil
            }
        }
        end()
        return seen
    }
}
