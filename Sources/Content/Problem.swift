import Training

/// One mistake in the content, at one line of one file.
public struct Problem: Sendable, Hashable {
    /// The file or folder: the folder as it was given, and the way from there.
    public let path: String
    /// From 1; 1 also when the whole file is meant.
    public let line: Int
    /// Whether the content can be served with it.
    public let severity: Severity
    /// What is wrong and, where it can be said, what would be right.
    public let message: Bilingual

    /// How grave a problem is.
    public enum Severity: String, Sendable, Hashable {
        /// The content is not served.
        case error
        /// The content is served; someone should look.
        case warning
    }

    /// A problem.
    public init(path: String, line: Int, severity: Severity, message: Bilingual) {
        self.path = path
        self.line = line
        self.severity = severity
        self.message = message
    }

    /// `path:line: error: message`, the form that editors jump to.
    public func description(in language: Language) -> String {
        "\(path):\(line): \(severity.rawValue): \(message(language))"
    }
}

/// Content that cannot be served: thrown where there is no good library to fall back on.
public struct BrokenContent: Error, CustomStringConvertible {
    /// Every problem found, warnings included, by path and line.
    public let problems: [Problem]

    /// The problems in English, one a line.
    public var description: String {
        problems.map { $0.description(in: .english) }.joined(separator: "\n")
    }
}

/// A line of a file.
struct Place: Hashable {
    let path: String
    var line = 1

    /// `path:line`, as one place is named in the message about another.
    var description: String { "\(path):\(line)" }
}

extension [Problem] {
    /// By path and line; those of one line in their order.
    var inOrder: [Problem] {
        enumerated().sorted { left, right in
            if left.element.path != right.element.path {
                return left.element.path.utf8.lexicographicallyPrecedes(right.element.path.utf8)
            }
            return (left.element.line, left.offset) < (right.element.line, right.offset)
        }.map(\.element)
    }
}

/// Gathers the problems of one reading; every reader writes to the same one and goes on.
final class Report {
    private var found: [Problem] = []

    /// By path and line; of one line in the order found.
    var problems: [Problem] { found.inOrder }

    var hasErrors: Bool { found.contains { $0.severity == .error } }

    func error(_ place: Place, zh: String, en: String) {
        add(place, .error, Bilingual(zh: zh, en: en))
    }

    func warning(_ place: Place, zh: String, en: String) {
        add(place, .warning, Bilingual(zh: zh, en: en))
    }

    private func add(_ place: Place, _ severity: Problem.Severity, _ message: Bilingual) {
        // A message may quote the file, and the file may hold what nobody should repeat.
        let message = Bilingual(zh: PersonalData.masked(message.zh), en: PersonalData.masked(message.en))
        let problem = Problem(path: place.path, line: place.line, severity: severity, message: message)
        // A table has the same said of each question that it makes.
        if !found.contains(problem) { found.append(problem) }
    }
}
