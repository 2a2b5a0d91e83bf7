/// What can go wrong below the seam, the same for every engine. The text is for the log, never for a page.
public enum DatabaseError: Error, Sendable, Equatable {
    /// A unique, foreign key, check or not-null constraint refused the row.
    case constraint(String)
    /// Another process held the lock for longer than the engine waits.
    case busy(String)
    /// The disk or the file's size limit is full. Nothing of the transaction was kept.
    case full(String)
    /// Reading or writing the disk failed, or the file may not be written.
    case inputOutput(String)
    /// The file is damaged or is no database.
    case corrupt(String)
    /// A column was not of the type its reader asked for.
    case unexpectedColumn(String)
    /// Anything else that the engine refused: a mistake in a statement, as a rule.
    case failed(String)
}
