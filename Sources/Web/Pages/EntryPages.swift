import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

import struct Training.Unit

/// One person or one unit by a form: added, changed, suspended and taken back.
struct EntryPages: Sendable {
    let site: Site

    // MARK: People

    func showNewPerson(_ request: Request, _ visit: Visit) async throws -> Response {
        try show(try await newPerson(visit), visit)
    }

    func addPerson(_ request: Request, _ visit: Visit) async throws -> Response {
        let page = try await newPerson(visit)
        let unit: UnitCode = try visit.code("unit")
        let entry = try RowEntry(try await request.submission(), as: .people).filled(up: ["unit": unit.rawValue])
        let result = try await site.add(entry, visit)
        return try await answer(result, entry, page, visit, status: .created) { row in
            try await site.records.person(try row.code("staff_no"), for: try visit.signedIn)
        } place: {
            Paths.entry(of: $0.staffNumber, done: "added")
        } document: {
            PersonEntryDocument($0)
        }
    }

    func showPerson(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try await site.records.person(try visit.code("person"), for: try visit.signedIn)
        guard visit.format == .html else { return try .json(PersonEntryDocument(person)) }
        var page = try await page(of: person, visit)
        let words = try site.pages.words(visit.language)
        switch request.query["done"] {
        case "added": page.done = words("person_added", ["number": person.staffNumber])
        case "saved": page.done = words("entry_saved")
        default: break
        }
        return try show(page, visit)
    }

    /// What is not sent stays as it is.
    func changePerson(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try await site.records.person(try visit.code("person"), for: try visit.signedIn)
        let entry = try RowEntry(try await request.submission(), as: .people)
            .filled(up: [
                "name": person.name, "unit": person.unit.rawValue, "role": person.role.rawValue,
                "status": person.status.rawValue,
            ]).about(person.staffNumber.rawValue, as: "staff_no")
        let result = try await site.change(entry, visit)
        return try await answer(result, entry, try await page(of: person, visit), visit, status: .ok) { _ in
            try await site.records.person(person.staffNumber, for: try visit.signedIn)
        } place: {
            Paths.entry(of: $0.staffNumber, done: "saved")
        } document: {
            PersonEntryDocument($0)
        }
    }

    // MARK: Units

    func showNewUnit(_ request: Request, _ visit: Visit) async throws -> Response {
        try show(try await newUnit(visit).page, visit)
    }

    func addUnit(_ request: Request, _ visit: Visit) async throws -> Response {
        let (page, directory) = try await newUnit(visit)
        let above: UnitCode = try visit.code("unit")
        let entry = try RowEntry(try await request.submission(), as: .units)
            .filled(up: ["parent": above.rawValue]).naming(["parent", "reports_to"], from: directory)
        let result = try await site.add(entry, visit)
        return try await answer(result, entry, page, visit, status: .created) { row in
            try await site.records.unit(try row.code("code"), for: try visit.signedIn)
        } place: {
            Paths.completion(of: $0.code)
        } document: {
            UnitEntryDocument($0, directory)
        }
    }

    func showUnit(_ request: Request, _ visit: Visit) async throws -> Response {
        let unit = try await site.records.unit(try visit.code("unit"), for: try visit.signedIn)
        let directory = try await site.records.unitDirectory(for: try visit.signedIn)
        guard visit.format == .html else { return try .json(UnitEntryDocument(unit, directory)) }
        return try show(EntryPage(changing: unit, directory, try site.pages.words(visit.language)), visit)
    }

