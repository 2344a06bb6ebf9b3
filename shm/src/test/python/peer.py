"""Another user of files, told in lines: each is a Python expression or statement, and has one line of answer.

With the path of a file it is attached to it as ``memory``.
"""

import os
import queue
import signal
import sys
import threading

import numpy

import millrace


def forked(path, code):
    """Starts a process that attaches to the file, runs the code, and kills itself with -9; its pid."""
    pid = os.fork()
    if pid == 0:
        exec(code, {"memory": millrace.attach(path), "millrace": millrace, "os": os})
        os.kill(os.getpid(), signal.SIGKILL)
    return pid


def died(path, code):
    """Such a process after its end; the signal that ended it."""
    return os.WTERMSIG(os.waitpid(forked(path, code), 0)[1])


names = {"millrace": millrace, "numpy": numpy, "os": os, "queue": queue, "threading": threading, "forked": forked,
         "died": died}
if len(sys.argv) > 1:
    names["memory"] = millrace.attach(sys.argv[1], name="python peer")
names["kept"] = {*names, "kept", "__builtins__"}
print("ready", flush=True)
for line in sys.stdin:
    try:
        try:
            code = compile(line.strip(), "line", "eval")
        except SyntaxError:
            code = compile(line, "line", "exec")
        result = eval(code, names)
        print("ok" if result is None else result, flush=True)
    except Exception as failure:
        print(f"{type(failure).__name__}: {failure}", flush=True)
