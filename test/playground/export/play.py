"""Runs exported modules on Celery, one after the other, each with a worker of its own in this process.

Takes their paths; prints one line of JSON for each: what the module printed.
"""
import ast
import contextlib
import io
import json
import multiprocessing
import sys
import types
from pathlib import Path

from celery.contrib.testing.worker import start_worker


def run(path):
    source = Path(path).read_text()
    module = types.ModuleType(Path(path).stem)
    sys.modules[module.__name__] = module
    exec(compile(source, path, "exec"), module.__dict__)
    module.app.conf.task_default_queue = module.__name__
    module.app.conf.worker_hijack_root_logger = False
    main = ast.parse(source).body[-1]
    assert isinstance(main, ast.If)
    said = io.StringIO()
    with start_worker(module.app, pool="threads", concurrency=4, perform_ping_check=False, shutdown_timeout=20):
        with contextlib.redirect_stdout(said):
            exec(compile(ast.Module(main.body, []), path, "exec"), module.__dict__)
    return said.getvalue()


if __name__ == "__main__":
    # A process for each: apps of one process share their tasks by name.
    with multiprocessing.get_context("spawn").Pool(3, maxtasksperchild=1) as pool:
        for said in pool.imap(run, sys.argv[1:], chunksize=1):
            print(json.dumps(said), flush=True)
