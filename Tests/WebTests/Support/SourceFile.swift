import Foundation

/// A file of this package as it stands in the repository.
struct SourceFile {
    /// Its name without the ending.
    let name: String
    let text: String

    /// Every file in and below a folder with this ending.
    static func all(in folder: String, ending: String) throws -> [SourceFile] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path()).sorted()
        return try names.filter { $0.hasSuffix(".\(ending)") }.map { name in
            let file = root.appending(path: name)
            return SourceFile(
                name: file.deletingPathExtension().lastPathComponent,
                text: try String(contentsOf: file, encoding: .utf8))
        }
    }
}
