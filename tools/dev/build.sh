# shellcheck shell=bash
# Builds, each in its own folder under build/, and each skipped when its inputs have not changed.

# configure_cpp FOLDER CMAKE OPTIONS...
configure_cpp() {
  local folder="build/$1"
  shift
  local options="$*"
  local before
  before=$(cat "$folder/.options" 2>/dev/null) || true
  if [ ! -f "$folder/build.ninja" ] || [ "$before" != "$options" ]; then
    local launcher=()
    ! command -v ccache >/dev/null || launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    quietly "configure-${folder#build/}" cmake -S . -B "$folder" -G Ninja "${launcher[@]}" "$@" ||
      return
    printf '%s\n' "$options" >"$folder/.options"
  fi
}

# compile_cpp FOLDER [TARGET...]: the targets, or everything.
compile_cpp() {
  local folder="build/$1"
  shift
  NINJA_STATUS='        [%f/%t] ' ninja -C "$folder" "$@" >&2
}

# configure_sanitized FOLDER SANITIZERS [CMAKE OPTIONS...]: at -O2 such code takes several times as
# long to compile and finds no more.
configure_sanitized() {
  local folder=$1 sanitizers=$2
  shift 2
  configure_cpp "$folder" -DCMAKE_BUILD_TYPE=Sanitized "-DCMAKE_CXX_FLAGS_SANITIZED=-O1 -g1" \
    "-DYC_SANITIZE=$sanitizers" "$@"
}

# state_of PATH...: one hash over names, sizes and times of all files below; changes when any does.
state_of() {
  find "$@" \( -name node_modules -o -name dist -o -name generated \) -prune \
    -o -type f -printf '%p %s %T@\n' | sort | sha256sum
}

# when_changed STAMP STATE COMMAND...: runs the command unless it last succeeded at this state.
when_changed() {
  local stamp="build/stamps/$1" state=$2
  shift 2
  if [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then return; fi
  "$@" || return
  mkdir -p build/stamps
  printf '%s\n' "$state" >"$stamp"
}

# build_server [TARGET]: the server, or another program of the release build.
build_server() {
  configure_cpp release -DCMAKE_BUILD_TYPE=RelWithDebInfo &&
    compile_cpp release "${@:-yuancheng}"
}

vite_build() {
  step "Build the web pages"
  quietly vite npm run --silent build
}

build_web() {
  local state
  state=$(state_of web schema package-lock.json vite.config.ts)
  [ -f web/dist/index.html ] || rm -f build/stamps/web
  when_changed web "$state" vite_build
}

# bake_city DATA: imports city/ into the data folder DATA, again when the city or the baker changed.
bake_city() {
  local data=$1 state name
  state=$(state_of city kernel/geometry kernel/scene kernel/import)
  name="bake-$(printf '%s' "$(readlink -m "$data")" | sha256sum | cut -c1-12)"
  [ -d "$data" ] || rm -f "build/stamps/$name"
  when_changed "$name" "$state" import_city "$data"
}

import_city() {
  step "Bake the city into $1"
  quietly bake build/release/apps/yuancheng/yuancheng import city --data "$1"
}
