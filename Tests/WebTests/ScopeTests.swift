import Foundation
import HTTPTypes
import SQL
import TestSupport
import Testing
import Training

@testable import Web

/// Coordinators and inspectors of random towns ask for everything there is, of units and people in and out of their scope,
/// and send what would change them. What they may see is decided here anew, by walking up the units.
struct `In any town` {
    @Test(arguments: 0..<6) func `nobody reads of units and people outside the own scope`(_ seed: Int) async throws {
        let random = try await RandomTown(seed: seed)
        try await random.town.open { visit in
            var random = random
            try await random.live(visit)
            for walker in try await random.walkers() {
                var walk = Walk(random, walker, visit)
                try await walk.prepare()
                for route in random.town.site.routes where route.method == .get {
                    for _ in 0..<(route.path.contains(":") ? 5 : 2) { try await walk.ask(route) }
                }
                try await walk.expectExports()
                random = walk.random
            }
        }
    }

    @Test(arguments: 0..<6) func `nobody changes anything outside the own scope`(_ seed: Int) async throws {
        let random = try await RandomTown(seed: seed + 100)
        try await random.town.open { visit in
            var random = random
            try await random.live(visit)
            var done = 0
            for walker in try await random.walkers() {
                var meddling = try await Meddling(random, walker, visit)
                for _ in 0..<16 { try await meddling.send() }
                random = meddling.random
                done += meddling.done
            }
            #expect(done > 0, "what lies in the scope can be changed")
        }
    }
}

// MARK: - Reading

/// One caller's way through all that can be read.
private struct Walk {
    var random: RandomTown
    let walker: RandomTown.Walker
    let visit: Visitor
    let scope: Set<UnitCode>
    let sight: Set<UnitCode>
    let people: Set<StaffNumber>
    private var imports: [String] = []
    private var slips: [String] = []

    init(_ random: RandomTown, _ walker: RandomTown.Walker, _ visit: Visitor) {
        (self.random, self.walker, self.visit) = (random, walker, visit)
        scope = random.scope(of: walker)
        sight = random.sight(of: walker)
        people = random.people(in: scope)
    }

