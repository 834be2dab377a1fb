# shellcheck shell=bash
# Counts what passed and failed; the last line of a test run is 'N passed, N failed'.

passed=0
failed=0
failures=()

# count NAME COMMAND...: the command is one test. Bash does not stop it at a failing step (it runs
# under ||), so a function given here joins its steps with &&.
count() {
  local name=$1
  shift
  step "$name"
  local code=0
  quietly "${name// /-}" "$@" || code=$?
  verdict "$name" "$code"
}

# verdict NAME CODE: enters the exit code of one test.
verdict() {
  if [ "$2" -eq 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    failures+=("$1")
  fi
}

# tally NAME FILE...: adds the results that a test runner left in these files.
tally() {
  local name=$1 numbers
  shift
  numbers=$(node tools/dev/tally.mjs "$@") || numbers='0 1'
  passed=$((passed + ${numbers% *}))
  failed=$((failed + ${numbers#* }))
  [ "${numbers#* }" = 0 ] || failures+=("$name: ${numbers#* }")
  printf '        %s: %s passed, %s failed\n' "$name" "${numbers% *}" "${numbers#* }" >&2
}

report() {
  local failure
  printf '\n[%4ss] done\n' "$SECONDS"
  for failure in "${failures[@]}"; do printf 'failed: %s\n' "$failure"; done
  printf '%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
