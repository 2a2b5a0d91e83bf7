/// The units that whoever sends a table may name, and how: by code, by name, or by the names on the way down to one, such
/// as `示例一镇/示例甲村`. Nothing else is known here, so nothing else can be told.
public struct UnitDirectory: Sendable {
    private let units: [UnitCode: Unit]
    private let byName: [String: [UnitCode]]
    private let byDigits: [String: [UnitCode]]

    /// How many units a message lists.
    private static let shown = 5

    /// A directory of these units.
    public init(_ units: [Unit]) {
        let units = units.sorted { $0.code < $1.code }
        self.units = Dictionary(units.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        byName = Dictionary(grouping: units, by: { $0.name.key }).mapValues { $0.map(\.code) }
        byDigits = Dictionary(grouping: units.map(\.code), by: { $0.rawValue.withoutTrailingZeros })
    }

    /// Whether it has a unit.
    public func contains(_ unit: UnitCode) -> Bool { units[unit] != nil }

    /// The one unit that `text` means, or nil when it means none or several.
    public func unit(_ text: String) -> UnitCode? {
        if let code = UnitCode(rawValue: text), units[code] != nil { return code }
        let found = called(text)
        return found.count == 1 ? found.first : nil
    }

    /// What to say of a text that means no unit, with the units that may be meant; nil when nothing comes near.
    public func advice(on text: String) -> (code: String, message: Bilingual)? {
        let found = called(text)
        if found.count > 1 {
            return (
                "ambiguous_unit",
                Bilingual(
                    zh: "有几个单位都可能是它：\(list(found, "、"))。请写单位代码，或写“镇/村”。",
                    en: "Several units may be meant: \(list(found, ", ")). Give the code, or town/village.")
            )
        }
        let near = text.isCode ? byDigits[text.withoutTrailingZeros] ?? [] : []
        if !near.isEmpty {
            return (
                "did_you_mean",
                Bilingual(
                    zh: "没有这个代码。是不是 \(list(near, "、"))？只差末尾的 0。",
                    en: "There is no such code. Did you mean \(list(near, ", "))? Only zeros at the end differ.")
            )
        }
        let similar = similar(to: text)
        guard !similar.isEmpty else { return nil }
        return (
            "not_available",
            Bilingual(
                zh: "没有这个单位，或它不在您的管理范围内。相近的有：\(list(similar, "、"))。",
                en: "There is no such unit, or it is outside your scope. Near it: \(list(similar, ", ")).")
        )
    }

    /// Whether two units are one, stand directly below the same one, or one directly below the other.
    public func isNear(_ unit: UnitCode, _ other: UnitCode) -> Bool {
        let (above, aboveOther) = (units[unit]?.parent, units[other]?.parent)
        return unit == other || above == other || aboveOther == unit || above != nil && above == aboveOther
    }

    /// What a unit is called; its code when it is not known here.
    public func title(of unit: UnitCode) -> String { units[unit]?.name ?? unit.rawValue }

    /// How a unit is best written in a table: by its name, with as many names before it as make it the only one, or by its
    /// code when names do not tell it apart.
    public func name(of code: UnitCode) -> String {
        guard let unit = units[code] else { return code.rawValue }
        var name = unit.name
        for above in lineage(of: code).dropFirst() {
            if self.unit(name) == code { return name }
            name = "\(units[above]?.name ?? "")/\(name)"
        }
        return self.unit(name) == code ? name : code.rawValue
    }

    /// The units in the order of the tree: each before those below it, beside each other by code.
    public var inOrder: [Unit] {
        units.values.map { ($0, lineage(of: $0.code).reversed().map(\.rawValue)) }
            .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }

    private func called(_ text: String) -> [UnitCode] {
        if let whole = byName[text.key] { return whole }
        let names = text.split { "/／\\＞>".contains($0) }.map { String($0).key }
        guard names.count > 1, let last = names.last else { return [] }
        return (byName[last] ?? []).filter { isBelow(names.dropLast(), $0) }
    }

    /// Whether the units above are called so, in this order; some may be left out.
    private func isBelow(_ names: some BidirectionalCollection<String>, _ code: UnitCode) -> Bool {
        var wanted = names.reversed()[...]
        for above in lineage(of: code).dropFirst() where units[above]?.name.key == wanted.first {
            wanted = wanted.dropFirst()
        }
        return wanted.isEmpty
    }

    private func similar(to text: String) -> [UnitCode] {
        let last = text.split { "/／\\＞>".contains($0) }.last.map { String($0).key } ?? ""
        guard last.count > 1, !last.isCode else { return [] }
        return byName.keys.filter { $0.contains(last) || $0.count > 1 && last.contains($0) }
            .flatMap { byName[$0] ?? [] }.sorted()
    }

    private func list(_ codes: [UnitCode], _ separator: String) -> String {
        let told = codes.prefix(Self.shown).map { "\(path(of: $0))（\($0)）" }.joined(separator: separator)
        return codes.count > Self.shown ? told + separator + "…" : told
    }

    private func path(of code: UnitCode) -> String {
        lineage(of: code).prefix(2).reversed().compactMap { units[$0]?.name }.joined(separator: "/")
    }

    /// The unit, then those above it as far as they are known here.
    private func lineage(of code: UnitCode) -> [UnitCode] {
        var lineage: [UnitCode] = []
        var here: UnitCode? = code
        while let unit = here, units[unit] != nil, !lineage.contains(unit) {
            lineage.append(unit)
            here = units[unit]?.parent
        }
        return lineage
    }
}

extension String {
    /// Names are the same whatever spaces stand in them.
    fileprivate var key: String { filter { !$0.isWhitespace } }

    fileprivate var isCode: Bool { utf8.count > 1 && utf8.allSatisfy { (0x30...0x39).contains($0) } }

    /// `610621` of `610621000000`; a text that is not all digits stays as it is.
    fileprivate var withoutTrailingZeros: String {
        guard isCode, let last = lastIndex(where: { $0 != "0" }) else { return self }
        return String(self[...last])
    }
}
