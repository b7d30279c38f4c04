"""Runs one pytest suite in this process and reports every test on file descriptor 3.

    python3 -I -B run_pytest.py <suite>

The first line on stdin is a secret that every line of the report carries; the code under test never sees
it. Whatever the report needs is taken before that code is loaded: it may patch anything later.
"""

import os
import sys
from fcntl import F_DUPFD_CLOEXEC, fcntl
from json.encoder import encode_basestring_ascii as quote

import pytest


def read_secret():
    secret = os.read(0, 4096).split(b"\n", 1)[0].decode()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    return secret


def open_report(secret):
    """A function that writes one line, to a descriptor that child processes do not inherit."""
    fd = fcntl(3, F_DUPFD_CLOEXEC, 64)
    os.close(3)
    # Locals, because the job can reach the names of modules and change them.
    write, text = os.write, quote
    opening = '{"secret": ' + text(secret)

    def report(**fields):
        line = opening
        for key, value in fields.items():
            line += f', "{key}": ' + ("true" if value is True else text(value))
        write(fd, (line + "}\n").encode())

    return report


class Reporter:
    """The pytest plugin: one line per test, when its setup, call and teardown are over."""

    def __init__(self, report):
        self.report = report
        self.phases = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        result = yield
        self.phases.append((result, call.excinfo))
        return result

    def pytest_runtest_logfinish(self, nodeid):
        phases, self.phases = self.phases, []
        # The first part of the id is the file.
        test = " > ".join(nodeid.split("::")[1:])
        for result, excinfo in phases:
            if result.failed:
                self.report(test=test, outcome="failed", **failure(result, excinfo))
                return
        skipped = any(result.skipped or hasattr(result, "wasxfail") for result, _ in phases)
        self.report(test=test, outcome="skipped" if skipped else "passed")

    def pytest_collectreport(self, report):
        if report.failed:
            message = str(report.longrepr)[-2000:]
            self.report(test="<collection>", scope="file", outcome="failed", kind="error", message=message)


def failure(result, excinfo):
    if excinfo is None:
        return {"kind": "assertion", "message": str(result.longrepr)[:2000]}
    asserted = excinfo.errisinstance((AssertionError, pytest.fail.Exception))
    return {"kind": "assertion" if asserted else "error", "message": excinfo.exconly()[:2000]}


def framework():
    """Every function and class of the test framework, by where it hangs."""
    found = {}
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] not in ("pytest", "_pytest", "pluggy"):
            continue
        for key, value in list(vars(module).items()):
            if isinstance(value, type) and value.__module__ == name:
                for member, inner in list(vars(value).items()):
                    if callable(inner) or isinstance(inner, (property, classmethod, staticmethod)):
                        found[name, key, member] = inner
            if callable(value):
                found[name, key] = value
    return found


def main():
    report = open_report(read_secret())
    original = framework()
    leave, flush_out, flush_err = os._exit, sys.stdout.flush, sys.stderr.flush
    # Modules of the job come last on the path, so that none of them shadows one of ours.
    options = ["-c", os.devnull, "--rootdir", os.getcwd(), "--noconftest", "--import-mode=append"]
    # Twice quiet: no line that says how long it took, so that equal runs print equal text.
    options += ["-p", "no:cacheprovider", "-qq", "--color=no", "--tb=short"]
    code = pytest.main([*options, *sys.argv[1:]], plugins=[Reporter(report)])
    now = framework()
    if any(now.get(place) is not thing for place, thing in original.items()):
        report(tampered=True)
    report(end=True)
    flush_out()
    flush_err()
    # Not by way of exit hooks: they belong to the job, and may wait for its threads.
    leave(int(code))


os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
main()
