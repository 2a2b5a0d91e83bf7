/// One sentence in the two languages of the house.
public struct Bilingual: Sendable, Hashable, Codable {
    /// Chinese, the first language of every page.
    public var zh: String
    /// English.
    public var en: String

    /// The same sentence twice.
    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// The sentence in `language`.
    public func callAsFunction(_ language: Language) -> String {
        switch language {
        case .chinese: zh
        case .english: en
        }
    }
}

/// The languages of pages, messages and tables.
public enum Language: String, Sendable, Hashable, CaseIterable, Codable {
    case chinese = "zh"
    case english = "en"
}
