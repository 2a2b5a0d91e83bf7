"""Malformed requests: each gets an answer that names what is wrong and where, and none leaves anything half-written."""

import pytest

from content import COURSE, choices, length, letter_slot
from visitors import Learner, Office, Visitor

LIMIT = 16 * 1024 * 1024


@pytest.fixture(scope="module")
def attempt(office):
    """A learner in the middle of a quiz."""
    learner = Learner(office.server, office.hire())
    learner.paper_id = learner.begin(COURSE)["id"]
    return learner


@pytest.fixture(scope="module")
def county(office):
    """A coordinator's program that sees one county only."""
    return Office(office.server, name="county", role="coordinator", unit="610621")


def problem(reply, status, code):
    """The problem document of a reply, which must be one."""
    assert reply.status_code == status, reply.text
    assert reply.headers["Content-Type"].startswith("application/problem+json")
    document = reply.json()
    assert document["status"] == status and document["code"] == code, document
    assert document["title"] and document["detail"] and document["type"]
    return document


# MARK: The shape of a request

@pytest.mark.parametrize(
    "method, path",
    [
        ("DELETE", "/units/610000/completion.json"),
        ("PUT", "/imports.json"),
        ("GET", "/session.json"),
        ("POST", "/units/610000/completion.json"),
        ("PATCH", f"/courses/{COURSE}.json"),
    ],
)
def test_a_wrong_method_does_not_exist(office, method, path):
    assert office.request(method, path).status_code in (404, 405)


@pytest.mark.parametrize("path", ["/nowhere", "/courses/nowhere", "/courses/..%2f..", "/units/610000", "/attempts/x"])
def test_an_unknown_address_is_not_found(office, path):
    problem(office.get(path), 404, "not_found")


def test_a_wrong_content_type_is_refused(office, attempt):
    table = "code,name,parent\n"
    reply = office.post("/imports?kind=units", headers={"Content-Type": "text/plain"}, data=table)
    assert "text/csv" in problem(reply, 415, "wrong_content_type")["detail"]
    place = f"/attempts/{attempt.paper_id}/answers/1"
    for kind in ("text/plain", "application/xml"):
        headers = {"Content-Type": kind, "Accept": "application/json"}
        problem(attempt.put(place, headers=headers, data='{"response":"a","seq":1}'), 415, "wrong_content_type")
    assert office.post("/session", headers={"Content-Type": "text/xml"}, data="<a/>").status_code == 415


