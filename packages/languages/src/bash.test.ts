import { describe, expect, test } from 'vitest';
import { alterBash } from './bash/alterations.ts';
import { bash } from './bash.ts';

describe('the control of a suite', () => {
  test.each([
    ['[ "$output" = "42" ]', '[ "$output" = "41" ]'],
    ['[ "$output" = 10 ] && true', '[ "$output" = 11 ] && true'],
    ["[[ $(f 'a b' 3) == 'it works' ]]", "[[ $(f 'a b' 3) == 'it workt' ]]"],
    [`[ "$output" = "it's" ]`, `[ "$output" = "it't" ]`],
    ['[ "$output" = "" ]', '[ "$output" = "x" ]'],
    ['[ "$output" == "a\\n" ]', '[ "$output" == "ax\\n" ]'],
    ['[[ "$output" == *"not found"* ]]', '[[ "$output" == *"not foune"* ]]'],
    ['[[ "$output" =~ ^[0-9]+$ ]]', '[[ "$output" =~ ^[0-9]+$ ]]'],
    ['[ "true" = "$output" ]', '[ "false" = "$output" ]'],
    ['if [ "$(f 1)" != "2" ]; then exit 1; fi', 'if [ "$(f 1)" != "1" ]; then exit 1; fi'],
    ['test "$x" -eq 7 || exit 1', 'test "$x" -eq 6 || exit 1'],
    ['(( result == 12 ))', '(( result == 11 ))'],
    ['[ "$(f | head -n 1)" = "first line" ]', '[ "$(f | head -n 1)" = "first linf" ]'],
    ['assert_output "3"', 'assert_output "2"'],
    ["assert_output --partial 'abc'", "assert_output --partial 'abd'"],
    ['assert_equal "$(f 1 2)" "yes"', 'assert_equal "$(f 1 2)" "no"'],
    [
      'assert_equal "$(f "a b" \\\n  2)" "one\ntwo" || exit',
      'assert_equal "$(f "a b" \\\n  2)" "one\ntwp" || exit',
    ],
    ['assert_output - <<EOF\none\ntwo\nEOF\n', 'assert_output - <<EOF\none\ntwp\nEOF\n'],
    ['check_eq() { [ "$1" = "$2" ]; }', 'check_eq() { [ "$1" = "$2"x ]; }'],
    [
      'check_eq() { [ "$1" = "$2" ]; }\ncheck_eq "$(f)" 3',
      'check_eq() { [ "$1" = "$2" ]; }\ncheck_eq "$(f)" 2',
    ],
    ['expected="a b"', 'expected="a c"'],
    ['echo "$output" | grep -q "done"', 'echo "$output" | grep -q "donf"'],
    ['[ "$status" -eq 0 ]', '[ "$status" -eq 1 ]'],
    ['assert_success', 'assert_failure'],
    ['while [ $i != 10 ]; do f; done', 'while [ $i != 10 ]; do f; done'],
    ['[ $# -eq 2 ] || exit 1', '[ $# -eq 2 ] || exit 1'],
    ['failed=0\nif [ $failed -eq 0 ]; then exit 0; fi', 'failed=0\nif [ $failed -eq 0 ]; then exit 0; fi'],
    ['((failed++))\n((failed == 0)) || exit 1', '((failed++))\n((failed == 0)) || exit 1'],
    ['if [ "$1" -ne "$2" ]; then fail; fi', 'if [ "$1" -ne "$2"1 ]; then fail; fi'],
  ])('%s', (before, after) => {
    expect(alterBash(before)).toBe(after);
  });

  test('how a command ended counts only where a test says nothing of results', () => {
    const suite =
      '@test "a" {\n run f 1\n [ "$status" -eq 0 ]\n [ "$output" = 5 ]\n}\n@test "b" {\n run f 2\n [ "$status" -eq 1 ]\n}\n';
    expect(alterBash(suite)).toBe(suite.replace('= 5 ]', '= 4 ]').replace('-eq 1', '-eq 0'));
  });
});

describe('the plan', () => {
  const program = {
    solution: { 'solution.sh': 'f() { :; }\n', tool: '#!/bin/bash\n', 'bats-assert/load.bash': '' },
    tests: { 'a.bats': '@test "x" {\n:\n}\n', 'helper.bash': '' },
  };

  test('leaves out what would replace the framework, and parses the rest', () => {
    const { files, steps } = bash.plan(program, { style: 'framework', files: ['a.bats'], declared: 1 });
    expect(Object.keys(files)).toEqual(['solution.sh', 'tool', 'a.bats', 'helper.bash']);
    expect(steps[0]?.args).toEqual([
      'check solution.sh',
      'check tool',
      'bats a.bats',
      'ends :a.bats',
      'ends :helper.bash',
    ]);
  });

  test('a suite without tests is not run as a script', () => {
    const tests = { 'test.sh': 'f() { :; }\n' };
    const { steps } = bash.plan(
      { ...program, tests },
      { style: 'framework', files: ['test.sh'], declared: 0 },
    );
    expect(steps[0]?.args).toEqual(['check solution.sh', 'check tool', 'ends :test.sh']);
  });
});
