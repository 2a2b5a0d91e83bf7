/// That a coordinator or inspector is in charge of a unit and all below it.
public struct Charge: Sendable, Hashable {
    /// The unit.
    public let unit: UnitCode
    /// The last day, nil for no end.
    public let until: Day?

    /// A charge.
    public init(unit: UnitCode, until: Day?) {
        self.unit = unit
        self.until = until
    }

    /// Whether it has not ended before this day.
    public func holds(on day: Day) -> Bool { until.map { $0 >= day } ?? true }
}

extension Person.Role {
    /// Whether units can be in this role's charge.
    public var takesCharge: Bool { self == .coordinator || self == .inspector }
}

extension Person {
    /// The units a person is in charge of on a day, by code: the own one as long as nothing else was ever said, else those
    /// of `charges` that hold. When the last one has ended there is none; the own unit does not come back.
    public func unitsInCharge(by charges: [Charge], on day: Day) -> [UnitCode] {
        guard role.takesCharge else { return [] }
        return charges.isEmpty ? [unit] : charges.filter { $0.holds(on: day) }.map(\.unit).sorted()
    }
}
