import type { Conformance, ConformanceCase } from './conformance.ts';

const clamp = `<?php
declare(strict_types=1);

/** Keeps a number within two bounds. */
function clamp(int $value, int $low, int $high): int
{
    return max($low, min($high, $value));
}
`;
const wrong = clamp.replace('max($low, min($high, $value))', 'min($low, max($high, $value))');
const with_ = (body: string): string => `<?php
function clamp(int $value, int $low, int $high): int
{
    ${body}
    return max($low, min($high, $value));
}
`;

const suite = (methods: string): string => `<?php
declare(strict_types=1);

use PHPUnit\\Framework\\Attributes\\DataProvider;
use PHPUnit\\Framework\\Attributes\\Test;
use PHPUnit\\Framework\\TestCase;

require_once __DIR__ . '/Solution.php';

final class SolutionTest extends TestCase
{
${methods}
}
`;
const tests = suite(`
    public function testInside(): void
    {
        $this->assertSame(5, clamp(5, 0, 9));
    }

    public function testOutside(): void
    {
        $this->assertSame(0, clamp(-3, 0, 9));
        self::assertEquals(9, clamp(30, 0, 9));
    }
`);
const script = `<?php
require 'solution.php';

assert(clamp(5, 0, 9) === 5);
assert(clamp(-3, 0, 9) === 0);
echo "done\\n";
`;

type Expected = ConformanceCase['expect'];

const phpunit = (solution: string, suiteText: string, expect: Expected): ConformanceCase => ({
  solution: { 'Solution.php': solution },
  tests: { 'SolutionTest.php': suiteText },
  expect,
});
const plain = (solution: string, text: string, expect: Expected): ConformanceCase => ({
  solution: { 'solution.php': solution },
  tests: { 'tests.php': text },
  expect,
});
const passed = (count: number): Expected => ({ outcome: 'passed', tests: count });
const failed = (
  reason: Extract<Expected, { outcome: 'failed' }>['reason'],
  phase: Extract<Expected, { outcome: 'failed' }>['phase'] = 'test',
): Expected => ({ outcome: 'failed', phase, reason });

const checks = `<?php
require_once __DIR__ . '/solution.php';

$failures = 0;

function check(string $name, mixed $expected, mixed $actual): void
{
    global $failures;
    if ($expected !== $actual) {
        echo "FAIL $name: exit(0) is not what ends this; don't\\n";
        $failures++;
    }
}

check('inside', 5, clamp(5, 0, 9));
check('below', 0, clamp(-3, 0, 9));
exit($failures === 0 ? 0 : 1);
`;

const failsWithZero = `<?php
require 'solution.php';
function check($expected, $actual) {
    if ($expected === $actual) { echo 'ok'; } else { die('failed'); }
}
check(5, clamp(5, 0, 9));
check(0, clamp(-3, 0, 0));
`;

const stack = `<?php
declare(strict_types=1);

namespace App\\Data;

use UnderflowException;

final class Stack implements \\Countable
{
    /** @var list<mixed> */
    private array $items = [];

    public function push(mixed $item): static
    {
        $this->items[] = $item;

        return $this;
    }

    public function pop(): mixed
    {
        if ($this->items === []) {
            throw new UnderflowException('the stack is empty');
        }

        return array_pop($this->items);
    }

    public function count(): int
    {
        return count($this->items);
    }
}
`;
const stackTest = `<?php
namespace Tests\\Data;

use App\\Data\\Stack;
use PHPUnit\\Framework\\Attributes\\CoversClass;
use PHPUnit\\Framework\\TestCase;

require_once __DIR__ . '/../../vendor/autoload.php';

#[CoversClass(Stack::class)]
class StackTest extends TestCase
{
    private Stack $stack;

    protected function setUp(): void
    {
        $this->stack = (new Stack())->push(1)->push(2);
    }

    public static function setUpBeforeClass(): void
    {
        echo 'begins';
    }

    public function testPops(): int
    {
        $this->assertCount(2, $this->stack);
        $this->assertSame(2, $this->stack->pop());

        return 7;
    }

    /** @depends testPops */
    public function testDepends(int $given): void
    {
        $this->assertSame(7, $given);
        $this->assertInstanceOf(\\Countable::class, $this->stack);
    }

    public function testThrowsWhenEmpty(): void
    {
        $this->expectException(\\UnderflowException::class);
        $this->expectExceptionMessage('empty');
        (new Stack())->pop();
    }
}
`;

