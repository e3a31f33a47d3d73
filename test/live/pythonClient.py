#!/usr/bin/env python3
"""A Celery client that sends what it is told, a JSON list a line: settings, the task, its arguments and options; answers with a result or an error."""
import json
import os
import sys

from celery import Celery, chord, signature

for line in sys.stdin:
    settings, task, args, options = json.loads(line)
    app = Celery("asking", broker=os.environ["BROKER"], backend=os.environ["BACKEND"])
    app.conf.update(task_default_queue=os.environ["QUEUE"], **settings)
    try:
        if task == "chord":
            header, body = (args[0], args[1])
            sent = chord([signature(each, app=app) for each in header], signature(body, app=app)).apply_async()
        else:
            sent = app.signature(task, args=args).apply_async(**options)
        print(json.dumps({"ok": sent.get(timeout=options.get("wait", 20))}), flush=True)
    except Exception as error:
        print(json.dumps({"error": type(error).__name__, "message": str(error)}), flush=True)
