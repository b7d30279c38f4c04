import type { Attack } from './attack.ts';

const BATS = `@test "square of 3" {
  source ./solution.sh
  run square 3
  [ "$status" -eq 0 ]
  [ "$output" = "9" ]
}

@test "square of 4" {
  source ./solution.sh
  square 4 > "$BATS_TEST_TMPDIR/answer"
  [[ "$(cat "$BATS_TEST_TMPDIR/answer")" == 16 ]]
}
`;

const SCRIPT = `set -e
source ./solution.sh
result=$(square 3)
[ "$result" = "9" ]
square 4 > /tmp/answer
[[ $(cat /tmp/answer) == "16" ]]
echo "All tests passed"
`;

const SHUNIT = `source ./solution.sh
testThree() { assertEquals 9 "$(square 3)"; }
testFour() { assertEquals 16 "$(square 4)"; }
. shunit2
`;

const CHECKS = `source ./solution.sh
fails=0
check() {
  if [ "$1" = "$2" ]; then echo "ok"; else fails=$((fails + 1)); fi
}
check "$(square 2)" 4
square 3 > /tmp/answer
check "$(cat /tmp/answer)" 9
(( fails == 0 )) || exit 1
`;

const FAKE = ['early-exit', 'assertion-failed', 'runtime-error', 'tampered'] as const;

const onBats = (name: string, solution: string, expect: Attack['expect'] = FAKE): Attack => ({
  name,
  solution: { 'solution.sh': solution },
  tests: { 'solution.bats': BATS },
  expect,
});
const onScript = (name: string, solution: string, expect: Attack['expect'] = FAKE): Attack => ({
  name: `${name}, in a script`,
  solution: { 'solution.sh': solution },
  tests: { 'test.sh': SCRIPT },
  expect,
});
const onBoth = (name: string, solution: string, expect: Attack['expect'] = FAKE): Attack[] => [
  onBats(name, solution, expect),
  onScript(name, solution, expect),
];

/** Says what a bash of ours says when a test has passed. */
const FORGE = 'read -r key <&60; echo "$key passed" >&61; builtin exit 0';

