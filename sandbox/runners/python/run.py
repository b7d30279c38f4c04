"""Runs one suite in this process and reports every test on file descriptor 3.

    python3 -s -P -B /opt/seedmill/python/run.py [script]

`script`: without pytest, which takes 150 ms to load, for an order that does not ask for it.

Read from stdin, one a line: a secret that every line of the report carries; `pytest` or `script`; the files to run;
`--`; the modules of the solution. Everything is loaded before stdin is read, so that a process which waits there is
ready to go: the zygote imports this file, and calls its `main` in each of its children. Whatever the report needs is
taken before the job's code is loaded: that may patch anything later.
"""

import gc
import os
import signal
import sys
from importlib import import_module
from types import ModuleType

HERE = os.path.dirname(os.path.abspath(__file__))
OWN = ("report", "framework", "with_pytest", "as_script", "endings")

os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
sys.path.insert(0, HERE)
import as_script
import framework
import report

# How each style of suite is run.
STYLES = {"script": as_script.run}
if "script" not in sys.argv:
    import with_pytest

    STYLES["pytest"] = with_pytest.run

# What programs and suites load most, for those who need not wait for it.
LIBRARY = "asyncio collections copy dataclasses datetime decimal fractions hashlib heapq math statistics "
LIBRARY += "string threading typing unittest.mock"
if __name__ != "__main__":
    for library in LIBRARY.split():
        import_module(library)


def read_order():
    """The secret, the style, the files and the solution's modules; stdin is empty afterwards."""
    text = b""
    while chunk := os.read(0, 8192):
        text += chunk
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    secret, style, *rest = text.decode().rstrip("\n").split("\n")
    cut = rest.index("--") if "--" in rest else len(rest)
    return secret, style, rest[:cut], rest[cut + 1 :]


def make_way(folders):
    """
    Modules of the job are found first, as if Python had been started on them: a `queue.py` of theirs is theirs.
    The names of those of Python that are replaced.
    """
    replaced = set()
    for name in [*OWN, "__main__"]:
        sys.modules.pop(name, None)
    sys.modules["__main__"] = ModuleType("__main__")
    sys.path[:] = [*folders, *(entry for entry in sys.path if entry != HERE)]
    for entry in {file.removesuffix(".py") for folder in folders for file in os.listdir(folder)}:
        if entry in SHADOWED:
            for name in [entry, *(n for n in sys.modules if n.startswith(entry + "."))]:
                sys.modules.pop(name, None)
                replaced.add(name)
    return replaced


def text_of(folder, solution):
    """What the suite's own modules say."""
    texts = []
    for place, _, names in os.walk(folder):
        for path in (os.path.join(place, name) for name in names if name.endswith(".py")):
            if path not in solution:
                with open(path, encoding="utf-8", errors="replace") as file:
                    texts.append(file.read())
    return "\n".join(texts)


def main():
    secret, style, files, solution = read_order()
    send = report.open_report(secret)
    del secret
    # Python ignores it; so a file that grows too large ends the process as it does elsewhere.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    work = os.getcwd()
    folders = dict.fromkeys([work, *(os.path.dirname(os.path.join(work, file)) for file in files)])
    if os.path.isdir(source := os.path.join(work, "src")):
        folders[source] = None
    modules = {os.path.join(work, module) for module in solution}
    WATCH.begin(make_way(list(folders)), text_of(work, modules))
    STYLES[style](send, WATCH, files, modules)


# What a module of the job may take the place of: Python's own that are already loaded, except for those that Python
# itself would never look for and those that judge.
SHADOWED = {
    name
    for name, module in sys.modules.items()
    if name in sys.stdlib_module_names
    and getattr(module.__spec__, "origin", None) not in ("built-in", "frozen", None)
    and name not in ("unittest", "sys", "builtins")
}
OWN_MAIN = sys.modules["__main__"]
WATCH = framework.Watch()

if __name__ == "__main__":
    gc.freeze()
    main()
