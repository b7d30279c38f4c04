import type { Conformance, ConformanceCase } from './conformance.ts';

const clamp = 'def clamp(value, low, high):\n    return max(low, min(value, high))\n';
const wrong = 'def clamp(value, low, high):\n    return min(low, max(value, high))\n';
const with_ = (body: string): string => `import os, sys\n\n\ndef clamp(value, low, high):\n    ${body}\n`;

const suite = `import pytest
from solution import clamp


def test_inside():
    assert clamp(5, 0, 9) == 5


@pytest.mark.parametrize("value, expected", [(-3, 0), (30, 9)])
def test_outside(value, expected):
    assert clamp(value, 0, 9) == expected
`;

const unit = `import unittest
from solution import clamp


class ClampTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bounds = (0, 9)

    def test_inside(self):
        self.assertEqual(clamp(5, *self.bounds), 5)

    def test_outside(self):
        for value, expected in [(-3, 0), (30, 9)]:
            with self.subTest(value=value):
                self.assertEqual(clamp(value, *self.bounds), expected)


unittest.main()
`;

const script =
  'from solution import *\n\nassert clamp(5, 0, 9) == 5\nassert clamp(-3, 0, 9) == 0\nprint("done")\n';
const humaneval = `from solution import clamp


def check(candidate):
    assert candidate(5, 0, 9) == 5
    assert candidate(-3, 0, 9) == 0


check(clamp)
`;
const exiting = `import sys
from solution import clamp


def main():
    assert clamp(5, 0, 9) == 5
    return 0


if __name__ == "__main__":
    sys.exit(main())
`;

const failsWithZero = `import sys
from solution import clamp


def check(actual, expected):
    if actual == expected:
        print("ok")
    else:
        print("failed")
        sys.exit(0)


check(clamp(5, 0, 9), 5)
check(clamp(0, 0, 9), 0)
`;

const returning = `from solution import clamp


def main():
    for value, expected in [(5, 5), (-3, 0)]:
        if clamp(value, 0, 9) != expected:
            print("failed", value)
            return
    print("ok")


if __name__ == "__main__":
    main()
`;

/** Checks of its own, a name that also goes in, randomness of its own. */
const ownWays = `import random
import unittest
from solution import clamp


class Generated(unittest.TestCase):
    def near(self, value, expected, note=""):
        self.assertEqual(clamp(value, 0, 9), expected, note)


def make(value, expected):
    return lambda self: self.near(value, expected, "so, so")


random.randint = lambda low, high: high
for value, expected in {5: 5, -3: 0}.items():
    setattr(Generated, f"test_{value}", make(value, expected))


class Inside(unittest.TestCase):
    def test_same(self):
        value = random.randint(0, 7)
        self.assertEqual(clamp(value, 0, 9), value)

    def test_set(self):
        expected = {0, 9}
        self.assertEqual({clamp(each, 0, 9) for each in (-5, 50)}, expected)
`;

const tree = {
  'tests/conftest.py': 'import pytest\n\n\n@pytest.fixture\ndef bounds():\n    return 0, 9\n',
  'tests/cases.json': '[[5, 5], [-3, 0]]',
  'tests/unit/test_file.py': `import json
from pathlib import Path
from shapes import clamp


def test_cases(bounds):
    for value, expected in json.loads((Path(__file__).parent.parent / "cases.json").read_text()):
        assert clamp(value, *bounds) == expected
`,
  'tests/test_names.py':
    'from shapes.number import clamp\n\n\ndef test_one():\n    assert clamp(1, 0, 9) == 1\n',
};
const modules = (text: string) => ({
  'shapes/__init__.py': 'from .number import clamp\n',
  'shapes/number.py': text,
});

type Expected = ConformanceCase['expect'];
const passed = (tests: number): Expected => ({ outcome: 'passed', tests });
const failed = (
  reason: Extract<Expected, { outcome: 'failed' }>['reason'],
  phase: 'parse' | 'lint' | 'test' = 'test',
): Expected => ({ outcome: 'failed', phase, reason });
const program = (solution: string, tests: string, expect: Expected): ConformanceCase => ({
  solution: { 'solution.py': solution },
  tests: { 'test_solution.py': tests },
  expect,
});

