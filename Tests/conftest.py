"""Servers, and a province of sample units and people to try them with."""

import fcntl
import os
import shutil

import pytest

from program import ROOT, Server
from visitors import Learner, Office

SAMPLE = ROOT / "Tests/Fixtures/sample"


class Servers:
    """Starts servers; all that were started are stopped in the end, each by its process."""

    def __init__(self, make_folder):
        self.make_folder = make_folder
        self.started = []

    def __call__(self, data=None, **options):
        """A server, which begins with a copy of the folder `data` if there is one."""
        server = Server(self.make_folder("server"), **options)
        if data:
            shutil.copytree(data, server.data)
        self.started.append(server)
        return server.start()


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    servers = Servers(tmp_path_factory.mktemp)
    yield servers
    for server in servers.started:
        server.stop()


@pytest.fixture(scope="session")
def server(serve):
    """The server that tests share; each brings people of its own."""
    return serve()


@pytest.fixture(scope="session")
def office(server):
    """An administrator's program at the shared server, which holds the sample province."""
    return settle(server)


@pytest.fixture(scope="session")
def demo(serve, demo_data):
    """The server of `make run`: a demo province with accounts that everyone knows."""
    return serve(data=demo_data, demo=True)


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory):
    """What `serve --demo` fills an empty folder with. That takes long, so of several workers one does it and all have it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder = folder / "filled"
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_name("filling")
            unfinished.mkdir()
            assert Server(unfinished, demo=True).start().stop() == 0
            unfinished.rename(folder)
    return folder / "data"


@pytest.fixture
def province(serve):
    """A sample province on a server of the test's own."""
    server = serve()
    yield settle(server)
    server.stop()


@pytest.fixture
def newcomer(office):
    """Somebody who has just set a password at the shared server."""
    return Learner(office.server, office.hire())


@pytest.fixture
def written(tmp_path, serve):
    """A sample province whose content the test may write: `written.server.courses`, `written.server.questions`."""
    for folder in ("Courses", "Questions"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    server = serve(courses=tmp_path / "Courses", questions=tmp_path / "Questions")
    yield settle(server)
    server.stop()


def settle(server):
    """Imports the sample tables and returns the office that did."""
    office = Office(server)
    for kind in ("units", "people", "enrolments"):
        office.load(kind, (SAMPLE / f"{kind}.csv").read_bytes())
    return office


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that fails shows what its servers said last."""
    report = yield
    servers = getattr(item, "funcargs", {}).get("serve")
    if report.failed and servers:
        for server in filter(lambda server: server.process, servers.started):
            report.sections.append((f"the end of {server.log}", server.log.read_text(errors="replace")[-3000:]))
    return report
