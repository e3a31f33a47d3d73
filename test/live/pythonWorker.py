#!/usr/bin/env python3
"""A Celery worker that consumes what QUEUES says (a JSON list of a name, or of a name, an exchange, its type and a routing key) with SETTINGS."""
import json
import os

from celery import Celery
from kombu import Exchange, Queue

app = Celery("theirs", broker=os.environ["BROKER"], backend=os.environ["BACKEND"])
app.conf.update(
    task_queues=[
        Queue(name, Exchange(*(exchange or (name, "direct"))), routing_key=key[0] if key else name)
        for name, exchange, *key in json.loads(os.environ["QUEUES"])
    ],
    **json.loads(os.environ.get("SETTINGS", "{}")),
)


@app.task(name="theirs.double")
def double(x):
    return x * 2


@app.task(name="theirs.where", bind=True)
def where(self):
    info = self.request.delivery_info
    return [os.environ["NAME"], info["exchange"], info["routing_key"]]


@app.task(name="note")
def note(key):
    app.backend.client.rpush(key, os.environ["NAME"])


@app.task(name="theirs.sleep")
def sleep(seconds):
    import time

    time.sleep(seconds)


app.worker_main(["worker", "-c", "1", "-n", os.environ["NAME"], "-l", "INFO", *json.loads(os.environ.get("WORDS", "[]"))])
