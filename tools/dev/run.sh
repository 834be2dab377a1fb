# shellcheck shell=bash

# dev_run: from a fresh clone to an open city; what has not changed is not done again.
dev_run() {
  local data=data options=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --data)
        data=${2:?--data needs a folder}
        shift
        ;;
      --data=*) data=${1#--data=} ;;
      *) options+=("$1") ;;
    esac
    shift
  done
  need_packages run
  need_npm
  build_server
  build_web
  bake_city "$data"
  exec build/release/apps/yuancheng/yuancheng serve --data "$data" --web web/dist \
    "${options[@]}"
}
