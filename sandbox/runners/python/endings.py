"""Where a script may leave, and has reached its end."""

import ast
import sys

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


def without_early_returns(tree):
    """
    A script that ends with `main()`: a `return` in that function which leaves checks out becomes an exit, which is
    none of its last statement.
    """
    function, asked = ended_by(tree)
    if function is not None:
        early = set(early_returns(function.body, asked, True))
        leave = ast.parse("raise SystemExit(0)").body[0]
        Leaving(early, leave).visit(function)
    return tree


class Leaving(ast.NodeTransformer):
    """Puts a statement in the place of others."""

    def __init__(self, places, statement):
        self.places, self.statement = places, statement

    def visit_Return(self, node):
        if node not in self.places:
            return node
        new = ast.Raise(self.statement.exc)
        return ast.fix_missing_locations(ast.copy_location(new, node))


def ended_by(tree):
    """The function without parameters that a script calls last, and whether its result is the exit code."""
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.If) and is_main_guard(last) and not last.orelse:
        last = last.body[-1]
    call = last.value if isinstance(last, ast.Expr) else getattr(last, "exc", None)
    asked = False
    while isinstance(call, ast.Call) and call.args:
        asked = asked or called(ast.Expr(call)) in ("exit", "quit", "SystemExit")
        call = call.args[0]
    name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else None
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [each for each in tree.body if isinstance(each, kinds) and each.name == name]
    return (found[-1] if found and not any(ast.iter_child_nodes(found[-1].args)) else None), asked


def early_returns(body, asked, at_end):
    """Returns after which more would have been done than to fail. `asked`: with another code than 0 they fail."""
    only_fails = bool(body) and (fails(body[-1]) or (asked and returns(body[-1], True)))
    for each in body:
        ends = only_fails or (at_end and each is body[-1])
        if isinstance(each, ast.Return):
            if not ends and (not asked or each.value is None or returns(each, False)):
                yield each
        elif isinstance(each, (ast.For, ast.AsyncFor, ast.While)):
            yield from early_returns(each.body, asked, only_fails)
            yield from early_returns(each.orelse, asked, ends)
        elif not isinstance(each, ast.Try) or not any(catches_all(handler) for handler in each.handlers):
            for inner in bodies_of(each):
                yield from early_returns(inner, asked, ends)


def bodies_of(statement):
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return []
    parts = [statement, *getattr(statement, "handlers", []), *getattr(statement, "cases", [])]
    names = ("body", "orelse", "finalbody")
    return [getattr(part, name) for part in parts for name in names if getattr(part, name, None)]


def catches_all(handler):
    return handler.type is None or "SystemExit" in (text := ast.dump(handler.type)) or "BaseException" in text


def returns(statement, truth):
    """Whether it returns a constant that is true, or not."""
    value = getattr(statement, "value", None)
    return isinstance(statement, ast.Return) and isinstance(value, ast.Constant) and bool(value.value) is truth
