/// The keys of the content files, as `docs/content.md` explains them. Any other is an error.
enum Keys {
    static let course = ["title", "title_en", "summary", "summary_en", "area", "lessons", "quiz"]
    static let quiz = ["topics", "draw", "pass_mark", "lessons_first"]
    static let lesson = ["title", "minutes", "era", "clauses"]
    static let question = [
        "id", "type", "era", "clauses", "stem", "image", "image_alt", "options", "answer", "scoring", "fixed_order",
        "explanation",
    ]
    static let option = ["key", "text", "reason"]
    static let clause = ["id", "version", "text", "source", "era", "verified", "from", "to"]
}
