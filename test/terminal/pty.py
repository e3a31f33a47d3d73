"""Runs a program in a pseudo-terminal of its own, driven by JSON lines.

In:   {"send": base64}   {"resize": [columns, rows]}   {"signal": number}   {"hangup": true}
Out:  {"atMs": …, "pid": …}   {"atMs": …, "data": base64}
      {"atMs": …, "code": …, "signal": …, "modesKept": …, "cpuMs": …, "maxRssKb": …}   once, at the end

Times count from just before the program was started. Only the standard library is used.
"""

import base64
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time


def say(**facts):
    facts["atMs"] = (time.monotonic() - began) * 1000
    try:
        os.write(1, (json.dumps(facts) + "\n").encode())
    except BrokenPipeError:
        os._exit(1)  # nobody listens any more


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def become_session_leader():
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def modes():
    try:
        return termios.tcgetattr(theirs)
    except termios.error:
        return None  # the terminal was closed


columns, rows, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
ours, theirs = os.openpty()
resize(theirs, columns, rows)
woken, wake = os.pipe()
os.set_blocking(wake, False)
signal.signal(signal.SIGCHLD, lambda *_: None)
signal.set_wakeup_fd(wake)

modes_before = modes()
began = time.monotonic()
child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=become_session_leader)
say(pid=child.pid)


def obey(line):
    global ours
    order = json.loads(line)
    if "send" in order:
        os.write(ours, base64.b64decode(order["send"]))
    if "resize" in order:
        resize(ours, *order["resize"])
    if "signal" in order:
        os.kill(child.pid, order["signal"])
    if "hangup" in order:
        os.close(ours)
        ours = None


def pass_on():
    data = os.read(ours, 65536)
    say(data=base64.b64encode(data).decode())


orders = b""
status = None
while status is None:
    sources = [woken, 0] + ([ours] if ours is not None else [])
    ready, _, _ = select.select(sources, [], [])
    if ours in ready:
        pass_on()
    if 0 in ready:
        more = os.read(0, 65536)
        if not more:
            os.kill(child.pid, signal.SIGKILL)
        orders += more
        *lines, orders = orders.split(b"\n")
        for line in lines:
            obey(line)
    if woken in ready:
        os.read(woken, 64)
        pid, found, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            status = found
while ours is not None and select.select([ours], [], [], 0)[0]:
    pass_on()
say(
    code=os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
    signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
    modesKept=modes() == modes_before,
    cpuMs=(usage.ru_utime + usage.ru_stime) * 1000,
    maxRssKb=usage.ru_maxrss,
)
