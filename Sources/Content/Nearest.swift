/// The one of `words` that `word` is most likely a slip of; nil when none is near.
func nearest(to word: String, in words: some Sequence<String>) -> String? {
    let reach = max(1, word.count / 3)
    let near = words.map { (word: $0, distance: editDistance(word, $0)) }.filter { $0.distance <= reach }
    return near.min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
}

/// How many letters must be put in, left out or changed to make one word of the other (Levenshtein).
private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in right.indices {
            let changed = diagonal + (right[column] == letter ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(changed, min(row[column], row[column + 1]) + 1)
        }
    }
    return row[right.count]
}
