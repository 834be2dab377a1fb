# shellcheck shell=bash
# ./dev test: what a change must pass; --long: what a release must. Quick to fail goes first.

# Seconds a target.
readonly kFuzzSeconds=10 kFuzzSecondsLong=600

# test_cpp FOLDER: runs every C++ test and corpus replay of a build.
test_cpp() {
  local results=$PWD/build/$1/results
  rm -rf "$results"
  mkdir -p "$results/gtest"
  step "Run the C++ tests ($1)"
  GTEST_OUTPUT="xml:$results/gtest/" quietly "ctest-$1" ctest --test-dir "build/$1" -j 2 \
    --timeout "${kTestTimeout:-300}" --output-on-failure --output-junit "$results/ctest.xml" || true
  tally "C++ ($1)" "$results/ctest.xml"
}

# test_vitest NAME ARGUMENTS...: one run of Vitest.
test_vitest() {
  local name=$1 results="build/results/$1.json"
  shift
  mkdir -p build/results
  rm -f "$results"
  step "Run the $name tests"
  quietly "vitest-$name" npx vitest run --reporter=default --reporter=json \
    --outputFile.json="$results" "$@" || true
  tally "$name" "$results"
}

# The build file first: it may be older than a new target.
fuzz_targets() {
  ninja -C build/checked build.ninja >&2
  ninja -C build/checked -t targets all | sed -n 's/^\(fuzz_[a-z0-9_]*\): phony$/\1/p'
}

# fuzz_one TARGET SECONDS: new inputs stay in build/; a find is left in build/fuzz/finds.
fuzz_one() {
  local target=$1 seconds=$2 corpus program
  corpus=$(git ls-files "*/fuzz_corpus/${target#fuzz_}/*" | head -n 1)
  corpus=${corpus%/*}
  program=$(find build/checked -type f -name "$target" -perm -u+x | head -n 1)
  mkdir -p "build/fuzz/corpus/$target" build/fuzz/finds
  "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/finds/$target-" "build/fuzz/corpus/$target" ${corpus:+"$corpus"}
}

# test_fuzz SECONDS: each target for that long, two at a time.
test_fuzz() {
  local targets target jobs=() i code
  mapfile -t targets < <(fuzz_targets)
  for ((i = 0; i < ${#targets[@]}; i += 2)); do
    step "Fuzz ${targets[*]:i:2} for $1 s"
    jobs=()
    for target in "${targets[@]:i:2}"; do
      quietly "$target" fuzz_one "$target" "$1" &
      jobs+=($!)
    done
    for target in "${targets[@]:i:2}"; do
      code=0
      wait "${jobs[0]}" || code=$?
      verdict "$target" "$code"
      jobs=("${jobs[@]:1}")
    done
  done
}

test_browser() {
  build_web && bake_city build/browser-data && compile_cpp release make_spaces
  test_vitest browser --config tests/browser/vitest.config.ts
}

build_sanitized() {
  configure_sanitized "$@" && compile_cpp "$1"
}

# One build holds the C++ tests and the fuzz targets: clang finds what g++ lets pass, and its
# sanitizers for addresses and undefined behaviour cost little more than one of them.
build_checked() {
  build_sanitized checked "address;undefined" -DYC_FUZZ=ON -DCMAKE_CXX_COMPILER=clang++-19
}

# What a change must pass, and with --long what a release must.
dev_test() {
  local long=${1:-} seconds=$kFuzzSeconds
  [ "$long" != --long ] || seconds=$kFuzzSecondsLong
  need_packages run test package
  need_npm
  lint_all
  test_vitest web
  count "build with sanitizers" build_checked
  test_cpp checked
  count "build the server" build_server
  test_browser
  count "package, upgrade and rollback" test_package
  [ "$long" != --long ] || test_long
  test_fuzz "$seconds"
  report
}
