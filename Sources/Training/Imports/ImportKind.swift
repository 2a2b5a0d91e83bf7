/// The tables that can be imported and exported.
public enum ImportKind: String, Sendable, Hashable, CaseIterable, Codable {
    case units
    case people
    case coordinators
    case enrolments

    /// The columns in the order of exports.
    public var columns: [Column] {
        switch self {
        case .units:
            [
                Column("code", zh: "单位代码", .required), Column("name", zh: "单位名称", .required),
                Column("parent", zh: "上级代码", .required), Column("reports_to", zh: "报送上级", .optional),
            ]
        case .people:
            [
                // Whoever has none gets one, see SignInNumber.
                Column("staff_no", zh: "工号", .optional, also: ["登录号", "登录号（工号）"]),
                Column("name", zh: "姓名", .required), Column("unit", zh: "单位代码", .required, also: Self.unitHeadings),
                Column("role", zh: "角色", .optional), Column("status", zh: "状态", .optional),
            ]
        case .coordinators:
            [
                Column("staff_no", zh: "工号", .required, also: ["登录号", "登录号（工号）"]),
                Column("unit", zh: "单位代码", .required, also: Self.unitHeadings),
                Column("until", zh: "截止日期", .optional),
            ]
        case .enrolments:
            [
                Column("staff_no", zh: "工号", .either, also: ["登录号", "登录号（工号）"]),
                Column("unit", zh: "单位代码", .either, also: Self.unitHeadings), Column("course", zh: "课程", .required),
                Column("due", zh: "截止日期", .optional), Column("status", zh: "状态", .optional),
            ]
        }
    }

    /// Whether a row of a table is the header of one of this kind: it names two columns or more.
    public func isHeader(_ cells: [String]) -> Bool {
        columns.count { column in cells.contains(where: column.isMeant) } >= 2
    }

    /// What staff lists call the column with a person's unit.
    private static let unitHeadings = ["单位", "单位名称", "所在单位", "所属单位", "工作单位"]

    /// A column by its names.
    public struct Column: Sendable, Hashable {
        /// The name in JSON and in English headers.
        public let name: String
        /// The name in Chinese headers.
        public let zh: String
        /// Other headings that staff lists use for it.
        public let also: [String]
        /// Whether it must be there.
        public let need: Need

        /// Whether a column must be there.
        public enum Need: Sendable, Hashable {
            case required
            /// One of the columns marked so must be there.
            case either
            case optional
        }

        init(_ name: String, zh: String, _ need: Need, also: [String] = []) {
            self.name = name
            self.zh = zh
            self.need = need
            self.also = also
        }

        /// Whether a heading means this column.
        func isMeant(by heading: String) -> Bool { isNamed(heading) || also.contains(heading.withoutSpaces) }

        /// Whether a heading is this column's own name.
        func isNamed(_ heading: String) -> Bool {
            let heading = heading.withoutSpaces
            return heading.lowercased() == name || heading == zh
        }
    }
}
