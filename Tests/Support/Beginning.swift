import Foundation
import SQLiteStorage

/// Where a world begins: a database that is made once in this process and of which every world gets a copy, since the steps
/// of the schema and the imports take longer than most tests.
struct Beginning: Sendable {
    /// The database, and the dice as they lay when it was made: a world that goes on with them gets no id a second time.
    let made: Task<(database: SQLiteDatabase, dice: Dice), any Error>

    /// A schema and nothing else.
    static let empty = Beginning { try await $0.prepare() }

    /// The fixture world on `monday`.
    static let province = Beginning { world in
        try await world.prepare()
        try await world.importProvince()
    }

    private init(_ make: @escaping @Sendable (World) async throws -> Void) {
        made = Task {
            let database = try SQLiteDatabase.inMemory()
            let source = ByteSource(Dice(seed: 1))
            try await make(World(over: database, source))
            return (database, source.state)
        }
    }
}

extension World {
    /// Makes the file `path` the database of a world in which nothing has happened yet, for a server of a test's own.
    public static func write(to path: String) async throws { try await file.value.write(to: URL(filePath: path)) }

    private static let file = Task {
        let folder = try TemporaryFolder()
        let path = folder.file("world.sqlite")
        try await Beginning.province.made.value.database.backUp(to: path)
        return try Data(contentsOf: URL(filePath: path))
    }
}
