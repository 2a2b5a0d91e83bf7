import Foundation
import HTTPTypes
import Tabular
import Testing

@testable import Web

struct `A report as a workbook` {
    /// Every report there is, with something that it is asked for and what its first sheet then says.
    static let reports: [(path: String, says: [String])] = [
        ("/units/610621/completion", ["完成情况", "延长县（610621）", "隶属关系", "当时单位", "全部课程", "2026-11-09 09:00"]),
        (
            "/units/610621/completion?course=visits&as_of=2026-11-08&by=now&tree=reporting",
            ["走访", "2026-11-08", "现单位", "报送关系"]
        ),
        ("/units/610621/people?state=overdue&q=0001&course=visits", ["人员名单", "延长县（610621）", "逾期", "0001", "走访"]),
        ("/units/610621/people?state=completed&direct=true", ["已完成", "本级直属的在岗人员，每人每门课程一行"]),
        ("/units/610621/delivery?since=2026-11-08", ["答案接收情况", "2026年11月8日起开始的作答", "现单位"]),
        ("/units/610621/delivery?by=then&tree=reporting", ["当时单位", "报送关系"]),
        ("/units/610621/misconceptions?by=now&tree=reporting", ["现单位", "报送关系"]),
        ("/units/610621/misconceptions?from=2026-11-01", ["常见误解", "当时单位", "隶属关系"]),
        ("/units/610621/exemptions", ["免训人员"]),
        ("/units/610621/grid?q=0001", ["人员与课程", "延长县（610621）", "0001"]), ("/items?course=visits", ["题目分析", "走访"]),
        ("/units/610621/years/2026?course=visits&by=now", ["年度数据", "延长县（610621）", "2026", "现单位", "走访"]),
        ("/units/610621/due?within=7", ["快到期的人", "延长县（610621）", "7 天以内"]),
        ("/units/610621/due?within=overdue", ["已经过了的"]), ("/units/610621/results", ["补录的成绩", "2026-11-09 09:00"]),
        ("/people/00017/record", ["学习记录", "张某（00017）", "示例甲村", "2026-11-09 09:00"]),
        ("/people/00017/credit-hours/2026", ["学时证明", "张某（00017）", "示例甲村", "2026"]),
        ("/content/coverage", ["条款覆盖"]),
        ("/content/reviews?kind=clause", ["内容审核", "条款"]),
    ]

    @Test(arguments: reports.map(\.path))
    func `says first of what it is, when it was counted and what each column holds`(_ path: String) async throws {
        try await Town().open { visit in
            let says = Self.reports.first { $0.path == path }?.says ?? []
            let about = try await visit.table(path, header: "zh", as: .zheng)
            #expect(about.header == ["项目", "说明"])
            let texts = about.rows.map { $0.cells[1] }
            for text in says { #expect(texts.contains(text), "\(text) in \(texts)") }
            for header in ["zh", "en"] {
                let about = try await visit.table(path, header: header, as: .zheng)
                let csv = try await visit.get(path.suffixed(".csv", header), as: .zheng).rows
                let columns = csv[0].map { String($0.trimmingPrefix("\u{FEFF}")) }
                #expect(about.rows.suffix(columns.count).map { $0.cells[0] } == columns)
                #expect(about.rows.contains { $0.cells[1] == "\(csv.count - 1)" }, "how many rows there are")
                // A column without a meaning would show its key.
                for row in about.rows {
                    #expect(row.cells[1].firstMatch(of: /(means|about|column)_/) == nil, "\(row.cells)")
                    #expect(!row.cells[1].isEmpty)
                }
            }
        }
    }

    @Test(arguments: [
        (
            "/units/610621/completion.xlsx?course=visits&header=zh", "completion-610621-visits-2026-11-09.xlsx",
            "完成情况-延长县-走访-2026-11-09.xlsx"
        ),
        (
            "/units/610621/completion.csv?by=now&tree=reporting&header=zh",
            "completion-610621-2026-11-09-reporting-now.csv", "完成情况-延长县-2026-11-09-报送关系-现单位.csv"
        ),
        (
            "/units/610621/people.csv?header=zh", "people-610621-2026-11-09.csv", "人员名单-延长县-2026-11-09.csv"
        ),
        ("/units/610621/people.csv", "people-610621-2026-11-09.csv", "people-610621-2026-11-09.csv"),
        ("/people/00017/record.xlsx?header=zh", "record-00017.xlsx", "学习记录-张某-00017.xlsx"),
        ("/people/00017/credit-hours/2026.csv", "credit-hours-00017-2026.csv", "credit-hours-00017-2026.csv"),
        ("/exports/people.xlsx?header=zh", "people.xlsx", "人员-2026-11-09.xlsx"),
        ("/exports/people.csv", "people.csv", "people.csv"),
    ]) func `is called in ASCII for programs, and as people say it where it is in Chinese`(
        _ path: String, _ plain: String, _ said: String
    ) async throws {
        try await Town().open { visit in
            let disposition = try await visit.get(path, as: .chen).headers[.contentDisposition]
            #expect(
                disposition == "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(said.percentEncoded)")
        }
    }

    @Test func `is to be had on each page of a report, with its filters`() async throws {
        try await Town().open { visit in
            for path in ["completion", "people", "delivery", "misconceptions"] {
                let page = try await visit.get("/units/610621/\(path)?course=visits", as: .chen)
                for form in ["xlsx", "csv"] {
                    #expect(page.contains("href=\"/units/610621/\(path).\(form)?course=visits&amp;header=zh\""))
                }
            }
            #expect(try await visit.get("/units/610621/exemptions", as: .chen).contains("exemptions.xlsx?header=zh"))
        }
    }
}

struct `A unit without anyone to train` {
    @Test func `is told in words, not in numbers`() async throws {
        try await Town().open { visit in
            let path = "/units/610621992/completion?course=visits"
            let page = try await visit.get(path, as: .chen)
            #expect(page.contains("截至 2026-11-09 09:00，示例二镇（走访）无应训人员。"))
            #expect(page.contains("<span>无应训人员</span>"))
            #expect(!page.contains("0%") && !page.contains("NaN"))
            let english = try await visit.get(path, as: .chen, [.cookie: "language=en"])
            #expect(english.contains("nobody is assigned"))
            let above = try await visit.get("/units/610621/completion?course=visits", as: .chen)
            #expect(above.contains("<span>无应训人员</span>"))
        }
    }
}

extension Visitor {
    /// The first sheet of the workbook of an address.
    fileprivate func table(_ path: String, header: String, as who: Who) async throws -> Table {
        let reply = try await get(path.suffixed(".xlsx", header), as: who)
        return try #require(Table.read(reply.bytes).table, "\(path): \(reply.status)")
    }
}

extension String {
    fileprivate func suffixed(_ suffix: String, _ header: String) -> String {
        let parts = split(separator: "?", maxSplits: 1)
        return "\(parts[0])\(suffix)?\(parts.dropFirst().map { "\($0)&" }.joined())header=\(header)"
    }
}
