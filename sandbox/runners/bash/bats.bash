# Runs one test, or one hook, of a bats file. Descriptor 62 gives the file's text
# with its tests as functions, 60 the key that proves the end, 61 takes the outcome.
# bash bats.bash <function> <strict> <files of the suite> <names of its checks>

exec 3>&1
source /opt/seedmill/bash/sound.bash
BATS_TEST_NAMES=("$1")
readonly bats_function=$1 bats_strict=${2-} bats_files=${3-} bats_checks=${4-}
bats_stage=test bats_why= bats_kind=
status=0 output= lines=()
set --

setup() { :; }
teardown() { :; }

load() {
  local file=$1
  [[ $file == /* ]] || file=$BATS_TEST_DIRNAME/$file
  if [[ -f $file.bash ]]; then
    source "$file.bash"
  elif [[ -f $file ]]; then
    source "$file"
  elif [[ $1 =~ bats-(support|assert|file|extra) ]]; then
    declare -F batslib_err >/dev/null || source /opt/seedmill/bash/assertions.bash
  else
    echo "load: could not find '$1'[.bash]" >&2
    exit 1
  fi
}

bats_load_library() {
  if [[ -f $BATS_TEST_DIRNAME/$1/load.bash ]]; then
    source "$BATS_TEST_DIRNAME/$1/load.bash"
  else
    load "$1"
  fi
}

bats_require_minimum_version() { :; }

# The command of `run`, which decides where its stderr goes. A script need not be executable.
bats_do() {
  [[ $1 != */* || ! -f $1 || -x $1 ]] || set -- bash "$@"
  if [[ $separate ]]; then "$@" 2>"$BATS_TEST_TMPDIR/stderr"; else "$@" 2>&1; fi
}

# The lines of a variable's value; empty ones only for --keep-empty-lines.
bats_split() {
  local IFS=$'\n' text=${!1%$'\n'}
  local -n into=$2
  into=()
  if [[ ! $keep ]]; then
    set -f
    into=($text)
    set +f
  elif [[ $text ]]; then
    mapfile -t into <<<"$text"
  fi
}

run() {
  local expected='' keep='' separate='' flags=$-
  while [[ ${1-} == -* || ${1-} == '!' ]]; do
    case $1 in
      '!') expected=some ;;
      --keep-empty-lines) keep=yes ;;
      --separate-stderr) separate=yes ;;
      --) shift && break ;;
      -[0-9]*) expected=${1#-} ;;
      *) echo "run: unknown flag '$1'" >&2 && return 1 ;;
    esac
    shift
  done
  set +eET
  if [[ $keep ]]; then
    output=$(bats_do "$@"; status=$?; printf .; builtin exit $status) && status=0 || status=$?
    output=${output%.}
  else
    output=$(bats_do "$@") && status=0 || status=$?
  fi
  bats_split output lines
  if [[ $separate ]]; then
    stderr=$(<"$BATS_TEST_TMPDIR/stderr")
    bats_split stderr stderr_lines
  fi
  BATS_RUN_COMMAND="$*"
  set "-$flags"
  if [[ $expected == some && $status == 0 || $expected == [0-9]* && $status != "$expected" ]]; then
    printf '%s\n' "$output" "run: expected exit code ${expected/some/other than 0}, got $status"
    return 1
  fi
}

skip() {
  [[ $bats_stage != test ]] || bats_stage=skipped
  exit 0
}

bats_say() {
  printf '%s\n' "$*" >&61
}

bats_prove() {
  local key
  builtin read -r key <&60
  builtin echo "$key $1" >&61
}

# Remembers what failed last, and ends the test where somebody has turned errexit off.
bats_note() {
  local code=$1 line=$2
  [[ $BASHPID == "$$" ]] || return 0
  case $code:$3 in
    12[67]:* | 129:* | 1[3-9][0-9]:* | 2??:* | *:load* | *:source* | *:.\ *) bats_kind=error ;;
    *) bats_kind=assertion ;;
  esac
  bats_why="line $line: \`$3' failed with status $code"
  [[ $- == *e* || ! $bats_strict || ${BASH_SOURCE[1]} != /dev/fd/62 ]] || exit 1
}

# The way out of every test that does not simply return.
bats_leave() {
  local code=$? stage=$bats_stage
  trap - ERR EXIT
  set +e
  if [[ $stage == test || $stage == skipped ]]; then
    bats_stage=teardown
    teardown
  fi
  if [[ $stage == skipped ]]; then
    bats_prove skipped
    builtin exit 0
  fi
  bats_say "${bats_kind:-error} ${bats_why:-the test ended with exit code $code}"
  builtin exit "$code"
}

# Whether what tests judge by is not the shell's or the suite's own any more.
bats_tampered() {
  [[ $- != *T* && ( $- == *e* || ! $bats_strict || $1 == *bats_note* ) ]] || return 0
  ! seedmill_sound "$bats_files" "$bats_checks" || builtin shopt -q expand_aliases
}

readonly -f run bats_do bats_split skip bats_say bats_prove bats_note bats_leave bats_tampered

trap 'bats_note $? $LINENO "$BASH_COMMAND"' ERR
trap bats_leave EXIT
set -eE
source /dev/fd/62
exec 62<&-
if declare -F "$bats_function" >/dev/null; then readonly -f "$bats_function"; fi

if [[ $bats_function == *_file ]]; then
  bats_stage=file
  if declare -F "$bats_function" >/dev/null; then "$bats_function"; fi
  # What it exports holds for every test of the file.
  export -p >&61
else
  setup
  set -eE
  "$bats_function"
  bats_code=$?
  [[ $bats_code == 0 || ! $bats_strict ]] || exit $bats_code
  bats_stage=teardown
  teardown
fi
bats_outcome=passed
if bats_tampered "$(trap -p ERR)"; then bats_outcome=tampered; fi
trap - ERR EXIT
bats_prove $bats_outcome
builtin exit 0
