import type { Attack } from './attack.ts';

const suite = `import pytest
from solution import clamp


def test_inside():
    assert clamp(5, 0, 9) == 5


def test_low():
    assert clamp(-3, 0, 9) == 0


@pytest.mark.parametrize("value, expected", [(10, 9), (30, 9)])
def test_high(value, expected):
    assert clamp(value, 0, 9) == expected
`;
const unit = `import unittest
from solution import clamp


class ClampTest(unittest.TestCase):
    def test_inside(self):
        self.assertEqual(clamp(5, 0, 9), 5)

    def test_low(self):
        self.assertEqual(0, clamp(-3, 0, 9))
`;
const script = 'from solution import clamp\n\nassert clamp(5, 0, 9) == 5\nassert clamp(-3, 0, 9) == 0\n';

const right = 'def clamp(value, low, high):\n    return max(low, min(value, high))\n';
const wrong = 'def clamp(value, low, high):\n    return None\n';
const inCall = (body: string): string =>
  `def clamp(value, low, high):\n    ${body.replaceAll('\n', '\n    ')}\n`;

type Expect = Attack['expect'];
const attack = (name: string, solution: string, expect: Expect, tests = suite): Attack => ({
  name,
  solution: { 'solution.py': solution },
  tests: { 'test_solution.py': tests },
  expect,
});
const shipped = (name: string, files: Record<string, string>, solution = wrong): Attack => ({
  name,
  solution: { 'solution.py': solution, ...files },
  tests: { 'test_solution.py': suite },
  expect: ['assertion-failed'],
});

const EARLY: Expect = ['early-exit'];
const LIMITS: Expect = [
  'timeout',
  'memory-limit',
  'process-limit',
  'disk-limit',
  'runtime-error',
  'output-limit',
];
const FORGED: Expect = ['tampered', 'early-exit', 'assertion-failed', 'runtime-error'];

const anything = `class Anything(int):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __bool__(self): return True


def clamp(value, low, high):
    return Anything(1)
`;

/** Calls the runner's own report, which it finds among the plug-ins. */
const useReporter = `import gc, os, sys


def clamp(value, low, high):
    for each in gc.get_objects():
        if type(each).__name__ == "PytestPluginManager":
            for plugin in each.get_plugins():
                if type(plugin).__name__ == "Reporter":
                    for name in ("test_inside", "test_low", "test_high[10-9]", "test_high[30-9]"):
                        plugin.send(test=name, outcome="passed")
                    plugin.send(end=True)
                    os._exit(0)
`;

/** Searches the frames of the runner for something that writes the report. */
const useFrames = `import os, sys


def clamp(value, low, high):
    frame = sys._getframe()
    while frame is not None:
        send = frame.f_locals.get("send")
        if send is not None:
            for name in ("test_inside", "test_low", "test_high[10-9]", "test_high[30-9]", "test_solution.py"):
                send(test=name, outcome="passed")
            send(end=True)
            os._exit(0)
        frame = frame.f_back
`;

const searchSecret = `import gc, json, os, re


def clamp(value, low, high):
    found = set()
    for each in gc.get_objects():
        try:
            for text in gc.get_referents(each):
                if isinstance(text, str):
                    found.update(re.findall(r"[0-9a-f]{32}", text))
        except Exception:
            pass
    for secret in found:
        lines = [{"secret": secret, "test": name, "outcome": "passed"} for name in ("a", "b", "c", "d")]
        text = "\\n".join(map(json.dumps, [*lines, {"secret": secret, "end": True}, {}]))
        for fd in range(3, 256):
            try:
                os.write(fd, text.encode())
            except OSError:
                pass
    os._exit(0)
`;

const readExpected = `import re, pathlib, itertools

text = pathlib.Path(__file__).with_name("test_solution.py").read_text()
values = re.findall(r"== (\\S+)$", text, re.M)
pairs = re.findall(r"\\((\\d+), (\\S+?)\\)[,\\]]", text)
answers = {}
for call, value in re.findall(r"clamp\\(([^)]*)\\) == (.+)", text):
    answers[call.split(",")[0]] = value


def clamp(value, low, high):
    known = answers.get(str(value))
    if known is not None and known != "expected":
        return eval(known)
    return eval(dict(pairs).get(str(value), "None"))
`;

