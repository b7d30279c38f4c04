import type { Conformance, ConformanceCase } from './conformance.ts';

const ADD = 'add() { echo $(($1 + $2)); }\n';

const SUITE = `setup() {
  source ./solution.sh
}

@test "adds small numbers" {
  run add 1 2
  [ "$status" -eq 0 ]
  [ "$output" = "3" ]
}

@test "adds below zero" {
  result="$(add -5 2)"
  [ "$result" -eq -3 ]
}
`;

const SCRIPT = `#!/bin/bash
source "$(dirname "\${BASH_SOURCE[0]}")/solution.sh"
failed=0
assert_equal() {
  if [ "$1" != "$2" ]; then
    echo "FAIL: $3: got $1, not $2"
    failed=1
  fi
}
assert_equal "$(add 1 2)" "3" "small"
assert_equal "$(add 10 2)" "12" "big"
if [ $failed -eq 0 ]; then
  echo "All tests passed"
  exit 0
fi
exit 1
`;

const RETURNS = `. ./solution.sh
is_small() {
  if [ "$1" -lt 5 ]; then return 0; fi
  return 1
}
main() {
  local failed=0
  if [ "$(add 1 2)" != 3 ]; then
    echo FAIL
    return
  fi
  is_small "$(add 2 2)" || failed=1
  if [ "$failed" -eq 0 ]; then
    echo PASS
    return 0
  fi
  return 1
}
main "$@"
`;

const program = (
  solution: string | Record<string, string>,
  tests: string | Record<string, string>,
  expect: ConformanceCase['expect'],
): ConformanceCase => ({
  solution: typeof solution === 'string' ? { 'solution.sh': solution } : solution,
  tests: typeof tests === 'string' ? { 'solution.bats': tests } : tests,
  expect,
});
const passed = (tests: number): ConformanceCase['expect'] => ({ outcome: 'passed', tests });
const failed = (
  reason: Extract<ConformanceCase['expect'], { outcome: 'failed' }>['reason'],
): ConformanceCase['expect'] => ({ outcome: 'failed', phase: 'test', reason });

