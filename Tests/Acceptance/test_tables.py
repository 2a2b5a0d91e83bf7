"""Tables in and out: every mistake is told, encodings make no difference, and what is exported can be imported."""

import html
import re

import pytest

from content import COURSE, bank, right_answer
from visitors import Learner, rows

PEOPLE = "工号,姓名,单位代码\n{0}1,甲村张某,610621991201\n{0}2,镇办𠮷某,610621991\n"


def test_a_bad_table_lists_every_mistake_and_writes_nothing(office):
    table = (
        "staff_no,name,unit,role,status\n"
        "0071,甲村张某,610621991201,learner,active\n"
        "bad number,甲村李某,610621991201,,\n"
        "1.23E+10,甲村王某,610621991201,,\n"
        "0072,,610621991201,,\n"
        "0073,甲村赵某,nowhere,,\n"
        "0074,甲村钱某,610621991201,boss,\n"
        "0075,甲村孙某,610621991201,,asleep\n"
        "0071,甲村周某,610621991201,,\n"
        "71,甲村吴某,610621991201,,\n"
        "11010519491231002X,甲村郑某,610621991201,,\n"
    )
    for mode, status in (("plan", 200), ("apply", 422)):
        reply = office.send_table("people", table, mode)
        assert reply.status_code == status, reply.text
        errors = reply.json()["errors"]
        assert {error["row"] for error in errors} == {3, 4, 5, 6, 7, 8, 9, 10, 11}
        assert all(error["message"] and error["code"] and error["column"] for error in errors)
        assert "11010519491231002X" not in reply.text, "a personal ID number is echoed"
    assert office.people(q="0071") == []


@pytest.mark.parametrize(
    "table, code",
    [
        ("", "empty_file"),
        ("staff_no,name\n1,甲\n", "missing_column"),
        ("staff_no,name,unit,shoe\n1,甲,610621,42\n", "unknown_column"),
        ("staff_no,name,unit,身份证号\n1,甲,610621,x\n", "id_number_column"),
        ("staff_no,name,unit,name\n1,甲,610621,乙\n", "column_twice"),
        ('staff_no,name,unit\n1,"甲,610621\n', "unclosed_quote"),
        ("staff_no,name,unit\n1,甲\n", "cell_count"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "workbook"),
        (b"staff_no,name,unit\n1,\xff\xff\xff,610621\n", "encoding"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isidentifier() else "",
)
def test_a_table_that_cannot_be_read_says_why(office, table, code):
    reply = office.send_table("people", table)
    assert reply.status_code == 422, reply.text
    assert code in [error["code"] for error in reply.json()["errors"]], reply.text


def test_encodings_make_no_difference(office):
    table = PEOPLE.format("enc")
    receipts = [
        office.load("people", table.encode("utf-8")),
        office.load("people", table.encode("utf-8-sig")),
        office.load("people", table.encode("gb18030")),
        office.load("people", table.replace("\n", "\r\n").encode("utf-16")),
    ]
    assert [receipt["created"] for receipt in receipts] == [2, 0, 0, 0]
    assert [receipt["unchanged"] for receipt in receipts] == [0, 2, 2, 2]
    assert receipts[2]["encoding"] == "GB18030"


@pytest.mark.parametrize("kind", ["units", "people", "enrolments"])
@pytest.mark.parametrize("header", ["en", "zh"])
def test_an_export_is_imported_as_unchanged(province, kind, header):
    province.hire("=1+1")
    exported = province.get(f"/exports/{kind}.csv?header={header}")
    assert exported.status_code == 200
    receipt = province.load(kind, exported.content)
    assert receipt["unchanged"] == receipt["rows"] > 0


def test_the_answered_table_is_ready_to_send_again(office):
    planned = office.send_table("people", PEOPLE.format("plan").replace(",610621991\n", ",nowhere\n"), "plan").json()
    answered = office.get(f"/imports/{planned['id']}.csv")
    assert [row["result"] for row in rows(answered)] == ["created", "error"]
    assert rows(answered)[1]["reason"]
    mended = answered.content.decode("utf-8-sig").replace("nowhere", "610621991")
    assert office.load("people", mended)["created"] == 2


def test_a_plan_is_applied_as_it_was_planned_or_not_at_all(office):
    planned = office.send_table("people", PEOPLE.format("late"), "plan").json()
    applied = office.post(f"/imports/{planned['id']}/application.json")
    assert applied.status_code == 201 and applied.json()["created"] == 2
    stale = office.send_table("people", PEOPLE.format("stale"), "plan").json()
    office.load("people", PEOPLE.format("stale"))
    assert office.post(f"/imports/{stale['id']}/application.json").status_code == 409


def test_the_completion_file_says_what_the_page_says(province):
    admin = Learner(province.server, province.hire("省级王某", "610000", "admin"))
    finish(Learner(province.server, province.hire("=1+1")), "service-quality")
    for unit in ("610000", "610621", "610621991"):
        address = f"/units/{unit}/completion"
        shown = [figures(row) for row in table_rows(admin.get(f"{address}?course={COURSE}").text)]
        reply = admin.get(f"{address}.csv?course={COURSE}")
        assert reply.content.startswith("\ufeff".encode()) and reply.headers["Content-Type"].startswith("text/csv")
        text = reply.content.decode("utf-8-sig")
        assert text.count("\r\n") == text.count("\n") == len(rows(reply)) + 1
        columns = ["assigned", "completed", "in_progress", "not_started", "expired", "overdue", "exempt"]
        filed = [[int(row[column]) for column in columns] for row in rows(reply) if shown_on_page(row)]
        assert filed == shown
        document = admin.get(f"{address}.json?course={COURSE}").json()
        assert filed[-1] == [document["totals"][column] for column in columns]
        assert sum(filed[-1][1:5]) == filed[-1][0]


def test_formulas_are_guarded_in_every_file(province):
    person = province.hire("=1+1")
    for path in ("/units/610000/people.csv", "/exports/people.csv", "/units/610000/people.csv?header=zh"):
        text = province.get(path).content.decode("utf-8-sig")
        assert "'=1+1" in text and not re.search(r'(^|,)"?=1\+1', text, re.M), path
    assert person.name in [listed["name"] for listed in province.people(q=person.number)]


def test_people_are_paged_and_files_hold_all(province):
    everyone = province.people()
    paged, address = [], "/units/610000/people.json?limit=3"
    while address:
        reply = province.get(address)
        paged += reply.json()["people"]
        address = reply.links.get("next", {}).get("url")
    assert paged == everyone and len(everyone) > 6
    assert len(rows(province.get("/units/610000/people.csv?limit=3"))) == len(everyone)


def finish(learner, course):
    """Answers a quiz without a mistake."""
    paper, items = learner.begin(course), bank()
    for question in paper["questions"]:
        learner.give(paper["id"], question, right_answer(question, items))
    assert learner.hand_in(paper["id"])["passed"]


def table_rows(page):
    """The rows of figures on a completion page, those of its first table."""
    body = page[page.index("<tbody>") : page.index("</table>")]
    return [row for row in re.findall(r"<tr.*?</tr>", body, re.S) if "<td" in row]


def figures(row):
    """The figures of a row in the order of the file, which the page gives in another."""
    cells = [html.unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in re.findall(r"<td.*?</td>", row, re.S)]
    assigned, completed, _, in_progress, not_started, expired, overdue, exempt = cells
    return [int(cell) for cell in (assigned, completed, in_progress, not_started, expired, overdue, exempt)]


def shown_on_page(row):
    """The page leaves out the line of those directly in the unit where there is nobody."""
    return row["scope"] != "direct" or row["assigned"] != "0"
