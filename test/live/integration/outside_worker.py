"""A plugin of pytest for Celery's own integration tests, whose worker is here a process of its own that runs already.

VERDICTS names the file that the verdict on each test is written to, TIMEOUT is the seconds that a result is waited for, in
place of 60. LANE, such as 0/3, leaves all but every third test out, ONLY, a list in JSON, all but the tests of these names.
"""
import json
import os
import sys

import celery.contrib.pytest
import pytest
import redis

TIMEOUT = int(os.environ["TIMEOUT"])


class PatientRedis(redis.StrictRedis):
    """The tests wait ten seconds for what does not come, which is as long as redis-py 8 waits for any answer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"socket_timeout": None, **kwargs})


redis.StrictRedis = PatientRedis


@pytest.fixture(scope="session")
def celery_session_worker(celery_session_app, celery_includes, celery_class_tasks):
    for module in celery_includes:
        celery_session_app.loader.import_task_module(module)
    for task in celery_class_tasks:
        celery_session_app.register_task(task)
    yield None


# Before the tests' own conftest.py takes it from there.
celery.contrib.pytest.celery_session_worker = celery_session_worker

verdicts = {}


def pytest_collection_modifyitems(items):
    shorten(sys.modules["t.integration.test_canvas"])
    lane, lanes = map(int, os.environ.get("LANE", "0/1").split("/"))
    only = json.loads(os.environ.get("ONLY", "null"))
    chosen = [item for item in items if only is None or item.nodeid in only]
    items[:] = chosen[lane::lanes]


def shorten(module):
    """Shortens the timeout, also where a function has it as the default of a parameter."""
    for function in vars(module).values():
        defaults = getattr(function, "__defaults__", None)
        if defaults and getattr(function, "__module__", None) == module.__name__:
            function.__defaults__ = tuple(TIMEOUT if each == module.TIMEOUT else each for each in defaults)
    module.TIMEOUT = TIMEOUT


def pytest_runtest_logreport(report):
    # The reports of subtests come besides: one that fails fails its test.
    if type(report).__name__ == "SubtestReport" or (report.when != "call" and report.passed):
        return
    outcome = report.outcome
    if hasattr(report, "wasxfail"):
        outcome = "xpassed" if report.passed else "xfailed"
    if verdicts.get(report.nodeid, {}).get("outcome") != "failed":
        verdicts[report.nodeid] = {"outcome": outcome, "why": str(report.longrepr or "")[-2000:]}


def pytest_sessionfinish():
    with open(os.environ["VERDICTS"], "w") as file:
        json.dump(verdicts, file)
