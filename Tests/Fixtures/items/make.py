"""Makes tries.json: simulated first tries at a quiz, and what pandas, NumPy and SciPy say about its questions.

The tests compare the program with these numbers, so none of them may come from a formula of our own. It is run by hand:

    python3 -m venv stats
    stats/bin/pip install numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
    stats/bin/python Tests/Fixtures/items/make.py
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

PEOPLE, DRAWN = 300, 8
chance = np.random.default_rng(20261109)

# How likely someone of ability 0 has it right, and how much that depends on ability.
CHOICES = {f"single-{n}": (easiness, slope) for n, (easiness, slope) in enumerate(
    [(0.8, 1.6), (0.2, 1.2), (1.4, 2.0), (-0.4, 1.5), (0.6, 0.0), (4.5, 0.5)], start=1)}
WRONG_KEY = "single-7"
PARTLY = "multiple-1"
IN_PARTS = ["matching-1", "matching-2"]
RARE = "single-8"
ITEMS = [*CHOICES, WRONG_KEY, PARTLY, *IN_PARTS]
KEYS = {**{name: ["a"] for name in [*CHOICES, WRONG_KEY, RARE]}, PARTLY: ["a", "c"]}


def likely(easiness, slope, ability):
    return chance.random() < 1 / (1 + np.exp(-(easiness + slope * ability)))


def answer(item, ability):
    """What was chosen, whether each part was right, and the hundredths it earned."""
    if chance.random() < 0.03:
        return [], [], 0
    if item in IN_PARTS:
        parts = [bool(likely(0.5 * n, 1.2, ability)) for n in range(3)]
        return [], parts, 100 * sum(parts) // 3
    if item == PARTLY:
        chosen = [key for key, easiness in [("a", 1.0), ("b", -1.5), ("c", 0.5), ("d", -2.0)]
                  if likely(easiness, 1.5 if key in "ac" else -1.0, ability)]
        right = "b" not in chosen and "d" not in chosen
        return chosen, [], (100 if chosen == ["a", "c"] else 50 if right and chosen else 0)
    if item == WRONG_KEY:
        chosen = "b" if likely(0.6, 1.8, ability) else str(chance.choice(["a", "c", "d"]))
    else:
        easiness, slope = CHOICES.get(item, (0.5, 1.0))
        chosen = "a" if likely(easiness, slope, ability) else str(chance.choice(["b", "c", "d"]))
    return [chosen], [], 100 if chosen == "a" else 0


def gap():
    """Seconds between two answers: some sent in one parcel, some after a pause."""
    kind = chance.random()
    return 0 if kind < 0.04 else int(chance.integers(601, 4000)) if kind < 0.08 else int(chance.integers(5, 180))


def simulate():
    rows = []
    for person in range(PEOPLE):
        ability = chance.normal()
        items = list(chance.permutation(ITEMS)[:DRAWN])
        if person < 20:
            items[0] = RARE
        for slot, item in enumerate(items, start=1):
            chosen, parts, earned = answer(item, ability)
            rows.append((person, slot, str(item), chosen, parts, earned, gap() if chosen or parts else None))
    return pd.DataFrame(rows, columns=["person", "slot", "item", "chosen", "parts", "earned", "gap"])


def option(name, asked, right):
    """The choosers of one option and, of a distractor, their lead over those who chose just the key."""
    took = asked[asked["chosen"].map(lambda chosen: name in chosen)]
    told = {"count": len(took), "share": len(took) / len(asked), "meanRest": number(took["rest"].mean())}
    if name not in right:
        exact = asked[asked["chosen"].map(lambda chosen: chosen == right)]
        enough = min(len(took), len(exact)) > 1
        told["lead"] = number(stats.ttest_ind(took["rest"], exact["rest"], equal_var=True).statistic) if enough else None
    return told


def number(value):
    return None if pd.isna(value) else float(value)


def statistics(item, asked):
    related = stats.pearsonr(asked["earned"], asked["rest"])
    assert abs(related.statistic - asked["earned"].corr(asked["rest"])) < 1e-12
    told = {
        "people": len(asked),
        "facility": float(asked["earned"].mean() / 100),
        "itemRest": float(related.statistic),
        "itemRestAtMost": float(related.confidence_interval(0.90).high),
        "unanswered": int(asked["silent"].sum()),
        "medianSeconds": number(asked.loc[asked["timed"], "gap"].median()),
    }
    if item in KEYS:
        told["options"] = {name: option(name, asked, KEYS[item]) for name in "abcd"}
    if item in IN_PARTS:
        parts = pd.DataFrame(asked.loc[~asked["silent"], "parts"].tolist())
        told["parts"] = [float(part) for part in parts.sum() / len(asked)]
    return told


def main():
    rows = simulate()
    total = rows.groupby("person")["earned"].transform("sum")
    asked = rows.groupby("person")["earned"].transform("count")
    rows["rest"] = (total - rows["earned"]) / (100 * (asked - 1))
    rows["silent"] = rows["gap"].isna()
    # A time counts after an answer to the question before, or at the beginning.
    spoken_before = ~rows.groupby("person")["silent"].shift(1, fill_value=False)
    rows["timed"] = ~rows["silent"] & spoken_before & rows["gap"].between(1, 600)
    tries = [
        [[row.item, row.chosen, row.parts, row.earned, None if row.silent else int(row.gap)] for row in one.itertuples()]
        for _, one in rows.groupby("person")
    ]
    expected = {item: statistics(item, some) for item, some in rows.groupby("item")}
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in tries)
    file = Path(__file__).with_name("tries.json")
    file.write_text(f'{{"expected": {json.dumps(expected, indent=1)},\n"tries": [\n{lines}\n]}}\n')


main()
