import FoundationEssentials
import Training

extension PersonRecord {
    /// Somebody to whom nearly everything happened.
    static var example: PersonRecord {
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        return PersonRecord(
            person: .example, unitName: "示例甲村", at: at.addingTimeInterval(864_000),
            stays: [
                Stay(from: Day(number: 20_400), until: Day(number: 20_499), unit: nil, isActive: true),
                Stay(
                    from: Day(number: 20_500), until: nil, unit: .init(code: "610621991201", name: "示例甲村"),
                    isActive: false),
            ],
            courses: [
                Course(
                    id: "example", isAssigned: true, due: Day(number: 20_780), state: .inProgress, isOverdue: true,
                    started: Day(number: 20_770), readings: [Reading(lesson: "01-first", at: at)], tries: tries,
                    completions: [
                        Finish(
                            day: Day(number: 20_781), score: Marks(hundredths: 900), maxScore: Marks(hundredths: 1000),
                            certificate: .example, creditHours: CreditHours(halves: 3), last: Day(number: 21_146))
                    ],
                    takenBack: [
                        Finish(
                            day: Day(number: 20_700), score: nil, maxScore: nil, certificate: nil, creditHours: nil,
                            withdrawal: "签到册写的是别人。")
                    ],
                    grants: [Grant(minutes: 10, tries: 1, reason: "当天停电。")].compactMap(\.self).map {
                        .init($0, at: at, by: "")
                    },
                    extensions: [Extension(due: Day(number: 20_800), reason: "当天停电。")].compactMap(\.self)
                        .map { GivenExtension($0, at: at) }, exemptions: [.example(until: Day(number: 20_795))])
            ], exemptions: [.example])
    }

    /// Somebody of whom there is nothing yet.
    static var emptyExample: PersonRecord {
        PersonRecord(
            person: .example, unitName: "示例甲村", at: Date(timeIntervalSince1970: 1_795_000_000), stays: [], courses: [],
            exemptions: [])
    }

    private static var tries: [Try] {
        let at = Date(timeIntervalSince1970: 1_795_000_000)
        let result = Attempt.Result(
            submittedAt: at, score: Marks(hundredths: 550), maxScore: Marks(hundredths: 1000), received: 9,
            passed: false, isExpired: true)
        let path = Path(
            title: "甲村张某的申请", choices: [.init(letter: "b", text: "上门核实"), .init(letter: "a", text: "当场告知")],
            outcome: .good)
        return [
            Try(
                AttemptSummary(id: "01", number: 1, startedAt: at, passMark: 80, result: result), paths: [path],
                late: [LateAnswers(count: 2, receivedAt: at, decision: .init(.declined, reason: "没有停电。", at: at))],
                corrections: [
                    ScoreChange(
                        at: at, reason: "答案有误。", before: Marks(hundredths: 450), after: Marks(hundredths: 550))
                ]),
            Try(
                AttemptSummary(id: "02", number: 2, startedAt: at, passMark: 80, result: nil, medium: .paper),
                withdrawal: Withdrawal(at: at, reason: "试卷弄湿。")),
        ]
    }
}

extension Person {
    /// The person of all examples.
    static let example = Person(
        id: "zhang", staffNumber: "61062199001", name: "甲村张某", unit: "610621991201", role: .learner, status: .active)
}
