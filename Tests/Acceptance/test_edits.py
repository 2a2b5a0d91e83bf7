"""Content edited under a running server: papers stay as they were, new ones are new, a broken edit changes nothing."""

import re

import pytest
import yaml

from content import COURSE, PARTS, bank, choices, length, right_answer
from program import eventually
from visitors import Learner


@pytest.fixture
def author(written):
    return Author(written.server)


class Author:
    """Somebody with the course and its questions open in an editor."""

    def __init__(self, server):
        self.course = server.courses / COURSE / "course.yml"
        self.file = server.questions / f"{COURSE}.yml"
        self.images = server.questions / "images"

    def items(self):
        return yaml.safe_load(self.file.read_text())

    def write(self, items):
        """Writes these questions, all of them on every paper."""
        self.file.write_text(yaml.safe_dump(items, allow_unicode=True, sort_keys=False))
        self.rewrite_course("quiz", {"topics": [COURSE], "draw": len(items), "pass_mark": 80})

    def rewrite_course(self, key, value):
        course = {**yaml.safe_load(self.course.read_text()), key: value}
        self.course.write_text(yaml.safe_dump(course, allow_unicode=True, sort_keys=False))


def test_an_attempt_keeps_what_it_began_with(written, author):
    first = Learner(written.server, written.hire())
    author.write(author.items())

    def every_question_is_on_every_paper():
        return f"共 {len(author.items())} 题" in first.get(f"/courses/{COURSE}").text

    eventually(every_question_is_on_every_paper)
    paper = first.begin(COURSE)
    pictures = [picture(first, question) for question in paper["questions"]]
    assert any(pictures)
    old_bank = bank(written.server.questions)

    gone, *kept = author.items()
    for item in kept:
        item["stem"] += "\n（改过的题干）"
        for part in (part for name in PARTS for part in item.get(name, [])):
            if "text" in part and item["type"] != "true_false":
                part["text"] += "（改过的选项）"
            if "reason" in part:
                part["reason"] = "改过的理由。"
    author.write(kept)
    for image in author.images.glob("*.svg"):
        image.write_text(image.read_text().replace("</svg>", "<!-- 改过的图 --></svg>"))

    def new_papers_are_new():
        fresh = Learner(written.server, written.hire()).begin(COURSE)
        return fresh if all("（改过的题干）" in question["stem"] for question in fresh["questions"]) else None

    fresh = eventually(new_papers_are_new)
    assert gone["stem"].strip() in stems(paper) and gone["stem"].strip() not in "".join(stems(fresh))
    assert set(filter(None, (picture(first, question) for question in fresh["questions"]))).isdisjoint(pictures)

    assert first.paper(paper["id"])["questions"] == paper["questions"]
    assert [picture(first, question) for question in paper["questions"]] == pictures
    for question in paper["questions"]:
        first.give(paper["id"], question, right_answer(question, old_bank))
    result = first.hand_in(paper["id"])
    assert result["score"] == result["max_score"] == len(paper["questions"])
    review = first.review(paper["id"])
    assert stems(review) == stems(paper)
    assert "改过的" not in str(review)
    page = first.get(f"/attempts/{paper['id']}/review").text
    assert "改过的" not in page and choices(paper)[0]["options"][0]["text"] in page


def test_an_edit_is_in_service_without_a_restart(written, author):
    learner = Learner(written.server, written.hire())
    author.rewrite_course("title", "换了名字的课程")

    def the_new_name_is_on_the_page():
        return "换了名字的课程" in learner.get(f"/courses/{COURSE}").text

    eventually(the_new_name_is_on_the_page, within=30)


def test_a_broken_edit_leaves_the_last_good_content_in_service(written, author):
    learner = Learner(written.server, written.hire())
    admin = Learner(written.server, written.hire("省级王某", "610000", "admin"))
    good = author.file.read_text()
    page = learner.get(f"/courses/{COURSE}").text
    author.file.write_text(good.replace("answer: ", "anser: ", 1))

    def the_problem_is_shown_to_administrators():
        said = admin.get("/content").text
        return re.search(rf"{COURSE}\.yml:\d+: .*anser", said)

    eventually(the_problem_is_shown_to_administrators, within=30)
    assert learner.get(f"/courses/{COURSE}").text == page
    assert len(learner.begin(COURSE)["questions"]) == length(COURSE)
    assert learner.get("/content").status_code == 404

    author.file.write_text(good)

    def the_problem_is_gone():
        return "anser" not in admin.get("/content").text

    eventually(the_problem_is_gone, within=30)


def stems(document):
    return [question["stem"] for question in document["questions"]]


def picture(learner, question):
    """The bytes of a question's picture, if it has one."""
    if not question.get("image"):
        return None
    reply = learner.get(question["image"])
    assert reply.status_code == 200
    return reply.content
