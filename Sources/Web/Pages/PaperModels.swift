import FoundationEssentials
import Training

import struct Training.Unit

/// The open papers of a unit, and a form to draw more.
struct PapersPage: Page {
    static let template = "papers"
    static let isKept = false
    let unitName: String
    let completionPath: String
    let path: String
    let problem: String?
    let courses: [CourseChoice]
    /// Those who belong to the unit itself, to tick.
    let people: [PersonChoice]
    let typed: String
    let typedNumber = ""
    let papers: [PaperLine]
    let printAllPath: String?

    /// Somebody to tick.
    struct PersonChoice: Sendable {
        let number: String
        let name: String
        let chosen: Bool
    }

    /// A paper that waits to be keyed in.
    struct PaperLine: Sendable {
        let number: String
        let name: String
        let unitName: String
        let courseName: String
        let at: String
        let path: String
        let keyingPath: String
    }

    init(
        _ unit: Unit, _ people: [PersonLine], _ papers: [PrintedPaper], _ courses: [Course], _ entry: PaperRequest?,
        problem: String?, _ words: Words
    ) {
        unitName = unit.name
        completionPath = Paths.completion(of: unit.code)
        path = Paths.papers(of: unit.code)
        self.problem = problem
        self.courses = CourseChoice.all(courses, chosen: entry?.course, words)
        // One line a course: everybody once.
        var seen: Set<StaffNumber> = []
        self.people = people.filter { seen.insert($0.staffNumber).inserted }.map {
            PersonChoice(
                number: $0.staffNumber.rawValue, name: $0.name,
                chosen: entry?.numbers.contains($0.staffNumber.rawValue) ?? false)
        }
        typed = entry?.typed ?? ""
        self.papers = papers.map { PaperLine($0, courses, words) }
        printAllPath = papers.isEmpty ? nil : Paths.papers(papers.map(\.number))
    }

    func title(_ words: Words) -> String { words("papers_of", ["unit": unitName]) }

    static var example: PapersPage {
        let person = PersonLine(
            staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", unitName: "示例甲村", course: nil)
        return PapersPage(
            Unit(code: "610621991201", name: "示例甲村", parent: nil), [person], [.example], [.example], nil,
            problem: "请选一门课程。", .example)
    }
}

extension PapersPage.PaperLine {
    fileprivate init(_ printed: PrintedPaper, _ courses: [Course], _ words: Words) {
        number = printed.number.spaced
        name = printed.name
        unitName = printed.unitName
        courseName = courses.name(of: printed.course, words)
        at = words.time(printed.printedAt)
        path = Paths.paper(printed.number)
        keyingPath = Paths.keying(of: printed.number)
    }
}

/// Asks for the number of a paper, to key it in.
struct PaperNumberPage: Page {
    static let template = "paper-number"
    let typedNumber: String
    let problem: String?

    func title(_ words: Words) -> String { words("key_in") }

    static let example = PaperNumberPage(typedNumber: "1234 5679", problem: "编号不对。")
}

/// Papers to print on A4.
struct SheetsPage: Page {
    static let template = "sheets"
    static let isKept = false
    let sheets: [Sheet]

    /// One person's paper.
    struct Sheet: Sendable {
        let number: String
        let name: String
        let unitName: String
        let courseName: String
        let questionCount: String
        let passMark: String
        /// Why it is out of use.
        let withdrawn: String?
        /// Who keyed it in.
        let keyed: String?
        let keyingPath: String?
        let withdrawalPath: String?
        let questions: [Question]
    }

    /// A question as it is printed.
    struct Question: Sendable {
        let place: String
        let hint: String
        let of2019: Bool
        let stem: [String]
        let imagePath: String?
        let imageText: String?
        let options: [Part]
        /// Whether the options are so short that they stand beside each other.
        let inRow: Bool
        let blanks: [String]
        /// What stands beside an empty box: prompts, or fields of a draft notice.
        let boxed: [String]
        /// 村（社区）公告栏 or 网站, for a draft notice.
        let noticePlace: String?
        /// Boxes for letters where they stand in a row: one for a choice, one a step.
        let boxes: [Int]
        /// Lines to write on.
        let lines: [Int]
    }

