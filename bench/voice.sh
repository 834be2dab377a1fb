#!/usr/bin/env bash
# Everybody speaks at once: bench/voice.sh [PEOPLE [SPEAKERS]]; what each listener receives, and
# what the server spends. The same with 0 speakers tells what the crowd alone costs.
set -euo pipefail

readonly kPort=18432 kSeconds=20
readonly people=${1:-1000} speakers=${2:-${1:-1000}}
# shellcheck source=bench/open_city.sh
. bench/open_city.sh

watch_server() {
  local before_all before_voices from to
  sleep $((people / 100 + 8)) # joined and settled
  before_all=$(cpu_of '') before_voices=$(cpu_of voices) from=$(date +%s.%N)
  sleep $((kSeconds / 2))
  to=$(date +%s.%N)
  awk -v a="$before_all" -v b="$(cpu_of '')" -v c="$before_voices" -v d="$(cpu_of voices)" \
    -v s="$from" -v e="$to" \
    'BEGIN {printf "server: %.2f cores, of which mixing voices %.2f\n", (b-a)/(e-s), (d-c)/(e-s)}'
}

open_city "$kPort" --io-shards 2
mkdir -p build/results
report=build/results/voice-$people-$speakers.json
"$kProgram" swarm --url "ws://127.0.0.1:$kPort/ws" --people "$people" --speak "$speakers" \
  --seconds "$kSeconds" --pattern plaza --report "$report" >/dev/null &
swarm=$!
watch_server
wait "$swarm"
curl -sf "http://127.0.0.1:$kPort/metrics" |
  grep -E '^yc_(media|gateway_voice|space_late)' | grep -v _bucket || true
node -e "
  const r = JSON.parse(require('node:fs').readFileSync('$report', 'utf8'));
  const inKbit = ([name, bytes]) => name + ' ' + ((bytes * 8) / 1000).toFixed(0);
  const kbit = (spread) => Object.entries(spread).map(inKbit).join(', ');
  console.log('voices, kbit/s a listener: ' + kbit(r.voice_bytes_down_per_second));
  console.log('all, kbit/s a listener:    ' + kbit(r.bytes_down_per_second));
  console.log('packets heard a second:    ' + JSON.stringify(r.voice_packets_heard_per_second));
  console.log('joined ' + r.people_joined);
  console.log('cut off ' + JSON.stringify(r.closed_while_measuring));
  console.log('swarm ' + JSON.stringify(r.swarm));"
