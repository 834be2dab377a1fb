# shellcheck shell=bash
# What the person at the terminal sees.

# step TEXT: a heading with the seconds since the command began.
step() {
  printf '\n[%4ss] %s\n' "$SECONDS" "$*" >&2
}

# stop_with CAUSE REMEDY: one clear error, then the end.
stop_with() {
  printf 'error: %s\n       %s\n' "$1" "$2" >&2
  exit 1
}

# quietly NAME COMMAND...: keeps the output in build/log/NAME.log and shows a sign of life every ten
# seconds; when the command fails, shows the end of the log.
quietly() {
  local name=$1 log="build/log/$1.log" code=0
  shift
  mkdir -p build/log
  "$@" >"$log" 2>&1 &
  local job=$! waited=0
  while kill -0 "$job" 2>/dev/null; do
    sleep 0.2
    waited=$((waited + 1))
    [ $((waited % 50)) -ne 0 ] || printf '        %s: %s s, %s\n' "$name" $((waited / 5)) \
      "$(tail -n 1 "$log" | tr '\r' '\n' | tail -n 1 | cut -c1-80)" >&2
  done
  wait "$job" || code=$?
  if [ "$code" -ne 0 ]; then
    printf '        %s failed (%s); the end of %s:\n' "$name" "$code" "$log" >&2
    tail -n 40 "$log" >&2
  fi
  return "$code"
}
