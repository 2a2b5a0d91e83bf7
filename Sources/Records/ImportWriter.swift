import FoundationEssentials
import SQL
import Training

import struct Training.Unit

/// Writes what the good rows of an import ask for.
struct ImportWriter {
    private let context: ImportContext
    private let ledger: Ledger
    private let randomness: Randomness

    init(_ context: ImportContext, _ ledger: Ledger, _ randomness: Randomness) {
        self.context = context
        self.ledger = ledger
        self.randomness = randomness
    }

    mutating func write(_ steps: [ImportStep]) throws {
        try writeUnits(steps)
        for step in steps {
            switch step {
            case .unit: break
            case .person(let row, let was): try write(row, was: was)
            case .charge(let charge, let person):
                try context.transaction.record(charge, of: person, by: context.caller, at: context.now)
            case .assignment(let assignment): try write(assignment)
            }
        }
    }

    // MARK: Units

    private func writeUnits(_ steps: [ImportStep]) throws {
        var units: [Unit] = []
        var isNew: Set<UnitCode> = []
        var moves = false
        for case .unit(let unit, let was) in steps {
            units.append(unit)
            if was == nil { isNew.insert(unit.code) }
            guard let was, was.parent != unit.parent else { continue }
            moves = true
            try ledger.note(context.transaction.peopleNow(below: unit.code))
        }
        guard !units.isEmpty else { return }
        var parents = try context.transaction.parents()
        for unit in units { parents[unit.code] = unit.parent }
        let tree = UnitTree(parents: parents)
        // From the top down, so that whatever a unit refers to is there.
        let ordered = units.map { ($0, tree.lineage(of: $0.code)) }.sorted { $0.1.count < $1.1.count }
        for (unit, lineage) in ordered {
            if isNew.contains(unit.code) {
                try insert(unit, path: UnitPath.path(of: lineage))
            } else {
                try update(unit)
            }
        }
        if moves { try context.transaction.writePaths(tree) }
        // A unit may report to one that stands further down in the file.
        for unit in units { try write(reportsTo: unit) }
        for unit in units {
            let placement = Placement(
                from: isNew.contains(unit.code) ? Placement.beginning : context.today, name: unit.name,
                parent: unit.parent, reportsTo: unit.reportsTo)
            try context.transaction.record(placement, of: unit.code, by: context.caller, at: context.now)
        }
    }

    private func insert(_ unit: Unit, path: String) throws {
        try context.transaction.run(
            Statement(
                "INSERT INTO units (code, name, parent, path) VALUES ($1, $2, $3, $4)",
                with: unit.code.rawValue, unit.name, unit.parent?.rawValue, path))
    }

    private func update(_ unit: Unit) throws {
        try context.transaction.run(
            Statement(
                "UPDATE units SET name = $1, parent = $2 WHERE code = $3",
                with: unit.name, unit.parent?.rawValue, unit.code.rawValue))
    }

    private func write(reportsTo unit: Unit) throws {
        try context.transaction.run(
            Statement(
                "UPDATE units SET reports_to = $1 WHERE code = $2", with: unit.reportsTo?.rawValue, unit.code.rawValue))
    }

    // MARK: People

    private func write(_ row: PersonRow, was: Person?) throws {
        let person = row.person(id: was?.id ?? randomness.id(at: context.now), was: was)
        let belongs = was?.unit != person.unit || was?.status != person.status
        if belongs { try ledger.note([person.id]) }
        if was == nil {
            try context.transaction.insert(person)
        } else {
            try context.transaction.update(person)
        }
        if belongs {
            let membership = Membership(from: context.today, unit: person.unit, active: person.status == .active)
            try context.transaction.record(membership, of: person.id, by: context.caller, at: context.now)
        }
        if let was, was.role != person.role || person.status == .suspended {
            try context.transaction.endSessions(of: person.id)
        }
    }

    // MARK: Enrolments

    private func write(_ assignment: Assignment) throws {
        switch assignment.target {
        case .unit(let unit): try ledger.note(context.transaction.peopleNow(below: unit))
        case .person(let person): try ledger.note([person])
        }
        try context.transaction.record(assignment, by: context.caller, at: context.now)
    }
}
