/// One row of a coordinators file.
public struct ChargeRow: Sendable, Hashable {
    /// The number of who is in charge.
    public let staffNumber: StaffNumber
    /// The unit and the last day.
    public let charge: Charge
    /// Whether the file has a column for the last day; without one, what is known stays.
    public let saysUntil: Bool
}

extension SheetColumns {
    /// Reads a row of a coordinators file; throws all that is wrong with it.
    public func charge(_ row: Sheet.Row) throws(RowProblems) -> ChargeRow {
        var cells = Cells(self, row)
        let number: StaffNumber? = cells.code("staff_no")
        let unit: UnitCode? = cells.code("unit")
        let until = cells.day("until")
        try cells.check()
        guard let number, let unit else { throw cells.failure() }
        return ChargeRow(
            staffNumber: number, charge: Charge(unit: unit, until: until),
            saysUntil: cell("until", in: row) != nil)
    }
}
