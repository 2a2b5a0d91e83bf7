import FoundationEssentials
import HTTPTypes
import Hummingbird
import SQL
import Training

/// An error as the outside sees it (RFC 9457), whatever it was inside. This is the only place that turns errors into
/// status codes.
struct Problem: Error {
    let status: HTTPResponse.Status
    /// Stable, for programs.
    let code: String
    /// For people.
    let detail: Bilingual
    /// Row errors of a table.
    var rows: [RowProblem] = []
    /// Where the story of a scenario stands, for a decision that is not the next one.
    var walk: Scenario.Walk?
    /// Seconds to wait before the next try.
    var retryAfter: Int?

    init(
        _ status: HTTPResponse.Status, _ code: String, _ detail: Bilingual, rows: [RowProblem] = [],
        walk: Scenario.Walk? = nil, retryAfter: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.rows = rows
        self.walk = walk
        self.retryAfter = retryAfter
    }

    /// What to tell about `error`; whatever is not meant for the outside becomes "internal".
    init(_ error: any Error) {
        self =
            switch error {
            case let problem as Problem: problem
            case let refusal as Refusal: Problem(refusal)
            case let refusal as AttemptRefusal: Problem(refusal)
            case let problems as RowProblems:
                Problem(.unprocessableContent, "bad_table", .badTable, rows: problems.problems)
            case let error as HTTPError: Problem(error)
            case DatabaseError.busy, DatabaseError.full, DatabaseError.inputOutput:
                Problem(.serviceUnavailable, "not_saved", .notSaved, retryAfter: 5)
            default: Problem(.internalServerError, "internal", .internalError)
            }
    }

    /// Whether the cause belongs into the log as an error of ours.
    var isOurs: Bool { status.code >= 500 }
}

extension Problem {
    private init(_ refusal: Refusal) {
        self =
            switch refusal {
            case .notFound: Problem(.notFound, "not_found", .notFound)
            case .signInNeeded: Problem(.unauthorized, "sign_in_needed", .signInNeeded)
            case .passwordNeeded: Problem(.forbidden, "password_needed", .passwordNeeded)
            case .forbidden(let detail): Problem(.forbidden, "forbidden", detail)
            case .readOnly: Problem(.forbidden, "read_only", .readOnly)
            case .conflict(let code, let detail): Problem(.conflict, code, detail)
            case .invalid(let code, let detail): Problem(.unprocessableContent, code, detail)
            case .tooSoon(let seconds): Problem(.tooManyRequests, "too_soon", .tooSoon(seconds), retryAfter: seconds)
            }
    }

    private init(_ refusal: AttemptRefusal) {
        self =
            switch refusal {
            case .notYours, .noSuchSlot: Problem(.notFound, "not_found", .notFound)
            case .alreadySubmitted: Problem(.conflict, "already_submitted", .alreadySubmitted)
            case .noKeyYet: Problem(.conflict, "no_key_yet", .noKeyYet)
            case .anotherStep(_, let walk): Problem(.conflict, "another_step", .anotherStep, walk: walk)
            case .doesNotFit(let slot, let kind):
                Problem(.unprocessableContent, "does_not_fit", .doesNotFit(slot, kind))
            }
    }

    private init(_ error: HTTPError) {
        self =
            switch error.status {
            case .notFound, .methodNotAllowed: Problem(.notFound, "not_found", .notFound)
            case .contentTooLarge: Problem(.contentTooLarge, "too_large", .tooLarge)
            case .unsupportedMediaType: Problem(.unsupportedMediaType, "wrong_content_type", .wrongContentType)
            case let status where (400..<500).contains(status.code): Problem(status, "bad_request", .badRequest)
            default: Problem(.internalServerError, "internal", .internalError)
            }
    }
}

