/// A unit of the administration: province, city, county, township, village or any other.
public struct Unit: Sendable, Hashable {
    /// Its code.
    public let code: UnitCode
    /// Its name.
    public let name: String
    /// The unit above it; nil at a root. Scope and reports follow it.
    public let parent: UnitCode?
    /// Where it reports to when that is not `parent`.
    public let reportsTo: UnitCode?

    /// A unit.
    public init(code: UnitCode, name: String, parent: UnitCode?, reportsTo: UnitCode? = nil) {
        self.code = code
        self.name = name
        self.parent = parent
        self.reportsTo = reportsTo
    }
}

/// The units with their order above each other.
public struct UnitTree: Sendable, Hashable {
    private let parents: [UnitCode: UnitCode]

    /// The tree that these parents make. A cycle is tolerated here (a walk ends where it would begin again) and refused
    /// where units are written.
    public init(parents: [UnitCode: UnitCode]) { self.parents = parents }

    /// The unit itself, then each unit above it up to the root.
    public func lineage(of unit: UnitCode) -> [UnitCode] {
        var lineage = [unit]
        while let last = lineage.last, let above = parents[last], !lineage.contains(above) { lineage.append(above) }
        return lineage
    }

    /// A unit that would be above itself, or nil when there is none. `parents` may be of either order.
    public static func cycle(in parents: [UnitCode: UnitCode]) -> UnitCode? {
        var sound: Set<UnitCode> = []
        for start in parents.keys.sorted() {
            var walked: Set<UnitCode> = []
            var here: UnitCode? = start
            while let unit = here, !sound.contains(unit) {
                guard walked.insert(unit).inserted else { return unit }
                here = parents[unit]
            }
            sound.formUnion(walked)
        }
        return nil
    }
}
