/// The personal ID number where staff lists have it: no column of them is taken, and no value is kept or repeated.
public enum PersonalIDNumber {
    /// Whether `text` is or holds one.
    public static func isOne(_ text: some StringProtocol) -> Bool {
        PersonalData.kinds(in: Substring(text)).contains(.identityNumber)
    }

    /// Whether a column with this heading holds them.
    public static func isHeading(_ heading: String) -> Bool {
        heading.contains("身份证") || heading.contains("公民身份号码") || heading.lowercased() == "id_number"
            || heading.lowercased() == "id_card"
    }
}
