"""Those who speak HTTP with the server: an office with its token, a learner with a session."""

import csv
import io
from dataclasses import dataclass, field
from itertools import count

import requests

PASSWORD = "一二三四五六七八"
_numbers = count(61062198001)


class Visitor(requests.Session):
    """A session with addresses relative to the server, in English, for which a redirect is an answer."""

    def __init__(self, server):
        super().__init__()
        self.server = server
        self.trust_env = False
        self.headers["Accept-Language"] = "en"

    def request(self, method, path, **options):
        options = {"timeout": 30, **options, "allow_redirects": False}
        return super().request(method, self.server.url + path, **options)


class Office(Visitor):
    """Whoever works with a token: an administrator, unless told otherwise."""

    def __init__(self, server, **role):
        super().__init__(server)
        self.headers["Authorization"] = f"Bearer {server.token(**role)}"

    def send_table(self, kind, table, mode="apply", **query):
        """Sends a table as it stands; text goes as UTF-8."""
        return self.post(
            "/imports",
            params={"kind": kind, "mode": mode, **query},
            headers={"Content-Type": "text/csv"},
            data=table.encode() if isinstance(table, str) else table,
        )

    def load(self, kind, table):
        """Imports a table that has no mistake."""
        reply = self.send_table(kind, table)
        assert reply.status_code == 201, reply.text
        return reply.json()

    def hire(self, name="甲村张某", unit="610621991201", role="learner"):
        """Somebody new, with a sign-in code and no password yet."""
        number = str(next(_numbers))
        self.load("people", f'staff_no,name,unit,role\n{number},"{name}",{unit},{role}\n')
        return Person(number, name, self.codes(unit, number)[number])

    def codes(self, unit, *numbers):
        """Sign-in codes by staff number."""
        reply = self.post(f"/units/{unit}/sign-in-codes.csv", params={"people": ",".join(numbers)})
        assert reply.status_code == 200, reply.text
        return {row["staff_no"]: row["code"] for row in rows(reply)}

    def completion(self, unit="610000", **query):
        return self.get(f"/units/{unit}/completion.json", params=query).json()

    def people(self, unit="610000", **query):
        return self.get(f"/units/{unit}/people.json", params=query).json()["people"]


@dataclass
class Person:
    """Somebody who can sign in: with the code at first, then with the password."""

    number: str
    name: str
    code: str
    password: str = field(default=PASSWORD)


class Learner(Visitor):
    """A person at work, signed in."""

    def __init__(self, server, person):
        super().__init__(server)
        self.person = person
        self.sign_in(person.code).raise_for_status()
        self.post("/password", json={"new": person.password}).raise_for_status()

    def sign_in(self, password):
        return self.post("/session", json={"staff_no": self.person.number, "password": password})

    def read(self, course, lesson):
        reply = self.post(f"/courses/{course}/{lesson}/reading.json")
        assert reply.status_code == 200, reply.text
        return reply.json()

    def begin(self, course):
        """The paper of the try that goes on, or of a new one."""
        reply = self.post(f"/courses/{course}/attempts", headers={"Accept": "application/json"})
        assert reply.status_code in (200, 201), reply.text
        return reply.json()

    def paper(self, attempt):
        return self.get(f"/attempts/{attempt}.json").json()

    def answer(self, attempt, slot, response, seq=1):
        return self.put(f"/attempts/{attempt}/answers/{slot}", json={"response": response, "seq": seq})

    def give(self, attempt, question, response):
        """Answers a question whole, a scenario decision by decision; the last reply."""
        decisions = response if question["type"] == "scenario" else [response]
        for seq, decision in enumerate(decisions, start=1):
            reply = self.answer(attempt, question["slot"], decision, seq)
        return reply

    def hand_in(self, attempt):
        reply = self.post(f"/attempts/{attempt}/submission", headers={"Accept": "application/json"})
        assert reply.status_code == 200, reply.text
        return reply.json()

    def review(self, attempt):
        return self.get(f"/attempts/{attempt}/review.json").json()


def rows(reply):
    """The rows of a table by column, whatever its encoding mark."""
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"), newline="")))
