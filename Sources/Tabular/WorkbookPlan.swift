/// Where in an archive the parts are that a table is read from, and how its numbers are to be taken.
struct WorkbookPlan {
    let sheet: String
    let strings: String?
    let styles: String?
    let countsFrom1904: Bool

    /// Finds the first sheet that is not hidden.
    init(_ parts: WorkbookParts) throws(Table.Problem) {
        let types = try parts.read("[Content_Types].xml", ContentTypes())
        guard let workbook = types.workbook else {
            throw .workbook(parts.has("content.xml") ? .openDocument : .otherArchive)
        }
        let folder = workbook.split(separator: "/").dropLast().map { "\($0)/" }.joined()
        let name = workbook.dropFirst(folder.utf8.count)
        let links = try parts.read("\(folder)_rels/\(name).rels", Relationships(folder: folder))
        let book = try parts.read(workbook, Workbook())
        guard let id = book.firstSheet, let sheet = links.targets[id], parts.has(sheet) else {
            throw .damagedWorkbook(part: workbook)
        }
        self.sheet = sheet
        strings = links.byType["sharedStrings"]
        styles = links.byType["styles"]
        countsFrom1904 = book.countsFrom1904
    }
}

/// `[Content_Types].xml`: it names the part that is the workbook.
private struct ContentTypes: XMLHandler {
    private(set) var workbook: String?

    mutating func start(_ element: String, _ attributes: XMLAttributes) {
        guard element == "Override", workbook == nil, let type = attributes["ContentType"],
            type.hasSuffix(".main+xml"), type.contains("spreadsheetml") || type.contains("ms-excel.")
        else { return }
        workbook = attributes["PartName"].map { String($0.drop { $0 == "/" }) }
    }
}

/// The links of a part to others.
private struct Relationships: XMLHandler {
    let folder: String
    private(set) var targets: [String: String] = [:]
    /// By the last word of the type, which transitional and strict files share.
    private(set) var byType: [String: String] = [:]

    init(folder: String) { self.folder = folder }

    mutating func start(_ element: String, _ attributes: XMLAttributes) {
        guard element == "Relationship", let id = attributes["Id"], let target = attributes["Target"],
            let type = attributes["Type"]?.split(separator: "/").last
        else { return }
        let path = target.hasPrefix("/") ? String(target.dropFirst()) : folder + target
        targets[id] = path
        byType[String(type)] = path
    }
}

/// The workbook's own part.
private struct Workbook: XMLHandler {
    private(set) var firstSheet: String?
    private(set) var countsFrom1904 = false

    mutating func start(_ element: String, _ attributes: XMLAttributes) {
        switch element {
        case "workbookPr": countsFrom1904 = ["1", "true"].contains(attributes["date1904"])
        case "sheet" where firstSheet == nil && (attributes["state"] ?? "visible") == "visible":
            firstSheet = attributes["id"]
        default: break
        }
    }
}