def test_a_body_over_its_limit_is_too_large(office, attempt):
    problem(office.send_table("people", b"x" * (LIMIT + 1)), 413, "too_large")

    def endless():
        for _ in range(LIMIT // 65536 + 2):
            yield b"x" * 65536

    problem(office.post("/imports?kind=people", headers={"Content-Type": "text/csv"}, data=endless()), 413, "too_large")
    long = {"answers": [{"slot": 1, "response": "a" * 70_000, "seq": 1}]}
    problem(attempt.post(f"/attempts/{attempt.paper_id}/answers", json=long), 413, "too_large")


@pytest.mark.parametrize(
    "body, named",
    [
        ("{", "/"),
        ('{"seq": 1}', "response"),
        ('{"response": "a"}', "seq"),
        ('{"response": "a", "seq": "one"}', "seq"),
        ('{"response": "a", "seq": -1}', "seq"),
        ('{"response": {"a": 1}, "seq": 1}', "response"),
        ('{"response": ["a", 1], "seq": 1}', "response"),
        ("[]", "/"),
    ],
)
def test_malformed_json_names_the_place(attempt, body, named):
    headers = {"Content-Type": "application/json"}
    reply = attempt.put(f"/attempts/{attempt.paper_id}/answers/1", headers=headers, data=body)
    assert named in problem(reply, 422, "bad_json")["detail"]
    assert attempt.paper(attempt.paper_id)["questions"][0]["seq"] == 0


@pytest.mark.parametrize("response", ["z", "", "aa", "A"])
def test_a_response_that_does_not_fit_is_refused(attempt, response):
    slot = letter_slot(attempt.paper(attempt.paper_id))
    problem(attempt.answer(attempt.paper_id, slot, response), 422, "does_not_fit")


def test_a_question_that_is_not_on_the_paper_is_not_found(attempt):
    for slot in ("0", str(length(COURSE) + 1), "-1", "one", "99999999999999999999"):
        problem(attempt.answer(attempt.paper_id, slot, "a"), 404, "not_found")


def test_several_answers_are_taken_each_for_itself(attempt):
    single = letter_slot(attempt.paper(attempt.paper_id))
    sent = [{"slot": single, "response": "a", "seq": 9}, {"slot": 77, "response": "a", "seq": 1}]
    reply = attempt.post(f"/attempts/{attempt.paper_id}/answers", json={"answers": sent})
    assert reply.status_code == 200, reply.text
    assert [answer["saved"] for answer in reply.json()["answers"]] == [True, False]


# MARK: Values in the address

@pytest.mark.parametrize(
    "query, code",
    [
        ("course=nowhere", "unknown_course"),
        ("as_of=tomorrow", "bad_date"),
        ("as_of=2026-02-30", "bad_date"),
    ],
)
def test_bad_values_of_a_report_are_named(office, query, code):
    problem(office.get(f"/units/610000/completion.json?{query}"), 422, code)


@pytest.mark.parametrize(
    "query, code",
    [
        ("state=asleep", "unknown_state"),
        ("limit=0", "bad_limit"),
        ("limit=all", "bad_limit"),
        ("cursor=!", "bad_cursor"),
        ("course=nowhere", "unknown_course"),
    ],
)
def test_bad_values_of_a_list_are_named(office, query, code):
    problem(office.get(f"/units/610000/people.json?{query}"), 422, code)


@pytest.mark.parametrize("query, code", [("kind=peple", "unknown_kind"), ("kind=units&mode=try", "unknown_mode")])
def test_bad_values_of_an_import_are_named(office, query, code):
    reply = office.post(f"/imports?{query}", headers={"Content-Type": "text/csv"}, data="code,name,parent\n")
    problem(reply, 422, code)


# MARK: Who asks

def test_an_unknown_unit_and_one_out_of_scope_look_the_same(county):
    for form in ("completion.json", "people.json", "completion.csv", "people.csv"):
        elsewhere, nowhere = county.get(f"/units/610722/{form}"), county.get(f"/units/999999/{form}")
        assert elsewhere.status_code == nowhere.status_code == 404
        assert elsewhere.content == nowhere.content
    codes = [county.post(f"/units/{unit}/sign-in-codes.csv") for unit in ("610722", "999999")]
    assert codes[0].status_code == codes[1].status_code == 404 and codes[0].content == codes[1].content
    assert county.get("/units/610621/completion.json").status_code == 200


def test_a_row_about_somebody_out_of_scope_tells_nothing(county):
    table = (
        "staff_no,name,unit\n"
        "61072299001,甲村杨某,610621991201\n"
        "new-1,甲村新某,610722991201\n"
        "new-2,甲村新某,999999\n"
    )
    reply = county.send_table("people", table)
    assert reply.status_code == 422
    errors = reply.json()["errors"]
    assert [(error["row"], error["code"]) for error in errors] == [(row, "not_available") for row in (2, 3, 4)]
    assert "城固" not in reply.text and "610722" not in errors[0]["message"]


def test_a_token_and_a_session_together_are_refused(newcomer, office):
    both = newcomer.get("/units/610000/completion.json", headers={"Authorization": office.headers["Authorization"]})
    problem(both, 400, "both_credentials")


@pytest.mark.parametrize("header", ["Bearer nothing", "Bearer", "Basic YTpi", "nonsense"])
def test_an_unknown_token_is_unauthorised(server, header):
    problem(Visitor(server).get("/units/610000/completion.json", headers={"Authorization": header}), 401, "bad_token")


def test_without_a_session_programs_are_told_and_people_are_led_to_sign_in(server):
    visitor = Visitor(server)
    problem(visitor.get("/units/610000/completion.json"), 401, "sign_in_needed")
    page = visitor.get(f"/courses/{COURSE}")
    assert page.status_code == 303 and page.headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "header", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_what_another_site_sends_is_not_carried_out(newcomer, header):
    reply = newcomer.post(f"/courses/{COURSE}/attempts", headers={**header, "Accept": "application/json"})
    problem(reply, 403, "cross_origin")
    assert newcomer.post("/session/end", headers=header).status_code == 403
    assert newcomer.get("/").status_code == 200


def test_somebody_elses_attempt_does_not_exist(newcomer, attempt):
    for reply in (
        newcomer.get(f"/attempts/{attempt.paper_id}.json"),
        newcomer.answer(attempt.paper_id, 1, "a"),
        newcomer.post(f"/attempts/{attempt.paper_id}/submission", headers={"Accept": "application/json"}),
    ):
        problem(reply, 404, "not_found")


def test_a_sign_in_code_opens_nothing_but_the_password_page(office):
    person, visitor = office.hire(), Visitor(office.server)
    entry = {"staff_no": person.number, "password": person.code}
    assert visitor.post("/session", json=entry).json() == {"password_needed": True}
    problem(visitor.get("/units/610000/completion.json"), 403, "password_needed")
    assert visitor.get("/").headers["Location"] == "/password"
    assert visitor.post("/password", json={"new": person.password}).status_code == 204
    assert visitor.get("/").status_code == 200
    used = Visitor(office.server).post("/session", json=entry)
    problem(used, 401, "wrong_password")


def test_guessing_is_slowed_down_for_known_and_unknown_numbers_alike(office):
    for number in (office.hire().number, "nobody-at-all"):
        statuses = []
        for _ in range(6):
            entry = {"staff_no": number, "password": "wrong"}
            reply = Visitor(office.server).post("/session", json=entry)
            statuses.append(reply.status_code)
        assert statuses == [401] * 5 + [429], statuses
        assert int(reply.headers["Retry-After"]) >= 1


def test_a_quiz_handed_in_takes_no_more_answers(office):
    learner = Learner(office.server, office.hire())
    paper = learner.begin(COURSE)
    problem(learner.get(f"/attempts/{paper['id']}/review.json"), 409, "not_submitted")
    first = learner.hand_in(paper["id"])
    assert learner.hand_in(paper["id"]) == first and first["received"] == 0
    question = choices(paper)[0]
    response = ["a"] if question["type"] == "multiple" else "a"
    problem(learner.answer(paper["id"], question["slot"], response), 409, "already_submitted")


def test_an_older_answer_does_not_replace_a_newer_one(newcomer):
    paper = newcomer.begin(COURSE)
    slot = letter_slot(paper)
    assert newcomer.answer(paper["id"], slot, "b", seq=5).json()["saved"]
    late = newcomer.answer(paper["id"], slot, "a", seq=4).json()
    assert (late["saved"], late["seq"], late["response"]) == (False, 5, "b")
    again = newcomer.answer(paper["id"], slot, "b", seq=5).json()
    assert (again["saved"], again["answered"]) == (True, 1)
