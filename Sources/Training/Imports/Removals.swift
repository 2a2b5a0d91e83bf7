/// That a people file names everybody of a unit: whoever is at work there and not in it is suspended.
public struct Removals: Sendable, Hashable, Codable {
    /// In and below which unit, as a table may name it: by code, by name or by the names on the way down.
    public let within: String
    /// How many percent of those at work there may be suspended at the most, 0 to 100; more are a mistake in the file.
    public let atMost: Int

    /// The bound when none is given.
    public static let usual = 5

    /// Removals; nil for a bound that is no percentage.
    public init?(within: String, atMost: Int = Removals.usual) {
        guard (0...100).contains(atMost), !within.isEmpty else { return nil }
        (self.within, self.atMost) = (within, atMost)
    }

    /// What is asked for by `removals`, `within` and `max_removals` as they are sent; nil when `removals` is empty. Throws
    /// `invalid` for what cannot be meant.
    public static func asked(
        _ removals: String?, within: String?, atMost: String?, for kind: ImportKind
    ) throws(Refusal) -> Removals? {
        guard let removals, !removals.isEmpty else { return nil }
        guard removals == "suspend", kind == .people else { throw .unknownRemovals }
        let percent = (atMost ?? "").isEmpty ? Self.usual : atMost.flatMap { Int($0) } ?? -1
        guard let asked = Removals(within: within ?? "", atMost: percent) else { throw .boundlessRemovals }
        return asked
    }
}

/// Somebody who is suspended because a file does not name them.
public struct Suspension: Sendable, Hashable, Codable {
    /// The number.
    public let staffNumber: StaffNumber
    /// The name.
    public let name: String
    /// The unit.
    public let unit: UnitCode

    /// The suspension of a person.
    public init(of person: Person) {
        (staffNumber, name, unit) = (person.staffNumber, person.name, person.unit)
    }
}

extension Refusal {
    fileprivate static let unknownRemovals = Refusal.invalid(
        code: "bad_removals",
        Bilingual(
            zh: "removals 只能是 suspend，并且只用于人员表。", en: "removals is suspend, and goes with a people file only."))
    fileprivate static let boundlessRemovals = Refusal.invalid(
        code: "bad_removals",
        Bilingual(
            zh: "停用表里没有的人，要写明是哪个单位（within），比例（max_removals）是 0 到 100 的整数。",
            en: "To suspend whoever is not in the file, say in which unit (within); max_removals is 0 to 100 percent."))
}
