#!/usr/bin/env bash
# Many spaces in one server: 2,000 on the disk, people in 200 of them, 5 each. ON_DISK, LIVE,
# PEOPLE_EACH and MEASURE_S may be set. Prints the memory of the process with no space on the
# disk, with none open, with all live and after they were stopped; the time to open one; ticks and
# processor time.
# Fails when somebody was not there while it was measured, when ticks were left out or fell below
# 20 Hz, when a space took longer than 300 ms to open, or when an idle one costs more than 100 KB
# (docs/spaces.md).
set -euo pipefail

readonly kPort=18461 kWork=build/results/spaces
readonly kOnDisk=${ON_DISK:-2000} kLive=${LIVE:-200} kEach=${PEOPLE_EACH:-5}
# shellcheck source=bench/open_city.sh
. bench/open_city.sh

memory_kb() { awk '/^Rss(Anon)/ {print $2}' "/proc/$server/status"; }

# metric NAME: of the server, now
metric() {
  curl -sf "http://127.0.0.1:$kPort/metrics" | awk -v name="$1" '$1 == name {print $2 + 0}'
}

ulimit -n "$(ulimit -Hn)"
ninja -C build/release make_spaces >&2
mkdir -p "$kWork"

# The data folder is made ready first: a server that has the templates, then the spaces.
open_city "$kPort"
sleep 2
none=$(memory_kb)
kill "$server"
wait "$server" || true
build/release/bench/spaces/make_spaces "$data" "$kOnDisk" >"$kWork/all"
# A swarm walks on one ground, so those with people are all of one template (the second of seven,
# "empty"): on another's they would walk into walls and be sent away.
awk 'NR % 7 == 2' "$kWork/all" | head -n "$kLive" >"$kWork/live"
"$kProgram" serve --data "$data" --port "$kPort" --web web/dist --limits.relax-loopback \
  --space.idle-seconds 5 --io-shards 2 >"$data/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  ! curl -sf "http://127.0.0.1:$kPort/readyz" >/dev/null || break
  sleep 0.1
done
sleep 2
before=$(memory_kb)

people=$((kLive * kEach))
"$kProgram" swarm --url "ws://127.0.0.1:$kPort/ws" --people "$people" --spaces "$kWork/live" \
  --seconds "${MEASURE_S:-20}" --join-rate 100 --pattern wander --report "$kWork/report.json" &
swarm=$!
# Until all are in; a swarm that ends first has measured nothing, which fails below.
while kill -0 $swarm 2>/dev/null && [ "$(metric yc_space_people)" -lt "$people" ]; do
  sleep 0.5
done
sleep 3
people=$(metric yc_space_people)
live=$(memory_kb) late=$(metric yc_space_late_ticks_total)
ticks=$(metric yc_space_tick_seconds_count)
tick_cpu=$(cpu_of tick) cpu=$(cpu_of '') open=$(metric yc_space_open)
sleep 10
ticks=$(awk -v a="$ticks" -v b="$(metric yc_space_tick_seconds_count)" 'BEGIN {print (b - a) / 10}')
late=$(awk -v a="$late" -v b="$(metric yc_space_late_ticks_total)" 'BEGIN {print b - a}')
tick_cpu=$(awk -v a="$tick_cpu" -v b="$(cpu_of tick)" 'BEGIN {print (b - a) / 10}')
cpu=$(awk -v a="$cpu" -v b="$(cpu_of '')" 'BEGIN {print (b - a) / 10}')
held=0
wait "$swarm" || held=1
curl -sf "http://127.0.0.1:$kPort/metrics" | grep '^yc_space_wake_seconds' >"$kWork/wake"
sleep 10
after=$(memory_kb)

awk -v none="$none" -v before="$before" \
  -v live="$live" -v after="$after" -v spaces="$kLive" -v people="$people" \
  -v ticks="$ticks" -v late="$late" -v tick_cpu="$tick_cpu" -v cpu="$cpu" -v open="$open" \
  -v ondisk="$kOnDisk" -v each="$kEach" '
  /_bucket/ { split($1, part, "\""); bound[++n] = part[2]; count[n] = $2 }
  /_count/ { total = $2 }
  END {
    for (i = 1; i <= n && count[i] < total * 0.95; ++i);
    printf "%d spaces on disk, %d open, %d people\n", ondisk, open, people
    printf "ticks a second in all       %8.1f of %d at 20 Hz\n", ticks, (spaces + 1) * 20
    printf "ticks left out in 10 s      %8d\n", late
    printf "cores: tick, whole process  %8.2f %8.2f\n", tick_cpu, cpu
    idle = (before - none) / ondisk
    again = (after - none) / ondisk
    printf "memory, none on disk        %8d KB\n", none
    printf "memory, none open           %8d KB: %.1f KB for each on disk\n", before, idle
    printf "memory, all live            %8d KB: %.0f KB for each with its people\n", live,
      (live - before) / spaces
    printf "memory, all stopped again   %8d KB: %.1f KB for each on disk\n", after, again
    printf "opened within, 95 %%         %8s s (of %d)\n", bound[i], total
    if (open != spaces + 1 || people < spaces * each) {
      print "NOT MEASURED: people or spaces were missing while it was measured"
      exit 1
    }
    if (again > 100) exit 1
    exit !(total == spaces && bound[i] + 0 <= 0.3 && late == 0 && ticks >= (spaces + 1) * 19.9)
  }' "$kWork/wake" || held=1
exit $held
