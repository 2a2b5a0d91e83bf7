import Training

/// The clauses as read, and what can be said of a clause's name.
struct ClauseBook {
    /// The versions of each clause without a mistake, the first one first.
    var versions: [ClauseID: [Clause]] = [:]
    /// Where each name was given first, faulty clauses included.
    var names: [ClauseID: Place] = [:]
    /// Where each version stands.
    var places: [Completion.ClauseVersion: Place] = [:]
    /// False when a file could not be read: then a name that is not known may still be right.
    var isComplete = true
    /// The day on which it is read; nil when all days have come.
    let today: Day?

    /// Reads `clauses: [A, B]`: known names, at least one, none twice.
    func list(_ value: YAMLValue?) -> [ClauseID]? {
        guard let elements = value?.filledList() else { return nil }
        var seen: Set<ClauseID> = []
        let clauses = elements.compactMap { element -> ClauseID? in
            guard let id = id(element) else { return nil }
            guard seen.insert(id).inserted else { return element.wrong(zh: "重复：\(id)", en: "names \(id) twice") }
            return id
        }
        return clauses.count == elements.count ? clauses : nil
    }

    /// Reads `clauses: [A, B]`, what a lesson or question rests on that is in service from `day` on, nil for always: as
    /// `list`, and none of them begins later.
    func support(_ value: YAMLValue?, from day: Day?) -> [ClauseID]? {
        guard let value, let clauses = list(value) else { return nil }
        for id in clauses {
            if let problem = problem(with: id, from: day) { value.complain(zh: problem.zh, en: problem.en) }
        }
        return clauses
    }

    /// Why content that is in service from `day` on, nil for always, cannot name a clause: it begins later.
    func problem(with id: ClauseID, from day: Day?) -> Bilingual? {
        guard let begin = versions[id]?.first?.from, let start = start(of: day), start < begin else { return nil }
        return Bilingual(
            zh: "条款 \(id) 从 \(begin) 起才有，引用它的内容要写 `from: \(begin)` 或更晚",
            en: "names the clause \(id), which begins on \(begin); what rests on it needs `from: \(begin)` or later")
    }

    /// The clauses of these names as they stand together when content of `day` comes into service, and after each change
    /// that is yet to come; nil when there is one with a mistake.
    func states(of ids: [ClauseID]?, from day: Day?) -> [[Clause]]? {
        guard let ids else { return nil }
        let found = ids.compactMap { versions[$0] }
        guard found.count == ids.count else { return nil }
        let start = start(of: day)
        let changes = Set(found.joined().compactMap(\.from)).filter { change in start.map { change > $0 } ?? false }
        return ([start] + changes.sorted()).map { day in found.compactMap { $0.standing(on: day) ?? $0.first } }
    }

    /// When content of `day` comes into service: not before today. Nil when all days have come.
    func start(of day: Day?) -> Day? { today.map { max(day ?? $0, $0) } }

    /// Reports a key that rests on nothing that was read in a public source, now or after a change that is yet to come.
    /// `ids` are what `list` says; what they support is in service from `day` on.
    func checkSupport(_ list: YAMLValue?, _ ids: [ClauseID]?, from day: Day? = nil) {
        guard let states = states(of: ids, from: day), states.contains(where: { !$0.contains(where: \.verified) })
        else {
            return
        }
        list?.complain(
            zh: "只有未核实的条款，答案不能只靠它们", en: "names unverified clauses only; a key must not rest on them alone")
    }

    private func id(_ value: YAMLValue) -> ClauseID? {
        guard let id = value.clauseID() else { return nil }
        guard let problem = problem(with: id.rawValue) else { return id }
        return value.wrong(zh: problem.zh, en: problem.en)
    }

    /// What is wrong with a name where a clause is named; nil when there is such a clause, or may be.
    func problem(with name: String) -> Bilingual? {
        if let id = ClauseID(rawValue: name), names[id] != nil || !isComplete { return nil }
        guard let meant = nearest(to: name, in: names.keys.map(\.rawValue)) else {
            return Bilingual(zh: "没有条款 \(name)", en: "names the unknown clause \(name)")
        }
        return Bilingual(
            zh: "没有条款 \(name)，是不是 \(meant)？", en: "names the unknown clause \(name); did you mean \(meant)?")
    }
}

extension [Clause] {
    /// The version that stands on a day among the versions of a clause, the first one first; on the last of days when
    /// that is nil. Nil before there is one.
    func standing(on day: Day?) -> Clause? { last { $0.from.isInService(on: day) } }

    /// Whether all of them speak of 2019.
    var areOf2019: Bool { allSatisfy { $0.era == .year2019 } }
}

extension Day? {
    /// Whether what begins on this day, with nil always, is in service on `day`; nil when all days have come.
    func isInService(on day: Day?) -> Bool {
        guard let self, let day else { return true }
        return self <= day
    }
}

extension YAMLValue {
    /// The name of a clause.
    func clauseID() -> ClauseID? {
        guard let text = text() else { return nil }
        return ClauseID(rawValue: text)
            ?? wrong(zh: "应为 1–64 个 A–Z a–z 0–9 . _ -", en: "must be 1 to 64 of A–Z a–z 0–9 . _ -")
    }
}
