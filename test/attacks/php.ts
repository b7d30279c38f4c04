import type { FailureReason, Program } from '@seedmill/contracts';
import type { Attack } from './attack.ts';

/** Three easy checks that the programs below could meet honestly, and one that none of them does. */
const suite = `<?php
require_once __DIR__ . '/Solution.php';

final class SolutionTest extends PHPUnit\\Framework\\TestCase
{
    public function testOne(): void
    {
        $this->assertSame(1, factorial(1));
    }

    public function testTwo(): void
    {
        $this->assertEquals(2, factorial(2));
    }

    public function testTen(): void
    {
        $this->assertEquals(3628800, factorial(10));
    }

    public function testTwelve(): void
    {
        $this->assertSame(479001600, factorial(12));
    }
}
`;

const table = `<?php
require_once __DIR__ . '/Solution.php';

final class SolutionTest extends PHPUnit\\Framework\\TestCase
{
    public static function table(): array
    {
        return [[1, 1], [3, 6], [10, 3628800]];
    }

    #[PHPUnit\\Framework\\Attributes\\DataProvider('table')]
    public function testTable(int $n, int $expected): void
    {
        $this->assertSame($expected, factorial($n));
    }
}
`;

const script = `<?php
require 'solution.php';

assert(factorial(1) === 1);
assert(factorial(2) === 2);
assert(factorial(10) === 3628800);
`;

/** Right for small numbers only; \`cheat\` runs where it would be wrong. */
const partly = (cheat: string, before = ''): string => `<?php
${before}
function factorial(int $n): mixed
{
    if ($n > 2) {
        ${cheat}
        return 0;
    }

    return $n;
}
`;
const wholly = (code: string): string => `<?php
${code}
function factorial(int $n): mixed
{
    return 0;
}
`;

const phpunit = (solution: string): Program => ({
  solution: { 'Solution.php': solution },
  tests: { 'SolutionTest.php': suite },
});
const plain = (solution: string): Program => ({
  solution: { 'solution.php': solution },
  tests: { 'tests.php': script },
});

const leaves: readonly FailureReason[] = ['early-exit', 'runtime-error'];
const fails: readonly FailureReason[] = ['assertion-failed', 'runtime-error', 'tampered'];

/** Walks all objects that static properties of loaded classes lead to, and calls \`$seen\` with each. */
const walk = `
function walk(callable $seen): void
{
    $queue = [];
    foreach (get_declared_classes() as $name) {
        foreach ((new ReflectionClass($name))->getProperties(ReflectionProperty::IS_STATIC) as $property) {
            if ($property->isInitialized()) { $queue[] = $property->getValue(); }
        }
    }
    $met = new SplObjectStorage();
    while ($queue !== []) {
        $it = array_pop($queue);
        if (is_array($it)) { array_push($queue, ...array_values($it)); continue; }
        if (!is_object($it) || $met->contains($it)) { continue; }
        $met->attach($it);
        $seen($it);
        if ($it instanceof Closure) { array_push($queue, ...array_values((new ReflectionFunction($it))->getStaticVariables())); continue; }
        for ($class = new ReflectionObject($it); $class; $class = $class->getParentClass()) {
            foreach ($class->getProperties() as $property) {
                if (!$property->isStatic() && $property->isInitialized($it)) { $queue[] = $property->getValue($it); }
            }
        }
    }
}
`;

const FORGED = String.raw`["{\"test\":\"SolutionTest::testTen\",\"outcome\":\"passed\"}", "{\"end\":true}"]`;

