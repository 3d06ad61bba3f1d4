"""What the drivers in Python share: their settings, which come in the environment, and the events that they print."""

import json
import os
import sys
import time

PATIENCE_SECONDS = 40


def env(name):
    return os.environ[name]


def number(name):
    return int(env(name))


def idempotent():
    return env("IDEMPOTENT") == "true"


def message_id(n):
    return "{}-{}".format(env("PREFIX"), n)


def message(n):
    return json.dumps({"id": message_id(n), "pad": "x" * 200}).encode()


def event(name, **fields):
    # one write: callbacks come on threads of the client
    sys.stdout.write(json.dumps(dict(event=name, **fields)) + "\n")
    sys.stdout.flush()


def settled(sent, failure=None):
    if failure is None:
        event("acked", id=sent)
    else:
        event("failed", id=sent, error=repr(failure))


class Tail:
    """Counts what is read, and ends some time after enough has come."""

    def __init__(self):
        self.count = 0
        self.give_up = time.monotonic() + PATIENCE_SECONDS
        self.end = None

    def record(self, offset, value):
        event("record", offset=offset, id=value.decode())
        self.count += 1

    def is_over(self):
        now = time.monotonic()
        if self.end is None and self.count >= number("COUNT"):
            event("tail")
            self.end = now + number("TAIL_MS") / 1000
        elif self.end is None and now > self.give_up:
            raise TimeoutError("only {} records came".format(self.count))
        return self.end is not None and now > self.end


def run(produce, consume):
    try:
        if sys.argv[1] == "produce":
            produce()
        else:
            consume(Tail())
        event("end")
    except Exception as failure:
        event("error", error=repr(failure))
        # clients leave threads behind that go on trying
        os._exit(1)
