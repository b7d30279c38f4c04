# Sourced by a bash whose $0 is a plain script, and whose arguments are the files of the suite: runs the script, and
# proves that it reached its end, or left by an exit of the suite's own.

seedmill_suite=("$@")
set --

seedmill_prove() {
  local key
  builtin read -r key <&60
  builtin echo "$key $1" >&61
}

# What the script calls when it exits. An exit that the solution calls, or a trap, is not the script's.
exit() {
  local code=${1:-$?} from=${BASH_SOURCE[1]-} own='' file
  [[ $BASHPID == "$$" ]] || builtin exit "$code"
  for file in "${seedmill_suite[@]}" shunit2; do
    [[ ${from##*/} != "${file##*/}" ]] || own=yes
  done
  if [[ ! $own ]]; then
    builtin echo "error exit $code was called outside the suite" >&61
  elif [[ $code == 0 ]]; then
    seedmill_prove passed
  else
    builtin echo "assertion the suite ended with exit code $code" >&61
  fi
  builtin exit "$code"
}
readonly -f seedmill_prove

source "$0"
seedmill_status=$?
[[ $seedmill_status != 0 ]] || seedmill_prove passed
builtin exit $seedmill_status
