import Testing
import Training

struct `A sign-off` {
    private let signed = SignOff(by: "社会救助处", on: "2026-03-01", due: "2026-11-30")

    @Test(
        arguments: [
            ("2026-02-28", SignOff.State.unsigned), ("2026-03-01", .signed), ("2026-10-30", .signed),
            ("2026-10-31", .due), ("2026-11-30", .due), ("2026-12-01", .overdue),
        ] as [(Day, SignOff.State)])
    func `holds from its day on, is due thirty days ahead and overdue when its last day is over`(
        _ day: Day, _ state: SignOff.State
    ) {
        #expect(signed.state(on: day) == state)
    }

    @Test func `without a day of review is never due`() {
        #expect(SignOff(by: "社会救助处", on: "2026-03-01").state(on: "2099-01-01") == .signed)
    }

    @Test func `that is missing leaves a text unsigned`() {
        #expect(SignOff?.none.state(on: "2026-11-24") == .unsigned)
        #expect(SignOff?.some(signed).state(on: "2026-11-24") == .due)
    }
}

struct `The list of reviews` {
    private let day: Day = "2026-11-24"

    private func review(
        _ id: String, _ kind: ContentReview.Kind = .question, courses: [CourseID] = ["visits"], due: Day? = nil,
        signed: Bool = true
    ) -> ContentReview {
        ContentReview(
            kind: kind, id: id, title: id, courses: courses,
            signOff: signed ? SignOff(by: "处", on: "2026-01-01", due: due) : nil)
    }

    @Test func `begins with what is most urgent, and in it with what has waited longest`() {
        let reviews = ContentReviews(
            [
                review("signed"), review("later", due: "2027-06-01"), review("due", due: "2026-12-01"),
                review("lesson", .lesson, signed: false), review("clause", .clause, signed: false),
                review("overdue", due: "2026-11-01"), review("long overdue", due: "2026-10-01"),
            ], on: day)
        #expect(
            reviews.reviews.map(\.id) == [
                "long overdue", "overdue", "clause", "lesson", "due", "later", "signed",
            ])
        #expect(SignOff.State.allCases.map { reviews.counts[$0] } == [2, 2, 1, 2])
        #expect(reviews.counts.all == 7)
        #expect(reviews.reviews(.due).map(\.id) == ["due"])
    }

    @Test func `can be of one kind and one course`() {
        let reviews = ContentReviews(
            [
                review("both", courses: ["aid", "visits"]), review("aid", courses: ["aid"]),
                review("none", courses: []),
                review("clause", .clause, courses: ["aid"]),
            ], on: day)
        #expect(reviews.only(nil, of: nil).reviews.count == 4)
        #expect(reviews.only(.question, of: nil).reviews.map(\.id) == ["both", "aid", "none"])
        #expect(reviews.only(.question, of: "visits").reviews.map(\.id) == ["both"])
        #expect(reviews.only(nil, of: "aid").reviews.map(\.id) == ["clause", "both", "aid"])
    }
}

struct `A clause` {
    private func clause(_ source: String) -> Clause {
        Clause(
            id: "L2026-45", version: 1, text: "先行救助，一般不超过3日。", source: source, era: .current, verified: true)
    }

    @Test(arguments: [
        ("《社会救助法》第45条", "《社会救助法》"), ("陕民发〔2019〕78号", "陕民发〔2019〕78号"),
        ("陕民发〔2019〕78号（通知没有规定的事）", "陕民发〔2019〕78号"), ("《甲》《乙》（未核实）", "《甲》"), ("《没写完", "《没写完"),
    ]) func `stands in a document, whatever article and remark follow`(_ source: String, _ document: String) {
        #expect(clause(source).document == document)
    }

    @Test(arguments: [
        ("", true), ("  ", true), ("l2026", true), ("Ｌ２０２６－４５", true), ("先行 救助法", true), ("第45条", true),
        ("先行 低保", false), ("46", false), ("45 3日", true),
    ]) func `is found by words of its id, text and source`(_ query: String, _ found: Bool) {
        #expect(clause("《社会救助法》第45条").mentions(query) == found)
    }

    @Test func `stands where its number puts it`() {
        let ids: [ClauseID] = ["N78-2.10-a", "L2026-39", "N78-2.2-b", "L2026-5", "N78-2.2-a", "L2026", "MEM-1"]
        #expect(
            ids.sorted(by: ClauseID.inDocumentOrder).map(\.rawValue) == [
                "L2026", "L2026-5", "L2026-39", "MEM-1", "N78-2.2-a", "N78-2.2-b", "N78-2.10-a",
            ])
    }
}
