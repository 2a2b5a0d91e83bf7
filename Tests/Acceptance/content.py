"""What an author knows: the courses and the question bank as they are written."""

import re

import yaml

from decisions import right_text
from program import ROOT

COURSE = "service-awareness"


def outline(course, courses=ROOT / "Courses"):
    """A course as its author wrote it."""
    return yaml.safe_load((courses / course / "course.yml").read_text())


def length(course, courses=ROOT / "Courses"):
    """How many questions a paper of the course has."""
    quiz = outline(course, courses)["quiz"]
    draws, scenarios = quiz.get("draw", []), quiz.get("scenarios", [])
    drawn = draws if isinstance(draws, int) else sum(draw["count"] for draw in draws)
    return drawn + len(quiz.get("include", [])) + (scenarios["count"] if "count" in scenarios else len(scenarios))


def bank(questions=ROOT / "Questions"):
    """Every question, by its stem; a scenario by its title."""
    items = [item for topic in sorted(questions.glob("*.yml")) for item in yaml.safe_load(topic.read_text())]
    for story in (questions / "scenarios").glob("*.yml"):
        scenario = yaml.safe_load(story.read_text())
        items.append({**scenario, "type": "scenario", "stem": scenario["title"]})
    return {item["stem"].strip(): item for item in items}


def reword(content, clause, version=2):
    """Gives a clause another text, in this version."""
    for path in (content / "Courses/clauses").glob("*.yml"):
        text = path.read_text()
        found = re.search(rf"- id: {re.escape(clause)}\n  version: 1\n  text: (.*)\n", text)
        if found:
            path.write_text(text.replace(found[0], f"- id: {clause}\n  version: {version}\n  text: 另一种规定。\n"))
            return found[1]
    raise AssertionError(clause)


CHOICES = ("single", "multiple", "true_false")


def choices(paper):
    """The questions of a paper that are answered by options."""
    return [question for question in paper["questions"] if question["type"] in CHOICES]


def letter_slot(paper):
    """The place of a question that is answered by one letter."""
    return next(question["slot"] for question in choices(paper) if question["type"] != "multiple")


def right_answer(question, items):
    """The right response to a question of a paper, in the letters of that paper; of a scenario all its decisions.

    What no author wrote, a decision table made.
    """
    letters = {option["text"].strip(): option["key"] for option in question["options"]}
    item = items.get(question["stem"].strip())
    if item is None:
        return letters[right_text(question["stem"].strip())]

    def letter(key, parts):
        return letters[next(str(part["text"]).strip() for part in item[parts] if part["key"] == key)]

    match question["type"]:
        case "multiple":
            return sorted(letter(key, "options") for key in item["answer"])
        case "fill_in":
            texts = [str(blank["number"] if "number" in blank else blank["accept"][0]) for blank in item["blanks"]]
            return texts if len(texts) > 1 else texts[0]
        case "matching":
            answers = {prompt["text"].strip(): prompt["answer"] for prompt in item["prompts"]}
            return {prompt["key"]: letter(answers[prompt["text"].strip()], "options") for prompt in question["prompts"]}
        case "ordering":
            return [letter(step["key"], "steps") for step in item["steps"]]
        case "short_text":
            return item["model"]
        case "publication_check":
            return {field["key"]: field["action"] for field in item["fields"]}
        case "scenario":
            return best_walk(item)
        case _:
            return letter(item["answer"], "options")


def best_walk(story):
    """The letters of a shortest walk that earns the most, found by taking every walk."""
    nodes = {node["id"]: node for node in story["nodes"]}
    walks = {(story["start"], 0, frozenset()): ""}
    waiting = list(walks)
    for state in waiting:
        node, score, flags = state
        for letter, choice in zip("abcdef", nodes[node].get("choices", [])):
            earned, held = score + choice["score"], flags.union(choice.get("sets", []))
            reached = (leads_to(choice["to"], earned, held), earned, held)
            if reached not in walks:
                walks[reached] = walks[state] + letter
                waiting.append(reached)
    endings = [state for state in walks if "ending" in nodes[state[0]]]
    return list(walks[max(endings, key=lambda state: state[1] + nodes[state[0]]["score"])])


def leads_to(ways, earned, flags):
    """The node behind the first way that is open."""
    if isinstance(ways, str):
        return ways
    return next(way["node"] for way in ways if earned >= way.get("score", 0) and flags.issuperset(way.get("flags", [])))


PARTS = ("options", "blanks", "prompts", "steps", "fields")


def secrets(items):
    """What nobody may see before handing in, or deciding: every reason and explanation, and what choices lead to."""
    told = [part["reason"] for item in items.values() for name in PARTS for part in item.get(name, []) if "reason" in part]
    told += [item["explanation"] for item in items.values()]
    taken = [choice for item in items.values() for node in item.get("nodes", []) for choice in node.get("choices", [])]
    told += [choice[name] for choice in taken for name in ("consequence", "feedback")]
    return [text.strip() for text in told]
