import Content
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Training

@testable import Web

/// What each caller gets at each address. The first line of a route is what it is called in `Site.routes`, the second an
/// address of it in a town where zhang is in the middle of a quiz and chen has checked a table and issued codes.
private let expectations = """
    GET sign-in
    /sign-in                           nobody 200 zhang 303 chen 303 zhou 303 wu 303 zheng 303 tokens 200 200 200 200
    POST session
    /session                           nobody 401 zhang 401 chen 401 zhou 401 wu 401 zheng 401 tokens 401 401 401 401
    POST session/end
    /session/end                       nobody 303 zhang 303 chen 303 zhou 303 wu 303 zheng 303 tokens 303 303 303 303
    GET password
    /password                          nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 401 401 401 401
    POST password
    /password                          nobody 303 zhang 422 chen 422 zhou 422 wu 422 zheng 422 tokens 401 401 401 401
    POST language
    /language                          nobody 303 zhang 303 chen 303 zhou 303 wu 303 zheng 303 tokens 303 303 303 303
    GET 
    /                                  nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 303 303 303 303
    GET courses/:course
    /courses/visits                    nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET courses/:course/checklist
    /courses/visits/checklist          nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET courses/:course/:lesson
    /courses/visits/01-knock           nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET courses/:course/images/:image
    /courses/visits/images/board.svg   nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    POST courses/:course/:lesson/reading
    /courses/visits/01-knock/reading   nobody 303 zhang 303 chen 303 zhou 303 wu 303 zheng 303 tokens 403 403 403 403
    POST courses/:course/attempts
    /courses/visits/attempts           nobody 303 zhang 303 chen 303 zhou 303 wu 303 zheng 303 tokens 403 403 403 403
    GET clauses
    /clauses                           nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET clauses/:clause
    /clauses/N-1                       nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET attempts/:attempt
    /attempts/{attempt}                nobody 303 zhang 200 chen 303 zhou 404 wu 303 zheng 303 tokens 200 404 200 200
    PUT attempts/:attempt/answers/:slot
    /attempts/{attempt}/answers/1      nobody 401 zhang 200 chen 404 zhou 404 wu 404 zheng 404 tokens 403 403 403 403
    POST attempts/:attempt/answers/:slot
    /attempts/{attempt}/answers/1      nobody 303 zhang 303 chen 404 zhou 404 wu 404 zheng 404 tokens 403 403 403 403
    POST attempts/:attempt/answers
    /attempts/{attempt}/answers        nobody 401 zhang 200 chen 404 zhou 404 wu 404 zheng 404 tokens 403 403 403 403
    GET attempts/:attempt/submission
    /attempts/{attempt}/submission     nobody 303 zhang 200 chen 404 zhou 404 wu 404 zheng 404 tokens 404 404 404 404
    POST attempts/:attempt/submission
    /attempts/{attempt}/submission     nobody 303 zhang 303 chen 404 zhou 404 wu 404 zheng 404 tokens 403 403 403 403
    GET attempts/:attempt/review
    /attempts/{attempt}/review         nobody 303 zhang 409 chen 409 zhou 404 wu 409 zheng 409 tokens 409 404 409 409
    GET media/:hash
    /media/{media}                     nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET units
    /units                             nobody 303 zhang 404 chen 303 zhou 303 wu 303 zheng 303 tokens 303 303 303 303
    GET units/:unit/completion
    /units/610621/completion           nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET units/:unit/people
    /units/610621/people               nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET units/:unit/grid
    /units/610621/grid                 nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET units/:unit/delivery
    /units/610621/delivery             nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET units/:unit/misconceptions
    /units/610621/misconceptions       nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET units/:unit/misconceptions/map
    /units/610621/misconceptions/map   nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    POST units/:unit/sign-in-codes
    /units/610621/sign-in-codes        nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 303 tokens 200 404 403 200
    GET sign-in-codes/:slips
    /sign-in-codes/{slips}             nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 404 tokens 404 404 404 404
    GET sign-in/:number/qr
    /sign-in/00017/qr                  nobody 303 zhang 404 chen 200 zhou 200 wu 404 zheng 200 tokens 200 200 404 200
    GET units/:unit/due
    /units/610621/due                  nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET units/:unit/reminder
    /units/610621/reminder?course=visits nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    GET certificates
    /certificates                      nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 403 403 403 403
    GET certificates/:number
    /certificates/{certificate}        nobody 303 zhang 200 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET certificates/:number/qr
    /certificates/{certificate}/qr     nobody 303 zhang 200 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET verification
    /verification                      nobody 200 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET verification/:number
    /verification/{certificate}        nobody 200 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET notebook
    /notebook                          nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 403 403 403 403
    GET notebook/:question
    /notebook/{card}                   nobody 303 zhang 200 chen 404 zhou 404 wu 404 zheng 404 tokens 403 403 403 403
    POST notebook/:question
    /notebook/{card}                   nobody 303 zhang 303 chen 404 zhou 404 wu 404 zheng 404 tokens 403 403 403 403
    GET units/:unit/notebook
    /units/610621/notebook             nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET units/:unit/papers
    /units/610621/papers               nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    POST units/:unit/papers
    /units/610621/papers               nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 303 tokens 201 404 403 201
    GET papers
    /papers                            nobody 303 zhang 404 chen 200 zhou 200 wu 404 zheng 200 tokens 200 200 404 200
    GET papers/:number
    /papers/{paper}                    nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    GET papers/:number/answers
    /papers/{paper}/answers            nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    POST papers/:number/answers
    /papers/{paper}/answers            nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 303 tokens 200 404 403 200
    POST papers/:number/withdrawal
    /papers/{paper}/withdrawal         nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 303 tokens 204 404 403 204
    GET units/:unit/assignments
    /units/610621/assignments          nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    POST units/:unit/assignments
    /units/610621/assignments          nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 303 tokens 201 404 403 201
    POST units/:unit/assignments/withdrawals
    /units/610621/assignments/withdrawals nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 409 tokens 409 404 403 409
    GET units/:unit/group-sessions
    /units/610621/group-sessions       nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    POST units/:unit/group-sessions
    /units/610621/group-sessions       nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 303 tokens 201 404 403 201
    GET group-sessions/:session
    /group-sessions/{session}          nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET group-sessions/:session/sheet
    /group-sessions/{session}/sheet    nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET group-sessions/:session/attendance
    /group-sessions/{session}/attendance nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    POST group-sessions/:session/attendance
    /group-sessions/{session}/attendance nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 303 tokens 200 404 403 200
    POST group-sessions/:session/removals
    /group-sessions/{session}/removals nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    POST group-sessions/:session/cancellation
    /group-sessions/{session}/cancellation nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 409 tokens 409 404 403 409
    GET marking
    /marking                           nobody 303 zhang 404 chen 200 zhou 200 wu 404 zheng 200 tokens 200 200 404 200
    POST marking/:attempt/:slot
    /marking/{attempt}/1               nobody 303 zhang 404 chen 422 zhou 422 wu 403 zheng 422 tokens 422 422 403 422
    POST attempts/:attempt/answers/:slot/feedback
    /attempts/{attempt}/answers/1/feedback nobody 303 zhang 409 chen 404 zhou 404 wu 404 zheng 404 tokens 403 403 403 403
    GET late-answers
    /late-answers                      nobody 303 zhang 404 chen 200 zhou 200 wu 404 zheng 200 tokens 200 200 404 200
    POST late-answers/:attempt
    /late-answers/{attempt}            nobody 303 zhang 404 chen 422 zhou 422 wu 403 zheng 422 tokens 422 422 403 422
    GET record
    /record                            nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 403 403 403 403
    GET people/:person
    /people/00017                      nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET people/:person/record
    /people/00017/record               nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET credit-hours/:year
    /credit-hours/2026                 nobody 303 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 403 403 403 403
    GET people/:person/credit-hours/:year
    /people/00017/credit-hours/2026    nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET units/:unit/years/:year
    /units/610621/years/2026           nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET people/:person/courses/:course
    /people/00017/courses/visits       nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    POST people/:person/courses/:course/grants
    /people/00017/courses/visits/grants nobody 303 zhang 404 chen 422 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    POST people/:person/courses/:course/exemptions
    /people/00017/courses/visits/exemptions nobody 303 zhang 404 chen 422 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    POST people/:person/courses/:course/extensions
    /people/00017/courses/visits/extensions nobody 303 zhang 404 chen 422 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    POST people/:person/courses/:course/results
    /people/00017/courses/visits/results nobody 303 zhang 404 chen 422 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    GET units/:unit/results
    /units/610621/results              nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    POST units/:unit/results
    /units/610621/results              nobody 303 zhang 404 chen 422 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    POST results/:result/withdrawal
    /results/{result}/withdrawal       nobody 303 zhang 404 chen 422 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    GET units/:unit/exemptions
    /units/610621/exemptions           nobody 303 zhang 404 chen 200 zhou 404 wu 200 zheng 200 tokens 200 404 200 200
    GET units/:unit/exemptions/new
    /units/610621/exemptions/new       nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    GET units/:unit/extensions/new
    /units/610621/extensions/new       nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    POST units/:unit/exemptions
    /units/610621/exemptions           nobody 303 zhang 404 chen 422 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    POST units/:unit/extensions
    /units/610621/extensions           nobody 303 zhang 404 chen 422 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    POST exemptions/:exemption/end
    /exemptions/{exemption}/end        nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 409 tokens 409 404 403 409
    GET corrections
    /corrections                       nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    GET corrections/:question
    /corrections/visits-knock          nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    POST corrections/:question
    /corrections/visits-knock          nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 422 tokens 404 404 404 422
    GET imports
    /imports                           nobody 303 zhang 404 chen 200 zhou 200 wu 404 zheng 200 tokens 200 200 404 200
    POST imports
    /imports?kind=people               nobody 303 zhang 404 chen 200 zhou 200 wu 403 zheng 200 tokens 200 200 403 200
    GET imports/template
    /imports/template?kind=people      nobody 303 zhang 404 chen 200 zhou 200 wu 404 zheng 200 tokens 200 200 404 200
    GET imports/:import
    /imports/{import}                  nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    POST imports/:import/application
    /imports/{import}/application      nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 409 tokens 404 404 403 409
    GET units/:unit/people/new
    /units/610621/people/new           nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    POST units/:unit/people
    /units/610621/people               nobody 303 zhang 404 chen 422 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    GET people/:person/entry
    /people/00017/entry                nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    POST people/:person/entry
    /people/00017/entry                nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 303 tokens 200 404 403 200
    GET units/:unit/units/new
    /units/610621/units/new            nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    POST units/:unit/units
    /units/610621/units                nobody 303 zhang 404 chen 422 zhou 404 wu 403 zheng 422 tokens 422 404 403 422
    GET units/:unit/entry
    /units/610621/entry                nobody 303 zhang 404 chen 200 zhou 404 wu 404 zheng 200 tokens 200 404 404 200
    POST units/:unit/entry
    /units/610621/entry                nobody 303 zhang 404 chen 303 zhou 404 wu 403 zheng 303 tokens 200 404 403 200
    GET exports/:kind
    /exports/people                    nobody 303 zhang 404 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET content
    /content                           nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    GET content/pack
    /content/pack                      nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    GET content/packs
    /content/packs                     nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    POST content/packs
    /content/packs                     nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 415 tokens 404 404 404 415
    GET content/packs/:pack
    /content/packs/{pack}              nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    POST content/packs/:pack/publication
    /content/packs/{pack}/publication  nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 422 tokens 404 404 404 422
    POST content/publications/:publication/withdrawal
    /content/publications/none/withdrawal nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 422 tokens 404 404 404 422
    GET content/reviews
    /content/reviews                   nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    GET content/credit-hours
    /content/credit-hours              nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    POST content/credit-hours
    /content/credit-hours              nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 422 tokens 404 404 404 422
    GET content/coverage
    /content/coverage                  nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    GET content/changes
    /content/changes                   nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    POST content/changes/updates
    /content/changes/updates           nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 409 tokens 404 404 404 409
    POST content/changes/updates/:update/people
    /content/changes/updates/update-20261109-1/people nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 404 tokens 404 404 404 404
    POST content/changes/updates/:update/withdrawal
    /content/changes/updates/update-20261109-1/withdrawal nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 404 tokens 404 404 404 404
    GET items
    /items                             nobody 303 zhang 404 chen 404 zhou 404 wu 404 zheng 200 tokens 404 404 404 200
    GET assets/:name
    {asset}                            nobody 200 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET healthz
    /healthz                           nobody 200 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    GET readyz
    /readyz                            nobody 200 zhang 200 chen 200 zhou 200 wu 200 zheng 200 tokens 200 200 200 200
    """

