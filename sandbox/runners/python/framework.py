"""Whether what judges is still what was loaded: pytest, unittest and the built-in functions that suites judge by."""

import builtins
import math
import sys
from types import FunctionType

JUDGES = ("pytest", "_pytest", "pluggy", "unittest")
# What is looked at after every test: whoever changes a verdict changes something here.
CORE = {
    *("_pytest.runner", "_pytest.python", "_pytest.python_api", "_pytest.outcomes", "_pytest.unittest"),
    *("_pytest.reports", "_pytest.assertion.rewrite", "pluggy._callers", "pluggy._hooks", "unittest.case"),
}
# What programs, tests and pytest itself replace for good reasons.
REPLACEABLE = {"print", "input", "open", "exit", "quit", "help", "main", "_getini_unknown_type"}
MEMBERS = (property, classmethod, staticmethod)


class Watch:
    """Remembers the framework as it is when this is made."""

    __slots__ = ("core", "rest")

    def __init__(self):
        judges = {name: module for name, module in sys.modules.items() if name.split(".")[0] in JUDGES}
        core = [builtins, math, *(module for name, module in judges.items() if name in CORE)]
        self.core = memory_of(core)
        self.rest = memory_of(module for module in judges.values() if module not in core)

    def core_untouched(self):
        return untouched(self.core)

    def untouched(self):
        """Whether every name still means the same thing, and every function still does the same."""
        return untouched(self.core) and untouched(self.rest)


def memory_of(modules):
    """Every function and class of these modules by its place, and what each function does."""
    places = []
    for module in modules:
        names = vars(module)
        classes = (each for each in names.values() if isinstance(each, type) and each.__module__ == module.__name__)
        for space in [names, *(vars(each) for each in classes)]:
            places += ((space, key, value) for key, value in space.items() if counts(key, value))
    functions = {id(value): value for *_, value in places if isinstance(value, FunctionType)}.values()
    return places, [(each, each.__code__, each.__defaults__, each.__kwdefaults__) for each in functions]


def counts(key, value):
    return key not in REPLACEABLE and (callable(value) or isinstance(value, MEMBERS))


def untouched(memory):
    places, functions = memory
    for space, key, value in places:
        if space.get(key) is not value:
            return False
    for function, code, defaults, named in functions:
        now = function.__code__, function.__defaults__, function.__kwdefaults__
        if now[0] is not code or now[1] is not defaults or now[2] is not named:
            return False
    return True
