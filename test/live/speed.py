#!/usr/bin/env python3
"""Celery's side of `speed.ts`: the tasks of its worker, and a client that measures itself and prints seconds as JSON."""
import json
import os
import sys
import time

from celery import Celery, group

app = Celery("speed", broker=os.environ["BROKER"], backend=os.environ["BACKEND"])
app.conf.update(task_default_queue=os.environ["QUEUE"], worker_prefetch_multiplier=4)


@app.task(name="noop")
def noop():
    return None


def publish(members, times):
    took = []
    for _ in range(times):
        started = time.perf_counter()
        group(noop.s() for _ in range(members)).apply_async()
        took.append(time.perf_counter() - started)
    return took


def round_trips(times):
    took = []
    for _ in range(times):
        started = time.perf_counter()
        noop.delay().get(timeout=60)
        took.append(time.perf_counter() - started)
    return took


if __name__ == "__main__":
    what, *numbers = sys.argv[1:]
    print(json.dumps({"publish": publish, "round-trips": round_trips}[what](*map(int, numbers))))
