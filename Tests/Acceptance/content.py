"""What an author knows: the courses and the question bank as they are written."""

import yaml

from program import ROOT

COURSE = "service-awareness"


def outline(course, courses=ROOT / "Courses"):
    """A course as its author wrote it."""
    return yaml.safe_load((courses / course / "course.yml").read_text())


def bank(questions=ROOT / "Questions"):
    """Every question, by its stem."""
    items = [item for topic in sorted(questions.glob("*.yml")) for item in yaml.safe_load(topic.read_text())]
    return {item["stem"].strip(): item for item in items}


def right_answer(question, items):
    """The right response to a question of a paper, in the letters of that paper."""
    item = items[question["stem"].strip()]
    keys = item["answer"] if isinstance(item["answer"], list) else [item["answer"]]
    texts = {str(option["text"]).strip() for option in item["options"] if option["key"] in keys}
    letters = sorted(option["key"] for option in question["options"] if option["text"].strip() in texts)
    return letters if question["type"] == "multiple" else letters[0]


def secrets(items):
    """What nobody may see before handing in: every reason and every explanation."""
    parts = ("options", "blanks", "prompts", "steps", "fields")
    told = [part["reason"] for item in items.values() for name in parts for part in item.get(name, []) if "reason" in part]
    return [text.strip() for text in told + [item["explanation"] for item in items.values()]]
