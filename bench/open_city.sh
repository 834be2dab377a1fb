# shellcheck shell=bash
# For the measurements: opens a copy of the city of build/browser-data on a port; one at a time, and
# closed at the latest when the script ends.

readonly kProgram=build/release/apps/yuancheng/yuancheng
data=
server=

close_city() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  [ -z "$data" ] || rm -rf "$data"
  server='' data=''
}
trap close_city EXIT

# open_city PORT [OPTIONS OF SERVE]
open_city() {
  local port=$1
  shift
  data=$(mktemp -d)
  cp -r build/browser-data/. "$data"
  "$kProgram" serve --data "$data" --port "$port" --web web/dist --limits.relax-loopback "$@" \
    >"$data/serve.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    ! curl -sf "http://127.0.0.1:$port/readyz" >/dev/null || return 0
    sleep 0.1
  done
  cat "$data/serve.log" >&2
  return 1
}

# Seconds of processor that a thread of the server (or, with an empty name, all of it) has used.
cpu_of() {
  local ticks=0 stat
  for stat in /proc/"$server"/task/*/stat; do
    [[ $(<"$stat") == *"($1"* || -z $1 ]] || continue
    ticks=$((ticks + $(awk '{sub(/.*\) /, ""); print $12 + $13}' "$stat")))
  done
  awk -v t="$ticks" -v hz="$(getconf CLK_TCK)" 'BEGIN {print t / hz}'
}
