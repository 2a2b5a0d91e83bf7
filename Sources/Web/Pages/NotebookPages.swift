import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// The wrong-answer notebook: what is in it, one card to practise, and for overseers how much there is in all.
struct NotebookPages: Sendable {
    let site: Site

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let day = Day(at: visit.now)
        let notebook = try await site.records.notebook(of: try visit.learner.id, library, on: day)
        guard visit.format == .html else { return try .json(NotebookDocument(notebook, library.items, on: day)) }
        return try site.pages.render(
            NotebookPage(notebook, library.items, on: day, try site.pages.words(visit.language)), visit, site)
    }

    /// A card that is due is asked, without anything that tells what is right; any other shows its last answer with the
    /// key and the reasons.
    func showCard(_ request: Request, _ visit: Visit) async throws -> Response {
        let item = try item(visit)
        let day = Day(at: visit.now)
        let (card, last) = try await site.records.notebookCard(
            item.question.id, of: try visit.learner.id, on: day)
        return try await answer(card, last, item, visit)
    }

    func practise(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try visit.learner
        let item = try item(visit)
        let sent = try PracticeEntry(try await request.submission())
        let pictures = [item.question.image].compactMap(\.self).compactMap { site.library.media($0.hash) }
            .map { MediaFile(hash: $0.hash, mediaType: $0.type, bytes: $0.bytes) }
        do {
            let (card, last) = try await site.records.practise(
                sent.response, to: item, version: sent.version, number: sent.number, pictures: pictures,
                by: person.id, at: visit.now)
            guard visit.format == .html else {
                return try await answer(card, last, item, visit, saved: sent.isKept(as: last, of: item.question))
            }
            return .seeOther(Paths.card(item.question.id))
        } catch AttemptRefusal.doesNotFit(_, let kind) {
            let empty = sent.response?.isEmpty != false
            let problem = empty ? Bilingual.answerFirst : .doesNotFit(nil, kind)
            return try await again(item, Problem(.unprocessableContent, "does_not_fit", problem), visit)
        } catch let Refusal.conflict(code, detail) {
            return try await again(item, Problem(.conflict, code, detail), visit)
        }
    }

    func showUnit(_ request: Request, _ visit: Visit) async throws -> Response {
        let library = site.library
        let questions = library.items.keys.filter { library.practice($0) != nil }.sorted()
        let report = try await site.records.notebookReport(
            of: try visit.code("unit"), questions: questions, for: try visit.signedIn, at: visit.now)
        guard visit.format == .html else { return try .json(NotebookReportDocument(report)) }
        return try site.pages.render(
            NotebookReportPage(report, try site.pages.words(visit.language)), visit, site)
    }

    /// The newest version of the question that the address names. One that is not in the bank any more, or is under
    /// revision, is not found.
    private func item(_ visit: Visit) throws -> Item {
        guard let item = site.library.practice(try visit.code("question")) else { throw Refusal.notFound }
        return item
    }

    private func answer(
        _ card: Notebook.Card, _ last: Notebook.Entry, _ item: Item, _ visit: Visit, saved: Bool? = nil
    ) async throws -> Response {
        let person = try visit.learner.id
        let library = site.library
        let day = Day(at: visit.now)
        let words = try site.pages.words(visit.language)
        guard visit.format == .html else {
            return try .json(CardDocument(card, last, item, of: person, on: day, saved: saved, words))
        }
        let notebook = try await site.records.notebook(of: person, library, on: day)
        guard card.isDue(on: day) else {
            return try site.pages.render(
                CardPage(card, last, item, notebook, Basis(library, on: day), words), visit, site)
        }
        return try site.pages.render(PracticePage(card, item, of: person, notebook, words), visit, site)
    }

    /// What was sent is told to be wrong: to people on the page with the question, which shows what they answered.
    private func again(_ item: Item, _ problem: Problem, _ visit: Visit) async throws -> Response {
        guard visit.format == .html else { throw problem }
        let person = try visit.learner.id
        let day = Day(at: visit.now)
        let (card, _) = try await site.records.notebookCard(item.question.id, of: person, on: day)
        let notebook = try await site.records.notebook(of: person, site.library, on: day)
        let page = PracticePage(
            card, item, of: person, notebook, problem: problem.detail(visit.language),
            try site.pages.words(visit.language))
        return try site.pages.render(page, visit, site, status: problem.status)
    }
}

extension Records {
    /// A person's notebook on a day, of the questions that can be practised.
    func notebook(of person: PersonID, _ library: Library, on day: Day) async throws -> Notebook {
        Notebook(try await notebookCards(of: person), on: day) { library.practice($0) != nil }
    }
}

extension Bilingual {
    fileprivate static let answerFirst = Bilingual(
        zh: "请先作答，再按“提交”。不会就按“不会，看讲解”。", en: "Please answer first. If you do not know, say so with the other button.")
}

/// An answer in practice as it is sent: `response` is nil for "I do not know".
private struct PracticeEntry {
    let response: Training.Response?
    let number: Int?
    let version: String?

    init(_ submission: Submission) throws {
        switch submission {
        case .form(let form):
            // A radio group without a choice says nothing; only the button says that one does not know.
            response = form["unknown"] == nil ? Training.Response(form) ?? .text("") : nil
            number = form["seq"].flatMap { Int($0) }
            version = form["version"]
        case .json(let data):
            struct Document: Decodable {
                let response: Training.Response?
                let seq: Int?
                let version: String?
            }
            let document = try data.decoded(as: Document.self)
            (response, number, version) = (document.response, document.seq, document.version)
        }
    }

    /// Whether it says what an entry says.
    func isKept(as entry: Notebook.Entry, of question: Question) -> Bool {
        entry.attempt == nil && number ?? entry.seq == entry.seq
            && entry.response == response.flatMap { entry.slot.normalized($0, to: question) }
    }
}
