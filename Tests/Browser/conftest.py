"""Browsers for the tests, and quizzes that tests write."""

import pytest

import papers
from chromium import chromium
from pages import Browser
from program import ROOT
from visitors import PASSWORD, Office


@pytest.fixture
def browser():
    """Opens browsers, each a stranger to the others. No page may break the content security policy, and no script."""
    opened = []

    def open_browser(kind, server):
        opened.append(Browser(chromium(kind), server))
        return opened[-1]

    yield open_browser
    complaints = [line["message"] for one in opened for line in one.driver.get_log("browser") if is_a_fault(line)]
    for one in opened:
        one.driver.quit()
    assert complaints == []


def is_a_fault(line):
    """A broken policy and an uncaught error are faults; a status that a test asked for is not."""
    return any(word in line["message"] for word in ("Content Security Policy", "Refused to", "Uncaught"))


@pytest.fixture
def quiz(serve, tmp_path):
    """Serves the course `papers.NAME`, whose quiz asks these questions and stories under these rules; returns its office."""
    servers = []

    def serve_quiz(items, stories=(), **rules):
        servers.append(serve(**papers.write(tmp_path, items, stories, **rules)))
        office = Office(servers[-1])
        for kind in ("units", "people"):
            office.load(kind, (ROOT / f"Tests/Fixtures/sample/{kind}.csv").read_bytes())
        return office

    yield serve_quiz
    for server in servers:
        server.stop()


@pytest.fixture
def beginner(browser):
    """Somebody new at the first question of a quiz that an office offers, perhaps over another line to its server."""

    def begin(kind, office, course=papers.NAME, line=None):
        learner = browser(kind, line or office.server)
        learner.colleague = office.hire()
        learner.sign_in(learner.colleague.number, learner.colleague.code)
        learner.set_password(PASSWORD)
        learner.begin_quiz(course)
        learner.quiz = learner.attempt
        return learner

    return begin