    /// The own imports and slips, which only their maker reads.
    mutating func prepare() async throws {
        guard walker.role == .coordinator else { return }
        let table = "staff_no,name,unit\n" + random.people.map { "\($0),改,\(random.units[0])" }.joined(separator: "\n")
        let plan = try await visit.send(
            .post, "/imports.json?kind=people", as: .nobody, walker.headers, "text/csv", body: Array(table.utf8))
        imports.append(try #require(try plan.json["id"].string))
        guard let unit = walker.units.first else { return }
        let issued = try await visit.send(.post, "/units/\(unit)/sign-in-codes", as: .nobody, walker.headers)
        if let place = issued.location, place.hasPrefix("/sign-in-codes/") {
            slips.append(String(place.dropFirst("/sign-in-codes/".count)))
        }
    }

    private struct Target {
        var unit: UnitCode?
        var person: StaffNumber?
        var isOwn = false
    }

    /// Asks for a route of random things in a random form, and looks at the status and at every mark in what comes back.
    mutating func ask(_ route: Route) async throws {
        var target = Target()
        let path = fill(route.path, &target)
        let format = random.choose(route.formats.sorted { $0.rawValue < $1.rawValue }) ?? .html
        let (query, day) = question(to: route.path)
        let address = "/\(path)\(format == .html ? "" : ".\(format.rawValue)")\(query)"
        let reply = try await visit.ask(.get, address, walker.headers)

        let isReporting = query.contains("tree=reporting")
        var isHidden = false
        if let unit = target.unit { isHidden = !(isReporting ? sight : scope).contains(unit) }
        // A code is drawn of whatever number it is asked for; nothing is looked up.
        if let person = target.person, !route.path.hasSuffix("/qr") {
            isHidden = !people.contains(person) && !target.isOwn
        }
        if isHidden { #expect(reply.status == 404, "\(address) as \(walker.name)") }
        if target.unit != nil, !isHidden, route.access == .overseers {
            // A place to go on from that lies outside is refused as one that does not exist.
            let isLost = reply.status == 422 && query.contains("cursor=UQ")
            #expect(reply.status == 200 || isLost, "\(address) as \(walker.name)")
        }

        var allowed = Set(scope.map(\.rawValue) + people.map(\.rawValue) + [walker.number?.rawValue ?? ""])
        // A page's own address is what a switch of language comes back to.
        allowed.formUnion(reply.status == 404 ? address.marks : query.marks)
        let dated = ["completion", "years/:year", "delivery", "misconceptions", "misconceptions/map"]
        if let unit = target.unit, dated.contains(where: route.path.hasSuffix), !isHidden {
            allowed.formUnion(random.children(of: unit, on: day, reporting: isReporting).map(\.rawValue))
            if isReporting { allowed.formUnion(sight.map(\.rawValue)) }
        }
        // One's own record names the units one was in, whoever is in charge of them now.
        if ["record", "credit-hours/:year"].contains(route.path) { allowed.formUnion(random.units.map(\.rawValue)) }
        // What stands in a unit's own row: codes, and no names.
        if path == "exports/units" || route.path == "units/:unit/entry" && !isHidden { allowed.formUnion(neighbours) }
        // An import says again what its maker sent.
        if route.path == "imports/:import", target.isOwn {
            allowed.formUnion((random.people.map(\.rawValue) + [random.units[0].rawValue]))
        }
        let leaked = reply.text.marks.subtracting(allowed)
        #expect(leaked.isEmpty, "\(address) as \(walker.name) tells of \(leaked.sorted())")
    }

    /// Where units of the scope stand and report to.
    private var neighbours: Set<String> {
        Set(scope.flatMap { [random.parents[$0], random.reporting[$0]] }.compactMap { $0?.rawValue })
    }

    private mutating func fill(_ path: String, _ target: inout Target) -> String {
        var parts: [String] = []
        for part in path.split(separator: "/") {
            switch part {
            case ":unit":
                let unit = random.chance(2) ? random.choose(scope.sorted()) : nil
                target.unit = unit ?? random.choose(random.units)
                parts.append(target.unit?.rawValue ?? "none")
            case ":person":
                target.person = random.choose(random.people)
                parts.append(target.person?.rawValue ?? "none")
            case ":attempt":
                let attempt = random.choose(random.attempts)
                target.person = attempt?.owner
                target.isOwn = attempt?.owner == walker.number
                parts.append(attempt?.id ?? "none")
            case ":number":
                let paper = random.choose(random.papers)
                target.person = paper?.owner
                parts.append(paper?.number ?? "none")
            case ":session":
                let session = random.choose(random.sessions)
                target.unit = session?.unit
                parts.append(session?.id ?? "none")
            case ":import":
                target.isOwn = true
                parts.append(random.choose(imports) ?? "none")
            case ":slips": parts.append(random.choose(slips) ?? "none")
            case ":year": parts.append("2026")
            case ":kind": parts.append(random.choose(ImportKind.allCases)?.rawValue ?? "")
            case ":course": parts.append(random.choose(["visits", "essays", "sheets"]) ?? "")
            case ":lesson": parts.append("01-knock")
            case ":question": parts.append("visits-knock")
            case ":clause": parts.append("L-1")
            default: parts.append(part.hasPrefix(":") ? "none" : String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    /// A query that a route may be asked with, and the day as whose units it shows them.
    private mutating func question(to path: String) -> (String, Day) {
        let now = Day(number: .max)
        let today = Day(at: random.town.clock.now)
        let day = Day(at: random.town.clock.now).adding(-1 - (random.choose([0, 2, 4, 9]) ?? 0))
        let queries: [(String, Day)] =
            switch path {
            case "units/:unit/completion":
                [
                    ("", now), ("?plan=all", now), ("?as_of=\(day)", day), ("?as_of=\(day)&by=now&course=visits", now),
                    ("?tree=reporting", now), ("?tree=reporting&as_of=\(day)", day),
                    ("?tree=reporting&by=now&as_of=\(day)", now),
                ]
            case "units/:unit/years/:year":
                [
                    ("", today), ("?by=now&course=visits", now), ("?tree=reporting", today),
                    ("?tree=reporting&by=now", now),
                ]
            case "units/:unit/people":
                [
                    ("", now), ("?q=PQ0", now), ("?limit=2", now), ("?limit=3&cursor=UQ004X.PQ004X.visits", now),
                    ("?direct=true", now), ("?course=visits&state=overdue", now),
                    ("?plan=all", now), ("?sort=number&limit=2&cursor=UQ004X.PQ004X.", now),
                ]
            case "units/:unit/exemptions/new", "units/:unit/extensions/new":
                [("", now), ("?course=visits&people=\(random.choose(random.people)?.rawValue ?? "")", now)]
            case "units/:unit/grid":
                [("", now), ("?q=PQ0", now), ("?limit=2", now), ("?limit=2&cursor=UQ004X.PQ004X", now)]
            case "units/:unit/delivery":
                [
                    ("", now), ("?course=visits&by=then", now), ("?tree=reporting", now),
                    ("?tree=reporting&by=then", now),
                ]
            case "units/:unit/misconceptions", "units/:unit/misconceptions/map":
                [
                    ("", now), ("?course=visits&by=now", now), ("?to=\(day)", day), ("?tree=reporting", now),
                    ("?tree=reporting&to=\(day)", day), ("?tree=reporting&by=now&to=\(day)", now),
                ]
            case "papers": [("?numbers=" + random.papers.map(\.number).joined(separator: ","), now)]
            case "exports/:kind": [("", now), ("?header=zh", now)]
            default: [("", now)]
            }
        return random.choose(queries) ?? ("", now)
    }

    /// What is exported is the scope, whole.
    func expectExports() async throws {
        let units = try await visit.ask(.get, "/exports/units.csv?bom=0", walker.headers)
        #expect(Set(units.rows.dropFirst().map { $0[0] }) == Set(scope.map(\.rawValue)), "\(walker.name)")
        for row in units.rows.dropFirst() { #expect(row[1].marks.isSubset(of: scope.map(\.rawValue))) }
        let people = try await visit.ask(.get, "/exports/people.csv?bom=0", walker.headers)
        #expect(Set(people.rows.dropFirst().map { $0[0] }) == Set(self.people.map(\.rawValue)), "\(walker.name)")
    }
}

// MARK: - Writing

/// One caller's attempts at changing things.
private struct Meddling {
    var random: RandomTown
    let walker: RandomTown.Walker
    let visit: Visitor
    /// How often something was changed.
    private(set) var done = 0
    /// The facts as the last thing sent left them; nothing else happens in between.
    private var facts: [String: Set<[Value]>]

    init(_ random: RandomTown, _ walker: RandomTown.Walker, _ visit: Visitor) async throws {
        (self.random, self.walker, self.visit) = (random, walker, visit)
        facts = try await random.facts()
    }

    /// Sends one thing that concerns random units and people. Where one of them is outside the scope, or an inspector sends
    /// it, everything stays as it is, and the answer tells of nothing but what was sent.
    mutating func send() async throws {
        let scope = random.scope(of: walker)
        let (address, body, type, touches) = next(scope)
        let before = facts
        var headers = walker.headers
        headers[.accept] = "application/json"
        let reply = try await visit.send(.post, address, as: .nobody, headers, type, body: Array(body.utf8))
        let isOutside = !touches.allSatisfy(scope.contains)
        let after = try await random.facts()
        facts = after
        if isOutside || walker.role == .inspector {
            #expect(reply.status >= 400, "\(address) \(body) as \(walker.name)")
            #expect(before == after, "\(address) \(body) as \(walker.name)")
        }
        // Of what they do themselves they read their own name, wherever they belong.
        let known = Set(
            scope.map(\.rawValue) + random.people(in: scope).map(\.rawValue) + [walker.number?.rawValue ?? ""])
        let leaked = reply.text.marks.subtracting(known).subtracting((address + body).marks)
        #expect(leaked.isEmpty, "\(address) \(body) as \(walker.name) tells of \(leaked.sorted())")
        guard before != after else { return }
        done += 1
        try await random.reload()
    }

    /// An address, a body and the units that this would touch.
    private mutating func next(
        _ scope: Set<UnitCode>
    ) -> (address: String, body: String, type: String, touches: [UnitCode]) {
        // Half of the time it is about somebody of the scope, with more in charge than that if there is one.
        let own = random.people(in: scope).sorted()
        let beyond = own.filter { !random.told(of: $0).allSatisfy(scope.contains) }
        let chosen = random.chance(2) ? random.choose(beyond) ?? random.choose(own) : nil
        let number = chosen ?? random.choose(random.people) ?? "none"
        let home = random.home[number] ?? "none"
        let unit = random.chance(2) ? home : random.choose(random.units) ?? "none"
        let other = random.choose(random.units) ?? "none"
        let (csv, json) = ("text/csv", "application/json")
        func table(_ kind: String) -> String { "/imports?mode=apply&kind=\(kind)" }
        switch random.choose(Array(0..<18)) {
        case 14:
            let body = #"{"staff_no": "N\#(random.people.count)\#(done)", "name": "新", "unit": "\#(other)"}"#
            return ("/units/\(unit)/people", body, json, [unit, other])
        case 15:
            let body = #"{"name": "改\#(done)", "unit": "\#(unit)"}"#
            return ("/people/\(number)/entry", body, json, [home, unit])
        case 16:
            let above = random.parents[unit].map { [$0] } ?? []
            let moves = random.parents[unit] != other
            return ("/units/\(unit)/entry", #"{"parent": "\#(other)"}"#, json, moves ? [unit, other] + above : [unit])
        case 0:
            let moves = random.parents[unit] != other
            let above = random.parents[unit].map { [$0] } ?? []
            let body = "code,name,parent\n\(unit),乡\(unit),\(other)"
            return (table("units"), body, csv, moves ? [unit, other] + above : [unit])
        case 1:
            let former = random.reporting[unit]
            let touches = former == other ? [unit] : [unit, other] + (former.map { [$0] } ?? [])
            let parent = random.parents[unit]?.rawValue ?? ""
            return (
                table("units"), "code,name,parent,reports_to\n\(unit),乡\(unit),\(parent),\(other)", csv, touches
            )
        case 2: return (table("units"), "code,name,parent\nUQ\(100 + random.units.count)X,乡,\(unit)", csv, [unit])
        case 3: return (table("people"), "staff_no,name,unit\n\(number),民\(number),\(unit)", csv, [home, unit])
        case 4:
            let body = "staff_no,name,unit,role\n\(number),民\(number),\(home),coordinator"
            let raises = random.role[number] != .coordinator
            return (table("people"), body, csv, [home] + (raises ? random.told(of: number) : []))
        case 9:
            let day = Day(at: random.town.clock.now)
            let body = #"{"day": "\#(day)", "place": "会议室", "courses": ["visits"]}"#
            return ("/units/\(unit)/group-sessions", body, json, [unit])
        case 10:
            let session = random.choose(random.sessions)
            let body = #"{"people": ["\#(number)"]}"#
            let touches = [home] + (session.map { [$0.unit] } ?? [])
            return ("/group-sessions/\(session?.id ?? "none")/attendance", body, json, touches)
        case 11:
            let session = random.choose(random.sessions)
            let body = #"{"people": ["\#(number)"], "reason": "记错了人"}"#
            let touches = [home] + (session.map { [$0.unit] } ?? [])
            return ("/group-sessions/\(session?.id ?? "none")/removals", body, json, touches)
        case 12:
            let body = #"{"course": "visits", "people": ["\#(number)"], "due": "2026-12-26"}"#
            return ("/units/\(unit)/assignments", body, json, [unit, home])
        case 13: return ("/units/\(unit)/assignments/withdrawals", #"{"course": "visits"}"#, json, [unit])
        case 5: return (table("coordinators"), "staff_no,unit\n\(number),\(unit)", csv, [home, unit])
        case 6: return (table("enrolments"), "staff_no,course,due\n\(number),visits,2026-12-24", csv, [home])
        case 7:
            let reach = random.role[number] == .learner ? [] : random.told(of: number)
            return ("/units/\(unit)/sign-in-codes?people=\(number)&renew=true", "{}", json, [unit, home] + reach)
        case 8:
            return (
                "/people/\(number)/courses/visits/grants", #"{"minutes": 5, "tries": 1, "reason": "停电"}"#, json, [home]
            )
        default:
            let body = #"{"course": "sheets", "people": ["\#(number)"]}"#
            return ("/units/\(unit)/papers", body, json, [unit, home])
        }
    }
}