/// Who asks, in the order of the columns.
private let callers: [Who] = [
    .nobody, .zhang, .chen, .zhou, .wu, .zheng, .chensToken, .zhousToken, .wusToken, .zhengsToken,
]

/// A line of `expectations`.
struct RouteCase: Sendable, CustomTestStringConvertible {
    let method: HTTPRequest.Method
    let route: String
    let address: String
    let statuses: [Int]

    var testDescription: String { "\(method) /\(route)" }

    static let all: [RouteCase] = {
        let lines = expectations.split(separator: "\n").map(String.init)
        return stride(from: 0, to: lines.count - 1, by: 2).map { index in
            let name = lines[index].split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            let words = lines[index + 1].split(separator: " ")
            return RouteCase(
                method: HTTPRequest.Method(String(name[0])) ?? .get, route: String(name.last ?? ""),
                address: String(words[0]), statuses: words.dropFirst().compactMap { Int($0) })
        }
    }()
}

struct `Every route` {
    @Test func `stands in the table of callers`() async throws {
        let town = try await Town()
        let listed = RouteCase.all.map { "\($0.method) \($0.route)" }
        #expect(town.site.routes.map { "\($0.method) \($0.path)" }.sorted() == listed.sorted())
    }

    @Test(arguments: RouteCase.all) func `answers each caller as the table says`(_ line: RouteCase) async throws {
        try #require(line.statuses.count == callers.count)
        try await Town().open { visit in
            let address = try await visit.address(line.address)
            for (who, status) in zip(callers, line.statuses) {
                let reply = try await visit.send(line.method, address, as: who, body: line)
                #expect(reply.status == status, "\(line.method) \(address) as \(who)")
                #expect(reply.headers[.contentSecurityPolicy] != nil)
                #expect(reply.headers[.xContentTypeOptions] == "nosniff")
                if status == 303, who == .nobody, line.route != "session/end", line.route != "language" {
                    #expect(reply.location?.hasPrefix("/sign-in") == true)
                }
            }
        }
    }

