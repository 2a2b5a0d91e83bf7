/// Two wordings of the same thing, cut into what they share and what differs.
///
/// Chinese has no spaces between words, so the texts are compared character by character; letters and digits that stand
/// together are one piece, so that 3 never becomes a part of 30.
public struct TextComparison: Sendable, Hashable {
    /// The pieces in order; where something was replaced, the old piece stands before the new one. None is empty, and no
    /// two in a row are of one kind.
    public let parts: [Part]

    /// A stretch of text.
    public struct Part: Sendable, Hashable {
        /// Where it stands.
        public let kind: Kind
        /// The words.
        public let text: String

        /// A part.
        public init(_ kind: Kind, _ text: String) {
            self.kind = kind
            self.text = text
        }
    }

    /// Where a stretch of text stands.
    public enum Kind: Sendable, Hashable {
        /// In both texts.
        case same
        /// In the old text only.
        case removed
        /// In the new text only.
        case added
    }

    /// What became of `old` in `new`.
    public init(_ old: String, _ new: String) {
        let stretches = Stretch.all(from: old.pieces, to: new.pieces)
        parts = stretches.flatMap(\.parts)
    }

    /// The old text in its parts.
    public var old: [Part] { parts.filter { $0.kind != .added } }

    /// The new text in its parts.
    public var new: [Part] { parts.filter { $0.kind != .removed } }
}

/// Pieces that are in both texts, or pieces of the one with those of the other that stand in their place.
private struct Stretch {
    var old: [Substring]
    var new: [Substring]
    let isSame: Bool

    /// What two texts have in common between two changes must be longer than this to be told as such: a single character
    /// that happens to be the same in two different words only makes them hard to read.
    static let chance = 1

    static func all(from old: [Substring], to new: [Substring]) -> [Stretch] {
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var stretches: [Stretch] = []
        var (here, there) = (0, 0)
        while here < old.count || there < new.count {
            if removed.contains(here) {
                stretches.append(old: old[here], new: nil)
                here += 1
            } else if added.contains(there) {
                stretches.append(old: nil, new: new[there])
                there += 1
            } else {
                stretches.append(same: old[here])
                here += 1
                there += 1
            }
        }
        return stretches.joined
    }

    var parts: [TextComparison.Part] {
        if isSame { return [.init(.same, old.joined())] }
        return [.init(.removed, old.joined()), .init(.added, new.joined())].filter { !$0.text.isEmpty }
    }
}

extension [Stretch] {
    fileprivate mutating func append(same piece: Substring) {
        guard let last = indices.last, self[last].isSame else {
            return append(Stretch(old: [piece], new: [piece], isSame: true))
        }
        self[last].old.append(piece)
        self[last].new.append(piece)
    }

    fileprivate mutating func append(old: Substring?, new: Substring?) {
        if last?.isSame != false { append(Stretch(old: [], new: [], isSame: false)) }
        if let old { self[count - 1].old.append(old) }
        if let new { self[count - 1].new.append(new) }
    }

    /// Two changes with next to nothing between them are one.
    fileprivate var joined: [Stretch] {
        var joined: [Stretch] = []
        for (place, stretch) in enumerated() {
            let isChance =
                stretch.isSame && stretch.old.count <= Stretch.chance && place > 0 && place < count - 1
            guard let last = joined.indices.last, !joined[last].isSame, isChance || !stretch.isSame else {
                joined.append(stretch)
                continue
            }
            joined[last].old += stretch.old
            joined[last].new += stretch.new
        }
        return joined
    }
}

extension String {
    /// Single characters, and runs of ASCII letters and digits.
    fileprivate var pieces: [Substring] {
        var pieces: [Substring] = []
        var rest = self[...]
        while let first = rest.first {
            let length = first.isOfAWord ? rest.prefix(while: \.isOfAWord).count : 1
            pieces.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return pieces
    }
}

extension Character {
    fileprivate var isOfAWord: Bool { isASCII && (isLetter || isNumber) }
}
