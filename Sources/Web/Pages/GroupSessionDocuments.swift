import FoundationEssentials
import Training

/// The wire form of a group session.
struct GroupSessionDocument: Encodable {
    let id: GroupSessionID
    let unit: UnitCode
    let unit_name: String
    let day: Day
    let place: String
    /// `course/lesson`.
    let lessons: [String]
    let state: GroupSession.State
    let present: Int
    let made_at: Date
    let made_by: String
    let cancelled_at: Date?
    let cancelled_by: String?
    let reason: String?
    /// Those in scope; only of one session.
    let people: [Person]?
    /// How many others were there.
    let elsewhere: Int?

    /// Somebody who is or was on the list.
    struct Person: Encodable {
        let staff_no: StaffNumber
        let name: String
        let unit: UnitCode
        let unit_name: String
        let present: Bool
        let entries: [Entry]
    }

    /// What was said once.
    struct Entry: Encodable {
        let present: Bool
        let reason: String?
        let recorded_at: Date
        let recorded_by: String
    }

    init(_ session: GroupSession, on today: Day) { self.init(session, people: nil, elsewhere: nil, on: today) }

    init(_ record: GroupSessionRecord, on today: Day) {
        let people = record.attendances.map { attendance in
            Person(
                staff_no: attendance.staffNumber, name: attendance.name, unit: attendance.unit,
                unit_name: attendance.unitName, present: attendance.isPresent,
                entries: attendance.entries.map {
                    Entry(
                        present: $0.isPresent, reason: $0.reason.isEmpty ? nil : $0.reason, recorded_at: $0.at,
                        recorded_by: $0.by)
                })
        }
        self.init(record.session, people: people, elsewhere: record.elsewhere, on: today)
    }

    private init(_ session: GroupSession, people: [Person]?, elsewhere: Int?, on today: Day) {
        id = session.id
        unit = session.unit
        unit_name = session.unitName
        day = session.plan.day
        place = session.plan.place
        lessons = session.plan.lessons.map { "\($0.course)/\($0.lesson)" }
        state = session.state(on: today)
        present = session.present
        made_at = session.madeAt
        made_by = session.madeBy
        cancelled_at = session.cancellation?.at
        cancelled_by = session.cancellation?.by
        reason = session.cancellation?.reason
        self.people = people
        self.elsewhere = elsewhere
    }
}

/// The wire form of what recording attendance did.
struct AttendanceReceiptDocument: Encodable {
    let recorded: Int
    let already: Int
    let completed: Int

    init(_ receipt: AttendanceReceipt) {
        (recorded, already, completed) = (receipt.recorded, receipt.already, receipt.completed)
    }
}

/// The wire form of what taking people off did.
struct AttendanceRemovalDocument: Encodable {
    let removed: Int
    let kept: Int

    init(_ removal: AttendanceRemoval) { (removed, kept) = (removal.removed, removal.kept) }
}
