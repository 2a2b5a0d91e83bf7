/// On which clauses the units go wrong: the misconceptions of a report, gathered by the clauses that they get wrong. Numbers
/// only, and only such as the report tells of enough people.
public struct ClauseMap: Sendable, Hashable {
    /// The clauses, in the order of their ids.
    public let clauses: [ClauseID]
    /// The units right below in which somebody met one, in the order of their codes; then, if those directly in it did, the
    /// unit asked about.
    public let units: [CompletionReport.Named]
    private let cells: [ClauseID: [UnitCode: Cell]]

    /// What a unit thinks of a clause.
    public enum Cell: Sendable, Hashable {
        /// Nobody met a misconception about it.
        case nobody
        /// Each one was met by fewer than `MisconceptionReport.leastPeople`.
        case tooFew
        /// How often people who met a misconception about it held it. Whoever met two counts twice; those met by too few
        /// are left out.
        case told(hold: Int, met: Int)

        /// The share in whole percents, halves rounded up; nil where nothing is told.
        public var percent: Int? {
            guard case .told(let hold, let met) = self, met > 0 else { return nil }
            return (hold * 200 + met) / (met * 2)
        }

        fileprivate mutating func add(_ count: MisconceptionReport.Count) {
            guard count.met > 0 else { return }
            switch (self, count.hold) {
            case (.told(let hold, let met), let more?): self = .told(hold: hold + more, met: met + count.met)
            case (_, let hold?): self = .told(hold: hold, met: count.met)
            case (.nobody, nil): self = .tooFew
            case (.tooFew, nil), (.told, nil): break
            }
        }
    }

    /// The map of a report whose misconceptions are explained; of others the clauses are not known.
    public init(_ report: MisconceptionReport) {
        var cells: [ClauseID: [UnitCode: Cell]] = [:]
        var below: [UnitCode: CompletionReport.Named] = [:]
        for line in report.lines {
            for clause in line.taught?.clauses ?? [] {
                for child in line.children {
                    cells[clause, default: [:]][child.unit.code, default: .nobody].add(child.totals)
                    below[child.unit.code] = child.unit
                }
                cells[clause, default: [:]][report.unit.code, default: .nobody].add(line.direct)
            }
        }
        self.cells = cells
        clauses = cells.keys.sorted()
        let isDirect = cells.values.contains { $0[report.unit.code] ?? .nobody != .nobody }
        units = below.values.sorted { $0.code < $1.code } + (isDirect ? [report.unit] : [])
    }

    private init(clauses: [ClauseID], units: [CompletionReport.Named], cells: [ClauseID: [UnitCode: Cell]]) {
        self.clauses = clauses
        self.units = units
        self.cells = cells
    }

    /// The map in parts of at most so many clauses and units, as equal as can be, for pages that hold no more: all units of
    /// the first clauses, then those of the next ones.
    public func parts(clauses: Int, units: Int) -> [ClauseMap] {
        self.clauses.shared(atMost: clauses).flatMap { some in
            self.units.shared(atMost: units).map { ClauseMap(clauses: some, units: $0, cells: cells) }
        }
    }

    /// What a unit thinks of a clause.
    public subscript(clause: ClauseID, unit: UnitCode) -> Cell { cells[clause]?[unit] ?? .nobody }
}

extension Array {
    /// The elements in their order in as few parts of at most so many as there can be, none much shorter than another.
    fileprivate func shared(atMost most: Int) -> [[Element]] {
        let parts = (count + most - 1) / most
        return (0..<parts).map { Array(self[(count * $0 / parts)..<(count * ($0 + 1) / parts)]) }
    }
}

extension MisconceptionReport {
    /// Only the misconceptions that get a clause wrong.
    public func about(_ clause: ClauseID) -> MisconceptionReport {
        only { $0.taught?.clauses.contains(clause) ?? false }
    }
}