    @Test func `that writes refuses an inspector, and says so in one word`() async throws {
        let writing = RouteCase.all.filter { $0.method != .get && !opensToEveryone.contains($0.route) }
        let place = try #require(callers.firstIndex(of: .wusToken))
        #expect(writing.count > 20)
        for line in writing { #expect([401, 403, 404].contains(line.statuses[place]), "\(line.testDescription)") }
        try await Town().open { visit in
            for who in [Who.wu, .wusToken] {
                for address in ["/units/610621/sign-in-codes", "/units/999999/sign-in-codes", "/imports?kind=people"] {
                    let reply = try await visit.send([:], to: address, as: who)
                    #expect(reply.status == 403 && reply.problem == "read_only")
                }
            }
        }
    }

    @Test(arguments: [
        ("/units/610621/completion", "/units/999999/completion"), ("/units/610621/people", "/units/999999/people"),
        ("/units/610621/delivery", "/units/999999/delivery"), ("/units/610621/grid", "/units/999999/grid"),
        ("/units/610621/misconceptions", "/units/999999/misconceptions"),
        ("/units/610621/notebook", "/units/999999/notebook"), ("/papers/{paper}", "/papers/10000004"),
        ("/attempts/{attempt}", "/attempts/999999"), ("/attempts/{attempt}/review", "/attempts/999999/review"),
        ("/imports/{import}", "/imports/999999"), ("/sign-in-codes/{slips}", "/sign-in-codes/999999"),
        ("/certificates/{certificate}", "/certificates/2222-2222-2222-2222"),
        ("/units/610621/reminder", "/units/999999/reminder"),
        ("/units/610621/group-sessions", "/units/999999/group-sessions"),
        ("/units/610621/assignments", "/units/999999/assignments"),
        ("/group-sessions/{session}", "/group-sessions/999999"), ("/people/00017/entry", "/people/99999/entry"),
        ("/units/610621/entry", "/units/999999/entry"), ("/units/610621/people/new", "/units/999999/people/new"),
        ("/units/610621/exemptions/new", "/units/999999/exemptions/new"),
        ("/units/610621/extensions/new?people=00017", "/units/999999/extensions/new?people=00017"),
        ("/units/610621/units/new", "/units/999999/units/new"), ("/content", "/nothing"),
        ("/content/reviews", "/content/nothing"),
    ]) func `out of scope looks like one that does not exist`(_ hidden: String, _ unknown: String) async throws {
        try await Town().open { visit in
            let hidden = try await visit.address(hidden)
            for (who, suffix) in [(Who.zhou, ""), (.zhousToken, ""), (.zhousToken, ".json"), (.zhang, "?a=b")] {
                if who == .zhang, hidden.hasPrefix("/attempts") || hidden.hasPrefix("/certificates") { continue }
                let one = try await visit.get(hidden + suffix, as: who)
                let other = try await visit.get(unknown + suffix, as: who)
                #expect(one.status == 404)
                // The page's own address is what a switch of language comes back to.
                #expect(one.text.replacing(hidden, with: "") == other.text.replacing(unknown, with: ""))
                #expect(one.headersOfItsOwn == other.headersOfItsOwn)
            }
        }
    }
}

extension Visitor {
    /// An address of the table with what stands in braces in place; what that needs is done first.
    fileprivate func address(_ pattern: String) async throws -> String {
        var address = pattern
        let attempt = try await begin("visits", as: .zhang)
        let paper = try await get("/attempts/\(attempt).json", as: .zhang).json["questions"].list
        let image = try #require(paper.compactMap { $0["image"].string }.first)
        address = address.replacing("{attempt}", with: attempt).replacing("/media/{media}", with: image)
        if pattern.contains("{paper}") {
            let drawn = try await send(
                ["course": "visits", "people": ["00017"]], to: "/units/610621/papers", as: .chen)
            address = address.replacing("{paper}", with: try #require(try drawn.json["papers"][0]["number"].string))
        }
        if pattern.contains("{certificate}") {
            let number = try await finish("visits", ["01-knock", "02-record"], as: .zhang)
            address = address.replacing("{certificate}", with: number)
        }
        if pattern.contains("{card}") {
            _ = try await send([:], to: "/attempts/\(attempt)/submission", as: .zhang)
            address = address.replacing("{card}", with: "visits-knock")
        }
        if pattern.contains("{pack}") {
            let staged = try #require(town.site.packs).keep(try Pack(town.content.folders), at: monday)
            address = address.replacing("{pack}", with: staged.hash)
        }
        if pattern.contains("{exemption}") {
            let given = try await send(
                ["people": ["00017"], "reason": "secondment"], to: "/units/610621/exemptions", as: .chen)
            address = address.replacing(
                "{exemption}", with: try #require(try given.json["exemptions"][0]["exemption"]["id"].string))
        }
        if pattern.contains("{session}") {
            let arranged = try await send(
                ["day": "2026-11-09", "place": "会议室", "courses": ["visits"]], to: "/units/610621/group-sessions",
                as: .chen)
            let id = try #require(try arranged.json["id"].string)
            if pattern.hasSuffix("/removals") {
                _ = try await send(["people": ["00017"]], to: "/group-sessions/\(id)/attendance", as: .chen)
            }
            address = address.replacing("{session}", with: id)
        }
        if pattern.contains("{result}") {
            let made = try await send(
                ["people": ["00017"], "course": "visits", "day": "2026-11-01", "evidence": "x"],
                to: "/units/610621/results", as: .chen)
            address = address.replacing("{result}", with: try #require(try made.json["results"][0]["id"].string))
        }
        if pattern.contains("{slips}") {
            let issued = try #require(try await post("/units/610621/sign-in-codes", as: .chen).location)
            address = address.replacing("/sign-in-codes/{slips}", with: issued)
        }
        if pattern.contains("{import}") {
            let plan = try await post(table: peopleTable, to: "/imports?kind=people", as: .chen)
            address = address.replacing("{import}", with: try #require(try plan.json["id"].string))
        }
        return address.replacing("{asset}", with: try #require(town.site.pages.assets.paths["site.css"]))
    }

    /// Sends the body that a route of the table takes.
    fileprivate func send(
        _ method: HTTPRequest.Method, _ address: String, as who: Who, body line: RouteCase
    ) async throws -> Reply {
        switch (method, line.route) {
        case (.post, "imports"):
            return try await send(.post, address, as: who, [:], "text/csv", body: Array(peopleTable.utf8))
        case (.put, _):
            return try await send(["response": try await answer(), "seq": 1], to: address, as: who, by: .put)
        case (.post, "attempts/:attempt/answers"):
            let answers: JSON = [["slot": 1, "response": try await answer(), "seq": 1]]
            return try await send(["answers": answers], to: address, as: who)
        case (.post, "attempts/:attempt/answers/:slot"):
            let answer = try await answer()
            guard let letter = answer.string else {
                return try await post(address, form: ["kind": "multiple", "choices": answer[0].string ?? ""], as: who)
            }
            return try await post(address, form: ["response": letter], as: who)
        case (.post, "units/:unit/papers"):
            return try await post(address, form: ["course": "visits", "people": "00017"], as: who)
        case (.post, "units/:unit/assignments"), (.post, "units/:unit/assignments/withdrawals"):
            return try await post(address, form: ["course": "visits"], as: who)
        case (.post, "units/:unit/group-sessions"):
            return try await post(
                address, form: ["day": "2026-11-09", "place": "会议室", "courses": "visits"], as: who)
        case (.post, "group-sessions/:session/attendance"):
            return try await post(address, form: ["people": "00017", "confirmed": "true"], as: who)
        case (.post, "group-sessions/:session/removals"):
            return try await post(address, form: ["people": "00017", "reason": "记错了人"], as: who)
        case (.post, "group-sessions/:session/cancellation"):
            return try await post(address, form: ["reason": "下雨"], as: who)
        case (.post, "papers/:number/answers"): return try await post(address, form: ["empty": "true"], as: who)
        case (.post, "papers/:number/withdrawal"): return try await post(address, form: ["reason": "湿了"], as: who)
        case (.post, "language"): return try await post(address, form: ["language": "zh"], as: who)
        case (.post, _): return try await post(address, as: who)
        default: return try await get(address, as: who)
        }
    }

    /// What fits the first question of zhang's paper.
    private func answer() async throws -> JSON {
        try #require(try await rightAnswers(to: begin("visits", as: .zhang), as: .zhang)[1])
    }
}

extension Reply {
    /// The headers but for those that tell the time and the length.
    fileprivate var headersOfItsOwn: HTTPFields { headers.filter { ![.date, .contentLength].contains($0.name) } }
}

/// What anybody may send, signed in or not.
private let opensToEveryone: Set = ["session", "session/end", "language"]

private let peopleTable = "staff_no,name,unit\n00030,孙某,610621991\n"
