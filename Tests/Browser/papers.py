"""Courses that tests write for themselves: a long quiz, one question of each kind, a story."""

import yaml

from program import ROOT

NAME = "written"
REASON = {"reason": "规定是这样写的。"}


def write(folder, items, scenarios=(), **rules):
    """Content with one course, whose quiz asks all of these under these rules; returns what `serve` takes."""
    courses, questions = folder / "Courses", folder / "Questions"
    (courses / NAME).mkdir(parents=True)
    (courses / "clauses").mkdir()
    (questions / "scenarios").mkdir(parents=True)
    for file in (ROOT / "Courses/clauses").glob("*.yml"):
        (courses / "clauses" / file.name).write_bytes(file.read_bytes())
    quiz = {"pass_mark": 60, **rules}
    if items:
        quiz["include"] = [item["id"] for item in items]
    if scenarios:
        quiz["scenarios"] = list(scenarios)
    course = {
        "title": "试题", "title_en": "Trial", "summary": "试一试。", "summary_en": "To try.", "area": "ability",
        "lessons": ["01-read"],
        "quiz": quiz,
    }
    (courses / NAME / "course.yml").write_text(yaml.safe_dump(course, allow_unicode=True))
    lesson = {"title": "先读", "minutes": 1, "era": "current", "clauses": ["L2026-39"]}
    (courses / NAME / "01-read.md").write_text(f"---\n{yaml.safe_dump(lesson, allow_unicode=True)}---\n看一看。\n")
    if items:
        (questions / f"{NAME}.yml").write_text(yaml.safe_dump(items, allow_unicode=True, sort_keys=False))
    for name in scenarios:
        text = (ROOT / f"Questions/scenarios/{name}.yml").read_text()
        (questions / f"scenarios/{name}.yml").write_text(text)
    return {"courses": courses, "questions": questions}


def item(kind, number, **parts):
    return {
        "id": f"{NAME}-{number}", "type": kind, "era": "current", "clauses": ["L2026-39"],
        "stem": f"第 {number} 道试题，怎么办？", **parts, "explanation": "照规定办。",
    }


def single(number):
    options = [{"key": key, "text": f"做法{key}（{number}）", **REASON} for key in "abcd"]
    return item("single", number, options=options, answer="b")


def multiple(number):
    options = [{"key": key, "text": f"材料{key}（{number}）", **REASON} for key in "abcd"]
    return item("multiple", number, options=options, answer=["a", "c"])


def true_false(number):
    options = [{"key": "t", "text": "对", **REASON}, {"key": "f", "text": "错", **REASON}]
    return item("true_false", number, options=options, answer="f")


def fill_in(number):
    return item("fill_in", number, blanks=[
        {"label": "公示", "number": 7, "unit": "天", **REASON},
        {"label": "每组不少于", "number": 2, "unit": "人", **REASON},
    ])


def matching(number):
    return item(
        "matching", number,
        prompts=[{"text": "急难", "answer": "a", **REASON}, {"text": "长期困难", "answer": "b", **REASON}],
        options=[{"key": "a", "text": "临时救助"}, {"key": "b", "text": "低保"}, {"key": "c", "text": "都不办"}],
    )


def ordering(number):
    return item("ordering", number, steps=[{"key": key, "text": f"步骤{key}", **REASON} for key in "abc"])


def short_text(number):
    return item("short_text", number, model="先听完，再说清下一步。", criteria=["态度", "下一步"])


def publication_check(number):
    return item("publication_check", number, place="village_board", fields=[
        {"key": "name", "label": "姓名", "value": "甲村张某", "action": "publish", **REASON},
        {"key": "income", "label": "收入明细", "value": "（示例）", "action": "withhold", **REASON},
    ])


KINDS = [single, multiple, true_false, fill_in, matching, ordering, publication_check, short_text]


def of_every_kind(count):
    """So many questions, the kinds in turn."""
    return [KINDS[number % len(KINDS)](number + 1) for number in range(count)]


def some_response(question, turn=0):
    """A response that fits a question of a paper; another `turn` gives another."""
    kind, slot = question["type"], question["slot"]
    letters = [option["key"] for option in question["options"]]
    if kind in ("single", "true_false"):
        return letters[(slot + turn) % len(letters)]
    if kind == "multiple":
        return sorted({letters[turn % len(letters)], letters[(turn + 2) % len(letters)]})
    if kind == "fill_in":
        return [f"{slot}", f"{turn}天"]
    if kind == "matching":
        return {prompt["key"]: letters[(turn + index) % len(letters)] for index, prompt in enumerate(question["prompts"])}
    if kind == "ordering":
        return letters[turn % len(letters):] + letters[:turn % len(letters)]
    if kind == "publication_check":
        return {field["key"]: ("publish", "withhold", "ask")[turn % 3] for field in question["fields"]}
    return f"第 {slot} 题：先听完，再说清下一步（{turn}）。"
