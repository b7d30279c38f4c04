"""Runs plain programs, one after the other: each is one test, which passes when it reaches its own end."""

import ast
import os
import sys
import traceback
from types import ModuleType


def run(send, watch, files, solution):
    failed = False
    for file in files:
        failure = run_file(os.path.join(os.getcwd(), file), send.leave)
        if not watch.untouched():
            send(tampered=True)
        if failure is None:
            send(test=file, outcome="passed")
        else:
            failed = True
            send(test=file, outcome="failed", **failure)
    send(end=True)
    send.leave(1 if failed else 0)


def run_file(path, leave):
    """None, or how it failed. Ends the process where the program does so before the script's last statement."""
    main = sys.modules["__main__"] = ModuleType("__main__")
    main.__file__ = path
    sys.argv = [path]
    tree = None
    try:
        with open(path, "rb") as source:
            tree = ast.parse(source.read(), path)
        exec(compile(tree, path, "exec", dont_inherit=True), vars(main))
        return None
    except SystemExit as stop:
        frames = [frame for frame in traceback.walk_tb(stop.__traceback__) if not is_own(frame)]
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        if not ends_there(frames, tree):
            leave(code)
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
        return None if code == 0 else {"kind": "error", "message": f"SystemExit: {stop.code}"}
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


# Python's own code that ends a program when a suite asks it to.
ENDERS = ("_sitebuiltins", "unittest.main", "_pytest.config")


def ends_there(frames, tree):
    """Whether an exit was asked for by the last statement of the script, or of functions of it that it calls last."""
    path, last = frames[0][0].f_code.co_filename, None
    for frame, line in frames:
        if frame.f_code.co_filename != path:
            return frame.f_globals.get("__name__") in ENDERS
        named = frame.f_code.co_name != "<module>"
        last = last_statement(body_of(tree, frame.f_code) if named else tree.body, line)
        if last is None:
            return False
    return isinstance(last, ast.Raise) or called(last) in ("exit", "quit")


def body_of(tree, code):
    """The statements of a function of the script."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == code.co_name:
            if min([node.lineno, *(each.lineno for each in node.decorator_list)]) == code.co_firstlineno:
                return node.body
    return []


def last_statement(body, line):
    """The statement on this line if nothing comes after it; that of a branch, where the last one branches."""
    last = body[-1] if body else None
    if last is None or not last.lineno <= line <= last.end_lineno:
        return None
    if isinstance(last, (ast.Expr, ast.Raise, ast.Return, ast.Assign)):
        return last
    if isinstance(last, (ast.If, ast.With, ast.Try)):
        branches = [last.body, getattr(last, "orelse", []), getattr(last, "finalbody", [])]
        branches += [handler.body for handler in getattr(last, "handlers", [])]
        return next(filter(None, (last_statement(branch, line) for branch in branches)), None)
    return None


def called(statement):
    function = getattr(getattr(statement, "value", None), "func", None)
    return getattr(function, "attr", getattr(function, "id", None))
