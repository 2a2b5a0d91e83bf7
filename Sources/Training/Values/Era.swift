/// Which rules a text speaks of.
public enum Era: String, Sendable, Hashable, CaseIterable, Codable {
    /// The situation of the 2019 notice; such a text says so in its first line.
    case year2019 = "2019"
    /// The rules in force.
    case current
    /// The answer is the same then and now.
    case both
}