extension Bilingual {
    static let notFound = Bilingual(zh: "没有这个页面，或您无权查看。", en: "There is no such thing, or it is not yours to see.")
    static let signInNeeded = Bilingual(zh: "请先登录。", en: "Please sign in first.")
    static let passwordNeeded = Bilingual(zh: "请先设置自己的密码。", en: "Please set your own password first.")
    static let readOnly = Bilingual(zh: "查阅员只能查看，不能修改。", en: "An inspector reads and changes nothing.")
    static let alreadySubmitted = Bilingual(zh: "这次测验已经交卷，答案不能再改。", en: "This try was handed in; its answers stay.")
    static let anotherStep = Bilingual(
        zh: "这一步已经定了，不能再改；请从现在的地方接着走。", en: "This step is decided and stays; go on from where the story stands.")
    static let noKeyYet = Bilingual(
        zh: "先答这一题，再看解析；有的测验要交卷以后才能看。", en: "Answer first; some quizzes explain only after handing in.")
    static let badTable = Bilingual(zh: "表格有问题，没有写入任何数据。", en: "The table has problems; nothing was written.")
    static let tooLarge = Bilingual(zh: "发送的内容太大。", en: "What was sent is too large.")
    static let wrongContentType = Bilingual(zh: "不认识发送内容的类型。", en: "The content type is not one that is taken here.")
    static let badRequest = Bilingual(zh: "请求的格式不对。", en: "The request is malformed.")
    static let internalError = Bilingual(
        zh: "服务器出错了，已记入日志。请稍后再试。", en: "The server failed; it is in the log. Please try again later.")
    static let notSaved = Bilingual(zh: "现在不能保存，请稍后再试。", en: "Nothing can be saved just now; please try again.")

    static func tooSoon(_ seconds: Int) -> Bilingual {
        Bilingual(zh: "尝试次数过多，请 \(seconds) 秒后再试。", en: "Too many tries; try again in \(seconds) s.")
    }

    /// What a response to a question of this kind looks like; without a `slot` it stands alone on its page.
    static func doesNotFit(_ slot: Int?, _ kind: Question.Kind) -> Bilingual {
        let zh = slot.map { "第 \($0) 题" } ?? "这一题"
        let en = slot.map { "Question \($0)" } ?? "This question"
        return switch kind {
        case .single, .trueFalse: Bilingual(zh: "\(zh)要选一个选项的字母。", en: "\(en) takes the letter of one option.")
        case .multiple: Bilingual(zh: "\(zh)要选一组选项的字母。", en: "\(en) takes a list of letters of options.")
        case .fillIn:
            Bilingual(
                zh: "\(zh)每个空要填一段不超过 \(FillIn.room) 字的文字。",
                en: "\(en) takes a text of at most \(FillIn.room) characters for each blank.")
        case .matching: Bilingual(zh: "\(zh)要给每一项配一个选项。", en: "\(en) takes an option for each prompt.")
        case .ordering:
            Bilingual(
                zh: "\(zh)每一步要排在不同的位置，一步也不能少。", en: "\(en) takes all steps, each in a place of its own.")
        case .shortText:
            Bilingual(
                zh: "\(zh)要写一段不超过 \(ShortText.room) 字的文字。",
                en: "\(en) takes a text of at most \(ShortText.room) characters.")
        case .publicationCheck:
            Bilingual(
                zh: "\(zh)每一栏要选公布、不公布或先请示。", en: "\(en) takes publish, withhold or ask for each field.")
        case .scenario: Bilingual(zh: "\(zh)要从现有的做法里选一个。", en: "\(en) takes the letter of one choice at hand.")
        }
    }
}

/// The wire form of a problem.
struct ProblemDocument: Encodable {
    let type = "about:blank"
    let title: String
    let status: Int
    let detail: String
    let code: String
    let errors: [RowError]?
    let node: NodeDocument?
    let taken: [DecisionDocument]?

    init(_ problem: Problem, _ language: Language) {
        title = problem.status.reasonPhrase
        status = problem.status.code
        detail = problem.detail(language)
        code = problem.code
        errors = problem.rows.isEmpty ? nil : problem.rows.map { RowError($0, language) }
        let walk = problem.walk.map(WalkDocument.init)
        node = walk?.node
        taken = walk?.taken
    }
}

/// The wire form of a row's problem.
struct RowError: Encodable {
    let row: Int
    let column: String
    let value: String
    let code: String
    let message: String

    init(_ problem: RowProblem, _ language: Language) {
        row = problem.row
        column = problem.column
        value = problem.value
        code = problem.code
        message = problem.message(language)
    }
}
