import FoundationEssentials
import SQL
import Training

import struct Training.Unit

/// What the good rows of an import will write, worked out before anything is written.
struct ImportChanges: Sendable {
    /// The units as they will be, and where those below them come to stand.
    private(set) var units: [UnitEntry] = []
    /// The people as they will be.
    private(set) var people: [PersonEntry] = []
    /// Who will be in charge of what.
    private(set) var charges: [ChargeEntry] = []
    /// What will be asked of whom.
    private(set) var assignments: [Assignment] = []
    /// The same as facts that standings follow from.
    private(set) var coming = ComingFacts()
    /// The people whose standings may change, neighbours beside each other as far as can be.
    private(set) var concerned: [PersonID] = []

    private let today: Day
    private var isConcerned: Set<PersonID> = []

    /// A unit as it will be.
    struct UnitEntry: Sendable {
        let unit: Unit
        let path: String
        /// The day from which it stands so; nil when only units above it move.
        let from: Day?
    }

    /// A person as they will be.
    struct PersonEntry: Sendable {
        let person: Person
        /// Whether where they belong changes.
        let belongs: Bool
        /// Whether whoever is signed in as this person is signed out.
        let signsOut: Bool
    }

    /// A person with what they will be in charge of.
    struct ChargeEntry: Sendable {
        let person: PersonID
        let charge: Charge
    }

    /// What `steps` come to. Writes nothing.
    init(
        _ steps: [ImportStep], _ ground: ImportGround, _ randomness: Randomness, at now: Date,
        in transaction: any Transaction
    ) throws {
        today = Day(at: now)
        var placed: [(unit: Unit, was: Unit?)] = []
        for step in steps {
            switch step {
            case .unit(let unit, let was):
                placed.append((unit, was))
                if let was, was.parent != unit.parent { concern(try transaction.peopleNow(below: unit.code)) }
            case .person(let row, let was):
                enter(row.person(id: was?.id ?? randomness.id(at: now), was: was), was: was)
            case .charge(let charge, let person): charges.append(ChargeEntry(person: person, charge: charge))
            case .assignments(let given):
                assignments += given
                for assignment in given { coming.add(assignment) }
                switch given.first?.target {
                case .unit(let unit): concern(try transaction.peopleNow(below: unit))
                case .person(let person): concern([person])
                case nil: break
                }
            }
        }
        place(placed, ground)
    }

    /// Whether tables may have grown very much by it.
    var isBulk: Bool { max(units.count, people.count, charges.count, assignments.count, concerned.count) > groupSize }

    private mutating func concern(_ people: [PersonID]) {
        for person in people where isConcerned.insert(person).inserted { concerned.append(person) }
    }

    private mutating func enter(_ person: Person, was: Person?) {
        let belongs = was?.unit != person.unit || was?.status != person.status
        let signsOut = was.map { $0.role != person.role || person.status == .suspended } ?? false
        people.append(PersonEntry(person: person, belongs: belongs, signsOut: signsOut))
        guard belongs else { return }
        coming.add(Membership(from: today, unit: person.unit, active: person.status == .active), of: person.id)
        concern([person.id])
    }

    private mutating func place(_ placed: [(unit: Unit, was: Unit?)], _ ground: ImportGround) {
        guard !placed.isEmpty else { return }
        var parents = ground.units.compactMapValues(\.parent)
        for (unit, _) in placed { parents[unit.code] = unit.parent }
        let tree = UnitTree(parents: parents)
        func path(of unit: UnitCode, in tree: UnitTree) -> String { UnitPath.path(of: tree.lineage(of: unit)) }
        for (unit, was) in placed {
            let from = was == nil ? Placement.beginning : today
            units.append(UnitEntry(unit: unit, path: path(of: unit.code, in: tree), from: from))
            coming.add(
                Placement(from: from, name: unit.name, parent: unit.parent, reportsTo: unit.reportsTo), of: unit.code)
        }
        guard placed.contains(where: { $0.was.map(\.parent) != nil && $0.was?.parent != $0.unit.parent }) else {
            return
        }
        let entered = Set(placed.map(\.unit.code))
        for (code, unit) in ground.units where !entered.contains(code) {
            let path = path(of: code, in: tree)
            guard path != UnitPath.path(of: ground.tree.lineage(of: code)) else { continue }
            units.append(UnitEntry(unit: unit, path: path, from: nil))
        }
    }
}
