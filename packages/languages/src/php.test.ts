import { expect, test } from 'vitest';
import { assertsAsChecks, leavesAsCalls } from './php/script.ts';
import { php } from './php.ts';

const shape = { style: 'framework', files: ['SolutionTest.php'], declared: 1 } as const;
const argsOf = (solution: Record<string, string>, tests: Record<string, string>) =>
  php.plan({ solution, tests }, shape).steps.at(-1)?.args;

test('an exit of a script becomes a call of the runner, with its status and on its line', () => {
  const leave = String.raw`\Seedmill\leave(\Seedmill\Wish::Leave`;
  expect(leavesAsCalls('<?php\nf() or die("no");\nexit($failed ? 1 : 0);\nexit;\nif (f()) return;\n')).toBe(
    `<?php\nf() or ${leave}, "no");\n${leave}, $failed ? 1 : 0);\n${leave});\nif (f()) return ${leave});\n`,
  );
  expect(leavesAsCalls('<?php function f() { return 1; } return f();')).toBe(
    `<?php function f() { return 1; } return ${leave}) ?? f();`,
  );
});

test('what only looks like an exit stays', () => {
  const text = `<?php
// exit(1);
# die
/* exit */
$it->exit(); It::die(); function exit_code() {}
echo 'exit(1);', "it's \\"die\\"";
echo <<<END
  exit(0);
  END;
?>
exit
<?php
`;
  expect(leavesAsCalls(text)).toBe(text);
});

test('an assert becomes a check of the runner, but not a method of that name', () => {
  expect(
    assertsAsChecks("<?php assert(f() === 'assert(1)'); \\assert (1); $x->assert(1); assertSame(1, 1);"),
  ).toBe(
    "<?php \\Seedmill\\check(f() === 'assert(1)'); \\Seedmill\\check (1); $x->assert(1); assertSame(1, 1);",
  );
});

test('a suite that loads nothing has the solution loaded for it', () => {
  expect(argsOf({ 'A.php': '', 'b.txt': '' }, { 'SolutionTest.php': '<?php f();' })).toEqual([
    'framework',
    '1',
    'A.php',
    '1',
    'A.php',
    'SolutionTest.php',
  ]);
  expect(argsOf({ 'A.php': '' }, { 'SolutionTest.php': "<?php require 'A.php';" })).toEqual([
    'framework',
    '1',
    'A.php',
    '0',
    'SolutionTest.php',
  ]);
});

test('the bootstrap file of the suite is loaded first, and the configuration of the solution is left out', () => {
  const solution = { 'A.php': '', 'phpunit.xml.dist': '<phpunit bootstrap="A.php"/>' };
  const tests = {
    'phpunit.xml': '<phpunit bootstrap="./tests/boot.php"/>',
    'tests/boot.php': '',
    'SolutionTest.php': '',
  };
  expect(argsOf(solution, tests)).toEqual([
    'framework',
    '1',
    'A.php',
    '1',
    'tests/boot.php',
    'SolutionTest.php',
  ]);
  expect(Object.keys(php.plan({ solution, tests }, shape).files)).not.toContain('phpunit.xml.dist');
});
