#!/usr/bin/env bash
# A ladder of people in the plaza, each rung in a fresh city: bench/crowd.sh [RUNG...]. A rung is a
# number of people, or lossy:PEOPLE behind a bad line (150 ms, jitter, 2 % lost). The whole ladder
# goes into bench/results; rungs that were asked for go into build/results.
# PATTERN, JOIN_RATE (people a second), MEASURE_S (12 or more: the last of three latecomers comes
# after 9 s) and MOST_US_A_MESSAGE may be set.
# Fails when somebody could not enter, was cut off or was corrected; speed is for the reader.
set -euo pipefail

readonly kPort=18431 kLinePort=18433
readonly kWork=build/results/crowd kLine=build/release/bench/lossy_line/lossy_line
readonly kLadder=(100 250 500 1000 2000 3000 5000 10000 lossy:200 lossy:500)
export PATTERN=${PATTERN:-stroll} JOIN_RATE=${JOIN_RATE:-300} MEASURE_S=${MEASURE_S:-15}
# shellcheck source=bench/open_city.sh
. bench/open_city.sh
line=

close_all() {
  [ -z "$line" ] || kill "$line" 2>/dev/null || true
  [ -z "$line" ] || wait "$line" 2>/dev/null || true
  line=''
  close_city
}
trap close_all EXIT

# rung RUNG: brings the people, watches, and prints the rung's line.
rung() {
  local people=${1#lossy:} port=$kPort swarm report="$kWork/${1/:/-}.json"
  local samples="${report%.json}.samples"
  open_city "$kPort" --space.capacity 12000 --io-shards 2 || return
  if [ "$people" != "$1" ]; then
    "$kLine" --port "$kLinePort" --target-port "$kPort" &
    line=$! port=$kLinePort
  fi
  rm -f "$report"
  "$kProgram" swarm --url "ws://127.0.0.1:$port/ws" --people "$people" --seconds "$MEASURE_S" \
    --join-rate "$JOIN_RATE" --pattern "$PATTERN" --report "$report" >/dev/null &
  swarm=$!
  node bench/crowd/watch.mjs "http://127.0.0.1:$kPort/metrics" "$server" "$swarm" $line >"$samples"
  wait "$swarm" || true # the report says who did not enter
  close_all
  node bench/crowd/rung.mjs "$1" "$report" "$samples" "$kWork/rungs"
}

ulimit -n "$(ulimit -Hn)" # a socket for each of the people
ninja -C build/release lossy_line >&2
mkdir -p "$kWork"
rm -f "$kWork/rungs"
results=build/results
[ $# -gt 0 ] || results=bench/results
[ $# -gt 0 ] || set -- "${kLadder[@]}"
harmed=0
node bench/crowd/rung.mjs
for name in "$@"; do rung "$name" || harmed=1; done
node bench/crowd/results.mjs "$kWork/rungs" "$results"
exit "$harmed"
