# shellcheck shell=bash
# What ./dev test --long adds: races, and loss of power and process at length.

build_tsan() {
  build_cpp tsan "" -- "${kSanitized[@]}" -DYC_SANITIZE=thread
}

test_long() {
  count "build with the thread sanitizer" build_tsan
  test_cpp tsan
}