    /// A lettered part.
    struct Part: Sendable {
        let letter: String
        let text: String
    }

    func title(_ words: Words) -> String { words("papers") }

    static var example: SheetsPage { examples[0] }

    /// An open one and one that was withdrawn.
    static var examples: [SheetsPage] {
        let states: [PrintedPaper.State] = [.open, .keyed(by: "延长县陈某"), .withdrawn(reason: "淋湿了")]
        return states.map {
            SheetsPage(sheets: [Sheet(.example($0), .printedExample, [.example], .example)])
        }
    }
}

extension SheetsPage.Sheet {
    init(_ printed: PrintedPaper, _ attempt: Attempt, _ courses: [Course], _ words: Words) {
        number = printed.number.spaced
        name = printed.name
        unitName = printed.unitName
        courseName = courses.name(of: printed.course, words)
        questionCount = words("quiz_questions", ["n": attempt.paper.slots.count])
        passMark = words("quiz_pass", ["n": attempt.rules.passMark])
        switch printed.state {
        case .open: (withdrawn, keyed) = (nil, nil)
        case .keyed(let name): (withdrawn, keyed) = (nil, words("keyed_in_by", ["name": name]))
        case .withdrawn(let reason): (withdrawn, keyed) = (words("withdrawn_because", ["reason": reason]), nil)
        }
        keyingPath = printed.state == .open ? Paths.keying(of: printed.number) : nil
        withdrawalPath = printed.state == .open ? "\(Paths.paper(printed.number))/withdrawal" : nil
        questions = attempt.paper.slots.compactMap { slot in
            attempt.questions[slot.version].map { SheetsPage.Question($0, slot, words) }
        }
    }
}

extension SheetsPage.Question {
    fileprivate init(_ question: Training.Question, _ slot: Paper.Slot, _ words: Words) {
        let parts = ShownParts(question.interaction, slot)
        place = "\(slot.number)"
        hint = words("paper_hint_\(question.kind.rawValue)")
        of2019 = question.era == .year2019
        stem = question.stem.paragraphs
        imagePath = question.image.map { Paths.media($0.hash) }
        imageText = question.image?.alternative
        blanks = parts.blanks ?? []
        noticePlace = parts.place.map { words("place_\($0.rawValue)") }
        let actions = PublicationCheck.Action.allCases.map { words("action_\($0.rawValue)") }
        options =
            question.kind == .publicationCheck
            ? zip(Paper.letters, actions).map { SheetsPage.Part(letter: $0.uppercased(), text: $1) }
            : parts.options.map { SheetsPage.Part(letter: $0.key.uppercased(), text: $0.text) }
        inRow = question.kind == .trueFalse || question.kind == .publicationCheck
        boxed = (parts.prompts ?? []).map(\.text) + (parts.fields ?? []).map { "\($0.label)：\($0.value)" }
        boxes = question.kind == .ordering ? Array(1...parts.options.count) : question.isChoice ? [1] : []
        lines = question.kind == .shortText ? Array(1...6) : []
    }
}

extension Attempt {
    /// The example as far as it can be printed.
    static let printedExample = Attempt(
        id: example.id, person: example.person, course: example.course, number: 1, startedAt: example.startedAt,
        paper: Paper(
            seed: 1, slots: example.paper.slots.filter { example.questions[$0.version]?.kind != .scenario }),
        rules: example.rules, questions: example.questions, answers: [:], result: nil, onPaper: example.onPaper)
}

extension PrintedPaper {
    static let example = example(.open)

    static func example(_ state: State) -> PrintedPaper {
        PrintedPaper(
            number: PaperNumber.example, attempt: "example", staffNumber: "61062199001", name: "甲村张某",
            unitName: "示例甲村", course: "example", printedAt: Date(timeIntervalSince1970: 1_795_000_000), state: state)
    }
}

extension PaperNumber {
    /// One whose check digit is right.
    static let example: PaperNumber = {
        guard let number = PaperNumber(rawValue: "57241234") else { preconditionFailure("its check digit is right") }
        return number
    }()
}
