# Sourced by a bash whose $0 is a plain script, and whose arguments are `strict` where errexit must stay, the names of
# the suite's files, those of its checks, and the files of the suite, each with the lines where an exit leaves nothing out: runs the script, and proves that it reached its end, or left at its end.

source /opt/seedmill/bash/sound.bash
readonly seedmill_strict=$1 seedmill_files=$2 seedmill_checks=$3
seedmill_ends=("${@:4}")
set --

seedmill_prove() {
  local key
  [[ $- == *e* || ! $seedmill_strict ]] && seedmill_sound "$seedmill_files" "$seedmill_checks" || set -- tampered
  builtin read -r key <&60
  builtin echo "$key $1" >&61
}

# How an exit is met at line $2 of file $1: 0 where it leaves nothing out, 1 elsewhere in the suite, 2 outside.
seedmill_place() {
  local end range IFS=,
  for end in "${seedmill_ends[@]}"; do
    [[ ${1##*/} == "${end##*[:/]}" ]] || continue
    for range in ${end%%:*}; do
      (($2 < ${range%-*} || $2 > ${range#*-})) || return 0
    done
    return 1
  done
  return 2
}

# What the script calls when it exits. An exit that the solution calls, or a trap, is not the script's.
exit() {
  local code=${1:-$?} at worst=0
  [[ $BASHPID == "$$" ]] || builtin exit "$code"
  for ((at = 1; at < ${#BASH_SOURCE[@]} - 1 && worst < 2; at++)); do
    if [[ $at == 1 && ${BASH_SOURCE[1]##*/} == shunit2 ]]; then
      # It is content with a suite in which it finds no test.
      ((code != 0 || __shunit_testsTotal > 0)) || worst=1
      break
    fi
    seedmill_place "${BASH_SOURCE[at]}" "${BASH_LINENO[at - 1]}" || worst=$?
  done
  case $worst:$code in
    0:0) seedmill_prove passed ;;
    1:0) ;;
    2:*) builtin echo "error exit $code was called outside the suite" >&61 ;;
    *) builtin echo "assertion the suite ended with exit code $code" >&61 ;;
  esac
  builtin exit "$code"
}
readonly -f seedmill_prove seedmill_place
readonly seedmill_ends

source "$0"
seedmill_status=$?
[[ $seedmill_status != 0 ]] || seedmill_prove passed
builtin exit $seedmill_status