    /// What is not sent stays as it is.
    func changeUnit(_ request: Request, _ visit: Visit) async throws -> Response {
        let unit = try await site.records.unit(try visit.code("unit"), for: try visit.signedIn)
        let directory = try await site.records.unitDirectory(for: try visit.signedIn)
        let entry = try RowEntry(try await request.submission(), as: .units)
            .filled(up: ["name": unit.name, "parent": unit.parent?.rawValue ?? ""]).naming(
                ["parent", "reports_to"], from: directory
            ).about(unit.code.rawValue, as: "code")
        let page = EntryPage(changing: unit, directory, try site.pages.words(visit.language))
        return try await answer(try await site.change(entry, visit), entry, page, visit, status: .ok) { _ in
            try await site.records.unit(unit.code, for: try visit.signedIn)
        } place: {
            Paths.completion(of: $0.code)
        } document: {
            UnitEntryDocument($0, directory)
        }
    }

    // MARK: Answers

    private func newPerson(_ visit: Visit) async throws -> EntryPage {
        let caller = try visit.signedIn
        let unit = try await site.records.unit(try visit.code("unit"), for: caller)
        let directory = try await site.records.unitDirectory(for: caller)
        return EntryPage(adding: caller, in: unit, directory, try site.pages.words(visit.language))
    }

    private func newUnit(_ visit: Visit) async throws -> (page: EntryPage, UnitDirectory) {
        let above = try await site.records.unit(try visit.code("unit"), for: try visit.signedIn)
        let directory = try await site.records.unitDirectory(for: try visit.signedIn)
        return (EntryPage(adding: above, directory, try site.pages.words(visit.language)), directory)
    }

    private func page(of person: Person, _ visit: Visit) async throws -> EntryPage {
        let caller = try visit.signedIn
        let directory = try await site.records.unitDirectory(for: caller)
        return EntryPage(changing: person, directory, by: caller, try site.pages.words(visit.language))
    }

    private func show(_ page: EntryPage, _ visit: Visit, status: HTTPResponse.Status = .ok) throws -> Response {
        try site.pages.render(page, visit, site, status: status)
    }

    /// The page again with what is wrong or to be confirmed; after it was done the thing as it is now.
    private func answer<Thing>(
        _ result: EntryResult, _ entry: RowEntry, _ page: EntryPage, _ visit: Visit, status: HTTPResponse.Status,
        _ found: ([String: String]) async throws -> Thing, place: (Thing) -> String,
        document: (Thing) -> some Encodable
    ) async throws -> Response {
        let words = try site.pages.words(visit.language)
        let isPage = visit.format == .html
        switch result {
        case .done(let row):
            let thing = try await found(row)
            return isPage ? .seeOther(place(thing)) : try .json(document(thing), status: status)
        case .wrong(let problems):
            guard isPage else { throw RowProblems(problems) }
            return try show(page.answering(entry, problems, [], words), visit, status: .unprocessableContent)
        case .doubtful(let notes):
            guard isPage else { throw Problem.doubtful(notes) }
            return try show(page.answering(entry, [], notes, words), visit, status: .conflict)
        }
    }
}

extension [String: String] {
    fileprivate func code<Subject>(_ column: String) throws -> Code<Subject> {
        guard let code = self[column].flatMap(Code<Subject>.init(rawValue:)) else { throw Refusal.notFound }
        return code
    }
}

/// The wire form of a person as a people file has them.
private struct PersonEntryDocument: Encodable {
    let staff_no: StaffNumber
    let name: String
    let unit: UnitCode
    let role: Person.Role
    let status: Person.Status

    init(_ person: Person) {
        (staff_no, name, unit) = (person.staffNumber, person.name, person.unit)
        (role, status) = (person.role, person.status)
    }
}

/// The wire form of a unit as a units file has it; other units only where they are in the scope.
private struct UnitEntryDocument: Encodable {
    let code: UnitCode
    let name: String
    let parent: UnitCode?
    let reports_to: UnitCode?

    init(_ unit: Unit, _ directory: UnitDirectory) {
        (code, name) = (unit.code, unit.name)
        parent = unit.parent.flatMap { directory.contains($0) ? $0 : nil }
        reports_to = unit.reportsTo.flatMap { directory.contains($0) ? $0 : nil }
    }
}
