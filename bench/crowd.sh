#!/usr/bin/env bash
# A ladder of people in the plaza, each rung in a fresh city: bench/crowd.sh [RUNG...]. A rung is a
# number of people, lossy:PEOPLE behind a bad line (150 ms, jitter, 2 % lost), tls:PEOPLE beside as
# many without TLS, or shed:PEOPLE, of whom two in three come and go. The whole ladder goes into
# bench/results; rungs that were asked for go into build/results.
# PATTERN, JOIN_RATE (people a second), MEASURE_S (12 or more: the last of three latecomers comes
# after 9 s; 60 of 10,000 people, else 15) and MOST_US_A_MESSAGE may be set.
# Fails when somebody could not enter or was cut off, or more than a few were corrected, when TLS
# costs more than it may, or when twice the load breaks its bar (docs/crowd.md); other speed is for
# the reader.
set -euo pipefail

readonly kPort=18431 kLinePort=18433
readonly kWork=build/results/crowd kLine=build/release/bench/lossy_line/lossy_line
readonly kLadder=(100 250 500 1000 tls 2000 3000 5000 10000 lossy:200 lossy:500 shed)
readonly kTlsPeople=1000
readonly kShedPeople=14000 # twice as many as two cores, shared with the swarms, tell in full
export PATTERN=${PATTERN:-stroll} JOIN_RATE=${JOIN_RATE:-300}
# shellcheck source=bench/open_city.sh
. bench/open_city.sh
line=
plain= # the rung before

close_all() {
  [ -z "$line" ] || kill "$line" 2>/dev/null || true
  [ -z "$line" ] || wait "$line" 2>/dev/null || true
  line=''
  close_city
}
trap close_all EXIT

# shed PEOPLE
shed() {
  open_city "$kPort" --space.capacity 16000 --limits.connections 16500 --io-shards 2 ||
    return
  local held=0
  node bench/crowd/shed.mjs "$1" "$kProgram" "$kPort" "$server" "$kWork/shed-$1" "$kWork/rungs" ||
    held=1
  close_all
  return $held
}

# rung RUNG: brings the people, watches, and prints the rung's line.
rung() {
  local people=${1#*:} scheme=ws port=$kPort swarm report="$kWork/${1/:/-}.json"
  local samples="${report%.json}.samples" options=()
  if [[ $1 == tls:* ]]; then
    scheme=wss options=(--tls-self-signed)
    [ "$plain" = "$people" ] || rung "$people" || return
  fi
  open_city "$kPort" --space.capacity 12000 --io-shards 2 "${options[@]}" || return
  if [[ $1 == lossy:* ]]; then
    "$kLine" --port "$kLinePort" --target-port "$kPort" &
    line=$! port=$kLinePort
  fi
  local seconds=15
  [ "$people" -lt 10000 ] || seconds=60
  rm -f "$report"
  "$kProgram" swarm --url "$scheme://127.0.0.1:$port/ws" --people "$people" \
    --seconds "${MEASURE_S:-$seconds}" \
    --join-rate "$JOIN_RATE" --pattern "$PATTERN" --report "$report" >/dev/null &
  swarm=$!
  node bench/crowd/watch.mjs "http://127.0.0.1:$kPort/metrics" "$server" "$swarm" $line >"$samples"
  wait "$swarm" || true # the report says who did not enter
  close_all
  plain=$1
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
for name in "$@"; do
  case $name in
    tls) rung "tls:$kTlsPeople" || harmed=1 ;;
    shed) shed "$kShedPeople" || harmed=1 ;;
    shed:*) shed "${name#*:}" || harmed=1 ;;
    *) rung "$name" || harmed=1 ;;
  esac
done
node bench/crowd/results.mjs "$kWork/rungs" "$results"
exit "$harmed"
