import Foundation
import HTTPTypes
import Records
import TestSupport
import Testing
import Training

@testable import Content
@testable import Web

struct `The misconceptions of a unit` {
    @Test func `are told with how many hold them, why they are wrong, what to read and where they sit`() async throws {
        try await withBeliefs { visit in
            let document = try await visit.get("/units/610621/misconceptions.json", as: .chensToken).json
            #expect(document["unit"]["name"] == "延长县")
            #expect(document["least_people"] == 5)
            #expect(
                document["misconceptions"].list.compactMap { $0["id"].string } == ["quota/ceiling", "quota/all-in"])
            let ceiling = document["misconceptions"][0]
            let expected: JSON = [
                "id": "quota/ceiling", "name": "以为有名额", "name_en": "a quota", "table": "quota", "why": "低保没有名额。",
                "clauses": ["L-1"], "lesson": ["course": "visits", "lesson": "01-knock"],
                "totals": ["met": 8, "hold": 5, "percent": 63], "direct": ["met": 1],
                "children": [
                    [
                        "unit": ["code": "610621991", "name": "示例一镇"],
                        "totals": ["met": 7, "hold": 4, "percent": 57],
                    ]
                ],
            ]
            #expect(ceiling == expected)
        }
    }

    @Test func `are told alike by JSON, table and page`() async throws {
        try await withBeliefs { visit in
            let path = "/units/610621/misconceptions"
            let document = try await visit.get("\(path).json", as: .chen).json
            func cells(_ count: JSON) -> [String] {
                ["met", "hold", "percent"].map { name in count[name].number.map { "\(Int($0))" } ?? "" }
            }
            let expected = document["misconceptions"].list.flatMap { line in
                let id = line["id"].string ?? ""
                return line["children"].list.map { ["below", id] + cells($0["totals"]) }
                    + [["direct", id] + cells(line["direct"]), ["total", id] + cells(line["totals"])]
            }
            let rows = try await visit.get("\(path).csv", as: .chen).rows
            #expect(rows.dropFirst().map { [$0[2], $0[3]] + $0[6...] } == expected)
            #expect(rows[1][4...5] == ["a quota", "quota"])
            let chinese = try await visit.get("\(path).csv?header=zh", as: .chen).rows
            #expect(chinese[1][4] == "以为有名额")

            let page = try await visit.get(path, as: .chen)
            #expect(page.contains("8 人中有 5 人这样想（63%）"))
            #expect(page.contains(#"<progress max="100" value="63" aria-hidden="true">"#))
            #expect(page.contains("“以为有名额”，8 人中有 5 人"))
            #expect(page.contains("低保没有名额。") && page.contains("应当上门调查。"))
            #expect(page.contains(#"href="/courses/visits/01-knock""#) && page.contains("先敲门"))
            #expect(page.contains(#"href="/units/610621991/misconceptions""#))
            let english = try await visit.get(path, as: .chen, [.cookie: "language=en"])
            #expect(english.contains("5 of 8 hold it (63%)") && english.contains("a quota"))
            let completion = try await visit.get("/units/610621/completion?course=visits", as: .chen)
            #expect(completion.contains(#"href="/units/610621/misconceptions?course=visits""#))
        }
    }

    @Test func `are told of few people without how many hold them, and of nobody by name`() async throws {
        try await withBeliefs { visit in
            let path = "/units/610621991202/misconceptions"
            let document = try await visit.get("\(path).json", as: .chen).json
            #expect(document["misconceptions"][0]["totals"] == ["met": 1])
            let page = try await visit.get(path, as: .chen)
            #expect(page.contains("1 人遇到过，人数太少") && page.contains("不满 5 个"))
            #expect(!page.contains("这样想（") && !page.contains("<progress"))
            for form in ["", ".json", ".csv"] {
                let text = try await visit.get("/units/610621/misconceptions\(form)", as: .wusToken).text
                for name in ["学员", "李某", "00018", "K100"] { #expect(!text.contains(name)) }
            }
        }
    }

    @Test func `can be asked for by course and by days, which the links go on with`() async throws {
        try await withBeliefs { visit in
            let met: KeyValuePairs<String, [Double]> = [
                "": [8, 8], "from=2026-11-09&to=2026-11-09": [8, 8], "from=2026-11-10": [], "to=2026-11-08": [],
                "course=visits": [8, 8], "course=publicity": [],
            ]
            for (query, expected) in met {
                let document = try await visit.get("/units/610621/misconceptions.json?\(query)", as: .chen).json
                #expect(document["misconceptions"].list.map { $0["totals"]["met"].number } == expected, "\(query)")
            }
            let asked = "course=visits&from=2026-11-01&to=2026-11-30"
            let page = try await visit.get("/units/610621/misconceptions?\(asked)", as: .chen)
            let kept = asked.replacing("&", with: "&amp;")
            #expect(page.contains("/units/610621991/misconceptions?\(kept)"))
            #expect(page.contains("/units/610621/misconceptions.csv?\(kept)&amp;header=zh"))
            #expect(page.contains("2026年11月1日至2026年11月30日交卷的作答"))
            let empty = try await visit.get("/units/610621/misconceptions?to=2026-11-01", as: .chen)
            #expect(empty.contains("还没有人交过带这类选项的卷子。"))
        }
    }

    @Test func `are counted by reports and by the unit now, which links and files go on with`() async throws {
        try await withBeliefs { visit in
            let units = "code,name,parent,reports_to\n610621,延长县,610600,610000\n"
            try #require(
                try await visit.post(table: units, to: "/imports?kind=units&mode=apply", as: .zheng).status == 201)
            let path = "/units/610600/misconceptions"
            #expect(try await visit.get("\(path).json", as: .wu).json["misconceptions"].list.count == 2)
            let city = try await visit.get("\(path).json?tree=reporting&by=now", as: .wu).json
            #expect(city["misconceptions"] == [] && city["tree"] == "reporting" && city["by"] == "now")
            #expect(city["elsewhere"] == [["code": "610621", "name": "延长县"]])
            let page = try await visit.get("\(path)?tree=reporting&by=now", as: .wu)
            #expect(page.contains("下面这些单位报送到别处"))
            #expect(page.contains("/units/610621/misconceptions?by=now&amp;tree=reporting"))
            let county = try await visit.get("/units/610621/misconceptions?tree=reporting&by=now", as: .wu)
            #expect(county.contains("延长县（按报送关系、现单位）"))
            #expect(county.contains("/units/610621991/misconceptions?by=now&amp;tree=reporting&amp;clause=L-1"))
            #expect(county.contains("misconceptions.xlsx?by=now&amp;tree=reporting&amp;header=zh"))
        }
    }

    @Test func `lead into no unit that has left the scope`() async throws {
        try await withBeliefs { visit in
            visit.town.clock.advance(by: .days(1))
            let units = "code,name,parent\n610621991,示例一镇,610622\n"
            try #require(
                try await visit.post(table: units, to: "/imports?kind=units&mode=apply", as: .zheng).status == 201)
            let page = try await visit.get("/units/610621/misconceptions?to=2026-11-09", as: .chen)
            #expect(page.contains("<title>示例一镇，L-1：") && !page.contains("/units/610621991/"))
        }
    }

    @Test func `are drawn by clause and unit, each cell leading to what lies behind it`() async throws {
        try await withBeliefs { visit in
            let page = try await visit.get("/units/610621/misconceptions?course=visits", as: .chen)
            // 一镇: 4 of 7 hold one, 6 of them met the other too and nobody holds that.
            let document = try await visit.get("/units/610621/misconceptions.json?course=visits", as: .chen).json
            let counts = document["misconceptions"].list.map { $0["children"][0]["totals"] }
            let (hold, met) = (
                counts.compactMap { $0["hold"].number }.reduce(0, +),
                counts.compactMap { $0["met"].number }.reduce(0, +)
            )
            let percent = Int((hold * 100 / met).rounded())
            #expect(page.contains("<title>示例一镇，L-1：\(Int(met)) 人次中 \(Int(hold)) 人次（\(percent)%）</title>"))
            #expect(page.contains(#"<a href="/units/610621991/misconceptions?course=visits&amp;clause=L-1">"#))
            #expect(page.contains("<title>本级直属，L-1：遇到的人不满 5 个</title>") && page.contains("&lt;5</text>"))
            #expect(!page.contains("示例二镇"))
            let behind = try await visit.get("/units/610621991/misconceptions?course=visits&clause=L-1", as: .chen)
            #expect(behind.contains("只列误解这一条款的：L-1") && behind.contains("以为有名额"))
            #expect(!behind.contains("heat-map"))
            let other = try await visit.get("/units/610621991/misconceptions.json?clause=N-1", as: .chen).json
            #expect(other["clause"] == "N-1" && other["misconceptions"] == [])
        }
    }

    @Test func `are mapped on a sheet to print, with what it is of and what the clauses say`() async throws {
        try await withBeliefs { visit in
            let report = try await visit.get("/units/610621/misconceptions?course=visits&from=2026-11-01", as: .chen)
            #expect(report.contains("/units/610621/misconceptions/map?course=visits&amp;from=2026-11-01"))
            let sheet = try await visit.get(
                "/units/610621/misconceptions/map?course=visits&from=2026-11-01&by=now", as: .chen)
            for text in ["延长县：条款与单位", "截至 2026-11-09 09:00", "2026年11月1日起", "现单位", "走访", "人数不满", "条款原文"] {
                #expect(text == "人数不满" ? sheet.contains("不满 5 个") : sheet.contains(text), "\(text)")
            }
            #expect(sheet.contains("<title>示例一镇，L-1：") && sheet.contains("<code>L-1</code>"))
            #expect(!sheet.contains("第 1 张"), "one sheet needs no number")
            for name in ["学员", "李某", "00018", "K100"] { #expect(!sheet.text.contains(name)) }
            let none = try await visit.get("/units/610621/misconceptions/map?to=2026-11-01", as: .chen)
            #expect(none.contains("还没有人交过带这类选项的卷子。") && !none.contains("heat-map"))
        }
    }

    @Test func `keep their name when their table is gone, and lose what it said`() async throws {
        try await withBeliefs { visit in
            let town = visit.town
            try FileManager.default.removeItem(atPath: town.folder.file("Questions/rules/quota.yml"))
            try town.folder.write(
                try #require(Town.files["Courses/visits/course.yml"]), to: "Courses/visits/course.yml")
            for _ in 0..<2 { try await town.content.look() }
            let document = try await visit.get("/units/610621/misconceptions.json", as: .chen).json
            #expect(document["misconceptions"][0]["name"] == "以为有名额")
            #expect(document["misconceptions"][0].names.contains("why") == false)
            #expect(try await visit.get("/units/610621/misconceptions", as: .chen).contains("以为有名额"))
        }
    }
}

/// Visits after eight people of 延长县 took a quiz about a quota on Monday: six in 示例甲村, of whom four think there is one,
/// 李某 in 示例乙村, who knows better, and one in the county's office, who thinks so too.
private func withBeliefs(_ visits: @Sendable (Visitor) async throws -> Void) async throws {
    let town = try await Town(files: beliefs)
    var thinkers: [(StaffNumber, holds: Bool)] = [(.li, false), (.chen, true)]
    let cells = (0..<6).map { ["K100\($0)", "学员", "610621991201"] }
    let request = ImportRequest(
        kind: .people, sheet: Sheet(header: ["staff_no", "name", "unit"], cells: cells), ignored: IgnoredColumns(),
        encoding: "UTF-8", catalogue: CourseCatalogue([]))
    _ = try await town.records.applyImport(request, by: .operatorAtTheMachine, at: town.clock.now)
    for (index, cells) in cells.enumerated() {
        thinkers.append((try #require(StaffNumber(rawValue: cells[0])), index < 4))
    }
    let library = town.content.current
    let course = try #require(library.course("visits"))
    for (number, holds) in thinkers {
        let person = try await town.records.person(number, for: .operatorAtTheMachine).id
        let (attempt, _) = try await town.records.beginAttempt(
            at: course.quiz, drawing: library.items(of: course.id), pictures: [],
            requirements: try #require(library.requirements(of: course.id)), by: person, at: town.clock.now)
        for slot in attempt.paper.slots {
            let choice = try #require(attempt.questions[slot.version]).choice
            let option = try #require(
                choice.options.first {
                    holds ? $0.misconception?.id == "quota/ceiling" : choice.key.contains($0.key)
                })
            _ = try await town.records.save(
                .text(slot.letter(of: option.key) ?? ""), slot: slot.number, seq: 1, in: attempt.id, by: person,
                at: town.clock.now)
        }
        _ = try await town.records.submit(attempt.id, requirements: nil, by: person, at: town.clock.now)
    }
    try await town.open(visits)
}

/// A table of its own, and a quiz that asks one question of it.
private let beliefs = [
    "Courses/visits/course.yml": """
    title: 走访
    title_en: Visits
    summary: 怎样走访。
    summary_en: How to visit.
    area: awareness
    lessons: [01-knock, 02-record]
    quiz:
      topics: [quota]
      draw: 1
      pass_mark: 60
    """,
    "Questions/rules/quota.yml": """
    title: 名额
    title_en: Quota
    era: current
    inputs:
      - {name: poor, label: 收入低于标准}
      - {name: full, label: 名额用完}
      - {name: owns, label: 财产超标}
    outcomes:
      - {code: YES, name: 纳入, name_en: include}
      - {code: NO, name: 不纳入, name_en: leave out}
      - {code: WAIT, name: 排队, name_en: wait}
    rules:
      - id: poor
        when: {poor: true, owns: false}
        then: YES
        says: 符合条件的就纳入。
        clauses: [L-1]
      - id: rich
        when: {poor: false}
        then: NO
        says: 收入不低的不纳入。
        clauses: [L-1]
      - id: owner
        when: {owns: true, poor: true}
        then: NO
        says: 财产超标的不纳入。
        clauses: [L-1]
    questions:
      - id: who
        count: 1
        only: {poor: true, owns: false, full: true}
        stem: |-
          {facts}怎么办？
        facts:
          full: {true: 有人说名额用完了。, false: 还有名额。}
        misconceptions:
          - id: ceiling
            name: 以为有名额
            name_en: a quota
            why: 低保没有名额。
            when: {full: true}
            then: WAIT
          - id: all-in
            name: 有名额才纳入
            name_en: only within the quota
            why: 不看名额。
            rule: poor
            then: NO
    """,
]
