import FoundationEssentials
import Training

/// The pictures of one folder, read and judged, and which of them were asked for.
final class ImageShelf {
    private var images: [String: Media] = [:]
    private var places: [String: Place] = [:]
    private var used: Set<String> = []
    private let report: Report

    /// Reads all of `folder`, which may be missing.
    init(_ folder: Folder, sources: Sources) {
        report = sources.report
        for entry in folder.entries {
            places[entry.name] = entry.place
            images[entry.name] = Media(entry, sources: sources)
        }
    }

    /// The pictures without a mistake by file name.
    var all: [String: Media] { images }

    /// The picture of this file name, from now on one that is used.
    func image(_ name: String) -> Media? {
        used.insert(name)
        return images[name]
    }

    /// Whether there is such a file; one with a mistake counts, since the mistake is reported where it is.
    func contains(_ name: String) -> Bool { places[name] != nil }

    /// The name that `name` is most likely a slip of.
    func nearestName(to name: String) -> String? { nearest(to: name, in: places.keys) }

    /// Warns of each picture that was never asked for.
    func reportUnused() {
        for name in images.keys where !used.contains(name) {
            report.warning(places[name] ?? Place(path: name), zh: "没有地方用到这张图", en: "this picture is not used")
        }
    }
}

extension Media {
    private static let largest = 500_000
    private static let types = [
        "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
        "gif": "image/gif",
    ]

    /// Reads a picture; one of a type, size, name or content that is not allowed is reported and nil.
    fileprivate init?(_ entry: Folder.Entry, sources: Sources) {
        let report = sources.report
        guard !entry.isFolder, let type = Media.types[entry.ending.lowercased()] else {
            report.error(
                entry.place, zh: "不支持的图片类型：只能是 svg、png、jpg、webp、gif",
                en: "must be a picture: svg, png, jpg, webp or gif")
            return nil
        }
        guard Code<Media>(rawValue: entry.stem) != nil else {
            report.error(entry.place, zh: "文件名只能用 A–Z a–z 0–9 _ -", en: "a picture's name must be of A–Z a–z 0–9 _ -")
            return nil
        }
        guard let (bytes, version) = sources.read(entry.path) else { return nil }
        guard bytes.count <= Media.largest else {
            report.error(entry.place, zh: "图片超过 500 kB", en: "the picture is larger than 500 kB")
            return nil
        }
        guard Media.isWhatItSays(bytes, type: type) else {
            report.error(
                entry.place, zh: "内容与扩展名 .\(entry.ending) 不符", en: "is not what its ending .\(entry.ending) says")
            return nil
        }
        if type == "image/svg+xml", !SVG.check(bytes, path: entry.path, report: report) { return nil }
        self.init(bytes: bytes, type: type, hash: version)
    }

    private static func isWhatItSays(_ bytes: [UInt8], type: String) -> Bool {
        switch type {
        case "image/png": bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
        case "image/jpeg": bytes.starts(with: [0xFF, 0xD8, 0xFF])
        case "image/gif": bytes.starts(with: "GIF8".utf8)
        case "image/webp": bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WEBP".utf8)
        default: true
        }
    }
}