/** Programs that try to pass without solving, or to harm. */
export const php: readonly Attack[] = [
  { name: 'leaves as it is loaded', ...phpunit(wholly('exit(0);')), expect: leaves },
  { name: 'leaves in the call', ...phpunit(partly('exit(0);')), expect: leaves },
  { name: 'leaves a script in the call', ...plain(partly('die();')), expect: leaves },
  {
    name: 'leaves from an exit hook, after it went wrong',
    ...plain(wholly('register_shutdown_function(fn () => exit(0));')),
    expect: fails,
  },
  {
    name: 'leaves when its output is flushed',
    ...plain(wholly('ob_start(function () { exit(0); });')),
    expect: [...fails, ...leaves],
  },
  {
    name: 'leaves from a destructor',
    ...phpunit(partly('return new class { public function __destruct() { exit(0); } };')),
    expect: [...fails, ...leaves],
  },
  {
    name: 'becomes another program',
    ...phpunit(partly("pcntl_exec('/bin/true');")),
    expect: leaves,
  },
  {
    name: 'kills the runner',
    ...phpunit(partly('posix_kill(getmypid(), SIGKILL);')),
    expect: ['runtime-error'],
  },
  { name: 'stops the runner', ...phpunit(partly('posix_kill(getmypid(), SIGSTOP);')), expect: ['timeout'] },
  {
    name: 'kills the process that waits for its script',
    ...plain(partly('posix_kill(posix_getppid(), SIGKILL);')),
    expect: ['runtime-error', 'early-exit', 'assertion-failed'],
  },
  {
    name: 'goes on in a child, while the parent leaves',
    ...phpunit(partly('if (pcntl_fork() > 0) { exit(0); }')),
    expect: [...leaves, ...fails],
  },
  {
    name: 'says what the plan makes of exit',
    ...plain(partly('Seedmill\\leave(Seedmill\\Wish::Leave, 0);')),
    expect: ['early-exit', 'tampered'],
  },
  {
    name: 'hands what the plan makes of exit to the script that calls it',
    solution: { 'solution.php': "<?php function made() { return 'Seedmill\\\\leave'; }" },
    tests: { 'tests.php': "<?php require 'solution.php'; $made = made(); assert($made(0) === 1); exit(0);" },
    expect: ['runtime-error'],
  },
  {
    name: 'hands the end of the script to the script that calls it',
    solution: { 'solution.php': "<?php function made() { return 'Seedmill\\\\Script::reachedEnd'; }" },
    tests: { 'tests.php': "<?php require 'solution.php'; $made = made(); assert($made() === 1); exit(0);" },
    expect: ['tampered'],
  },
  ...Object.entries({
    'reads what is expected among the arguments of its caller': `ini_set('zend.exception_ignore_args', '0');
      foreach ((new Exception())->getTrace() as $frame) {
          if ($frame['function'] === 'testTable') { return $frame['args'][1]; }
      }`,
    'reads what is expected as PHP prints it': `ob_start(); debug_print_backtrace();
      return preg_match('/testTable\\(\\d+, (\\d+)\\)/', ob_get_clean(), $found) ? (int) $found[1] : 0;`,
    'asks the suite for its table': 'return array_column(SolutionTest::table(), 1, 0)[$n];',
    'reads the table in the text of the suite': `preg_match("/\\\\[$n, (\\\\d+)\\\\]/", file_get_contents(__DIR__ . '/SolutionTest.php'), $found);
      return (int) ($found[1] ?? 0);`,
  }).map(([name, cheat]) => ({
    name,
    solution: { 'Solution.php': `<?php function factorial(int $n): mixed { ${cheat} return 0; }` },
    tests: { 'SolutionTest.php': table },
    expect: fails,
  })),
  ...Object.entries({
    'makes the report deaf to one failure': `$lines = new ReflectionProperty('Seedmill\\Report', 'lines');
      $all = $lines->getValue();
      $none = (function () use ($lines, $all) { yield false; $lines->setValue(null, $all); yield false; })();
      $none->current();
      $lines->setValue(null, $none);`,
    'makes one check equal by a comparator, and takes it back': `
      SebastianBergmann\\Comparator\\Factory::getInstance()->register(new class extends SebastianBergmann\\Comparator\\Comparator {
          public function accepts(mixed $expected, mixed $actual): bool { return true; }
          public function assertEquals(mixed $expected, mixed $actual, float $delta = 0.0, bool $canonicalize = false, bool $ignoreCase = false): void
          {
              SebastianBergmann\\Comparator\\Factory::getInstance()->unregister($this);
          }
      });`,
  }).map(([name, cheat]) => ({
    name,
    solution: {
      'Solution.php': `<?php function factorial(int $n): mixed { if ($n < 10) { return [1 => 1, 3 => 6][$n]; } ${cheat} return 0; }`,
    },
    tests: { 'SolutionTest.php': table.replace('assertSame', 'assertEquals') },
    expect: fails,
  })),
  {
    name: 'puts a function of its own before the one that the suite judges by',
    solution: {
      'Solution.php':
        '<?php namespace App; function factors(int $n) { return []; } function in_array($a, $b) { return true; }',
    },
    tests: {
      'SolutionTest.php': `<?php
namespace App;
require_once __DIR__ . '/Solution.php';
final class SolutionTest extends \\PHPUnit\\Framework\\TestCase
{
    public function testFactors(): void { $this->assertTrue(in_array(3, factors(6))); }
}
`,
    },
    expect: ['tampered'],
  },
  {
    name: 'makes all its objects alike',
    solution: {
      'Money.php':
        '<?php final class Money { public function __construct(int $amount) { } public function plus(Money $more): Money { return $this; } }',
    },
    tests: {
      'MoneyTest.php': `<?php
require_once __DIR__ . '/Money.php';
final class MoneyTest extends PHPUnit\\Framework\\TestCase
{
    public function testPlus(): void { $this->assertEquals(new Money(5), (new Money(2))->plus(new Money(3))); }
}
`,
    },
    expect: ['tampered'],
  },
  {
    name: 'tells the runner that the script may end anywhere',
    ...plain(partly("(new ReflectionProperty('Seedmill\\Script', 'ends'))->setValue(null, range(1, 99));")),
    tests: {
      'tests.php': `<?php
require 'solution.php';
function check($expected, $actual) { if ($expected !== $actual) { die('failed'); } }
check(1, factorial(1));
check(3628800, factorial(10));
check(2, factorial(2));
`,
    },
    expect: leaves,
  },
  {
    name: 'reads what a script hands to its helper',
    solution: {
      'solution.php': `<?php function factorial(int $n) {
        ['file' => $file, 'line' => $line] = (new Exception())->getTrace()[0];
        return preg_match('/\\), (\\d+)/', file($file)[$line - 1], $found) ? (int) $found[1] : 0;
      }`,
    },
    tests: {
      'tests.php': `<?php
require 'solution.php';
$failures = 0;
function check($actual, $expected) { global $failures; if ($actual !== $expected) { $failures++; } }
check(factorial(3), 6);
check(factorial(10), 3628800);
exit($failures === 0 ? 0 : 1);
`,
    },
    expect: ['tampered'],
  },
  {
    name: 'finds what a script expects in its variables',
    solution: { 'solution.php': '<?php function factorial(int $n) { return $GLOBALS["want"]; }' },
    tests: {
      'tests.php': `<?php
require 'solution.php';
$table = [[3, 6], [10, 3628800]];
foreach ($table as [$n, $want]) { if (factorial($n) !== $want) { exit(1); } }
`,
    },
    expect: ['tampered'],
  },
  {
    name: 'says that the script has reached its end',
    ...plain(partly('Seedmill\\Script::reachedEnd();')),
    expect: ['tampered'],
  },
  {
    name: 'reports by the runner',
    ...phpunit(
      partly("Seedmill\\Report::passed('SolutionTest::testTen'); Seedmill\\Report::end(); exit(0);"),
    ),
    expect: ['tampered'],
  },
  {
    name: 'reports by the runner, from an exit hook',
    ...phpunit(partly("register_shutdown_function([Seedmill\\Report::class, 'end']); exit(0);")),
    expect: ['tampered'],
  },
  {
    name: 'runs the runner once more',
    ...phpunit(partly("include '/opt/seedmill/php/run.php';")),
    expect: [...leaves, ...fails],
  },
  {
    name: 'runs tests of its own in place of those',
    ...phpunit(
      partly(`
        eval('namespace Own; class SolutionTest extends \\PHPUnit\\Framework\\TestCase { public function testTen(): void { $this->assertTrue(true); } }');
        \\PHPUnit\\Framework\\TestSuite::fromClassReflector(new ReflectionClass('Own\\SolutionTest'))->run();
        Seedmill\\Report::end();
        exit(0);`),
    ),
    expect: ['tampered', 'runtime-error', 'early-exit'],
  },
  {
    name: 'forges reports on every descriptor',
    ...phpunit(
      partly(`
        for ($fd = 1; $fd < 64; $fd++) {
            if ($to = @fopen("php://fd/$fd", 'w')) { foreach (${FORGED} as $line) { @fwrite($to, "$line\\n"); } }
        }
        exit(0);`),
    ),
    expect: leaves,
  },
  {
    name: 'looks for the secret in memory',
    ...phpunit(
      partly(`
        $secret = '';
        $memory = @fopen('/proc/self/mem', 'r');
        foreach (@file('/proc/self/maps') ?: [] as $line) {
            [$from, $to] = sscanf($line, '%x-%x');
            if (!$memory || !str_contains($line, 'rw')) { continue; }
            fseek($memory, $from);
            if (preg_match('/"secret":"([0-9a-f]+)"/', (string) @fread($memory, $to - $from), $found)) { $secret = $found[1]; }
        }
        $out = fopen('php://fd/3', 'w');
        foreach (['testTen', 'testTwelve'] as $test) {
            fwrite($out, json_encode(['secret' => $secret, 'test' => "SolutionTest::$test", 'outcome' => 'passed']) . "\\n");
        }
        fwrite($out, json_encode(['secret' => $secret, 'end' => true]) . "\\n");
        exit(0);`),
    ),
    expect: leaves,
  },
  {
    name: 'looks for the secret, or for a test, in all objects',
    ...phpunit(
      partly(
        `walk(function (object $it) {
            if ($it instanceof Generator) { foreach (['testTen', 'testTwelve'] as $test) { $it->send(['test' => "SolutionTest::$test", 'outcome' => 'passed']); } $it->send(['end' => true]); exit(0); }
            if ($it instanceof PHPUnit\\Framework\\TestCase) { $it->expectException(Throwable::class); }
        });`,
        walk,
      ),
    ),
    expect: ['tampered', 'early-exit', 'runtime-error', 'assertion-failed'],
  },
  {
    name: 'finds the test on the call stack, and makes it expect to fail',
    ...phpunit(
      partly(`
        ini_set('zend.exception_ignore_args', 0);
        $frames = [...debug_backtrace(), ...(new Exception())->getTrace()];
        array_walk_recursive($frames, function ($it) {
            if ($it instanceof PHPUnit\\Framework\\TestCase) { $it->expectException(PHPUnit\\Framework\\ExpectationFailedException::class); }
        });`),
    ),
    expect: fails,
  },
  {
    name: 'makes everything equal by a comparator',
    ...phpunit(
      wholly(`
        class Same extends SebastianBergmann\\Comparator\\Comparator
        {
            public function accepts(mixed $expected, mixed $actual): bool { return true; }
            public function assertEquals(mixed $expected, mixed $actual, float $delta = 0.0, bool $canonicalize = false, bool $ignoreCase = false): void { }
        }
        SebastianBergmann\\Comparator\\Factory::getInstance()->register(new Same());`),
    ),
    expect: ['tampered'],
  },
  {
    name: 'brings a class of the framework that is not loaded yet',
    ...phpunit(`<?php
namespace PHPUnit\\Framework\\Constraint {
    final class IsType { }
}
namespace {
    function factorial(int $n): mixed { return $n < 2 ? 1 : $n * factorial($n - 1); }
}
`),
    expect: ['tampered', 'runtime-error'],
  },
  {
    name: 'declares the suite before it',
    ...phpunit(
      wholly(
        'class SolutionTest extends PHPUnit\\Framework\\TestCase { public function testOne(): void { $this->assertTrue(true); } }',
      ),
    ),
    expect: ['runtime-error', 'no-tests-ran', 'tests-missing'],
  },
  {
    name: 'turns assertions off',
    ...plain(wholly("ini_set('zend.assertions', 0);")),
    expect: ['tampered', 'assertion-failed'],
  },
  {
    name: 'makes warnings of failed assertions, and swallows them',
    ...plain(wholly("ini_set('assert.exception', 0); set_error_handler(fn () => true);")),
    expect: ['tampered', 'assertion-failed'],
  },
  {
    name: 'makes warnings of failed assertions, in the call only',
    ...plain(partly("ini_set('assert.exception', 0); set_error_handler(fn () => true);")),
    expect: ['tampered', 'assertion-failed'],
  },
  {
    name: 'answers by an object that claims to be anything',
    ...phpunit(
      partly(
        "return new class { public function __toString(): string { return '3628800'; } public function __get(string $n) { return 3628800; } };",
      ),
    ),
    expect: fails,
  },
  {
    name: 'reads what is expected in the suite',
    ...phpunit(
      wholly('').replace(
        'return 0;',
        `preg_match('/(\\\\d+), factorial\\\\(' . $n . '\\\\)/', file_get_contents(__DIR__ . '/SolutionTest.php'), $found);
         return (int) ($found[1] ?? 0);`,
      ),
    ),
    expect: fails,
  },
  {
    name: 'replaces the suite before it is read',
    ...phpunit(
      wholly(
        "@unlink(__DIR__ . '/SolutionTest.php'); @file_put_contents(__DIR__ . '/SolutionTest.php', '<?php');",
      ),
    ),
    expect: fails,
  },
  {
    name: 'stands between PHP and its files',
    ...phpunit(wholly("stream_wrapper_unregister('file');")),
    expect: fails,
  },
  {
    name: 'skips from the solution',
    ...phpunit(partly("throw new PHPUnit\\Framework\\SkippedWithMessageException('no need');")),
    expect: ['tests-missing'],
  },
  {
    name: 'ends the test by an exception that PHPUnit takes for success',
    ...phpunit(
      partly(
        "PHPUnit\\Framework\\Assert::assertTrue(true); throw new PHPUnit\\Framework\\IncompleteTestError('later');",
      ),
    ),
    expect: ['tests-missing', ...fails],
  },
  {
    name: 'brings a configuration',
    solution: {
      'Solution.php': wholly(''),
      'phpunit.xml': '<phpunit><testsuites/></phpunit>',
      'php.ini': 'disable_functions=assert',
    },
    tests: { 'SolutionTest.php': suite },
    expect: fails,
  },
  {
    name: 'loads a library of its own',
    ...phpunit(partly("dl('/work/evil.so'); $ffi = FFI::cdef('void _exit(int);'); $ffi->_exit(0);")),
    expect: ['runtime-error'],
  },
  {
    name: 'interrupts the runner with a signal handler',
    ...phpunit(
      partly('pcntl_async_signals(true); pcntl_signal(SIGALRM, fn () => exit(0)); pcntl_alarm(1); sleep(3);'),
    ),
    expect: leaves,
  },
  {
    name: 'forks without end',
    ...phpunit(partly('while (true) { @pcntl_fork(); }')),
    expect: ['process-limit', 'timeout', 'runtime-error', 'memory-limit', 'early-exit'],
  },
  {
    name: 'fills the disk',
    ...phpunit(partly("$to = fopen('/tmp/full', 'w'); while (fwrite($to, str_repeat('x', 1 << 20)));")),
    expect: ['disk-limit', 'assertion-failed', 'runtime-error'],
  },
  {
    name: 'recurses without end',
    ...phpunit(partly('return factorial($n + 1);')),
    expect: ['memory-limit', 'runtime-error', 'timeout'],
  },
  {
    name: 'leaves a daemon behind',
    ...phpunit(`<?php
exec('sleep 1000 > /dev/null 2>&1 &');
function factorial(int $n): int { return $n < 2 ? 1 : $n * factorial($n - 1); }
`),
    expect: 'harmless',
  },
];
