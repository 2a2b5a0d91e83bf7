import Training

/// The keys of the content files, as `docs/content.md` explains them. Any other is an error.
enum Keys {
    static let course =
        ["title", "title_en", "summary", "summary_en", "area", "lessons", "quiz"] + completionRule + syllabus
    static let completionRule = ["completion", "valid", "renewal_window"]
    static let syllabus = ["audience", "credit_hours", "outcomes", "outcomes_en", "checklist"]
    static let checklistLine = ["text", "clauses"]
    static let quiz = [
        "topics", "draw", "include", "scenarios", "pass_mark", "lessons_first", "time_limit", "tries", "delay",
        "counts", "feedback",
    ]
    static let draw = ["count", "topics", "types", "tags", "difficulty", "clauses"]
    static let scenarios = ["count", "of"]
    static let lesson = ["title", "minutes", "era", "clauses", "from"] + signOff
    static let question =
        [
            "id", "type", "era", "clauses", "tags", "difficulty", "stem", "image", "image_alt", "explanation",
            "key_from", "from",
        ] + signOff
    static let choice = ["options", "answer", "scoring", "fixed_order"]
    static let option = ["key", "text", "reason", "weight", "last", "misconception"]
    static let fillIn = ["blanks"]
    static let blank = ["label", "accept", "number", "tolerance", "unit", "reason"]
    static let matching = ["prompts", "options"]
    static let prompt = ["text", "answer", "reason"]
    static let match = ["key", "text"]
    static let ordering = ["steps"]
    static let step = ["key", "text", "reason"]
    static let shortText = ["model", "criteria"]
    static let publicationCheck = ["place", "fields"]
    static let field = ["key", "label", "value", "action", "reason"]
    static let scenario = ["title", "era", "start", "nodes", "explanation", "key_from", "from"] + signOff
    static let node = ["id", "text", "choices", "ending", "score"]
    static let decision = ["key", "text", "consequence", "feedback", "clauses", "score", "sets", "to"]
    static let way = ["node", "score", "flags"]
    static let table =
        ["title", "title_en", "era", "from", "inputs", "outcomes", "impossible", "gaps", "rules", "questions"] + signOff
    static let input = ["name", "label", "values", "from", "to", "unit", "era"]
    static let outcome = ["code", "name", "name_en"]
    static let exclusion = ["when", "why"]
    static let rule = ["id", "when", "then", "overrides", "says", "clauses", "inferred"]
    static let template = [
        "id", "count", "tags", "difficulty", "only", "stem", "names", "facts", "misconceptions",
    ]
    static let misconception = ["id", "name", "name_en", "why", "rule", "drop", "when", "then"]
    /// What stands beside the keys of every question, by how it is answered.
    static func interaction(_ kind: Question.Kind) -> [String] {
        switch kind {
        case .single, .multiple, .trueFalse: choice
        case .fillIn: fillIn
        case .matching: matching
        case .ordering: ordering
        case .shortText: shortText
        case .publicationCheck: publicationCheck
        case .scenario: []
        }
    }

    static let plan = ["title", "title_en", "courses", "days"]
    static let clause = ["id", "version", "text", "source", "era", "verified", "from", "to"] + signOff
    /// What says of a text that the policy office signed it.
    static let signOff = ["reviewed_by", "reviewed_on", "review_due"]
}