/** What every implementation of PHP must tell apart. */
export const php: Conformance = {
  language: 'php',
  kinds: {
    passing: phpunit(clamp, tests, passed(2)),
    failing: phpunit(wrong, tests, failed('assertion-failed')),
    hanging: phpunit(with_('while (true) { usleep(1000); }'), tests, failed('timeout')),
    crashing: phpunit(with_('throw new RuntimeException("broken");'), tests, failed('runtime-error')),
    noTests: phpunit(clamp, `<?php\nrequire_once 'Solution.php';\n`, failed('no-tests-ran')),
    fewerTests: phpunit(with_('if ($value > 9) { exit(0); }'), tests, failed('early-exit')),
    skipped: phpunit(
      clamp,
      suite(`
    public function testInside(): void { $this->assertSame(5, clamp(5, 0, 9)); }
    public function testLater(): void { $this->markTestSkipped('later'); }
    public function testSometime(): void { $this->markTestIncomplete(); }`),
      failed('tests-missing'),
    ),
    syntaxError: phpunit(clamp.replace('max(', 'max(('), tests, failed('syntax-error', 'parse')),
    lintError: phpunit(with_('if ($value > 1) { break; }'), tests, failed('lint-error', 'lint')),
    typeError: phpunit(
      clamp.replace('int $high', "int $high = 'none'"),
      tests,
      failed('type-error', 'compile'),
    ),
    memory: phpunit(
      with_('$all = []; while (true) { $all[] = str_repeat("x", 1000000); }'),
      tests,
      failed('memory-limit'),
    ),
    output: phpunit(
      with_('while (true) { fwrite(STDOUT, str_repeat("x", 100000)); }'),
      tests,
      failed('output-limit'),
    ),
  },
  usages: {
    'data providers, by attribute and by annotation': phpunit(
      clamp,
      suite(`
    public static function cases(): iterable
    {
        yield 'inside' => [5, 5];
        yield 'below' => [-3, 0];
        yield [30, 9];
    }

    #[DataProvider('cases')]
    public function testAttribute(int $value, int $expected): void
    {
        $this->assertSame($expected, clamp($value, 0, 9));
    }

    /**
     * @dataProvider cases
     */
    public function testAnnotation(int $value, int $expected): void
    {
        static::assertSame($expected, clamp($value, 0, 9));
    }

    #[Test]
    public function holds_bounds(): void
    {
        $this->assertTrue(clamp(1, 1, 1) === 1);
    }`),
      passed(7),
    ),
    'a data provider whose second case fails': phpunit(
      wrong,
      suite(`
    public static function cases(): array
    {
        return [[0, 9, 9, 9], [5, 0, 9, 5]];
    }

    #[DataProvider('cases')]
    public function testCases(int $value, int $low, int $high, int $expected): void
    {
        $this->assertSame($expected, clamp($value, $low, $high));
    }`),
      failed('assertion-failed'),
    ),
    'a program that warns': phpunit(
      with_('$none = []; $unset = $none["x"] ?? @$none["y"]; echo "words";'),
      tests,
      passed(2),
    ),
    'mocks and expected output': phpunit(
      clamp,
      suite(`
    public function testOutput(): void
    {
        $this->expectOutputString('5');
        echo clamp(5, 0, 9);
    }

    public function testMock(): void
    {
        $counted = $this->createMock(\\Countable::class);
        $counted->expects($this->once())->method('count')->willReturn(12);
        $this->assertSame(9, clamp(count($counted), 0, 9));
    }`),
      passed(2),
    ),
    'a project: sub-folders, namespaces, an autoloader': {
      solution: { 'src/Data/Stack.php': stack, 'composer.json': '{"autoload":{"psr-4":{"App\\\\":"src/"}}}' },
      tests: { 'tests/Data/StackTest.php': stackTest },
      expect: passed(3),
    },
    'a suite that loads nothing': {
      solution: { 'Stack.php': stack },
      tests: { 'StackTest.php': stackTest.replace(/require_once.*/, '') },
      expect: passed(3),
    },
    'several files with a common base': {
      solution: { 'Solution.php': clamp },
      tests: {
        'tests/BaseCase.php': `<?php
require_once __DIR__ . '/../Solution.php';
abstract class BaseCase extends PHPUnit\\Framework\\TestCase
{
    abstract protected function given(): int;
    public function testGiven(): void { $this->assertSame($this->given(), clamp($this->given(), 0, 9)); }
}
`,
        'tests/OneTest.php': `<?php
require_once 'BaseCase.php';
class OneTest extends BaseCase { protected function given(): int { return 1; } public function testOne(): void { $this->assertSame(1, clamp(1, 0, 9)); } }
`,
        'tests/TwoTest.php': `<?php
require_once 'BaseCase.php';
class TwoTest extends BaseCase { protected function given(): int { return 2; } public function testTwo(): void { $this->assertNotSame(1, clamp(2, 0, 9)); } }
`,
      },
      expect: passed(4),
    },
    'a hook of the class that fails': phpunit(
      clamp,
      suite(`
    public static function setUpBeforeClass(): void { throw new LogicException('no'); }
    public function testInside(): void { $this->assertSame(5, clamp(5, 0, 9)); }`),
      failed('runtime-error'),
    ),
    'a missing function': phpunit('<?php\nfunction other() {}\n', tests, failed('runtime-error')),
    'a configuration that the solution brings': {
      solution: {
        'Solution.php': clamp,
        'phpunit.xml': '<phpunit stopOnFailure="true" bootstrap="nowhere.php"/>',
        '.user.ini': 'zend.assertions=-1',
      },
      tests: { 'SolutionTest.php': tests },
      expect: passed(2),
    },
    'asserts in a script': plain(clamp, script, passed(1)),
    'an assert of a script that fails': plain(wrong, script, failed('assertion-failed')),
    'an error in a script': plain(with_('intdiv(1, 0);'), script, failed('runtime-error')),
    'a script with checks and an exit code of its own': plain(clamp, checks, passed(1)),
    'a script whose exit code tells that it failed': plain(wrong, checks, failed('assertion-failed')),
    'a script that throws where a check does not hold': plain(
      wrong,
      `<?php
require 'solution.php';
if (clamp(5, 0, 9) !== 5) {
    throw new Exception('inside');
}
`,
      failed('assertion-failed'),
    ),
    'a script that ends inside a function': plain(
      clamp,
      `<?php
include_once('solution.php');
function main(): never
{
    assert(clamp(5, 0, 9) == 5, 'inside');
    die("all right\\n");
}
main();
`,
      passed(1),
    ),
    'two scripts that define the same': {
      solution: { 'solution.php': clamp },
      tests: { 'test_a.php': checks, 'test_b.php': checks },
      expect: passed(2),
    },
    'a comparator of the suite, and objects that are made alike': phpunit(
      clamp,
      suite(`
    public function testWords(): void
    {
        $this->registerComparator(new class extends \\SebastianBergmann\\Comparator\\Comparator {
            public function accepts(mixed $expected, mixed $actual): bool { return is_string($expected); }
            public function assertEquals(mixed $expected, mixed $actual, float $delta = 0.0, bool $canonicalize = false, bool $ignoreCase = false): void
            {
                if (strcasecmp($expected, $actual) !== 0) { $this->fail($expected, $actual); }
            }
            private function fail(string $e, string $a): never { throw new \\SebastianBergmann\\Comparator\\ComparisonFailure($e, $a, $e, $a); }
        });
        $this->assertEquals('A5', 'a' . clamp(5, 0, 9));
    }

    public function testDates(): void
    {
        $this->assertEquals(new \\DateTime('2024-01-05'), (new \\DateTime('2024-01-01'))->setDate(2024, 1, clamp(5, 0, 9)));
    }`),
      passed(2),
    ),
    'a mock that wants its arguments': phpunit(
      clamp,
      suite(`
    public function testArguments(): void
    {
        $limits = $this->createMock(\\ArrayAccess::class);
        $limits->expects($this->once())->method('offsetGet')->with('high')->willReturn(9);
        $this->assertSame(9, clamp(12, 0, $limits['high']));
    }`),
      passed(1),
    ),
    'a provider whose table is altered for the control': phpunit(
      clamp,
      suite(`
    public static function cases(): array { return [[5, 5], [-3, 0], 'above' => [30, 9]]; }

    #[DataProvider('cases')]
    public function testCases(int $value, int $expected): void { $this->assertSame($expected, clamp($value, 0, 9)); }`),
      passed(3),
    ),
    'a script that leaves with 0 where it fails, right': plain(clamp, failsWithZero, passed(1)),
    'a script that leaves with 0 where it fails, wrong': plain(wrong, failsWithZero, failed('early-exit')),
    'a script that leaves with 0 in its last check, wrong': plain(
      with_('if ($high === 0) { return 1; }'),
      failsWithZero,
      failed('early-exit'),
    ),
    'a script that returns where it fails': plain(
      wrong,
      `<?php\nrequire 'solution.php';\nif (clamp(5, 0, 9) !== 5) { return; }\necho 'ok';\n`,
      failed('early-exit'),
    ),
    'a script that fails where it did not leave': plain(
      clamp,
      `<?php\nrequire 'solution.php';\nif (clamp(5, 0, 9) === 5) { exit(0); }\nexit(1);\n`,
      passed(1),
    ),
    'a script ended by the solution': plain(with_('exit(0);'), script, failed('early-exit')),
  },
};
