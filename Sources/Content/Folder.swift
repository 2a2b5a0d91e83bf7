import FoundationEssentials

/// A folder of the content. Hidden files are not looked at.
struct Folder {
    let path: String

    /// One thing in a folder.
    struct Entry {
        let name: String
        let path: String
        let isFolder: Bool

        /// The name without its ending.
        var stem: String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }
        /// The ending without the dot; empty when there is none.
        var ending: String { name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? "" }
        /// The whole of it.
        var place: Place { Place(path: path) }
    }

    var exists: Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    /// What is in it, by name; nothing when it cannot be listed.
    var entries: [Entry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasPrefix(".") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { name in
                let path = "\(path)/\(name)"
                return Entry(name: name, path: path, isFolder: Folder(path: path).exists)
            }
    }

    /// The folder of this name inside.
    func folder(_ name: String) -> Folder { Folder(path: "\(path)/\(name)") }

    /// The folder; one trailing slash of `path` is dropped.
    init(path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
