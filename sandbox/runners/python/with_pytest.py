"""Runs a suite with pytest, which runs `unittest` classes too."""

import inspect
import os
import re
import sys
import unittest
from importlib import import_module

import pytest
from _pytest.config import get_config

# What pytest loads when it starts: its own plug-ins, and what those load.
get_config()._ensure_unconfigure()
for name in ("_pytest._argcomplete", "faulthandler", "getpass", "pdb"):
    import_module(name)


def run(send, watch, files, solution):
    start = pytest.main
    # A suite that starts itself when it is loaded is already running.
    unittest.main = pytest.main = lambda *_args, **_options: 0
    reporter = Reporter(send, watch, solution)
    code = start(options(files), plugins=[reporter])
    if reporter.tests or not watch.untouched():
        send(tampered=True)
    send(end=True)
    send.leave(int(code))


def options(files):
    # Twice quiet: no line that says how long it took, so that equal runs print equal text. Output is the sandbox's to
    # keep and to bound: pytest would fill a file with it.
    chosen = ["--rootdir", os.getcwd(), "-p", "no:cacheprovider", "--capture=no", "-qq", "--color=no", "--tb=short"]
    # Options of the suite's own ini-file may ask for plug-ins that are not here, or for fewer tests.
    chosen += ["-o", "addopts="]
    stems = [os.path.basename(file).removesuffix(".py") for file in files]
    # Names that are no module's, or are the same in two folders, cannot be imported by name.
    if any("." in stem for stem in stems) or len(set(stems)) < len(stems):
        chosen += ["--import-mode=importlib"]
    return [*chosen, "--", *files]


ADDRESS = re.compile(" at 0x[0-9a-f]+")


def stable(text):
    return ADDRESS.sub(" at 0x…", text)


class Writer:
    """What pytest prints, without addresses in memory: equal runs print equal text."""

    def __init__(self, file):
        self.file = file

    def write(self, text):
        self.file.write(stable(text))

    def __getattr__(self, name):
        return getattr(self.file, name)


class Reporter:
    """The pytest plug-in: one line per test, when its setup, call and teardown are over."""

    def __init__(self, send, watch, solution):
        self.send = send
        self.watch = watch
        self.solution = solution
        self.phases = []
        self.collecting = None
        # What each test is that has not run yet.
        self.tests = {}

    def pytest_sessionstart(self, session):
        terminal = session.config.get_terminal_writer()
        terminal._file = Writer(terminal._file)

    def pytest_pycollect_makeitem(self, collector, name, obj):
        """What a solution calls a test is none, although `import *` brings it here."""
        module = sys.modules.get(getattr(obj, "__module__", None))
        return [] if getattr(module, "__file__", None) in self.solution else None

    def pytest_collection_finish(self, session):
        self.tests = {item.nodeid: body_of(item) for item in session.items}
        modules = {item.module for item in session.items if hasattr(item, "module")}
        if not (self.watch.untouched() and all(self.watch.names_stand(each, self.solution) for each in modules)):
            self.send(tampered=True)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item):
        """Not another function under a test's name, nor other checks in its object."""
        if self.tests.get(item.nodeid) != body_of(item):
            self.send(tampered=True)
        case = getattr(item, "instance", None)
        kind = type(case)
        yield
        if type(case) is not kind or not plain(case):
            self.send(tampered=True)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem):
        """Runs tests that are coroutines, as plug-ins for asyncio do."""
        test = pyfuncitem.obj
        if not inspect.iscoroutinefunction(test):
            return None
        import asyncio

        names = pyfuncitem._fixtureinfo.argnames
        asyncio.run(test(**{name: pyfuncitem.funcargs[name] for name in names}))
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        result = yield
        self.phases.append((result, call.excinfo))
        return result

    def pytest_runtest_logfinish(self, nodeid):
        phases, self.phases = self.phases, []
        self.tests.pop(nodeid, None)
        if not self.watch.core_untouched():
            self.send(tampered=True)
        # The first part of the id is the file.
        test = " > ".join(nodeid.split("::")[1:])
        for result, excinfo in phases:
            if result.failed:
                self.send(test=test, outcome="failed", **failure(result, excinfo))
                return
        skipped = any(result.skipped or hasattr(result, "wasxfail") for result, _ in phases)
        self.send(test=test, outcome="skipped" if skipped else "passed")

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self):
        report = yield
        # pytest takes the call away from the report.
        self.collecting = report.call.excinfo
        return report

    def pytest_collectreport(self, report):
        if report.failed:
            told = failure(report, self.collecting)
            told["message"] = stable(str(report.longrepr)[-2000:])
            self.send(test="<collection>", scope="file", outcome="failed", **told)
        elif report.skipped:
            self.send(test="<collection>", outcome="skipped")

    def pytest_internalerror(self, excinfo):
        if isinstance(excinfo.value, SystemExit):
            self.leave_early(excinfo.value.code)

    def pytest_keyboard_interrupt(self, excinfo):
        # pytest itself stops where a file cannot be loaded; that has been told.
        if not isinstance(excinfo.value, pytest.Session.Interrupted):
            self.leave_early(2)

    def leave_early(self, code):
        """The program ended where no test catches it: the report stays without its end."""
        self.send.leave(code if isinstance(code, int) else int(code is not None))


def body_of(item):
    function = getattr(item, "function", None)
    inputs = item.callspec.params if hasattr(item, "callspec") else {}
    return id(function), id(getattr(function, "__code__", None)), {name: id(value) for name, value in inputs.items()}


CHECKS = {name for name, value in vars(unittest.TestCase).items() if callable(value)}


def plain(case):
    """Whether a test case has no methods of its own in the place of those that judge."""
    return not isinstance(case, unittest.TestCase) or CHECKS.isdisjoint(vars(case))


def failure(result, excinfo):
    if excinfo is None:
        return {"kind": "assertion", "message": stable(str(result.longrepr))}
    asserted = excinfo.errisinstance((AssertionError, pytest.fail.Exception))
    return {"kind": "assertion" if asserted else "error", "message": stable(excinfo.exconly())}
