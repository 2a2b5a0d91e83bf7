import Training

import struct Training.Unit

/// The units of the fixture world:
///
/// ```
/// 610000 陕西省
/// ├── 610600 延安市
/// │   ├── 610621 延长县
/// │   │   ├── 610621991 示例一镇
/// │   │   │   ├── 610621991201 示例甲村
/// │   │   │   └── 610621991202 示例乙村
/// │   │   └── 610621992 示例二镇
/// │   └── 610622 延川县
/// │       └── 610622991 示例三镇
/// └── SX-XIXIAN 西咸新区
/// ```
extension UnitCode {
    /// 陕西省
    public static var shaanxi: Self { "610000" }
    /// 延安市
    public static var yanan: Self { "610600" }
    /// 延长县
    public static var yanchang: Self { "610621" }
    /// 示例一镇, in 延长县
    public static var firstTown: Self { "610621991" }
    /// 示例甲村, in 示例一镇
    public static var firstVillage: Self { "610621991201" }
    /// 示例乙村, in 示例一镇
    public static var secondVillage: Self { "610621991202" }
    /// 示例二镇, in 延长县
    public static var secondTown: Self { "610621992" }
    /// 延川县, beside 延长县
    public static var yanchuan: Self { "610622" }
    /// 示例三镇, in 延川县
    public static var thirdTown: Self { "610622991" }
    /// 西咸新区
    public static var xixian: Self { "SX-XIXIAN" }
}

/// The people of the fixture world by number.
extension StaffNumber {
    /// 张某, a learner in 示例甲村
    public static var zhang: Self { "00017" }
    /// 李某, a learner in 示例乙村
    public static var li: Self { "00018" }
    /// 王某, a learner in 示例一镇 itself
    public static var wang: Self { "00019" }
    /// 赵某, a learner in 示例三镇, in the sibling county
    public static var zhao: Self { "00020" }
    /// 孙某, a learner in 示例甲村, suspended
    public static var sun: Self { "00021" }
    /// 陈某, coordinator of 延长县
    public static var chen: Self { "C-0001" }
    /// 周某, coordinator of 延川县
    public static var zhou: Self { "C-0002" }
    /// 吴某, inspector of 延安市
    public static var wu: Self { "I-0001" }
    /// 郑某, the administrator
    public static var zheng: Self { "A-0001" }
}

/// The fixture world as the files that its administrator imports.
public enum Province {
    /// Its units; children stand before their parents as often as after.
    public static let units = Sheet(
        """
        code,name,parent
        610621991201,示例甲村,610621991
        610621991202,示例乙村,610621991
        610000,陕西省,
        610621,延长县,610600
        610621991,示例一镇,610621
        610621992,示例二镇,610621
        610600,延安市,610000
        610622991,示例三镇,610622
        610622,延川县,610600
        SX-XIXIAN,西咸新区,610000
        """)

    /// Its people.
    public static let people = Sheet(
        """
        staff_no,name,unit,role,status
        00017,张某,610621991201,,
        00018,李某,610621991202,,
        00019,王某,610621991,,
        00020,赵某,610622991,,
        00021,孙某,610621991201,,suspended
        C-0001,陈某,610621,coordinator,
        C-0002,周某,610622,coordinator,
        I-0001,吴某,610600,inspector,
        A-0001,郑某,610000,admin,
        """)

    /// What is expected: 走访 of everyone in 延长县 by the end of November, 发布 of all of 延安市 without a deadline, and
    /// 走访 of 张某 by the 20th.
    public static let enrolments = Sheet(
        """
        staff_no,unit,course,due,status
        ,610621,visits,2026-11-30,
        ,610600,publicity,,
        00017,,visits,2026-11-20,
        """)
}

extension Sheet {
    /// A sheet from lines of cells parted by commas, the header first; no quotes.
    public init(_ text: String) {
        let lines = text.split(separator: "\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        self.init(
            header: lines.first ?? [],
            rows: lines.dropFirst().enumerated().map { Row(number: $0.offset + 2, cells: $0.element) })
    }

    /// A sheet of these rows of cells.
    public init(header: [String], cells: [[String]]) {
        self.init(header: header, rows: cells.enumerated().map { Row(number: $0.offset + 2, cells: $0.element) })
    }
}
