#!/usr/bin/env bash
# How many people our city and two peers hold on this machine by one bar (bench/peers/limits.mjs):
# bench/peers.sh [SIDE [PEOPLE...]], a side being ours, or a peer (colyseus, relay) and a way to
# tell (documented, motions), as relay-motions; without one, all of them. What is measured replaces
# what bench/results/peers.json had of these rungs, or of the whole side; the rest stays.
set -euo pipefail

readonly kPort=18433 kSeconds=15 kJoinRate=200 kSettlingS=4
readonly kKbitPerS=62 # so that a viewer has no more than the 64 of the bar
readonly kSteps=380 kSeed=1 # of the peers' walk: a little longer than bench/peers/rung.mjs needs
readonly kResult=bench/results/peers
# shellcheck source=bench/open_city.sh
. bench/open_city.sh

declare -rA kLadder=(
  [colyseus-documented]='100 200 300 500 650 800 1000 1500'
  [colyseus-motions]='200 500 1000 1500 2000 2500 3000'
  [relay-documented]='75 100 200 300 500 800 1000 1500 2000 3000'
  [relay-motions]='500 700 1000 2000 3000 4000 5000 6000'
  [ours]='500 1000 2000 3000 4000 6000 8000 10000'
)

# Cores of our server in the midst of a measurement of so many people.
server_cores() {
  local before from
  sleep $(($1 / kJoinRate + kSettlingS))
  before=$(cpu_of '') from=$(date +%s.%N)
  sleep $((kSeconds / 2))
  awk -v a="$before" -v b="$(cpu_of '')" -v s="$from" -v e="$(date +%s.%N)" \
    'BEGIN {printf "%.2f", (b - a) / (e - s)}'
}

measure_ours() {
  local people=$1 record=$2
  local report="$data/swarm.json" swarm cores
  rm -f "$report"
  "$kProgram" swarm --url "ws://127.0.0.1:$kPort/ws" --people "$people" --seconds "$kSeconds" \
    --join-rate "$kJoinRate" --pattern stroll --report "$report" >/dev/null &
  swarm=$!
  cores=$(server_cores "$people")
  wait "$swarm" || true
  node bench/peers/record-ours.mjs "$report" "$cores" "$record"
}

measure_peer() {
  local side=$1 people=$2 record=$3
  local paths="$data/walk-$people.f32"
  build/release/apps/yuancheng/walk_paths "$paths" "$people" "$kSteps" "$kSeed"
  node bench/peers/rung.mjs "$side" "$people" "$paths" "$record"
  rm "$paths"
}

# One row; fails where the server does not keep up with these people.
try_rung() {
  local side=$1 people=$2
  local record="$data/record.json"
  rm -f "$record"
  if [ "$side" = ours ]; then
    measure_ours "$people" "$record"
  else
    measure_peer "$side" "$people" "$record"
  fi
  node bench/peers/results.mjs "$kResult" add "$record"
  node bench/peers/row.mjs "$record"
}

# Up to the first rung that fails twice; both tries are kept.
ladder() {
  local side=$1 people
  shift
  [ "$side" != ours ] || open_city "$kPort" --space.capacity 12000 --io-shards 2 \
    --crowd.viewer-kbit-per-second "$kKbitPerS"
  for people in "$@"; do
    node bench/peers/results.mjs "$kResult" forget "$side" "$people"
    try_rung "$side" "$people" || try_rung "$side" "$people" || break
  done
}

whole_ladder() {
  local side=$1 people
  read -ra people <<<"${kLadder[$side]}"
  node bench/peers/results.mjs "$kResult" forget "$side"
  ladder "$side" "${people[@]}"
}

ninja -C build/release walk_paths >/dev/null
npm ci --prefix bench/peers --ignore-scripts --silent
node bench/peers/row.mjs
if [ $# -eq 0 ]; then
  for side in colyseus-documented colyseus-motions relay-documented relay-motions ours; do
    whole_ladder "$side"
  done
elif [ $# -eq 1 ]; then
  whole_ladder "$1"
else
  ladder "$@"
fi
