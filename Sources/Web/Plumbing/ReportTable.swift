import FoundationEssentials
import Hummingbird
import Tabular
import Training

/// A report as a file to save. In a workbook a sheet stands before the table that says what it is of, when it was counted and
/// what its columns mean, since a file travels without the page it came from; CSV holds the table alone.
struct ReportTable {
    /// Chinese where Chinese headings are asked for; else English, with the names that JSON has as headings.
    let words: Words
    /// What tells the file from others, in the order in which its name says it.
    let name: [NamePart?]
    /// What the table is of.
    let facts: [Fact]
    let columns: [Column]
    let rows: [[Cell]]

    /// A part of a file's name.
    struct NamePart {
        /// In ASCII.
        let plain: String
        /// As people say it.
        let said: String

        init(_ plain: some CustomStringConvertible, _ said: String? = nil) {
            self.plain = "\(plain)"
            self.said = said ?? "\(plain)"
        }

        /// A unit, by its code and its name.
        init(_ unit: CompletionReport.Named) { self.init(unit.code, unit.name) }
    }

    /// One line of what the table is of.
    struct Fact {
        let label: String
        let text: String

        init(_ label: String, _ text: String) {
            self.label = label
            self.text = text
        }
    }

    /// A column: its heading and what stands in it.
    struct Column {
        let heading: String
        let meaning: String
    }

    /// The table in the form that is asked for.
    func response(_ format: Visit.Format) throws -> Response {
        let header = columns.map(\.heading)
        guard format == .xlsx else {
            return try .table(format, plainName, said: saidName, header: header, rows: rows)
        }
        let writer = try XLSXWriter()
        try writer.begin(
            words("sheet_about"), header: [words("about_what"), words("about_text")], widths: [26, 96])
        for fact in facts + [Fact(words("about_rows"), "\(rows.count)")] {
            try writer.append([.text(fact.label), .text(fact.text)])
        }
        try writer.append([])
        try writer.append([.text(words("column")), .text(words("about_meaning"))])
        for column in columns { try writer.append([.text(column.heading), .text(column.meaning)]) }
        try writer.begin(words("sheet_table"), header: header)
        for row in rows { try writer.append(row) }
        return .workbook(plainName, said: saidName, try writer.finish())
    }

    private var plainName: String { name.compactMap { $0?.plain }.joined(separator: "-") }

    /// English names are those for programs, so that a script finds what it asked for.
    private var saidName: String {
        guard words.language == .chinese else { return plainName }
        return name.compactMap { $0?.said }.joined(separator: "-")
    }
}

extension ReportTable.NamePart {
    /// A person, by number, and as people say it by name and number.
    init(_ person: Person) { self.init(person.staffNumber, "\(person.name)-\(person.staffNumber)") }

    /// A course, by its id and what it is called; nil for all of them.
    init?(_ course: CourseID?, _ courses: [Course], _ words: Words) {
        guard let course else { return nil }
        self.init(course, courses.name(of: course, words))
    }
}

extension [ReportTable.Column] {
    /// The columns of these names. What one is called and means is said once for all reports, unless one means something
    /// else by it.
    static func all(_ names: [String], of report: String, _ words: Words) -> Self {
        names.map { name in
            ReportTable.Column(
                heading: words.language == .chinese
                    ? words.texts["column_\(report)_\(name)"] ?? words("column_\(name)") : name,
                meaning: words.texts["means_\(report)_\(name)"] ?? words("means_\(name)"))
        }
    }
}

extension ReportTable.Fact {
    /// Which report it is.
    static func report(_ name: String, _ words: Words) -> Self { Self(words("about_report"), name) }

    /// Of which unit.
    static func unit(_ unit: CompletionReport.Named, _ words: Words) -> Self {
        Self(words("about_unit"), words("unit_with_code", ["unit": unit.name, "code": unit.code]))
    }

    /// Of whom.
    static func person(_ person: Person, _ words: Words) -> Self {
        Self(words("column_name"), words("unit_with_code", ["unit": person.name, "code": person.staffNumber]))
    }

    /// Of which course; nil for all.
    static func course(_ course: CourseID?, _ courses: [Course], _ words: Words) -> Self {
        Self(words("course"), course.map { courses.name(of: $0, words) } ?? words("all_courses"))
    }

    /// Of which learning plan, with its courses.
    static func plan(_ plan: LearningPlan, _ courses: [Course], _ words: Words) -> Self {
        let names = plan.courses.map { courses.name(of: $0, words) }.joined(separator: words("list_separator"))
        return Self(
            words("learning_plan"), words("plan_with_courses", ["plan": plan.title(words.language), "courses": names]))
    }

    /// The day whose end it shows, or the moment.
    static func asOf(_ time: String, _ words: Words) -> Self { Self(words("about_as_of"), time) }

    /// When it was counted.
    static func countedAt(_ time: Date, _ words: Words) -> Self { Self(words("about_counted_at"), words.time(time)) }
}

extension Site {
    /// The words of a table: Chinese where `header=zh` asks for them, else English.
    func tableWords(_ query: Form) throws -> Words {
        try pages.words(query["header"] == "zh" ? .chinese : .english)
    }
}

extension Words {
    /// Itself where a table is in Chinese; nil where its cells are in the words of JSON.
    var ifChinese: Words? { language == .chinese ? self : nil }
}

/// Where the table of a page can be had as a file.
struct Downloads: Sendable {
    let xlsx: String
    let csv: String

    init(_ path: (Visit.Format) -> String) {
        xlsx = path(.xlsx)
        csv = path(.csv)
    }
}
