import Training

/// What is found out about a table as a whole: every row with what it does, and all that its sender should look over.
struct ImportFindings {
    let ground: ImportGround
    let table: NumberedTable
    let run: ImportRun
    /// Who may come to be there twice.
    let doubles: [ImportNote]

    /// What became of the rows.
    var outcomes: [ImportReceipt.Outcome] { table.withoutUselessNumbers(run.outcomes) }

    /// What the sender should look over of an import that began as `head`, likely doubles first.
    func notes(_ head: ImportReceipt) -> [ImportNote] {
        doubles + table.notes(on: run.outcomes) + head.notes + run.notes
    }
}
