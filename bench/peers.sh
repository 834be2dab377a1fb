#!/usr/bin/env bash
# How many people our city and two peers hold on this machine by one bar (bench/peers/limits.mjs):
# bench/peers.sh [SIDE [PEOPLE...]], a side being colyseus, relay or ours; without one, all of them.
# Writes bench/results/peers.json and .md from the rungs measured since all were last measured.
set -euo pipefail

readonly kPort=18433 kSeconds=15 kJoinRate=200 kSettlingS=4
readonly kSteps=380 kSeed=1 # of the peers' walk: a little longer than bench/peers/rung.mjs needs
readonly kRungs=build/results/peers
# shellcheck source=bench/open_city.sh
. bench/open_city.sh

declare -rA kLadder=(
  [colyseus]='200 500 1000 1500 2000 2500 3000'
  [relay]='500 1000 2000 3000 4000 5000 6000'
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

# One row; fails when these people do not hold the bar.
rung() {
  local side=$1 people=$2
  local record="$kRungs/$side-$people.json"
  rm -f "$record"
  if [ "$side" = ours ]; then
    measure_ours "$people" "$record"
  else
    measure_peer "$side" "$people" "$record"
  fi
  node bench/peers/row.mjs "$record"
}

# Up to the first rung that fails twice.
ladder() {
  local side=$1 people
  shift
  [ "$side" != ours ] || open_city "$kPort" --space.capacity 12000 --io-shards 2
  for people in "$@"; do
    rung "$side" "$people" || rung "$side" "$people" || break
  done
}

ninja -C build/release walk_paths >/dev/null
npm ci --prefix bench/peers --ignore-scripts --silent
mkdir -p "$kRungs"
node bench/peers/row.mjs
if [ $# -eq 0 ]; then
  rm -f "$kRungs"/*.json
  for side in colyseus relay ours; do
    read -ra people <<<"${kLadder[$side]}"
    ladder "$side" "${people[@]}"
  done
else
  side=$1
  shift
  [ $# -gt 0 ] || read -ra people <<<"${kLadder[$side]}"
  [ $# -eq 0 ] || people=("$@")
  ladder "$side" "${people[@]}"
fi
node bench/peers/results.mjs "$kRungs" bench/results/peers
