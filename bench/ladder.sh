#!/usr/bin/env bash
# A ladder of people in the plaza: [PATTERN=stroll] bench/ladder.sh [PEOPLE...]; one line a rung.
# Fails when somebody could not enter, was cut off or was corrected; speed is for the reader.
set -euo pipefail

readonly kPort=18431 kSeconds=15
readonly kPattern=${PATTERN:-stroll} kJoinRate=${JOIN_RATE:-200}
# shellcheck source=bench/open_city.sh
. bench/open_city.sh

rung() {
  local report="$data/$1.json"
  "$kProgram" swarm --url "ws://127.0.0.1:$kPort/ws" --people "$1" --seconds "$kSeconds" \
    --join-rate "$kJoinRate" --pattern "$kPattern" --report "$report" >/dev/null
  mkdir -p build/results
  cp "$report" "build/results/swarm-$1-$kPattern.json"
  node tools/dev/rung.mjs "$report"
}

open_city "$kPort" --space.capacity 12000 --io-shards 2
printf '| people | joined | tick Hz | frames/s | nearest 32: stale p95 ms | error p95 m '
printf '| within 100 m: stale p95 ms | kbit/s p95 | swarm cores | corrected | cut off |\n'
printf '|---|---|---|---|---|---|---|---|---|---|---|\n'
[ $# -gt 0 ] || set -- 100 250 500
for people in "$@"; do rung "$people"; done
