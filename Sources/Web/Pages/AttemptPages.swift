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
        let items = library.items(of: course.id)
        let pictures = items.compactMap(\.question.image).compactMap { library.media($0.hash) }
            .map { MediaFile(hash: $0.hash, mediaType: $0.type, bytes: $0.bytes) }
        let (attempt, resumed) = try await site.records.beginAttempt(
            at: course.quiz, drawing: items, pictures: pictures, requirements: requirements, by: person.id,
            at: visit.now)
        guard visit.format == .html else {
            let words = try site.pages.words(visit.language)
            var response = try Response.json(
                AttemptDocument(attempt, visit.now, words), status: resumed ? .ok : .created)
            response.headers[.location] = Paths.attempt(attempt.id)
            return response
        }
        return .seeOther(Paths.attempt(attempt.id))
    }

    // MARK: Answering

    func show(_ request: Request, _ visit: Visit) async throws -> Response {
        let attempt = try await wanted(visit)
        let words = try site.pages.words(visit.language)
        guard visit.format == .html else { return try .json(AttemptDocument(attempt, visit.now, words)) }
        guard attempt.person == visit.caller?.person, attempt.state == .inProgress else {
            return .seeOther(Paths.review(of: attempt.id))
        }
        let asked = request.query["question"].flatMap { Int($0) }
        let slot = attempt.paper.slots.first { $0.number == asked } ?? attempt.firstUnanswered
        guard let slot, let question = attempt.questions[slot.version] else { throw Refusal.notFound }
        return try site.pages.render(page(attempt, slot, question, visit, words), visit, site)
    }

    private func page(
        _ attempt: Attempt, _ slot: Paper.Slot, _ question: Question, problem: String? = nil, _ visit: Visit,
        _ words: Words
    ) -> QuestionPage {
        QuestionPage(
            attempt, slot, question, courseName: name(of: attempt.course, words),
            basis: Basis(site.library, on: Day(at: visit.now)), problem: problem, now: visit.now, words)
    }

    func saveAnswer(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try visit.learner
        let slot = try slot(visit)
        let sent = try await request.json(AnswerDocument.self)
        let receipt = try await site.records.save(
            sent.response, slot: slot, seq: sent.seq, recovered: sent.recovered, in: try visit.code("attempt"),
            by: person.id, at: visit.now)
        return try .json(ReceiptDocument(receipt, at: visit.now), status: receipt.late ? .accepted : .ok)
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
                    answer.response, slot: answer.slot, seq: answer.seq, recovered: answer.recovered, in: id,
                    by: person.id, at: visit.now)
                results.append(SlotReceiptDocument(answer.slot, ReceiptDocument(receipt, at: visit.now)))
            } catch AttemptRefusal.doesNotFit(let slot, let kind) {
                results.append(SlotReceiptDocument(slot, refused: Bilingual.doesNotFit(slot, kind)(visit.language)))
            } catch AttemptRefusal.anotherStep(let slot, _) {
                results.append(SlotReceiptDocument(slot, refused: Bilingual.anotherStep(visit.language)))
            } catch AttemptRefusal.noSuchSlot(let slot) {
                results.append(SlotReceiptDocument(slot, refused: Bilingual.notFound(visit.language)))
            }
        }
        return try .json(["answers": results])
    }

    /// The form of a page without scripts. What does not fit is told on the page, and nothing of it is kept.
    func postAnswer(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try visit.learner
        let slot = try slot(visit)
        let id: AttemptID = try visit.code("attempt")
        guard case .form(let form) = try await request.submission() else { throw HTTPError(.unsupportedMediaType) }
        // The step of a scenario that the page showed: a page left open takes no decision that came after it.
        let step = form["decision"].flatMap { Int($0) }
        do {
            if let response = Training.Response(form) {
                let receipt = try await site.records.save(
                    response, slot: slot, seq: step, in: id, by: person.id, at: visit.now)
                if receipt.late { return .seeOther(Paths.review(of: id)) }
            }
            if form["feedback"] != nil { try await site.records.lock(slot, in: id, by: person.id) }
        } catch AttemptRefusal.doesNotFit(_, let kind) {
            return try await again(slot, Bilingual.doesNotFit(slot, kind)(visit.language), visit)
        } catch AttemptRefusal.anotherStep {
            return try await again(slot, Bilingual.anotherStep(visit.language), visit, status: .conflict)
        } catch AttemptRefusal.noKeyYet {
            return try await again(slot, Bilingual.noKeyYet(visit.language), visit)
        }
        if step != nil || form["feedback"] != nil { return .seeOther(Paths.question(slot, in: id)) }
        guard let next = form["next"].flatMap({ Int($0) }) else { return .seeOther(Paths.submission(of: id)) }
        return .seeOther(Paths.question(next, in: id))
    }

    private func again(
        _ number: Int, _ problem: String, _ visit: Visit, status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let attempt = try await wanted(visit)
        guard let slot = attempt.paper.slots.first(where: { $0.number == number }),
            let question = attempt.questions[slot.version]
        else { throw Refusal.notFound }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(
            page(attempt, slot, question, problem: problem, visit, words), visit, site, status: status)
    }

    /// Shows the key of an answered question while the try goes on, and locks the answer, where the quiz shows keys at once.
    func showFeedback(_ request: Request, _ visit: Visit) async throws -> Response {
        let person = try visit.learner
        let number = try slot(visit)
        try await site.records.lock(number, in: try visit.code("attempt"), by: person.id)
        let attempt = try await wanted(visit)
        guard let slot = attempt.paper.slots.first(where: { $0.number == number }),
            let reviewed = ReviewedQuestion(attempt, slot, showsKey: true, try site.pages.words(visit.language))
        else { throw Refusal.notFound }
        return try .json(reviewed)
    }

    // MARK: Handing in

    func showSubmission(_ request: Request, _ visit: Visit) async throws -> Response {
        let attempt = try await wanted(visit)
        guard attempt.person == visit.caller?.person else { throw Refusal.notFound }
        guard attempt.state == .inProgress else { return .seeOther(Paths.review(of: attempt.id)) }
        let words = try site.pages.words(visit.language)
        return try site.pages.render(
            SubmissionPage(attempt, courseName: name(of: attempt.course, words), now: visit.now, words), visit, site)
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
        _ = try await wanted(visit)
        let review = try await site.records.review(
            try visit.code("attempt"), for: try visit.signedIn, at: visit.now)
        let attempt = review.attempt
        guard let result = attempt.result else {
            throw Refusal.conflict(
                code: "not_submitted", Bilingual(zh: "这次测验还没有交卷。", en: "This try has not been handed in yet."))
        }
        let library = site.library
        let words = try site.pages.words(visit.language)
        if attempt.person == visit.caller?.person, attempt.rules.feedback == .afterDue, review.showsKeys {
            try await site.records.enterNotebook(attempt.id, by: attempt.person, at: visit.now)
        }
        let corrected = review.showsKeys ? try await site.records.corrections(of: attempt) : .none
        let shown = attempt.showing(corrected)
        guard visit.format == .html else {
            return try .json(
                ReviewDocument(shown, result, showsKeys: review.showsKeys, corrected: corrected, words))
        }
        let requirements = library.requirements(of: attempt.course)
        var progress: CourseProgress?
        if let requirements {
            progress = try await site.records.progress(of: attempt.person, in: requirements, at: visit.now)
        }
        let page = ReviewPage(
            AttemptReview(shown, showsKeys: review.showsKeys, tries: review.tries), result, progress,
            library.course(attempt.course), Basis(library, on: Day(at: visit.now)),
            own: attempt.person == visit.caller?.person, corrected: corrected, now: visit.now, words)
        return try site.pages.render(page, visit, site)
    }

    func showMedia(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let hash = visit.parameters.get("hash") else { throw Refusal.notFound }
        // The notebook asks the newest version, whose picture no paper may have kept yet.
        if let media = site.library.media(hash) {
            return .picture(media.bytes, type: media.type, hash: media.hash, to: request)
        }
        guard let media = try await site.records.media(hash) else { throw Refusal.notFound }
        return .picture(media.bytes, type: media.mediaType, hash: media.hash, to: request)
    }

    /// The try the visit is about; when its time is over it is closed first.
    private func wanted(_ visit: Visit) async throws -> Attempt {
        let id: AttemptID = try visit.code("attempt")
        let attempt = try await site.records.attempt(id, for: try visit.signedIn)
        guard attempt.result == nil, attempt.isOver(at: visit.now) else { return attempt }
        let library = site.library
        try await site.records.closeIfOver(id, at: visit.now) { library.requirements(of: $0) }
        return try await site.records.attempt(id, for: try visit.signedIn)
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
        paper.slots.first { !isAnswered($0) } ?? paper.slots.first
    }
}