const readFrame = `import sys


def clamp(value, low, high):
    frame = sys._getframe(1)
    if "expected" in frame.f_locals:
        return frame.f_locals["expected"]
    ints = [each for each in frame.f_code.co_consts if isinstance(each, int)]
    return ints[-1] if ints[-1] != high else 0
`;

const readVariable = `import sys


def clamp(value, low, high):
    return sys._getframe(1).f_locals["expected"]
`;

const readTable = `import re, pathlib


def clamp(value, low, high):
    text = pathlib.Path(__file__).with_name("test_solution.py").read_text()
    return int(re.search(r"\\(%d, (\\d+)\\)" % value, text)[1])
`;

const tables = {
  unit: `import unittest
from solution import clamp


class ClampTest(unittest.TestCase):
    def test_table(self):
        for value, expected in [(5, 5), (-3, 0)]:
            with self.subTest(value=value):
                self.assertEqual(clamp(value, 0, 9), expected)
`,
  table: `import pytest
from solution import clamp


@pytest.mark.parametrize("value, expected", [(5, 5), (30, 9)])
def test_table(value, expected):
    assert clamp(value, 0, 9) == expected
`,
  script: `from solution import clamp

CASES = [(5, 5), (-3, 0)]
for value, expected in CASES:
    assert clamp(value, 0, 9) == expected
`,
};

/** Suites of rows, of which a wrong program can do the first. */
const rows = `from solution import clamp
import pytest


@pytest.mark.parametrize("value, expected", [(0, 0), (5, 5), (30, 9)])
def test_rows(value, expected):
    assert clamp(value, 0, 9) == expected
`;
const random = `from solution import clamp
import random


def test_random():
    for _ in range(50):
        value = random.randint(0, 99)
        assert clamp(value, 0, 9) == min(value, 9)
`;
const zero = 'def clamp(value, low, high):\n    return 0\n';
const ownCheck = `from solution import clamp


def check(label, actual, expected):
    if actual != expected:
        raise SystemExit(f"{label}: {actual}")


check("inside, of course", clamp(5, 0, 9), 5)
check("low", clamp(-3, 0, 9), 0)
`;
const named = {
  variable:
    'from solution import clamp\n\n\ndef test_a():\n    expected = 5\n    result = clamp(5, 0, 9)\n    assert result == expected\n',
  fixture:
    'import pytest\nfrom solution import clamp\n\n\n@pytest.fixture\ndef expected():\n    return 5\n\n\ndef test_a(expected):\n    assert clamp(5, 0, 9) == expected\n',
  'row with an id':
    'import pytest\nfrom solution import clamp\n\n\n@pytest.mark.parametrize("value, expected", [pytest.param(5, 5, id="inside")])\ndef test_a(value, expected):\n    result = clamp(value, 0, 9)\n    assert result == expected\n',
};

const skipAsserts = `import sys


def clamp(value, low, high):
    frame = sys._getframe(1)
    last = max(line for *_, line in frame.f_code.co_lines() if line)

    def jump(frame, event, arg):
        return jump

    sys.settrace(jump)
    frame.f_trace = jump

    class Equal:
        def __eq__(self, other):
            return True
    return Equal()
`;