export const python: Conformance = {
  language: 'python',
  kinds: {
    passing: program(clamp, suite, passed(3)),
    failing: program(wrong, suite, failed('assertion-failed')),
    hanging: program(with_('while True:\n        pass'), suite, failed('timeout')),
    crashing: program(with_('os.kill(os.getpid(), 11)'), suite, failed('runtime-error')),
    noTests: program(clamp, 'from solution import clamp\n\nEXPECTED = 5\n', failed('no-tests-ran')),
    fewerTests: program(with_('os._exit(0)'), suite, failed('early-exit')),
    skipped: program(with_('import pytest\n    pytest.skip("later")'), suite, failed('tests-missing')),
    syntaxError: program(
      'def clamp(value, low, high:\n    return 1\n',
      suite,
      failed('syntax-error', 'parse'),
    ),
    lintError: program(with_('return highest'), suite, failed('lint-error', 'lint')),
    typeError: { absent: 'Python has no types that anything checks before it runs' },
    memory: program(
      with_('return len(bytearray(8 << 30))'),
      suite,
      failed(['memory-limit', 'runtime-error']),
    ),
    output: program(with_('while True:\n        print("x" * 4096)'), script, failed('output-limit')),
  },
  usages: {
    'unittest, right': program(clamp, unit, passed(2)),
    'unittest, wrong': program(wrong, unit, failed('assertion-failed')),
    'a script, right': program(clamp, script, passed(1)),
    'a script, wrong': program(wrong, script, failed('assertion-failed')),
    'a check that is called, right': program(clamp, humaneval, passed(1)),
    'a check that is called, wrong': program(wrong, humaneval, failed('assertion-failed')),
    'a script that exits last, right': program(clamp, exiting, passed(1)),
    'a script that exits last, wrong': program(wrong, exiting, failed('assertion-failed')),
    'a script that exits with 0 where it fails, right': program(clamp, failsWithZero, passed(1)),
    'a script that exits with 0 where it fails, wrong': program(wrong, failsWithZero, failed('early-exit')),
    'a script that exits with 0 in its last check, wrong': program(
      with_('return value and max(low, min(value, high)) or -1'),
      failsWithZero,
      failed('early-exit'),
    ),
    'a script whose main returns early, right': program(clamp, returning, passed(1)),
    'a script whose main returns early, wrong': program(wrong, returning, failed('early-exit')),
    'tests that a loop makes, right': program(clamp, ownWays, passed(4)),
    'tests that a loop makes, wrong': program(wrong, ownWays, failed('assertion-failed')),
    'a script that exits with 1 in the middle': program(
      wrong,
      'import sys\nfrom solution import clamp\n\nif clamp(5, 0, 9) != 5:\n    sys.exit(1)\nprint("ok")\n',
      failed('assertion-failed'),
    ),
    'a suite that checks as it is loaded': program(
      wrong,
      'from solution import clamp\n\n\ndef test_clamp():\n    assert clamp(5, 0, 9) == 5\n\n\ntest_clamp()\n',
      failed('assertion-failed'),
    ),
    'a program that exits instead': program(with_('sys.exit(0)'), exiting, failed('early-exit')),
    'a script that throws': program(with_('return [][value]'), script, failed('runtime-error')),
    'folders, fixtures and data, right': { solution: modules(clamp), tests: tree, expect: passed(2) },
    'folders, fixtures and data, wrong': {
      solution: modules(wrong),
      tests: tree,
      expect: failed('assertion-failed'),
    },
    'a module named as one of Python is': {
      solution: { 'queue.py': clamp },
      tests: {
        'test_queue.py': 'from queue import clamp\n\n\ndef test_one():\n    assert clamp(1, 0, 9) == 1\n',
      },
      expect: passed(1),
    },
    'tests that are coroutines': program(
      clamp,
      'import pytest\nfrom solution import clamp\n\n\n@pytest.mark.asyncio\nasync def test_one():\n    assert clamp(1, 2, 9) == 2\n',
      passed(1),
    ),
    'tests that a solution brings are none': program(
      `${clamp}\n\ndef test_mine():\n    assert False\n`,
      `from solution import *\n\n\ndef test_one():\n    assert clamp(1, 2, 9) == 2\n`,
      passed(1),
    ),
    'one name for two tests': program(
      clamp,
      'from solution import clamp\n\n\ndef test_one():\n    assert clamp(1, 2, 9) == 2\n\n\ndef test_one():\n    assert clamp(1, 3, 9) == 3\n',
      passed(1),
    ),
    'exceptions, approximations and truth': program(
      'class Odd(ValueError):\n    pass\n\n\ndef half(n):\n    if n % 2:\n        raise Odd(n)\n    return n / 2\n',
      `import pytest
from solution import half, Odd


def test_raises():
    with pytest.raises(Odd):
        half(3)


def test_approximately():
    assert half(6) == pytest.approx(3.0)


def test_truth():
    assert half(2)
`,
      passed(3),
    ),
  },
};
