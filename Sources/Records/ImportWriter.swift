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
            case .assignment(let assignment): try write(assignment)
            }
        }
    }

    // MARK: Units

    /// Parents before children, so that each path builds on a final one.
    private func writeUnits(_ steps: [ImportStep]) throws {
        var waiting: [UnitCode: (unit: Unit, was: Unit?)] = [:]
        for case .unit(let unit, let was) in steps {
            waiting[unit.code] = (unit, was)
            if let was, was.parent != unit.parent { try ledger.note(context.transaction.peopleEver(below: unit.code)) }
        }
        var reporting: [Unit] = []
        for code in waiting.keys.sorted() {
            var chain: [UnitCode] = []
            var here: UnitCode? = code
            while let next = here, let found = waiting[next] {
                chain.append(next)
                here = found.unit.parent
            }
            for code in chain.reversed() {
                guard let (unit, was) = waiting.removeValue(forKey: code) else { continue }
                try write(unit, was: was)
                reporting.append(unit)
            }
        }
        // A unit may report to one that stands further down in the file.
        for unit in reporting {
            try context.transaction.run(
                Statement(
                    "UPDATE units SET reports_to = $1 WHERE code = $2", with: unit.reportsTo?.rawValue,
                    unit.code.rawValue))
        }
    }

    private func write(_ unit: Unit, was: Unit?) throws {
        let transaction = context.transaction
        let above = try unit.parent.flatMap { try transaction.path(of: $0) } ?? "/"
        let path = "\(above)\(unit.code)/"
        guard was != nil, let old = try transaction.path(of: unit.code) else {
            try transaction.run(
                Statement(
                    "INSERT INTO units (code, name, parent, path) VALUES ($1, $2, $3, $4)",
                    with: unit.code.rawValue, unit.name, unit.parent?.rawValue, path))
            return
        }
        try transaction.run(
            Statement(
                "UPDATE units SET name = $1, parent = $2 WHERE code = $3",
                with: unit.name, unit.parent?.rawValue, unit.code.rawValue))
        guard old != path else { return }
        try transaction.run(
            Statement(
                "UPDATE units SET path = $1 || substr(path, $2) WHERE path >= $3 AND path < $4",
                with: path, old.utf8.count + 1, old, UnitPath.end(of: old)))
    }

    // MARK: People

    private func write(_ row: PersonRow, was: Person?) throws {
        let person = Person(
            id: was?.id ?? randomness.id(at: context.now), staffNumber: row.staffNumber, name: row.name, unit: row.unit,
            role: row.role, status: row.status)
        let belongs = was?.unit != row.unit || was?.status != row.status
        if belongs { try ledger.note([person.id]) }
        if was == nil {
            try context.transaction.insert(person)
        } else {
            try context.transaction.update(person)
        }
        if belongs {
            let membership = Membership(from: context.today, unit: row.unit, active: row.status == .active)
            try context.transaction.record(membership, of: person.id, by: context.caller, at: context.now)
        }
        if let was, was.role != row.role || row.status == .suspended {
            try context.transaction.endSessions(of: person.id)
        }
    }

    // MARK: Enrolments

    private func write(_ assignment: Assignment) throws {
        switch assignment.target {
        case .unit(let unit): try ledger.note(context.transaction.peopleEver(below: unit))
        case .person(let person): try ledger.note([person])
        }
        try context.transaction.record(assignment, by: context.caller, at: context.now)
    }
}
