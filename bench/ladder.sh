#!/usr/bin/env bash
# A ladder of people in the plaza: [PATTERN=stroll] bench/ladder.sh [PEOPLE...]; one line a rung.
# Fails when somebody could not enter, was cut off or was corrected; speed is for the reader.
set -euo pipefail

readonly kProgram=build/release/apps/yuancheng/yuancheng kPort=18431 kSeconds=15
readonly kPattern=${PATTERN:-stroll} kJoinRate=${JOIN_RATE:-200}
data=$(mktemp -d)
server=

close_city() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap close_city EXIT

open_city() {
  cp -r build/browser-data/. "$data"
  "$kProgram" serve --data "$data" --port "$kPort" --web web/dist \
    --limits.relax-loopback --space.capacity 12000 --io-shards 2 >"$data/serve.log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    ! curl -sf "http://127.0.0.1:$kPort/readyz" >/dev/null || return 0
    sleep 0.1
  done
  cat "$data/serve.log" >&2
  return 1
}

rung() {
  local report="$data/$1.json"
  "$kProgram" swarm --url "ws://127.0.0.1:$kPort/ws" --people "$1" --seconds "$kSeconds" \
    --join-rate "$kJoinRate" --pattern "$kPattern" --report "$report" >/dev/null
  mkdir -p build/results
  cp "$report" "build/results/swarm-$1-$kPattern.json"
  node tools/dev/rung.mjs "$report"
}

open_city
printf '| people | joined | tick Hz | frames/s | nearest 32: stale p95 ms | error p95 m '
printf '| within 100 m: stale p95 ms | kbit/s p95 | swarm cores | corrected | cut off |\n'
printf '|---|---|---|---|---|---|---|---|---|---|---|\n'
[ $# -gt 0 ] || set -- 100 250 500
for people in "$@"; do rung "$people"; done
