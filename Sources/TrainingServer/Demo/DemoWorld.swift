import Training

/// The units and people of the demo province, as rows of import files.
///
/// Codes and names of cities and counties are those of the statistical division codes of 2023; townships and villages are
/// invented, with codes that the real ones do not use (99x and 20x).
struct DemoWorld: Sendable {
    /// `code, name, parent, reports_to`
    let units: [[String]]
    /// `staff_no, name, unit, role`
    let people: [[String]]

    init(people count: Int, seed: UInt64) {
        var units = [["610000", "陕西省", "", ""]]
        units += Self.cities.map { [$0.0, $0.1, "610000", ""] }
        units += Self.reportingToTheProvince.map { [$0.0, $0.1, $0.2, "610000"] }
        units += Self.counties.map { [$0.0, $0.1, "\($0.0.prefix(4))00", ""] }
        let townships = Self.townships(for: count)
        units += townships.map { [$0.code, $0.name, $0.county, ""] }
        let villages = townships.flatMap { township in
            Self.villageNames.enumerated().map { index, name in
                (code: "\(township.code)\(201 + index)", name: name, township: township.code)
            }
        }
        units += villages.map { [$0.code, $0.name, $0.township, ""] }
        self.units = units
        people = Self.people(count, townships.map(\.code), villages.map { ($0.code, $0.name) }, seed: seed)
    }

    private static func people(
        _ count: Int, _ townships: [String], _ villages: [(code: String, name: String)], seed: UInt64
    ) -> [[String]] {
        var generator = SeededGenerator(seed: seed)
        var people = DemoProvince.accounts.map { account in
            ["\(account.number)", "\(roleNames[account.role] ?? "")王某", account.unit, account.role.rawValue]
        }
        for index in 0..<max(0, count - people.count) {
            let surname = surnames[generator.below(surnames.count)]
            let number = "\(10_000_001 + index)"
            // One in eight works in the township's office, one of them in four as its coordinator.
            if generator.below(8) == 0 {
                let role: Person.Role = generator.below(4) == 0 ? .coordinator : .learner
                people.append([number, "镇办\(surname)某", townships[generator.below(townships.count)], role.rawValue])
            } else {
                let village = villages[generator.below(villages.count)]
                people.append([number, "\(village.name.dropFirst(2))\(surname)某", village.code, "learner"])
            }
        }
        return people
    }

    /// Three townships a county; more where so many people would crowd them.
    private static func townships(for people: Int) -> [(code: String, name: String, county: String)] {
        let perCounty = min(90, max(3, people / 400))
        return counties.flatMap { county, _ in
            (0..<perCounty).map { index in
                let name = index < townshipNames.count ? townshipNames[index] : "示例\(index + 1)镇"
                return (
                    code: "\(county)\(991 - (index < 3 ? 0 : index) + (index < 3 ? index : 0))", name: name,
                    county: county
                )
            }
        }
    }

    private static let roleNames: [Person.Role: String] = [.admin: "省级", .coordinator: "县级", .learner: "甲村"]
    private static let townshipNames = ["示例一镇", "示例二镇", "示例街道"]
    private static let villageNames = ["示例甲村", "示例乙村", "示例丙村", "示例丁村", "示例社区"]
    private static let surnames = Array("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张").map(String.init)

    private static let cities = [
        ("610100", "西安市"), ("610200", "铜川市"), ("610300", "宝鸡市"), ("610400", "咸阳市"), ("610500", "渭南市"),
        ("610600", "延安市"), ("610700", "汉中市"), ("610800", "榆林市"), ("610900", "安康市"), ("611000", "商洛市"),
        ("SX-YANGLING", "杨凌示范区"), ("SX-XIXIAN", "西咸新区"),
    ]

    /// Units that the notice of 2019 addresses beside their cities.
    private static let reportingToTheProvince = [
        ("610581", "韩城市", "610500"), ("610881", "神木市", "610800"), ("610822", "府谷县", "610800"),
    ]

    private static let counties = [
        ("610602", "宝塔区"), ("610621", "延长县"), ("610629", "洛川县"), ("610722", "城固县"), ("610723", "洋县"),
        ("610728", "镇巴县"), ("610902", "汉滨区"), ("610924", "紫阳县"), ("610929", "白河县"), ("610502", "临渭区"),
        ("610526", "蒲城县"), ("610528", "富平县"),
    ]
}
