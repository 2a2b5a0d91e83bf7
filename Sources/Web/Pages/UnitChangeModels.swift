import Training

/// The wire form of a change of a unit.
struct UnitChangeDocument: Encodable {
    let day: Day
    let what: String
    let from: Side
    let to: Side

    /// What was, or is: a name, a unit or nothing.
    enum Side: Encodable {
        case name(String)
        case neighbour(UnitChange.Neighbour)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .name(let name): try container.encode(name)
            case .neighbour(.unit(let unit)): try container.encode(CompletionDocument.UnitDocument(unit))
            case .neighbour(.none), .neighbour(.hidden): try container.encodeNil()
            }
        }
    }

    init(_ change: UnitChange) {
        day = change.day
        switch change.what {
        case .name(let from, let to): (what, self.from, self.to) = ("name", .name(from), .name(to))
        case .parent(let from, let to): (what, self.from, self.to) = ("parent", .neighbour(from), .neighbour(to))
        case .reportsTo(let from, let to):
            (what, self.from, self.to) = ("reports_to", .neighbour(from), .neighbour(to))
        }
    }
}

/// A change of a unit in a sentence.
struct UnitChangeLine: Sendable {
    let day: String
    let text: String

    init(_ change: UnitChange, _ words: Words) {
        day = words.date(change.day)
        text =
            switch change.what {
            case .name(let from, let to): words("unit_renamed", ["from": from, "to": to])
            case .parent(let from, let to):
                words("unit_moved", ["from": words.name(of: from, "no_unit"), "to": words.name(of: to, "no_unit")])
            case .reportsTo(let from, let to):
                words(
                    "unit_reports",
                    ["from": words.name(of: from, "unit_above"), "to": words.name(of: to, "unit_above")])
            }
    }
}

extension Words {
    fileprivate func name(of neighbour: UnitChange.Neighbour, _ none: String) -> String {
        switch neighbour {
        case .none: self(none)
        case .unit(let unit): unit.name
        case .hidden: self("unit_out_of_scope")
        }
    }
}
