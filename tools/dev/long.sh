# shellcheck shell=bash
# What ./dev test --long adds: races, and loss of power and process at length.

test_long() {
  count "build with the thread sanitizer" build_sanitized tsan thread
  test_cpp tsan
}