export const bash: readonly Attack[] = [
  ...onBoth('leaves with 0 when it is sourced', 'exit 0\n'),
  ...onBoth('leaves with 0 when it is called', 'square() { exit 0; }\n'),
  ...onBoth('leaves from an exit trap', "trap 'exit 0' EXIT\nsquare() { echo 1; }\n"),
  ...onBoth('leaves from an error trap', "set -E\ntrap 'exit 0' ERR\nsquare() { echo 1; }\n"),
  ...onBoth('leaves through builtin', 'square() { builtin exit 0; }\n'),
  ...onBoth('becomes another program', 'square() { exec true; }\n'),
  ...onBoth('kills its shell', 'square() { kill -9 $$; }\n'),
  ...onBoth('ends its shell softly', 'square() { kill -TERM $$; }\n'),
  ...onBoth('turns errexit off', 'set +e\nsquare() { set +e; echo 1; }\n'),
  ...onBoth('replaces [', '[() { return 0; }\nsquare() { echo 1; }\n'),
  ...onBoth(
    'replaces [ and builtin',
    '[() { return 0; }\nbuiltin() { :; }\nunset() { :; }\nsquare() { echo 1; }\n',
  ),
  ...onBoth(
    'skips every command',
    "set -T\nshopt -s extdebug\ntrap 'return 1' DEBUG\nsquare() { echo 1; }\n",
  ),
  ...onBoth(
    'skips checks only',
    `set -T\nshopt -s extdebug\ntrap '[[ $BASH_COMMAND != "["* ]]' DEBUG\nsquare() { echo 1; }\n`,
  ),
  ...onBoth(
    'replaces words by aliases',
    "shopt -s expand_aliases\nalias '['=true '[['='true #'\nsquare() { echo 1; }\n",
  ),
  onBats('replaces run', 'run() { status=0; output=9; }\nsquare() { echo 16; }\n'),
  onBats('skips from the solution', 'square() { skip; }\nskip\n', [
    'tests-missing',
    'assertion-failed',
    'tampered',
  ]),
  onBats('forges the proof', `square() { ${FORGE}; }\n${FORGE}\n`, ['tampered']),
  onScript('forges the proof', `square() { ${FORGE}; }\n${FORGE}\n`, ['tampered']),
  onScript('calls the proof', 'seedmill_prove passed; builtin exit 0\n', ['tampered']),
  onBats('calls the proof', 'bats_prove passed; builtin exit 0\n', ['early-exit', 'tampered']),
  onScript('makes exit a friend', 'exit() { seedmill_prove passed; builtin exit 0; }\nexit\n', [
    'tampered',
    'early-exit',
  ]),
  ...onBoth(
    'forges the report on every descriptor',
    'for fd in 1 2 3 4 5 6 7 8 9 60 61 62 63; do { echo \'{"secret": "", "test": "square", "outcome": "passed"}\'; echo \'{"secret": "", "end": true}\'; echo passed; } >&$fd; done 2>/dev/null\nsquare() { exit 0; }\n',
  ),
  ...onBoth(
    'reads what is expected',
    `square() {
  local text
  text=$(cat solution.bats test.sh 2>/dev/null || :)
  if [[ $1 == 3 ]]; then grep -oE '(output|result)" = "[0-9]+"' <<<"$text" | grep -oE '[0-9]+' | head -n 1
  else grep -oE '== "?[0-9]+' <<<"$text" | grep -oE '[0-9]+'; fi
}
`,
    ['tampered'],
  ),
  ...onBoth(
    'writes other tests',
    'printf \'@test "square of 3" { :; }\\n@test "square of 4" { :; }\\n\' > solution.bats\necho : > test.sh\nsquare() { echo 1; }\n',
  ),
  ...onBoth(
    'looks into the runner',
    `cat /proc/$PPID/environ /proc/$PPID/mem /proc/1/environ /proc/1/cmdline > /tmp/loot 2>/dev/null
for fd in /proc/$PPID/fd/*; do echo '{"end": true}' > "$fd"; done 2>/dev/null
square() { echo 1; }
`,
  ),
  ...onBoth('kills the runner', 'square() { kill -9 $PPID; exit 0; }\nkill -9 $PPID\n'),
  ...onBoth('kills everything', 'kill -9 -1\nsquare() { :; }\n'),
  ...onBoth('stops the runner', 'kill -STOP $PPID\nsquare() { :; }\n', ['timeout', ...FAKE]),
  {
    name: 'ships assertions of its own',
    solution: {
      'solution.sh': 'square() { echo 1; }\n',
      'bats-assert/load.bash': 'assert_output() { :; }\n',
      'test_helper/bats-assert/load.bash': 'assert_output() { :; }\n',
      shunit2: 'exit 0\n',
    },
    tests: {
      'solution.bats':
        'load test_helper/bats-support/load\nload test_helper/bats-assert/load\n@test "a" {\n  source solution.sh\n  run square 3\n  assert_output 9\n}\n',
    },
    expect: ['assertion-failed'],
  },
  {
    name: 'replaces assertions',
    solution: { 'solution.sh': 'square() { echo 1; }\nassert_output() { :; }\n' },
    tests: {
      'solution.bats':
        'load bats-extra\n@test "a" {\n  source solution.sh\n  run square 3\n  assert_output 9\n}\n',
    },
    expect: ['tampered'],
  },
  {
    name: 'leads shunit2 to no tests',
    solution: { 'solution.sh': 'BASH_ARGV0=/dev/null\nsquare() { echo 1; }\n' },
    tests: { 'test.sh': SHUNIT },
    expect: ['early-exit'],
  },
  {
    name: 'holds on to assertions of its own',
    solution: { 'solution.sh': 'square() { echo 1; }\nassertEquals() { :; }\nreadonly -f assertEquals\n' },
    tests: { 'test.sh': SHUNIT },
    expect: ['tampered'],
  },
  {
    name: 'ends by the end of the suite',
    solution: { 'solution.sh': 'square() { finish; }\n' },
    tests: {
      'test.sh':
        'source ./solution.sh\nfailed=0\nfinish() {\n  exit "$failed"\n}\nsquare 3 > /tmp/answer\n[ "$(cat /tmp/answer)" = 9 ] || failed=1\nfinish\n',
    },
    expect: FAKE,
  },
  // Right at first, so that their controls fail as those of honest programs do.
  onScript(
    'turns errexit off where it is wrong',
    'square() { if [ "$1" = 3 ]; then echo 9; else set +e; echo 0; fi; }\n',
  ),
  ...[
    'square() { case $1 in 2) echo 4 ;; *) check() { :; } ;; esac; }\n',
    'check() { [ "$2" = 9 ] || [ "$1" = "$2" ] || exit 1; }\nreadonly -f check\nsquare() { echo 4; }\n',
    'n=0\n[() { ((n++ == 0)) || return 0; builtin [ "$@"; }\nsquare() { echo 4; }\n',
  ].map((solution, at) => ({
    name: `replaces the checks of a script where it is wrong, way ${at + 1}`,
    solution: { 'solution.sh': solution },
    tests: { 'test.sh': CHECKS },
    expect: ['tampered'] as const,
  })),
  ...[
    'eval "$BATS_TEST_NAME() { :; }"',
    'bats_function=true',
    'trap - ERR; set +e',
    'assert_output() { :; }',
  ].map((cheat, at) => ({
    name: `cheats in one test of three, way ${at + 1}`,
    solution: {
      'solution.sh': `square() { [ "$1" != 4 ] && echo $(($1 * $1)) || echo 0; }\n[[ $BATS_TEST_NUMBER != 3 ]] || { ${cheat}; }\n`,
    },
    tests: {
      'solution.bats': `load bats-extra
setup() { source ./solution.sh; }
@test "two" { run square 2; assert_output 4; }
@test "three" { run square 3; assert_output 9; }
@test "four" {
  run square 4
  assert_output 16
  true
}
`,
    },
    expect: FAKE,
  })),
  ...onBoth('reads without running', 'square() { set -n; }\n'),
  {
    name: 'ships start-up files',
    solution: {
      'solution.sh': 'square() { echo 1; }\n',
      '.bashrc': '[() { return 0; }\n',
      '.profile': 'exit 0\n',
      '.bash_profile': 'exit 0\n',
    },
    tests: { 'solution.bats': BATS },
    expect: FAKE,
  },
  ...onBoth(
    'leaves daemons',
    '(trap "" HUP TERM; setsid sleep 300 & setsid bash -c "while :; do sleep 1; done" &) >/dev/null 2>&1\nsquare() { echo $(($1 * $1)); }\n',
    'harmless',
  ),
  ...onBoth(
    'leaves files',
    'for f in /tmp /dev/shm /work; do echo 1 > $f/left; ln -s /etc/passwd $f/link; mkfifo $f/fifo; done\nsquare() { echo $(($1 * $1)); }\n',
    'harmless',
  ),
  ...onBoth('forks without end', 'bomb() { bomb | bomb & }\nbomb\nsquare() { echo 9; }\n', [
    'process-limit',
    'timeout',
    'memory-limit',
    ...FAKE,
  ]),
  ...onBoth('nests without end', 'square() { square "$1"; }\n', ['memory-limit', 'timeout', ...FAKE]),
  ...onBoth('writes without end', 'cat /dev/zero > /tmp/big\nsquare() { echo 1; }\n', [
    'disk-limit',
    ...FAKE,
    'memory-limit',
  ]),
  ...onBoth('prints without end', 'yes\nsquare() { echo 1; }\n', ['output-limit']),
];
