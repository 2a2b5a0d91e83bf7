"""A key that was wrong: corrected in the file, seen and applied by an administrator, told to the learner."""

import pytest
import yaml

from content import COURSE, bank, outline, right_answer
from program import eventually, training
from visitors import Learner

LONG_AGO, TO_COME = "2019-11-01", "2999-01-01"


@pytest.fixture
def editor(written):
    return Editor(written.server.questions)


class Editor:
    """Somebody with the questions of the course open, who finds that one key is wrong."""

    def __init__(self, questions):
        self.questions = questions
        self.topic = questions / f"{COURSE}.yml"

    def correct(self, question, to, **more):
        """Gives a question of one right option another key."""
        items = yaml.safe_load(self.topic.read_text())
        item = next(item for item in items if item["id"] == question)
        assert item["answer"] != to
        item.update(answer=to, **more)
        self.topic.write_text(yaml.safe_dump(items, allow_unicode=True, sort_keys=False))


def single(paper, items):
    """A question of one right option on this paper, with its file and the file's key of another option that could be right:
    one that carries a misconception never is."""
    for question in paper["questions"]:
        item = items.get(question["stem"].strip())
        if item and question["type"] == "single" and item["id"].startswith(COURSE):
            plain = [o["key"] for o in item["options"] if "misconception" not in o]
            return question, item, next(key for key in plain if key != item["answer"])
    raise AssertionError("the paper asks no question of one right option")


def answer_all(learner, paper, items, **chosen):
    """Answers rightly, but for the slots in `chosen`, which get the letter of this option of the file."""
    for question in paper["questions"]:
        response = right_answer(question, items)
        if key := chosen.get(f"slot{question['slot']}"):
            text = next(o["text"] for o in items[question["stem"].strip()]["options"] if o["key"] == key)
            response = next(o["key"] for o in question["options"] if o["text"].strip() == text.strip())
        assert learner.give(paper["id"], question, response).json()["saved"]


def test_a_corrected_key_reaches_the_review(written, editor):
    items = bank(written.server.questions)
    learner = Learner(written.server, written.hire())
    for lesson in outline(COURSE)["lessons"]:
        learner.read(COURSE, lesson)
    paper = learner.begin(COURSE)
    question, item, truth = single(paper, items)
    # Right but for this question, whose key is wrong, and as many more as the pass mark forgives: just not passed.
    wrong = {f"slot{question['slot']}": truth}
    forgiven = len(paper["questions"]) * (100 - outline(COURSE)["quiz"]["pass_mark"]) // 100
    written_by_hand = [other for other in paper["questions"] if other is not question and other["stem"].strip() in items]
    others = [other for other in written_by_hand if other["type"] in ("single", "true_false")]
    for other in others[:forgiven]:
        options = items[other["stem"].strip()]
        wrong[f"slot{other['slot']}"] = next(o["key"] for o in options["options"] if o["key"] != options["answer"])
    answer_all(learner, paper, items, **wrong)
    result = learner.hand_in(paper["id"])
    assert result["passed"] is False and result["completed"] is False
    before = learner.review(paper["id"])
    assert written.get("/corrections.json").json() == {"open": [], "applied": []}

    editor.correct(item["id"], truth)

    def the_correction_is_listed():
        return [one["question"] for one in written.get("/corrections.json").json()["open"]] == [item["id"]]

    eventually(the_correction_is_listed, within=30)
    assert learner.get("/corrections.json").status_code == 404
    assert learner.review(paper["id"]) == before, "nothing changes before somebody says so"
    plan = written.get(f"/corrections/{item['id']}.json").json()
    assert [(one["attempt"], one["effect"]) for one in plan["changes"]] == [(paper["id"], "passes")]
    assert plan["changes"][0]["new_score"] == before["score"] + 1

    refused = written.post(f"/corrections/{item['id']}", json={"plan": "0" * 64, "reason": "原答案有误"})
    assert refused.status_code == 409 and refused.json()["code"] == "data_changed"
    applied = written.post(f"/corrections/{item['id']}", json={"plan": plan["plan"], "reason": "原答案有误"})
    assert applied.status_code == 201, applied.text
    assert (applied.json()["passed"], applied.json()["completed"]) == (1, 1)
    assert written.get("/corrections.json").json() == {"open": [], "applied": [applied.json()]}

    after = learner.review(paper["id"])
    assert (after["score"], after["passed"]) == (before["score"] + 1, True)
    assert [q["stem"] for q in after["questions"]] == [q["stem"] for q in before["questions"]]
    corrected = [q for q in after["questions"] if "correction" in q]
    assert [q["slot"] for q in corrected] == [question["slot"]]
    assert corrected[0]["correction"]["reason"] == "原答案有误" and corrected[0]["score"] == 1
    page = learner.get(f"/attempts/{paper['id']}/review").text
    assert "本题答案已于" in page and "原答案有误" in page
    listed = written.people(course=COURSE, q=learner.person.number)
    assert [person["state"] for person in listed] == ["completed"]

    assert written.server.stop() == 0
    written.server.start()
    assert learner.review(paper["id"]) == after, "it is remembered"


def test_a_key_that_changed_with_the_rule_leaves_what_was_before(written, editor):
    items = bank(written.server.questions)
    learner = Learner(written.server, written.hire())
    paper = learner.begin(COURSE)
    question, item, other = single(paper, items)
    answer_all(learner, paper, items)
    assert learner.hand_in(paper["id"])["passed"] is True
    before = learner.review(paper["id"])

    # Tomorrow's rule: nobody has handed in under it yet, and the check says that the edit comes too early.
    editor.correct(item["id"], other, key_from=TO_COME)

    def the_edit_is_in_service():
        plan = written.get(f"/corrections/{item['id']}.json").json()
        return plan if plan.get("key_from") == TO_COME else None

    plan = eventually(the_edit_is_in_service, within=30)
    assert plan["changes"] == [] and plan["before_key_from"] == 1 and plan.get("plan") is None
    assert written.get("/corrections.json").json()["open"] == []
    said = written.get("/content", headers={"Accept": "text/html"})
    assert said.status_code == 200 and "key_from" in said.text
    checked = training("check", "--courses", written.server.courses, "--questions", written.server.questions)
    assert checked.returncode == 0 and "`key_from` is yet to come" in checked.stderr
    assert learner.review(paper["id"]) == before

    # A rule that held long ago reaches the try; then its learner keeps the pass.
    editor.topic.write_text(editor.topic.read_text().replace(TO_COME, LONG_AGO))

    def the_try_is_reached():
        return written.get(f"/corrections/{item['id']}.json").json()["changes"]

    (change,) = eventually(the_try_is_reached, within=30)
    assert change["attempt"] == paper["id"] and change["new_score"] == before["score"] - 1
