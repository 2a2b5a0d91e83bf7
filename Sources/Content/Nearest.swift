/// The one of `words` that `word` is most likely a slip of; nil when none is near.
func nearest(to word: String, in words: some Sequence<String>) -> String? {
    let reach = max(1, word.count / 4)
    let near = words.map { (word: $0, distance: editDistance(word, $0)) }.filter { $0.distance <= reach }
    return near.min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
}

/// How many letters must be put in, left out, changed or swapped with their neighbour to make one word of the other.
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var rows = [Array(0...right.count)]
    for (i, letter) in left.enumerated() {
        var row = [i + 1]
        for (j, other) in right.enumerated() {
            var distance = min(rows[i][j] + (letter == other ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
                distance = min(distance, rows[i - 1][j - 1] + 1)
            }
            row.append(distance)
        }
        rows.append(row)
    }
    return rows[left.count][right.count]
}
