import FoundationEssentials
import Glibc
import Training

/// The packs of `DATA/content/`: each unpacked in a folder that its hash names, never changed once it stands there.
public struct PackStore: Sendable {
    /// The folder of the packs.
    public let path: String
    /// The two folders that are in service while no pack is.
    public let unpublished: ContentFolders

    /// The packs of this folder, which need not be there yet.
    public init(path: String, unpublished: ContentFolders) {
        self.path = path
        self.unpublished = unpublished
    }

    /// Where the pack of this hash has its place, whether it lies there or not.
    public func place(of hash: String) -> ContentFolders {
        ContentFolders(courses: "\(path)/\(hash)/Courses", questions: "\(path)/\(hash)/Questions")
    }

    /// Where the pack of this hash lies, if it does.
    public func folders(of hash: String) -> ContentFolders? {
        Self.isHash(hash) && Folder(path: "\(path)/\(hash)").exists ? place(of: hash) : nil
    }

    /// Reads the pack as the server would and, when it holds no error, keeps it. Throws `BrokenContent`, with paths as in
    /// the pack, and keeps nothing when it holds one, or when it cannot be written.
    ///
    /// Written beside its place and renamed, so that after a crash it stands there whole or not at all.
    public func keep(_ pack: Pack, at now: Date) throws -> StagedPack {
        let draft = "\(path)/.\(pack.hash)-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: draft) }
        for (file, bytes) in pack.files {
            try write(bytes, to: "\(draft)/\(file)")
        }
        let (library, found) = Library.load(
            courses: "\(draft)/Courses", questions: "\(draft)/Questions", today: Day(at: now))
        let problems = found.map { $0.moved(from: "\(draft)/") }
        guard let library else { throw BrokenContent(problems: problems) }
        try settle(draft, at: "\(path)/\(pack.hash)", holding: pack, at: now)
        return StagedPack(hash: pack.hash, library: library, problems: problems)
    }

    /// Removes the packs that `hashes` does not name and that were put there before `deadline`.
    public func removePacks(except hashes: Set<String>, before deadline: Date) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where !hashes.contains(name) && (Self.isHash(name) || name.hasPrefix(".")) {
            let place = "\(path)/\(name)"
            let attributes = try? FileManager.default.attributesOfItem(atPath: place)
            guard let put = attributes?[.modificationDate] as? Date, put < deadline else { continue }
            try? FileManager.default.removeItem(atPath: place)
        }
    }

    private func settle(_ draft: String, at place: String, holding pack: Pack, at now: Date) throws {
        if let folders = folders(of: pack.hash) {
            // The time of the folder says when it was last wanted.
            if (try? Pack(folders))?.hash == pack.hash {
                try FileManager.default.setAttributes([.modificationDate: now], ofItemAtPath: place)
                return
            }
            try FileManager.default.removeItem(atPath: place)
        }
        guard rename(draft, place) == 0 else { throw CocoaError(.fileWriteUnknown) }
        synchronize(path)
    }

    private func write(_ bytes: [UInt8], to file: String) throws {
        let folder = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: file))
        synchronize(file)
        synchronize(folder)
    }

    /// Waits until a file or folder is on disk.
    private func synchronize(_ path: String) {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return }
        fsync(file)
        close(file)
    }

    private static func isHash(_ name: String) -> Bool { name.utf8.count == 64 && name.allSatisfy(\.isHexDigit) }
}

/// A pack that holds no error and lies in the store.
public struct StagedPack: Sendable {
    /// The pack's hash.
    public let hash: String
    /// What it would bring into service.
    public let library: Library
    /// The warnings.
    public let problems: [Problem]

    /// A pack of the store.
    public init(hash: String, library: Library, problems: [Problem]) {
        self.hash = hash
        self.library = library
        self.problems = problems
    }
}

extension Problem {
    /// The same, told of a file from `folder` on.
    fileprivate func moved(from folder: String) -> Problem {
        func told(_ text: String) -> String { text.replacing(folder, with: "") }
        return Problem(
            path: told(path), line: line, severity: severity,
            message: Bilingual(zh: told(message.zh), en: told(message.en)))
    }
}
