/// The personal ID number where staff lists have it: no column of them is taken, and no value is kept or repeated.
public enum PersonalIDNumber {
    /// Whether `text` is or holds one.
    public static func isOne(_ text: some StringProtocol) -> Bool {
        PersonalData.kinds(in: Substring(text)).contains(.identityNumber)
    }

    /// Whether a column with this heading holds them.
    public static func isHeading(_ heading: String) -> Bool {
        let heading = heading.withoutSpaces.lowercased()
        return heading.contains("身份证") || heading.contains("公民身份号码") || ["id_number", "id_card"].contains(heading)
    }
}

/// Telephone numbers where staff lists have them: no column of them is taken either.
enum PhoneNumber {
    /// Whether a column with this heading holds them.
    static func isHeading(_ heading: String) -> Bool {
        let heading = heading.withoutSpaces.lowercased()
        return ["手机", "电话", "联系方式"].contains(where: heading.contains) || ["phone", "mobile", "tel"].contains(heading)
    }
}
