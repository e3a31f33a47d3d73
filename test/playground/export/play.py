"""Runs exported modules on Celery, one after the other, each with a worker of its own in this process.

Takes their paths; prints one line of JSON for each: what the module printed.
"""
import ast
import contextlib
import io
import json
import os
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


for path in sys.argv[1:]:
    # Apps of one process share their tasks by name.
    child = os.fork()
    if child == 0:
        print(json.dumps(run(path)), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
