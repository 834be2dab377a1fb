# shellcheck shell=bash
# What ./dev test --long adds: races, crowds, and loss of power and process at length.

readonly kPowerCutSeeds=1000 kKills=50

power_cut() {
  build_server power_cut && "$(find build/release -type f -name power_cut -perm -u+x)" "$1"
}

kill_runs() {
  build_server && node --experimental-websocket tests/kill/kill-runs.mjs "$1"
}

test_long() {
  count "$kPowerCutSeeds power cuts" power_cut "$kPowerCutSeeds"
  count "$kKills kills under load" kill_runs "$kKills"
  count "ladder of people in the plaza" bash bench/crowd.sh 100 250 500
  count "build with the thread sanitizer" build_sanitized tsan thread
  test_cpp tsan
}