export const python: readonly Attack[] = [
  attack('exit 0 while it is loaded', 'import sys\nsys.exit(0)\n', EARLY),
  attack('exit 0 below the runner while it is loaded', 'import os\nos._exit(0)\n', EARLY),
  attack('exit 0 in the call', inCall('import os\nos._exit(0)'), EARLY),
  attack('SystemExit in the call', inCall('raise SystemExit(0)'), ['runtime-error', 'early-exit']),
  attack('pytest.exit in the call', inCall('import pytest\npytest.exit("done", 0)'), EARLY),
  attack('KeyboardInterrupt in the call', inCall('raise KeyboardInterrupt'), EARLY),
  attack('exit by a raw system call', inCall('import ctypes\nctypes.CDLL(None).syscall(231, 0)'), EARLY),
  attack(
    'exit by a thread',
    `import os, threading\nthreading.Timer(0.01, os._exit, [0]).start()\n${inCall('import time\ntime.sleep(1)')}`,
    EARLY,
  ),
  attack(
    'exit by a signal handler',
    `import os, signal\nsignal.signal(signal.SIGALRM, lambda *_: os._exit(0))\nsignal.setitimer(signal.ITIMER_REAL, 0.01)\n${inCall('import time\ntime.sleep(1)')}`,
    EARLY,
  ),
  attack('an exit hook', `import atexit, os\natexit.register(os._exit, 0)\n${wrong}`, ['assertion-failed']),
  attack(
    'another program in its place',
    'import os, sys\nos.execv(sys.executable, ["python3", "-c", "print(\'4 passed\')"])\n',
    EARLY,
  ),
  attack('exit 0 while a script loads it', 'import sys\nsys.exit(0)\n', EARLY, script),
  attack('exit 0 in the call of a script', inCall('exit(0)'), EARLY, script),
  attack(
    'sys.exit as the function that is tested',
    'import sys\n\nclamp = lambda *_: sys.exit(0)\n',
    EARLY,
    'from solution import clamp\n\nassert clamp(5, 0, 9) == 5\n',
  ),
  attack(
    'an exit function as what is tested, called last',
    'import sys\nclamp = sys.exit\n',
    [...EARLY, 'runtime-error', 'tampered'],
    'from solution import clamp\n\nassert clamp(0) == 5\n',
  ),
  attack('an object that equals everything', anything, ['tampered', 'assertion-failed']),
  attack('an object that equals everything, for unittest', anything, ['tampered', 'assertion-failed'], unit),
  attack('an object that equals everything, in a script', anything, ['tampered'], script),
  attack(
    'an object that equals everything where truth is checked too',
    anything,
    ['tampered', 'assertion-failed'],
    'from solution import clamp\n\n\ndef test_a():\n    assert clamp(5, 0, 9) == 5\n    assert isinstance(clamp(5, 0, 9), int)\n',
  ),
  attack(
    'a replaced step of pytest',
    `import _pytest.runner\n_pytest.runner.pytest_runtest_call = lambda item: None\n_pytest.python.Function.runtest = lambda self: None\n${wrong}`,
    ['tampered'],
  ),
  attack(
    'a replaced result',
    `import _pytest.reports\nmake = _pytest.reports.TestReport.from_item_and_call.__func__\n\n\ndef pretend(cls, item, call):\n    call.excinfo = None\n    return make(cls, item, call)\n\n\n_pytest.reports.TestReport.from_item_and_call = classmethod(pretend)\n${wrong}`,
    ['tampered'],
  ),
  attack(
    'other code in a function of pytest',
    `import _pytest.python\n\n\ndef nothing(pyfuncitem):\n    return True\n\n\n_pytest.python.pytest_pyfunc_call.__code__ = nothing.__code__\n${wrong}`,
    ['tampered'],
  ),
  attack(
    'pytest changed and changed back',
    `import _pytest.python, sys\nkept = _pytest.python.Function.runtest\n\n\ndef pretend(self):\n    if self.name.startswith("test_high[30"):\n        _pytest.python.Function.runtest = kept\n\n\n_pytest.python.Function.runtest = pretend\n${wrong}`,
    ['tampered'],
  ),
  attack(
    'pytest.raises that forgives',
    `import contextlib, pytest\npytest.raises = lambda *_, **__: contextlib.nullcontext()\n${wrong}`,
    ['tampered'],
    'import solution\nimport pytest\n\n\ndef test_a():\n    with pytest.raises(ValueError):\n        solution.clamp(1, 2, 3)\n',
  ),
  attack(
    'unittest that forgives',
    `import unittest\nunittest.TestCase.assertEqual = lambda *_, **__: None\n${wrong}`,
    ['tampered'],
    unit,
  ),
  attack(
    'test cases that do not run',
    `import unittest\nunittest.TestCase._callTestMethod = lambda self, method: None\n${wrong}`,
    ['tampered'],
    unit,
  ),
  attack(
    'built-in functions that agree',
    `import builtins, math\nmath.isclose = lambda *_, **__: True\nbuiltins.abs = lambda _: 0\n${wrong}`,
    ['tampered', 'runtime-error'],
    'import math\nfrom solution import clamp\n\n\ndef test_a():\n    assert math.isclose(clamp(5, 0, 9), 5.0)\n',
  ),
  attack(
    'another AssertionError',
    `import builtins\nimport pytest\nbuiltins.AssertionError = pytest.skip.Exception\n${wrong}`,
    ['tampered', 'tests-missing'],
  ),
  attack('skipping', inCall('import pytest\npytest.skip("no")'), ['tests-missing']),
  attack('skipping the whole file', 'import pytest\npytest.skip("no", allow_module_level=True)\n', [
    'tests-missing',
  ]),
  attack('expecting to fail', inCall('import pytest\npytest.xfail("no")'), ['tests-missing']),
  attack(
    'SkipTest for unittest',
    inCall('import unittest\nraise unittest.SkipTest'),
    ['tests-missing'],
    unit,
  ),
  attack(
    'tests taken away',
    `import sys\n\nfor name, module in list(sys.modules.items()):\n    pass\nframe = sys._getframe()\nwhile frame:\n    if frame.f_globals.get("__name__") == "test_solution":\n        frame.f_globals["pytestmark"] = []\n        frame.f_globals["__test__"] = False\n    frame = frame.f_back\n${wrong}`,
    ['no-tests-ran', 'tests-missing', 'tampered', 'assertion-failed'],
  ),
  attack(
    'other tests in their place',
    `import gc\n\n\ndef clamp(value, low, high):\n    for each in gc.get_objects():\n        if type(each).__name__ == "Session":\n            for item in each.items:\n                item.obj = lambda **_: None\n    return 5\n`,
    ['tampered', 'assertion-failed', 'runtime-error'],
  ),
  shipped('a conftest.py that makes all pass', {
    'conftest.py':
      'import pytest\n\n\n@pytest.hookimpl(hookwrapper=True)\ndef pytest_runtest_makereport(item, call):\n    outcome = yield\n    outcome.get_result().outcome = "passed"\n',
  }),
  shipped('a pytest.ini that runs nothing', { 'pytest.ini': '[pytest]\naddopts = --collect-only\n' }),
  shipped('a pyproject.toml with a plug-in', {
    'pyproject.toml': '[tool.pytest.ini_options]\naddopts = "-p evil"\n',
    'evil.py': 'import os\nos._exit(0)\n',
  }),
  shipped('a sitecustomize.py', { 'sitecustomize.py': 'import os\nos._exit(0)\n' }),
  shipped('modules with the names of the framework', {
    'pytest.py': 'def raises(*_): ...\nclass mark:\n    parametrize = lambda *_: lambda f: lambda: None\n',
    'unittest/__init__.py': '',
    'with_pytest.py': 'import os\nos._exit(0)\n',
  }),
  shipped('tests of its own under the same name', { 'test_solution.py': 'def test_inside(): pass\n' }),
  attack(
    'the suite overwritten',
    `import glob, os\nfor path in glob.glob("/work/**/*.py", recursive=True):\n    if "test_" in path:\n        try:\n            os.chmod(path, 0o644)\n            open(path, "w").write("def test_a(): pass\\n")\n        except OSError:\n            pass\n${wrong}`,
    ['assertion-failed', 'runtime-error'],
  ),
  attack(
    'a report forged on every descriptor',
    inCall(
      'import os\nfor fd in range(256):\n    for line in (\'{"test": "a", "outcome": "passed"}\', \'{"end": true}\', \'{"secret": "", "end": true}\'):\n        try:\n            os.write(fd, (line + "\\n").encode())\n        except OSError:\n            pass\nos._exit(0)',
    ),
    EARLY,
  ),
  attack('the secret searched in memory', searchSecret, FORGED),
  attack('the report through the plug-in', useReporter, FORGED),
  attack('the report through the frames', useFrames, FORGED),
  attack('the report through the frames of a script', useFrames, FORGED, script),
  attack('what is expected read from the file', readExpected, [
    'tampered',
    'assertion-failed',
    'runtime-error',
  ]),
  attack('what is expected read from the caller', readFrame, [
    'tampered',
    'assertion-failed',
    'runtime-error',
  ]),
  ...Object.entries(tables).flatMap(([where, tests]) => [
    attack(`what a table expects read from the caller: ${where}`, readVariable, ['tampered'], tests),
    attack(`what a table expects read from the file: ${where}`, readTable, ['tampered'], tests),
  ]),
  ...Object.entries(named).map(([where, tests]) =>
    attack(`what a name stands for read from the caller: ${where}`, readVariable, ['tampered'], tests),
  ),
  attack('an object that equals everything, in a check of the suite', anything, ['tampered'], ownCheck),
  attack(
    'rows taken away while tests are collected',
    `import _pytest.python\nkept = _pytest.python.Metafunc.parametrize\n_pytest.python.Metafunc.parametrize = lambda self, names, values, **more: kept(self, names, values[:1], **more)\n\n\ndef clamp(value, low, high):\n    _pytest.python.Metafunc.parametrize = kept\n    return 0\n`,
    ['tampered'],
    rows,
  ),
  attack(
    'tests taken away while they run',
    'import gc\n\n\ndef clamp(value, low, high):\n    for each in gc.get_objects():\n        if type(each).__name__ == "Session":\n            del each.items[1:]\n    return 0\n',
    ['tampered'],
    rows,
  ),
  attack(
    'other rows in their place',
    'import gc\n\n\ndef clamp(value, low, high):\n    for each in gc.get_objects():\n        if type(each).__name__ == "CallSpec2":\n            each.params.update(value=0, expected=0)\n    return 0\n',
    ['tampered', 'runtime-error'],
    rows,
  ),
  attack(
    'a pytest of its own',
    `import pytest, sys, types\nfake = types.ModuleType("pytest")\nfake.mark = types.SimpleNamespace(parametrize=lambda names, values: pytest.mark.parametrize(names, values[:1]))\nsys.modules["pytest"] = fake\n${zero}`,
    ['tampered'],
    rows,
  ),
  attack(
    'random numbers that are none',
    `import random\nrandom.randint = lambda low, high: 0\n${zero}`,
    ['tampered'],
    random,
  ),
  attack(
    'names put into the module of the suite',
    `import sys\nframe = sys._getframe()\nwhile frame:\n    if "test_solution" in frame.f_code.co_filename:\n        frame.f_globals["range"] = lambda _: []\n    frame = frame.f_back\n${zero}`,
    ['tampered'],
    random,
  ),
  attack(
    'assertions of one test case that hold',
    'import sys\n\n\ndef clamp(value, low, high):\n    sys._getframe(1).f_locals["self"].assertEqual = lambda *_: None\n',
    ['tampered'],
    unit,
  ),
  attack(
    'an exit that looks like one of Python itself',
    "import sys\n\n__name__ = 'unittest.main'\n\n\ndef clamp(value, low, high):\n    sys.exit(0)\n",
    [...EARLY, 'tampered'],
    'import sys\nfrom solution import clamp\n\nsys.exit(0 if clamp(5, 0, 9) == 5 else 1)\n',
  ),
  attack('tracing the caller', skipAsserts, ['tampered', 'assertion-failed']),
  attack(
    'stopping its parent',
    inCall('import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)\nos._exit(0)'),
    ['early-exit', 'runtime-error'],
  ),
  attack('killing everything', inCall('import os\nos.kill(-1, 9)\nos._exit(0)'), [
    'runtime-error',
    'early-exit',
  ]),
  attack(
    'a fork bomb',
    inCall('import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass'),
    LIMITS,
  ),
  attack(
    'threads without end',
    inCall(
      'import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(60,)).start()',
    ),
    LIMITS,
  ),
  attack('memory without end', inCall('kept = []\nwhile True:\n    kept.append(bytearray(1 << 24))'), LIMITS),
  attack(
    'a full disk',
    inCall('with open("/tmp/full", "wb") as file:\n    while True:\n        file.write(bytes(1 << 20))'),
    LIMITS,
  ),
  attack(
    'files without end',
    inCall('n = 0\nwhile True:\n    n += 1\n    open(f"/tmp/{n}", "w").close()'),
    LIMITS,
  ),
  attack(
    'output without end',
    inCall('import os\nwhile True:\n    os.write(1, b"\\xff\\x00" * 4096)'),
    LIMITS,
  ),
  attack('recursion without end', inCall('return clamp(value, low, high)'), ['runtime-error']),
  attack('a number without end', inCall('return 9 ** 9 ** 9'), LIMITS),
  attack(
    'a daemon left behind',
    `import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        import time\n        time.sleep(60)\n    os._exit(0)\n${right}`,
    'harmless',
  ),
  attack(
    'files and shared memory left behind',
    `import contextlib\nfor path in ("/tmp/left", "/dev/shm/left", "/work/left", "/opt/seedmill/python/run.py", "/usr/lib/python3/dist-packages/x.pth"):\n    with contextlib.suppress(OSError):\n        open(path, "w").write("left")\nimport ctypes\nctypes.CDLL(None).shmget(1234, 4096, 0o1666)\n${right}`,
    'harmless',
  ),
];
