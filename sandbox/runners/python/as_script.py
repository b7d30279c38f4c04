"""Runs plain programs, one after the other: each is one test, which passes when it reaches its own end."""

import ast
import os
import sys
import traceback
from types import ModuleType


def run(send, watch, files, solution):
    failed = False
    for file in files:
        failure = run_file(os.path.join(os.getcwd(), file), solution, send.leave)
        if not watch.untouched():
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
        exec(compile(tree, path, "exec", dont_inherit=True), vars(main))
        return None
    except SystemExit as stop:
        frames = [frame for frame in traceback.walk_tb(stop.__traceback__) if not is_own(frame)]
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        asked = not any(frame.f_code.co_filename in solution for frame, _ in frames)
        if not (asked if code else ends_there(frames, tree)):
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


# Python's own code that ends a program when a suite asks it to.
ENDERS = ("_sitebuiltins", "unittest.main", "_pytest.config")


def ends_there(frames, tree):
    """Whether an exit was asked for by the last statement of the script, or of functions of it that it calls last."""
    path, last = frames[0][0].f_code.co_filename, None
    for frame, line in frames:
        if frame.f_code.co_filename != path:
            return any(frame.f_globals is vars(sys.modules[name]) for name in ENDERS if name in sys.modules)
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


def last_statement(body, line, fails_otherwise=False):
    """
    The statement on this line if nothing comes after it, or only what fails. Under a condition only where it fails
    otherwise: a script that goes on instead leaves for what it found.
    """
    *before, last = body or [None]
    for each in before if fails(last) else []:
        if isinstance(each, ast.If) and (found := in_branch(each, line, True)):
            return found
    if last is None or not last.lineno <= line <= last.end_lineno:
        return None
    if isinstance(last, (ast.Expr, ast.Raise, ast.Return, ast.Assign)):
        return last
    if isinstance(last, ast.If):
        return in_branch(last, line, fails_otherwise)
    if isinstance(last, (ast.With, ast.Try)):
        ends = [last.body, getattr(last, "orelse", []), getattr(last, "finalbody", [])]
        return next(filter(None, (last_statement(each, line, fails_otherwise) for each in ends)), None)
    return None


def in_branch(branching, line, fails_otherwise):
    branches = [branching.body, branching.orelse]
    if not (fails_otherwise or is_main_guard(branching) or any(fails(each[-1]) for each in branches if each)):
        return None
    return next(filter(None, (last_statement(each, line, fails_otherwise) for each in branches)), None)


def is_main_guard(branching):
    return isinstance(left := getattr(branching.test, "left", None), ast.Name) and left.id == "__name__"


def fails(statement):
    """Whether a statement only ever fails."""
    if isinstance(statement, ast.If):
        return all(each and fails(each[-1]) for each in (statement.body, statement.orelse))
    if isinstance(statement, ast.Raise):
        return "SystemExit" not in ast.dump(statement)
    if called(statement) not in ("exit", "quit", "_exit") or not statement.value.args:
        return False
    status = statement.value.args[0]
    return isinstance(status, (ast.JoinedStr, ast.UnaryOp)) or bool(getattr(status, "value", False))


def called(statement):
    function = getattr(getattr(statement, "value", None), "func", None)
    return getattr(function, "attr", getattr(function, "id", None))
