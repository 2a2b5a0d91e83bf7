import FoundationEssentials
import Training

/// Hands out the bytes of the files of one reading, and remembers which there were.
final class Sources {
    let report: Report
    /// The day of the reading; without it nothing is said about days that are yet to come.
    let today: Day?
    private var versions: [(path: String, version: String)] = []

    init(report: Report, today: Day? = nil) {
        self.report = report
        self.today = today
    }

    /// The bytes of a file and their SHA-256; a file that cannot be read is reported.
    func read(_ path: String) -> (bytes: [UInt8], version: String)? {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            report.error(Place(path: path), zh: "读不了这个文件", en: "the file cannot be read")
            return nil
        }
        let bytes = [UInt8](data)
        let version = sha256(bytes)
        versions.append((path, version))
        return (bytes, version)
    }

    /// SHA-256 over names and bytes of all files handed out, in which a folder's own place does not count.
    func version(relativeTo folders: [Folder]) -> String {
        let lines = folders.enumerated().flatMap { index, folder in
            versions.filter { $0.path.hasPrefix(folder.path + "/") }
                .map { "\(index)\($0.path.dropFirst(folder.path.count)) \($0.version)\n" }
        }
        return sha256(Array(lines.sorted().joined().utf8))
    }
}
