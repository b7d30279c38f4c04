"""
Whether what judges is still what was loaded: pytest, unittest, and the functions that suites judge by or take their
inputs from.
"""

import ast
import builtins
import math
import random
import re
import sys
from importlib import import_module
from types import FunctionType

JUDGES = ("pytest", "_pytest", "pluggy", "unittest")
# What is looked at after every test: whoever changes a verdict changes something here.
CORE = {
    *("_pytest.runner", "_pytest.python", "_pytest.python_api", "_pytest.outcomes", "_pytest.unittest"),
    *("_pytest.reports", "_pytest.assertion.rewrite", "pluggy._callers", "pluggy._hooks", "unittest.case"),
}
# What programs, tests and pytest itself replace for good reasons.
REPLACEABLE = {"print", "input", "open", "exit", "quit", "help", "main", "_getini_unknown_type"}
# Where suites take inputs from: changed, they leave out what a program cannot do. A suite may change them itself.
INPUTS = ("itertools", "json", "pathlib", "random", "subprocess", "time")
MEMBERS = (property, classmethod, staticmethod)


class Watch:
    """Remembers the framework as it is when this is made."""

    def __init__(self):
        judges = {name: module for name, module in sys.modules.items() if name.split(".")[0] in JUDGES}
        core = [builtins, math, *(module for name, module in judges.items() if name in CORE)]
        self.core = memory_of(core)
        self.rest = memory_of(module for module in judges.values() if module not in core)
        inputs = {name: import_module(name) for name in INPUTS}
        # Where Python 3.13 keeps the classes of `pathlib`.
        inner = [module for name, module in sys.modules.items() if name == "pathlib._local"]
        self.inputs = memory_of([*inputs.values(), *inner])
        self.opens = builtins.open
        self.modules = {**judges, **inputs}
        self.suite = ""

    def begin(self, replaced, suite):
        """Before the job's code is loaded. `replaced`: modules of Python in whose place the job has its own."""
        self.modules = {name: module for name, module in self.modules.items() if name not in replaced}
        self.suite = suite

    def core_untouched(self):
        return untouched(self.core) and self.inputs_untouched() and sys.gettrace() is None

    def untouched(self):
        """Whether every name still means the same thing, and every function still does the same."""
        places = all(sys.modules.get(name, module) is module for name, module in self.modules.items())
        return places and self.core_untouched() and untouched(self.rest)

    def inputs_untouched(self):
        if not untouched(self.inputs, self.changes):
            return False
        return (builtins.open is self.opens or self.changes("open")) and type(random._inst) is random.Random

    def changes(self, name):
        """Whether the suite itself speaks of putting something into the place of this name."""
        return re.search(rf"""\b{name}["']|\.{name}\s*=(?!=)""", self.suite) is not None

    def names_stand(self, module, solution):
        """
        Whether in a module of the suite the names of what Python and the frameworks bring mean that. Where a suite takes
        all names of a program, it takes such names too.
        """
        names = vars(module)
        if any(names.get(name, self.modules[name]) is not self.modules[name] for name in JUDGES if name in self.modules):
            return False
        strange = {name for name in vars(builtins) if not name.startswith("__") and name in names}
        strange = {name for name in strange if names[name] is not getattr(builtins, name)}
        return not strange or strange <= bound_in(module.__file__)


def bound_in(path):
    """The names that a module binds itself; all where it takes those of another."""
    with open(path, "rb") as source:
        tree = ast.parse(source.read())
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.alias):
            if node.name == "*":
                return set(vars(builtins))
            found.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        else:
            found.add(getattr(node, "name", None))
    return found


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


def untouched(memory, may_change=lambda _name: False):
    places, functions = memory
    for space, key, value in places:
        if space.get(key) is not value and not may_change(key):
            return False
    for function, code, defaults, named in functions:
        now = function.__code__, function.__defaults__, function.__kwdefaults__
        if now[0] is not code or now[1] is not defaults or now[2] is not named:
            return False
    return True
