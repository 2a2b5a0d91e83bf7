"""Browsers for the tests."""

import pytest

from chromium import chromium
from pages import Browser


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
