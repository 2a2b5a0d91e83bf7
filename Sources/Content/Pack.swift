import FoundationEssentials
import Training

/// The two folders that content is read from.
public struct ContentFolders: Sendable, Hashable {
    /// The folder of the courses.
    public let courses: String
    /// The folder of the questions.
    public let questions: String

    /// Two folders.
    public init(courses: String, questions: String) {
        self.courses = courses
        self.questions = questions
    }
}

/// A content pack: the files of `Courses/` and `Questions/`, as they travel together in one ZIP file.
public struct Pack: Sendable, Hashable {
    /// The files by path: `Courses/visits/course.yml`.
    public let files: [String: [UInt8]]
    /// SHA-256 over the paths and bytes, hexadecimal: equal for equal content, however it was packed.
    public let hash: String

    /// What a pack may hold at most. The real content is a hundredth of it.
    enum Limits {
        static let files = 5_000
        static let fileBytes = 8 << 20
        static let bytes = 64 << 20
    }

    /// The names of the two folders in a pack.
    private static let folders = ["Courses", "Questions"]

    init(files: [String: [UInt8]]) {
        self.files = files
        let lines = files.map { path, bytes in "\(path)\0\(sha256(bytes))\n" }
        hash = sha256(Array(lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined().utf8))
    }

    /// Reads a ZIP file. Throws `BrokenContent` with every entry that cannot be taken.
    ///
    /// A single folder around the two, and what Windows and macOS add of their own, are left aside.
    public init(zip bytes: [UInt8]) throws(BrokenContent) {
        let report = Report()
        let entries = PackArchive.read(bytes, report: report)
        let files = report.hasErrors ? [:] : Self.placed(entries, report: report)
        guard !report.hasErrors else { throw BrokenContent(problems: report.problems) }
        self.init(files: files)
    }

    /// Reads the two folders as they are. Throws `BrokenContent` with every file that cannot be read.
    public init(_ folders: ContentFolders) throws(BrokenContent) {
        let report = Report()
        let sources = Sources(report: report)
        var files: [String: [UInt8]] = [:]
        func add(_ folder: Folder, as name: String) {
            for entry in folder.entries {
                if entry.isFolder {
                    add(Folder(path: entry.path), as: "\(name)/\(entry.name)")
                } else if let (bytes, _) = sources.read(entry.path) {
                    files["\(name)/\(entry.name)"] = bytes
                }
            }
        }
        for (path, name) in Swift.zip([folders.courses, folders.questions], Self.folders) {
            let folder = Folder(path: path)
            if !folder.exists { report.error(Place(path: path), zh: "没有这个文件夹", en: "the folder is missing") }
            add(folder, as: name)
        }
        guard !report.hasErrors else { throw BrokenContent(problems: report.problems) }
        self.init(files: files)
    }

    /// The pack as a ZIP file: the same content gives the same bytes. Throws `BrokenContent` when it cannot be made.
    public func zip() throws(BrokenContent) -> [UInt8] { try PackArchive.write(files) }

    /// The entries by their place in the two folders; what lies elsewhere is reported.
    private static func placed(_ entries: [String: [UInt8]], report: Report) -> [String: [UInt8]] {
        let wanted = entries.filter { !isLitter($0.key) }
        let around = folderAround(wanted.keys)
        var files: [String: [UInt8]] = [:]
        for (path, bytes) in wanted {
            let inside = String(path.dropFirst(around.count))
            if folders.contains(where: { inside.hasPrefix("\($0)/") }) {
                files[inside] = bytes
            } else {
                report.error(
                    Place(path: path), zh: "不在 Courses 或 Questions 文件夹里",
                    en: "lies in neither of the folders Courses and Questions")
            }
        }
        let foldersNamed = Set(files.keys.flatMap(ancestors))
        for path in files.keys where foldersNamed.contains(path) {
            report.error(Place(path: path), zh: "既是文件又是文件夹", en: "is both a file and a folder")
        }
        for folder in folders where !files.keys.contains(where: { $0.hasPrefix("\(folder)/") }) {
            report.error(Place(path: folder), zh: "包里没有这个文件夹", en: "the pack has no such folder")
        }
        return files
    }

    /// The folders that a path leads through: `a` and `a/b` of `a/b/c`.
    private static func ancestors(of path: String) -> [String] {
        path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
    }

    /// The one folder that everything lies in, with its slash: `content/`. Empty when the two lie at the top.
    private static func folderAround(_ paths: some Collection<String>) -> String {
        let tops = Set(paths.compactMap { $0.split(separator: "/", maxSplits: 1).first.map(String.init) })
        guard tops.count == 1, let top = tops.first, !folders.contains(top) else { return "" }
        return "\(top)/"
    }

    /// What systems put into an archive without being asked.
    private static func isLitter(_ path: String) -> Bool {
        path.split(separator: "/").contains {
            $0 == "__MACOSX" || $0 == "Thumbs.db" || $0 == "desktop.ini" || $0.hasPrefix(".")
        }
    }
}
