import Content
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records
import Training

/// A try at a quiz: its questions one a page, saving, handing in, and the review.
struct AttemptPages: Sendable {
    let site: Site

    // MARK: Beginning

    func begin(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try visit.learner
        let library = site.library
        guard let course = library.course(try visit.code("course")),
            let requirements = library.requirements(of: course.id)
        else { throw Refusal.notFound }
        let items = library.items(of: course.quiz)
        let pictures = items.compactMap(\.question.image).compactMap { library.media($0.hash) }
            .map { MediaFile(hash: $0.hash, mediaType: $0.type, bytes: $0.bytes) }
        let (attempt, resumed) = try await site.records.beginAttempt(
            at: course.quiz, drawing: items, pictures: pictures, requirements: requirements, by: person.id,
            at: visit.now)
        guard visit.format == .html else {
            var response = try Response.json(AttemptDocument(attempt, visit.now), status: resumed ? .ok : .created)
            response.headers[.location] = Paths.attempt(attempt.id)
            return response
        }
        return .seeOther(Paths.attempt(attempt.id))
    }

    // MARK: Answering

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let attempt = try await wanted(visit)
        guard visit.format == .html else { return try .json(AttemptDocument(attempt, visit.now)) }
        guard attempt.person == visit.caller?.person, attempt.state == .inProgress else {
            return .seeOther(Paths.review(of: attempt.id))
        }
        let asked = request.query["question"].flatMap { Int($0) }
        let slot = attempt.paper.slots.first { $0.number == asked } ?? attempt.firstUnanswered
        guard let slot, let question = attempt.questions[slot.version] else { throw Refusal.notFound }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(
            QuestionPage(attempt, slot, question, courseName: name(of: attempt.course, words), words), visit, site)
    }

    func saveAnswer(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try visit.learner
        let slot = try slot(visit)
        let sent = try await request.json(AnswerDocument.self)
        let receipt = try await site.records.save(
            sent.response, slot: slot, seq: sent.seq, in: try visit.code("attempt"), by: person.id, at: visit.now)
        return try .json(ReceiptDocument(receipt, at: visit.now))
    }

    /// Several answers at once. Each is taken or refused for itself, so that one that does not fit holds up no other.
    func saveAnswers(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try visit.learner
        let sent = try await request.json(AnswersDocument.self)
        let id: AttemptID = try visit.code("attempt")
        var results: [SlotReceiptDocument] = []
        for answer in sent.answers {
            do {
                let receipt = try await site.records.save(
                    answer.response, slot: answer.slot, seq: answer.seq, in: id, by: person.id, at: visit.now)
                results.append(SlotReceiptDocument(answer.slot, ReceiptDocument(receipt, at: visit.now)))
            } catch AttemptRefusal.doesNotFit(let slot, let kind) {
                results.append(SlotReceiptDocument(slot, refused: Bilingual.doesNotFit(slot, kind)(visit.language)))
            } catch AttemptRefusal.noSuchSlot(let slot) {
                results.append(SlotReceiptDocument(slot, refused: Bilingual.notFound(visit.language)))
            }
        }
        return try .json(["answers": results])
    }

    /// The form of a page without scripts.
    func postAnswer(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try visit.learner
        let slot = try slot(visit)
        let id: AttemptID = try visit.code("attempt")
        guard case .form(let form) = try await request.submission() else { throw HTTPError(.unsupportedMediaType) }
        if let response = Training.Response(form) {
            _ = try await site.records.save(response, slot: slot, seq: nil, in: id, by: person.id, at: visit.now)
        }
        guard let next = form["next"].flatMap({ Int($0) }) else { return .seeOther(Paths.submission(of: id)) }
        return .seeOther(Paths.question(next, in: id))
    }

    // MARK: Handing in

    func showSubmission(_ request: Request, _ visit: Visit) async throws -> Response {
        let attempt = try await wanted(visit)
        guard attempt.person == visit.caller?.person else { throw Refusal.notFound }
        guard attempt.state == .inProgress else { return .seeOther(Paths.review(of: attempt.id)) }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(
            SubmissionPage(attempt, courseName: name(of: attempt.course, words), words), visit, site)
    }

    func submit(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try visit.learner
        let id: AttemptID = try visit.code("attempt")
        let course = try await site.records.attempt(id, for: try visit.signedIn).course
        let receipt = try await site.records.submit(
            id, requirements: site.library.requirements(of: course), by: person.id, at: visit.now)
        return visit.format == .html ? .seeOther(Paths.review(of: id)) : try .json(SubmissionDocument(receipt, of: id))
    }

    // MARK: Looking back

    func review(_ request: Request, _ visit: Visit) async throws -> Response {
        let attempt = try await wanted(visit)
        guard let result = attempt.result else {
            throw Refusal.conflict(
                code: "not_submitted", Bilingual(zh: "这次测验还没有交卷。", en: "This try has not been handed in yet."))
        }
        let library = site.library
        guard visit.format == .html else { return try .json(ReviewDocument(attempt, result)) }
        let words = try site.pages.words(visit.language)
        let requirements = library.requirements(of: attempt.course)
        var progress: CourseProgress?
        if let requirements {
            progress = try await site.records.progress(of: attempt.person, in: requirements, at: visit.now)
        }
        let page = ReviewPage(
            attempt, result, progress, library.course(attempt.course), clauses: library.clauses,
            own: attempt.person == visit.caller?.person, words)
        return try site.pages.render(page, visit, site)
    }

    func showMedia(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let hash = visit.parameters.get("hash"), let media = try await site.records.media(hash) else {
            throw Refusal.notFound
        }
        return .picture(media.bytes, type: media.mediaType, hash: media.hash, to: request)
    }

    private func wanted(_ visit: Visit) async throws -> Attempt {
        try await site.records.attempt(try visit.code("attempt"), for: try visit.signedIn)
    }

    private func slot(_ visit: Visit) throws -> Int {
        guard let slot = visit.parameters.get("slot").flatMap({ Int($0) }) else { throw Refusal.notFound }
        return slot
    }

    private func name(of course: CourseID, _ words: Words) -> String {
        site.library.course(course)?.title(words.language) ?? course.rawValue
    }
}

extension Attempt {
    /// The first slot without an answer, else the first.
    var firstUnanswered: Paper.Slot? {
        paper.slots.first { answers[$0.number]?.response.isEmpty ?? true } ?? paper.slots.first
    }
}

extension Training.Response {
    /// What a form chose: `response` for one option, `choices` for a set. Nil when it says nothing about an answer, as a
    /// radio group without a choice does; a set without a tick is told by `kind=multiple`.
    init?(_ form: Form) {
        if form["kind"] == Question.Kind.multiple.rawValue {
            self = .choices(form.all("choices").sorted())
        } else if let letter = form["response"] {
            self = .choice(letter)
        } else {
            return nil
        }
    }
}
