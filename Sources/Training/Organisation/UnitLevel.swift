/// The level of a unit of the administration, as its division code tells it.
public enum UnitLevel: String, Sendable, Hashable, CaseIterable {
    case province
    case city
    case county
    case township
    case village

    /// The level that a code tells: two digits for the province, two for the city, two for the county, three for the
    /// township, three for the village; what is not used is zero (统计用区划代码, GB/T 2260 and GB/T 10114). Six or nine
    /// digits are read as if zeros followed. Nil for any other code.
    public init?(_ code: UnitCode) {
        let digits = Array(code.rawValue.utf8)
        guard [6, 9, 12].contains(digits.count), digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            digits.first != UInt8(ascii: "0")
        else { return nil }
        let used = digits.count - digits.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        self =
            switch used {
            case ...2: .province
            case ...4: .city
            case ...6: .county
            case ...9: .township
            default: .village
            }
    }
}
