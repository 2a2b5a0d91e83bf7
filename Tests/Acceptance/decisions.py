"""What decision tables answer, worked out anew: the facts are read back out of the words of a question."""

import re
from functools import cache

import yaml

from program import ROOT


@cache
def templates(folder):
    """Every template with its table and a pattern that its stems match."""
    tables = [yaml.safe_load(path.read_text()) for path in sorted(folder.glob("*.yml"))]
    return [(table, made, pattern(made)) for table in tables for made in table.get("questions", [])]


def right_text(stem, questions=ROOT / "Questions"):
    """What the one table whose words these are answers."""
    read = [(table, made, made_of.fullmatch(stem)) for table, made, made_of in templates(questions / "rules")]
    (table, made, match), = [found for found in read if found[2]]
    return answer(table, {entry["name"]: fact(entry["name"], made, match) for entry in table["inputs"]})


def answer(table, facts):
    """The name of the outcome in which all rules that hold and give way to none agree."""
    firing = [rule for rule in table["rules"] if holds(rule["when"], facts)]
    overridden = {name for rule in firing for name in rule.get("overrides", [])}
    code, = {rule["then"] for rule in firing if rule["id"] not in overridden}
    return next(outcome["name"] for outcome in table["outcomes"] if outcome["code"] == code)


def holds(condition, facts):
    """Whether the facts pass every test."""
    return all(any(fits(part, facts[name]) for part in listed(test)) for name, test in condition.items())


def fits(part, value):
    """Whether the value is the one, or within the range."""
    if isinstance(part, str) and ".." in part:
        low, high = part.split("..")
        return (not low or int(low) <= value) and (not high or value <= int(high))
    return part == value and isinstance(part, bool) == isinstance(value, bool)


def listed(test):
    """The values of a test."""
    return test if isinstance(test, list) else [test]


# MARK: Words


def pattern(made):
    """What a stem of the template looks like, with a group for each phrase that may stand in it."""
    told = "".join(
        "(?:" + "|".join(f"(?P<{name}_{place}>{words(text, made)})" for place, text in enumerate(phrases(said))) + ")"
        for name, said in made["facts"].items()
    )
    return re.compile(words(made["stem"].strip(), made).replace("FACTS", told))


def words(text, made):
    """The pattern of a text with things to fill in."""
    names = "|".join(map(re.escape, made.get("names", [])))
    parts = re.split(r"(\{[^}]*\})", text.strip())
    known = {"{name}": f"(?:{names})", "{facts}": "FACTS"}
    return "".join(known.get(part, r"\d+") if part.startswith("{") else re.escape(part) for part in parts)


def phrases(said):
    """The sentences for a fact, in order."""
    return list(said.values()) if isinstance(said, dict) else [said]


def fact(name, made, match):
    """The value that a fact has by the phrase that was told."""
    if name not in made["facts"]:
        return made["only"][name]
    said = made["facts"][name]
    place = next(place for place in range(len(phrases(said))) if match[f"{name}_{place}"])
    text, told = phrases(said)[place].strip(), match[f"{name}_{place}"]
    number = re.search(r"\{n(?:\*(\d+))?\}", text)
    if not number:
        return list(said)[place]
    before = words(text[: number.start()], made)
    return int(re.match(rf"{before}(\d+)", told)[1]) // int(number[1] or 1)
