"""A server that is killed while answers come as fast as they can: what it acknowledged is there afterwards."""

import os
import threading
import time

import pytest
import requests

from content import COURSE, choices
from visitors import Learner

ROUNDS = int(os.environ.get("ROUNDS", "2"))
LEARNERS = 4


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_every_acknowledged_answer_is_there_after_a_kill(province, turn):
    server = province.server
    writers = [Writer(Learner(server, province.hire())) for _ in range(LEARNERS)]
    for writer in writers:
        writer.start()
    until = time.monotonic() + 0.3 + 0.1 * (turn % 10)
    while time.monotonic() < until or not all(writer.acknowledged for writer in writers):
        assert all(writer.is_alive() for writer in writers), [writer.refusal for writer in writers]
        time.sleep(0.01)
    server.kill()
    for writer in writers:
        writer.join(timeout=30)
    server.start()

    for writer in writers:
        assert writer.refusal is None
        kept = {question["slot"]: question for question in writer.learner.paper(writer.paper["id"])["questions"]}
        for slot, (seq, response) in writer.acknowledged.items():
            # One answer more may have been written without its acknowledgement getting out.
            assert kept[slot]["seq"] in (seq, seq + 1), f"slot {slot} lost answer {seq}"
            if kept[slot]["seq"] == seq:
                assert kept[slot]["response"] == response


class Writer(threading.Thread):
    """A learner who changes answers as fast as the server takes them, until it takes none."""

    def __init__(self, learner):
        super().__init__(daemon=True)
        self.learner = learner
        self.paper = learner.begin(COURSE)
        self.acknowledged = {}
        self.refusal = None

    def run(self):
        seq = 0
        while True:
            seq += 1
            for question in choices(self.paper):
                letter = question["options"][seq % len(question["options"])]["key"]
                response = [letter] if question["type"] == "multiple" else letter
                try:
                    reply = self.learner.answer(self.paper["id"], question["slot"], response, seq)
                except requests.ConnectionError:
                    return
                if reply.status_code != 200:
                    self.refusal = reply.text
                    return
                self.acknowledged[question["slot"]] = (seq, response)
