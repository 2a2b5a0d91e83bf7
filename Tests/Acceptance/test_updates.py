"""An update about a clause that changed: made by an administrator, and there whatever becomes of the server."""

import yaml

from content import CHOICES, COURSE, bank, outline, reword, right_answer
from program import eventually
from visitors import Learner


def finish(learner, items):
    """Finishes the course; the questions of its paper that an author wrote."""
    for lesson in outline(COURSE)["lessons"]:
        learner.read(COURSE, lesson)
    paper = learner.begin(COURSE)
    for question in paper["questions"]:
        assert learner.give(paper["id"], question, right_answer(question, items)).json()["saved"]
    assert learner.hand_in(paper["id"])["completed"]
    return [items[stem] for question in paper["questions"] if (stem := question["stem"].strip()) in items]


def rewrite(topic, question):
    """Says in a question's explanation that it was put right."""
    items = yaml.safe_load(topic.read_text())
    next(item for item in items if item["id"] == question)["explanation"] += "按新规定改过。"
    topic.write_text(yaml.safe_dump(items, allow_unicode=True, sort_keys=False))


def test_an_update_is_there_again_after_a_restart(written):
    server = written.server
    learner = Learner(server, written.hire())
    asked = finish(learner, bank(server.questions))
    item = next(item for item in asked if item["type"] in CHOICES and item["id"].startswith(COURSE))
    clause = item["clauses"][0]
    reword(server.courses.parent, clause)
    rewrite(server.questions / f"{COURSE}.yml", item["id"])

    def the_update_is_proposed():
        return item["id"] in written.get("/content/changes.json").json().get("proposal", {}).get("questions", [])

    eventually(the_update_is_proposed, within=30)
    proposal = written.get("/content/changes.json").json()["proposal"]
    assert proposal["clauses"] == [clause] and proposal["people"] == 1
    made = written.post("/content/changes/updates", json={"plan": proposal["plan"]})
    assert made.status_code == 201, made.text
    update = made.json()["course"]

    server.stop()
    server.start_again()
    assert update in learner.get("/").text
    lesson = learner.get(f"/courses/{update}/01-changes")
    assert lesson.status_code == 200 and "另一种规定。" in lesson.text
    assert len(learner.begin(update)["questions"]) == len(proposal["questions"])
    assert written.get("/content/changes.json").json()["updates"][0]["course"] == update
