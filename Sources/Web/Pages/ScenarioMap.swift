import Training

/// A drawing of two walks through a scenario, the one taken on the left and the best one on the right: nodes that both pass
/// stand in the middle, so that one sees where they part and meet. Each way is labelled with the decision and its clauses.
struct ScenarioMap {
    private let taken: Lane
    private let best: Lane
    private let rows: Int
    private let boxes: [Box]
    private let id: String
    private let words: Words

    /// One of the two walks: its decisions, and the box of each of its nodes.
    private struct Lane {
        let steps: [Scenario.Walk.Step]
        let boxes: [Box]
        let side: Side
    }

    /// A node where it stands.
    private struct Box {
        let node: Scenario.Node
        let row: Int
        let side: Side
    }

    private enum Side { case left, middle, right }

    init(taken: Scenario.Walk, best: Scenario.Walk, id: String, _ words: Words) {
        let left = taken.steps.map(\.node) + [taken.node]
        let right = best.steps.map(\.node) + [best.node]
        var (lefts, rights, boxes) = ([Box](), [Box](), [Box]())
        var row = 0
        // Between two nodes that both pass, each lane goes down for itself.
        for (i, j) in common(left, right) + [(left.count, right.count)] {
            let (ownLeft, ownRight) = (left[lefts.count..<i], right[rights.count..<j])
            lefts += ownLeft.enumerated().map { Box(node: $0.element, row: row + $0.offset, side: .left) }
            rights += ownRight.enumerated().map { Box(node: $0.element, row: row + $0.offset, side: .right) }
            boxes += lefts.suffix(ownLeft.count) + rights.suffix(ownRight.count)
            row += max(ownLeft.count, ownRight.count)
            guard i < left.count else { break }
            let box = Box(node: left[i], row: row, side: .middle)
            lefts.append(box)
            rights.append(box)
            boxes.append(box)
            row += 1
        }
        self.taken = Lane(steps: taken.steps, boxes: lefts, side: .left)
        self.best = Lane(steps: best.steps, boxes: rights, side: .right)
        self.boxes = boxes
        rows = row
        self.id = id
        self.words = words
    }

    // MARK: Drawing

    private static let (width, boxHeight, gap, top) = (360, 48, 68, 34)

    /// The drawing as a part of a page: classes only, no styles and no scripts, with a text for those who do not see it.
    var svg: String {
        let height = Self.top + rows * (Self.boxHeight + Self.gap) - Self.gap + 4
        let heads = [(93, "path_taken", "map-head-taken"), (267, "path_best", "map-head-best")].map { x, key, style in
            "<text class=\"\(style)\" x=\"\(x)\" y=\"16\" text-anchor=\"middle\">\(Drawing.escaped(words(key)))</text>"
        }
        return """
            <svg class="story-map" viewBox="0 0 \(Self.width) \(height)" role="img" \
            aria-labelledby="\(id)-title \(id)-text"><title id="\(id)-title">\(Drawing.escaped(words("story_map")))</title>\
            <desc id="\(id)-text">\(Drawing.escaped(told))</desc>\(heads.joined())\
            \(ways(best, style: "best"))\(ways(taken, style: "taken"))\(boxes.map(drawn).joined())</svg>
            """
    }

    /// Both paths in words.
    private var told: String {
        [(taken, "path_taken"), (best, "path_best")].map { lane, key in
            let steps = lane.steps.map { "\($0.number). \($0.letter.uppercased()) \($0.option.text)" }
            return "\(words(key))：\(steps.joined(separator: "；"))。"
        }.joined()
    }

    private func ways(_ lane: Lane, style: String) -> String {
        zip(lane.steps, zip(lane.boxes, lane.boxes.dropFirst())).map { step, ends in
            let (from, to) = (x(ends.0.side, lane.side), x(ends.1.side, lane.side))
            let (y, end) = (y(ends.0.row) + Self.boxHeight, y(ends.1.row))
            let isLeft = lane.side == .left
            let clauses = step.option.clauses.map(\.rawValue)
            let lines = ["\(step.letter.uppercased()) \(clauses.first ?? "")"] + clauses.dropFirst().prefix(2)
            let edge = isLeft ? min(from, to) - 8 : max(from, to) + 8
            let label = lines.enumerated().map { index, line in
                "<tspan x=\"\(edge)\" y=\"\(y + 18 + 15 * index)\">\(Drawing.escaped(line))</tspan>"
            }
            return """
                <path class="map-way map-way-\(style)" d="M\(from) \(y)L\(to) \(end)"/>\
                <path class="map-point map-point-\(style)" d="M\(to - 5) \(end - 8)L\(to) \(end)L\(to + 5) \(end - 8)"/>\
                <text class="map-label" text-anchor="\(isLeft ? "end" : "start")">\(label.joined())</text>
                """
        }.joined()
    }

    private func drawn(_ box: Box) -> String {
        let (center, width, style) =
            switch box.side {
            case .left: (93, 162, "taken")
            case .middle: (180, 190, "both")
            case .right: (267, 162, "best")
            }
        let ending = box.node.ending.map { words("outcome_\($0.outcome.rawValue)") + " " } ?? ""
        let lines = cut(ending + box.node.text.filter { !$0.isNewline }, to: box.side == .middle ? 12 : 10)
        let text = lines.enumerated().map { index, line in
            "<tspan x=\"\(center)\" y=\"\(y(box.row) + (lines.count == 1 ? 29 : 20 + 18 * index))\">\(Drawing.escaped(line))</tspan>"
        }
        return """
            <rect class="map-box map-box-\(style)" x="\(center - width / 2)" y="\(y(box.row))" width="\(width)" \
            height="\(Self.boxHeight)" rx="6"/><text class="map-text" text-anchor="middle">\(text.joined())</text>
            """
    }

    private func y(_ row: Int) -> Int { Self.top - 8 + row * (Self.boxHeight + Self.gap) }

    /// Where a lane leaves or enters a box.
    private func x(_ side: Side, _ lane: Side) -> Int {
        switch (side, lane) {
        case (.left, _): 93
        case (.right, _): 267
        case (.middle, .left): 140
        case (.middle, _): 220
        }
    }

    /// Two lines at most.
    private func cut(_ text: String, to length: Int) -> [String] {
        let first = text.prefix(length)
        let rest = text.dropFirst(length)
        if rest.isEmpty { return [String(first)] }
        return [String(first), rest.count > length ? rest.prefix(length - 1) + "…" : String(rest)]
    }
}

/// The longest sequence of nodes that both pass in the same order, as places in each.
private func common(_ left: [Scenario.Node], _ right: [Scenario.Node]) -> [(Int, Int)] {
    var lengths = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
    for i in left.indices.reversed() {
        for j in right.indices.reversed() {
            lengths[i][j] =
                left[i].id == right[j].id ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
        }
    }
    var pairs: [(Int, Int)] = []
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
        if left[i].id == right[j].id {
            pairs.append((i, j))
            (i, j) = (i + 1, j + 1)
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1
        } else {
            j += 1
        }
    }
    return pairs
}
