import Testing
import Training

@testable import Web

struct `What a paper is made of` {
    @Test func `is told with its scenarios and how many questions it is drawn from`() throws {
        let blueprint = Blueprint(
            draws: [.init(2, of: ["a", "b", "c"])], fixed: ["d"], scenarios: .init(1, of: ["door", "call"]))
        #expect(
            blueprint.facts(try Words(.english)) == [
                "Questions: 4",
                "Scenarios among them, at the end: 1. You decide step by step, and no step can be taken back",
                "Drawn anew for every try, from 6 questions",
            ])
    }

    @Test func `is told by its number alone where everything is asked`() throws {
        #expect(Blueprint(drawing: 2, of: ["a", "b"]).facts(try Words(.chinese)) == ["共 2 题"])
    }

    @Test func `stands on the page of its course`() async throws {
        let town = try await Town()
        try await town.open { visitor in
            let page = try await visitor.get("/courses/visits", as: .zhang).text
            #expect(page.contains("<li>共 3 题</li>"))
        }
    }
}
