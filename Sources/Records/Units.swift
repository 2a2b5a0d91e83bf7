import SQL
import Training

import struct Training.Unit

extension Records {
    /// A unit in the caller's scope; anything else is `notFound`.
    public func unit(_ code: UnitCode, for caller: Caller) async throws -> Unit {
        try await database.read { try $0.unit(code, for: caller) }
    }

    /// The units that a caller is in charge of, by code: where their view begins. All roots for an administrator.
    public func unitsInCharge(of caller: Caller) async throws -> [Unit] {
        try await database.read { transaction in
            switch caller.scope {
            case .everything:
                try transaction.rows(
                    Statement("SELECT code, name, parent, reports_to FROM units WHERE parent IS NULL ORDER BY code")
                ).map(Unit.init)
            case .below(let codes): try codes.sorted().compactMap { try transaction.unit($0) }
            }
        }
    }
}

extension Transaction {
    func unit(_ code: UnitCode) throws -> Unit? {
        try row(Statement("SELECT code, name, parent, reports_to FROM units WHERE code = $1", with: code.rawValue))
            .map(Unit.init)
    }

    func unit(_ code: UnitCode, for caller: Caller) throws -> Unit {
        guard let unit = try unit(code), caller.scope.covers(try lineage(of: code)) else { throw Refusal.notFound }
        return unit
    }

    /// `/610000/610600/`, nil when there is no such unit.
    func path(of unit: UnitCode) throws -> String? {
        try row(Statement("SELECT path FROM units WHERE code = $1", with: unit.rawValue))?.text(0)
    }

    /// The unit itself, then each above it; empty when there is no such unit.
    func lineage(of unit: UnitCode) throws -> [UnitCode] {
        try path(of: unit).map(UnitPath.lineage) ?? []
    }
}

/// Paths as the units table keeps them.
enum UnitPath {
    /// The path of a unit by its lineage, itself first.
    static func path(of lineage: [UnitCode]) -> String {
        lineage.reversed().reduce("/") { "\($0)\($1)/" }
    }

    /// The units of a path, the lowest first.
    static func lineage(_ path: String) -> [UnitCode] {
        path.split(separator: "/").reversed().compactMap { UnitCode(rawValue: String($0)) }
    }

    /// The least text above every path below `path`: `/` is followed by `0` in the order of code points, and a path ends
    /// in `/`.
    static func end(of path: String) -> String { path.dropLast() + "0" }
}

extension Unit {
    init(_ row: Row) throws {
        self.init(
            code: try row.code(0), name: try row.text(1), parent: try row.optionalCode(2),
            reportsTo: try row.optionalCode(3))
    }
}

extension Row {
    func code<Subject>(_ index: Int) throws -> Code<Subject> {
        guard let code = Code<Subject>(rawValue: try text(index)) else {
            throw DatabaseError.unexpectedColumn("column \(index) is not a code")
        }
        return code
    }

    func optionalCode<Subject>(_ index: Int) throws -> Code<Subject>? { isNull(index) ? nil : try code(index) }

    func word<Word: RawRepresentable<String>>(_ index: Int) throws -> Word {
        guard let word = Word(rawValue: try text(index)) else {
            throw DatabaseError.unexpectedColumn("column \(index) is not a \(Word.self)")
        }
        return word
    }

    func optionalDay(_ index: Int) throws -> Day? { try optionalInt(index).map(Day.init(number:)) }
}