extension Training.Response {
    /// What a form says, by the `kind` it names, without one the letter of one option. Nil when it says nothing about an answer, as a radio group without a choice
    /// does.
    init?(_ form: Form) {
        let kind = form["kind"].flatMap { Question.Kind(rawValue: $0) } ?? .single
        switch kind {
        case .single, .trueFalse:
            guard let letter = form["response"] else { return nil }
            self = .text(letter)
        case .multiple: self = .list(form.all("choices"))
        case .fillIn:
            let texts = form.all("blank")
            self = texts.count == 1 ? .text(texts[0]) : .list(texts)
        case .shortText: self = .text(form["text"] ?? "")
        case .matching: self = .map(form.pairs("match-"))
        case .publicationCheck: self = .map(form.pairs("field-"))
        case .scenario:
            // Only the button that says so takes a decision.
            guard form["decision"] != nil else { return nil }
            self = .text(form["response"] ?? "")
        case .ordering:
            let places = form.pairs("place-").compactMap { letter, place in Int(place).map { (letter, $0) } }
            self = .list(places.sorted { $0.1 < $1.1 }.map(\.0))
            // Two steps in one place are no order; an empty name makes the response one that does not fit.
            if Set(places.map(\.1)).count < places.count { self = .list([""]) }
        }
    }
}

extension Form {
    /// The fields whose names begin with `prefix`, without it; those left empty are left out.
    fileprivate func pairs(_ prefix: String) -> [String: String] {
        Dictionary(
            named(prefix).filter { !$0.value.isEmpty }.map { (String($0.name.dropFirst(prefix.count)), $0.value) },
            uniquingKeysWith: { first, _ in first })
    }
}
