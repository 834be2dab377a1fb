# shellcheck shell=bash

# A measurement is a script bench/NAME.sh, or a Google Benchmark program bench_NAME.
dev_bench() {
  need_packages run
  need_npm
  if [ $# -eq 0 ]; then
    find bench -maxdepth 1 -name '*.sh' -printf '%f\n' 2>/dev/null | sed 's/\.sh$//' | sort
    grep -rhos --include=CMakeLists.txt 'yc_bench([a-z_]*' kernel kits apps bench |
      sed 's/yc_bench(//' | sort
    return
  fi
  local name=$1
  shift
  if [ -f "bench/$name.sh" ]; then
    need_packages run test
    build_server
    build_web
    bake_city build/browser-data
    bash "bench/$name.sh" "$@"
  else
    build_server "bench_$name"
    "$(find build/release -type f -name "bench_$name" -perm -u+x | head -n 1)" "$@"
  fi
}
