import FoundationEssentials
import Glibc

/// What the files below some folders looked like at one moment; equal stamps mean that nothing was edited between.
struct FolderStamp: Equatable {
    private var files: [File] = []

    /// The time of the last change of a file's inode goes with the time of its text: a copy that keeps the older time
    /// and size is still another file.
    private struct File: Equatable {
        let path: String
        let inode: UInt
        let size: Int
        let modified: [Int]
        let changed: [Int]
    }

    init(of folders: [String]) {
        folders.forEach { add(Folder(path: $0)) }
    }

    private mutating func add(_ folder: Folder) {
        for entry in folder.entries {
            if entry.isFolder {
                add(Folder(path: entry.path))
                continue
            }
            var found = stat()
            guard stat(entry.path, &found) == 0 else { continue }
            files.append(
                File(
                    path: entry.path, inode: found.st_ino, size: found.st_size,
                    modified: [found.st_mtim.tv_sec, found.st_mtim.tv_nsec],
                    changed: [found.st_ctim.tv_sec, found.st_ctim.tv_nsec]))
        }
    }
}