export const bash: Conformance = {
  language: 'bash',
  kinds: {
    passing: program(ADD, SUITE, passed(2)),
    failing: program('add() { echo $(($1 - $2)); }\n', SUITE, failed('assertion-failed')),
    hanging: program('add() { while :; do :; done; }\n', SUITE, failed('timeout')),
    crashing: program('add() { kill -SEGV $$; }\n', SUITE, failed('runtime-error')),
    noTests: program(
      ADD,
      { 'test.sh': 'source ./solution.sh\nhelper() { add 1 2; }\n' },
      failed('no-tests-ran'),
    ),
    fewerTests: program(
      'add() { exit 0; }\n',
      '@test "a" { source ./solution.sh; add 1 2; [ "$?" -eq 0 ]; }\n@test "b" { [ 1 = 1 ]; }\n',
      failed('early-exit'),
    ),
    skipped: program(ADD, `${SUITE}@test "later" {\n  skip "not yet"\n}\n`, failed('tests-missing')),
    syntaxError: program('add() { echo $(($1 + $2))\n', SUITE, {
      outcome: 'failed',
      phase: 'parse',
      reason: 'syntax-error',
    }),
    lintError: {
      absent: 'names are looked up when a command runs; nothing but the syntax is wrong for sure',
    },
    typeError: { absent: 'every value is a text' },
    memory: program('add() { local x; printf -v x %2000000000s; }\n', SUITE, failed('memory-limit')),
    output: program(
      'add() { while :; do echo too much; done; }\n',
      '@test "a" { source ./solution.sh; add 1 2; }\n',
      failed('output-limit'),
    ),
  },
  usages: {
    'bats with assertions, helper files and hooks': program(
      ADD,
      {
        'test/add.bats': `#!/usr/bin/env bats
load 'test_helper/bats-support/load'
load 'test_helper/bats-assert/load'
setup_file() { export OFFSET=5; }
setup() {
  load helper
  load ../solution.sh
  echo "$OFFSET" > "$BATS_TEST_TMPDIR/offset"
}
teardown() { rm "$BATS_TEST_TMPDIR/offset"; }
@test 'it "adds" & more: 1+2' {
  run add 1 2
  assert_success
  assert_output "3"
}
@test "with an offset" {
  run add "$(cat "$BATS_TEST_TMPDIR/offset")" "$(one)"
  assert_output --partial "6"
  refute_output "5"
}
@test "fails" {
  run ls /nowhere
  assert_failure
}
@test "lines" {
  run printf 'a\\n\\nb\\n'
  assert_line --index 1 'b'
  [ "\${#lines[@]}" -eq 2 ]
  run --keep-empty-lines printf 'a\\n\\nb\\n'
  [ "\${#lines[@]}" -eq 3 ]
  run --separate-stderr bash -c 'echo out; echo err >&2; exit 3'
  [ "$status" -eq 3 ]
  [[ "$output" == out && "$stderr" == err ]]
  run -3 bash -c 'exit 3'
  run ! false
}
@test "empty" {}
function later { # @test
  [[ "$(add 2 2)" == 4 ]]
}
`,
        'test/helper.bash': 'one() { echo 1; }\n',
      },
      passed(6),
    ),
    'a failing bats assertion': program(
      'add() { echo 4; }\n',
      'load bats-extra\n@test "a" {\n  source solution.sh\n  run add 1 2\n  assert_output 3\n}\n',
      failed('assertion-failed'),
    ),
    'a check in the middle of a test': program(
      'add() { echo 4; }\n',
      '@test "a" {\n  source solution.sh\n  [ "$(add 1 2)" = 3 ]\n  [ "$(add 2 2)" = 4 ]\n}\n',
      failed('assertion-failed'),
    ),
    'a program that the tests start': program(
      {
        'leap.sh':
          '#!/usr/bin/env bash\nif (( $1 % 4 == 0 && $1 % 100 != 0 || $1 % 400 == 0 )); then echo true; else echo false; fi\n',
      },
      {
        'leap.bats': `load bats-extra
@test "divisible by 400" {
  run bash leap.sh 2000
  assert_success
  assert_output "true"
}
@test "not divisible by 4" {
  [[ $BATS_RUN_SKIPPED == "true" ]] || skip
  run ./leap.sh 1999
  [ "$output" = "false" ]
}
`,
      },
      passed(2),
    ),
    'a strict solution with traps': program(
      `#!/bin/bash\nset -Eeuo pipefail\ntrap 'echo bye' ERR EXIT\n${ADD}`,
      SUITE,
      passed(2),
    ),
    'a script with checks of its own': program(ADD, { 'test.sh': SCRIPT }, passed(1)),
    'a script whose checks fail': program(
      'add() { echo 3; }\n',
      { 'test.sh': SCRIPT },
      failed('assertion-failed'),
    ),
    'a script that leaves with 0 where a check fails': program(
      'add() { echo 4; }\n',
      { 'test.sh': '. ./solution.sh\nif [ "$(add 1 2)" != 3 ]; then echo FAIL; exit; fi\necho ok\n' },
      failed('early-exit'),
    ),
    'a script that would leave with 0': program(
      ADD,
      { 'test.sh': '. ./solution.sh\nif [ "$(add 1 2)" != 3 ]; then echo FAIL; exit; fi\necho ok\n' },
      passed(1),
    ),
    'a return of main that leaves checks out': program(
      'add() { echo 4; }\n',
      { 'test.sh': RETURNS },
      failed('early-exit'),
    ),
    'returns of main that leave nothing out': program(ADD, { 'test.sh': RETURNS }, passed(1)),
    'a return of a script that leaves checks out': program(
      'add() { echo 4; }\n',
      { 'test.sh': '. ./solution.sh\nif [ "$(add 1 2)" != 3 ]; then return 0; fi\n[ "$(add 2 2)" = 4 ]\n' },
      failed('early-exit'),
    ),
    'checks of the suite, and a function of the same name': program(
      `log() { :; }\ntest_it() { :; }\n${ADD}`,
      {
        'test.sh':
          'test() { echo "# $1"; }\nlog() { echo "$1"; }\n. ./solution.sh\ntest small\n[ "$(add 1 2)" = 3 ] || exit 1\n',
      },
      passed(1),
    ),
    'a script that ends in a helper of another file': program(
      ADD,
      {
        'tests/test_add.sh':
          '. tests/lib/report.sh\n. ./solution.sh\n[ "$(add 1 2)" = 3 ] || failed=1\nreport\n',
        'tests/lib/report.sh': 'failed=0\nreport() {\n  exit "$failed"\n}\n',
      },
      passed(1),
    ),
    'a script that no grammar reads': program(
      ADD,
      {
        'test.sh':
          'check() {\n  if ! [ "$1" "$2" "$3" ]; then\n    exit 1\n  fi\n}\n. ./solution.sh\ncheck "$(add 1 2)" = 3\n',
      },
      passed(1),
    ),
    'a script under errexit': program(
      ADD,
      {
        'test.sh': `candidate() { add "$@"; }
set -e
source ./solution.sh
run_test() {
    [[ $(candidate "1" "2") = "3" ]]
    [[ $(candidate "5" "2") = "7" ]]
}
run_test
`,
      },
      passed(1),
    ),
    'several scripts in a sub-folder': program(
      ADD,
      {
        'tests/test_small.sh': '. ./solution.sh\n[ "$(add 1 1)" = "2" ] || exit 1\n',
        'tests/test_big.sh': '. ./solution.sh\ntest "$(add 100 1)" -eq 101 || exit 1\necho fine\n',
      },
      passed(2),
    ),
    shunit2: program(
      ADD,
      {
        'add_test.sh':
          '. ./solution.sh\ntestAdd() { assertEquals "sum" "3" "$(add 1 2)"; }\ntestNegative() { assertEquals "-1" "$(add 1 -2)"; }\n. shunit2\n',
      },
      passed(1),
    ),
    'shunit2, failing': program(
      'add() { echo 3; }\n',
      {
        'add_test.sh':
          '. ./solution.sh\ntestAdd() { assertEquals "sum" "3" "$(add 1 2)"; }\ntestNegative() { assertEquals "-1" "$(add 1 -2)"; }\n. shunit2\n',
      },
      failed('assertion-failed'),
    ),
  },
};
