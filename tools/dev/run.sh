# shellcheck shell=bash

# dev_run: from a fresh clone to an open city; what has not changed is not done again.
dev_run() {
  local data=data argument previous=
  for argument in "$@"; do
    [ "$previous" != --data ] || data=$argument
    [ "${argument#--data=}" = "$argument" ] || data=${argument#--data=}
    previous=$argument
  done
  need_packages run
  need_npm
  build_server
  build_web
  bake_city "$data"
  exec build/release/apps/yuancheng/yuancheng serve --data "$data" --web web/dist "$@"
}
