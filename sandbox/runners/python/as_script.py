"""Runs plain programs, one after the other: each is one test, which passes when it reaches its own end."""

import ast
import os
import sys
import traceback
from types import ModuleType

import endings


def run(send, watch, files, solution):
    failed = False
    for file in files:
        failure = run_file(os.path.join(os.getcwd(), file), solution, send.leave)
        if not (watch.untouched() and watch.names_stand(sys.modules["__main__"], solution)):
            send(tampered=True)
        if failure is None:
            send(test=file, outcome="passed")
        else:
            failed = True
            send(test=file, outcome="failed", **failure)
    send(end=True)
    send.leave(1 if failed else 0)


def run_file(path, solution, leave):
    """None, or how it failed. Ends the process where the program does so before the script's last statement."""
    main = sys.modules["__main__"] = ModuleType("__main__")
    main.__file__ = path
    sys.argv = [path]
    tree = None
    try:
        with open(path, "rb") as source:
            tree = ast.parse(source.read(), path)
        exec(compile(endings.without_early_returns(tree), path, "exec", dont_inherit=True), vars(main))
        return None
    except SystemExit as stop:
        frames = [frame for frame in traceback.walk_tb(stop.__traceback__) if not is_own(frame)]
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        asked = not any(frame.f_code.co_filename in solution for frame, _ in frames)
        if not (asked if code else endings.ends_there(frames, tree)):
            leave(code)
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
        return None if code == 0 else {"kind": "assertion", "message": f"SystemExit: {stop.code}"}
    except BaseException as error:
        steps = error.__traceback__
        while steps is not None and is_own((steps.tb_frame, 0)):
            steps = steps.tb_next
        traceback.print_exception(type(error), error, steps)
        kind = "assertion" if isinstance(error, AssertionError) else "error"
        return {"kind": kind, "message": told(error, steps)}


def is_own(step):
    return step[0].f_code.co_filename == __file__


def told(error, steps):
    """What was thrown; for a bare `assert` also its text."""
    message = "".join(traceback.format_exception_only(error)).strip()
    lines = traceback.extract_tb(steps)
    if isinstance(error, AssertionError) and lines and str(error) == "":
        return f"{message}: {lines[-1].line}"
    return message
