/// A draft public notice, of which each field is to be published, withheld or asked about first (公示核对).
public struct PublicationCheck: Sendable, Hashable, Codable {
    /// Where the draft is to hang.
    public let place: Place
    /// The fields of the draft, in order.
    public let fields: [Field]

    /// Where a notice hangs.
    public enum Place: String, Sendable, Hashable, Codable, CaseIterable {
        /// The board of the village or community.
        case villageBoard = "village_board"
        /// A website.
        case website
    }

    /// What is to be done with a field.
    public enum Action: String, Sendable, Hashable, Codable, CaseIterable {
        case publish
        case withhold
        /// Ask the county office before publishing.
        case ask
    }

    /// One field.
    public struct Field: Sendable, Hashable, Codable {
        /// The field's name in the file and on the wire.
        public typealias Key = String

        /// Its name.
        public let key: Key
        /// What it is called: 姓名, 保障金额 …
        public let label: String
        /// What stands in the draft.
        public let value: String
        /// What is right.
        public let action: Action
        /// Why.
        public let reason: String

        /// A field.
        public init(key: Key, label: String, value: String, action: Action, reason: String) {
            self.key = key
            self.label = label
            self.value = value
            self.action = action
            self.reason = reason
        }
    }

    /// A draft.
    public init(place: Place, fields: [Field]) {
        self.place = place
        self.fields = fields
    }

    /// Grades field by field: the share of the fields that are right, rounded down to hundredths. But whoever publishes
    /// what must be withheld harms a person: that earns nothing.
    public func grade(_ actions: [Field.Key: Action]) -> Mark {
        guard !actions.isEmpty else {
            return .unanswered(findings: fields.indices.map { .part($0 + 1, right: false) })
        }
        let right = fields.map { actions[$0.key] == $0.action }
        let exposes = fields.contains { $0.action == .withhold && actions[$0.key] == .publish }
        return Mark(
            earned: exposes ? .zero : Marks(hundredths: 100 * right.count(where: \.self) / fields.count),
            findings: right.enumerated().map { .part($0.offset + 1, right: $0.element) } + (exposes ? [.exposes] : []))
    }
}
