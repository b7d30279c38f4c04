# Whether what a suite judges by is still the shell's own or the suite's: neither builtins nor its checks have been
# replaced by functions of the program. $1 are the names of the suite's files, $2 those of its checks.
seedmill_sound() {
  # In posix mode no function hides a special builtin.
  POSIXLY_CORRECT=1
  unset -f builtin
  unset POSIXLY_CORRECT
  ! builtin shopt -q extdebug || return 1
  local name line file checks=() IFS=$' \t\n'
  for name in '[' set trap unset return false declare local; do
    ! builtin declare -F "$name" >/dev/null || return 1
  done
  for name in $2; do
    if builtin declare -F "$name" >/dev/null; then checks+=("$name"); fi
  done
  ((${#checks[@]})) || return 0
  builtin shopt -s extdebug
  while builtin read -r name line file; do
    [[ " $1 assertions.bash shunit2 " == *" ${file##*/} "* || $file == /dev/fd/62 ]] || return 1
  done < <(
    builtin trap - ERR EXIT
    builtin declare -F "${checks[@]}"
  )
  builtin shopt -u extdebug
}
readonly -f seedmill_sound
