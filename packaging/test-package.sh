#!/usr/bin/env bash
# Installs the old package, runs its server, upgrades to the new one, rolls back: on one city.
# Everything happens in a temporary folder; nothing of this machine changes.
# usage: test-package.sh OLD.deb NEW.deb
set -euo pipefail

readonly old=$1 new=$2
root=$(mktemp -d)
readonly root data="$root/var/lib/yuancheng" settings="$root/etc/yuancheng/settings.conf"
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$root"' EXIT

say() {
  printf '%s\n' "$*"
}

install_package() {
  say "install $(basename "$1")"
  fakeroot_if_needed dpkg --root="$root" --force-script-chrootless --force-depends \
    --force-downgrade --force-confold --log=/dev/null -i "$1" >"$root/dpkg.log" 2>&1 ||
    { cat "$root/dpkg.log" && return 1; }
}

fakeroot_if_needed() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else "$@" --force-not-root; fi
}

# serve CHECK...: runs the installed server as its unit does, does CHECK with its address, stops it.
serve() {
  "$root/usr/bin/yuancheng" serve --settings "$settings" --data "$data" --port 0 \
    --web "$root/usr/share/yuancheng/web" --city "$root/usr/share/yuancheng/city" \
    >"$root/serve.log" 2>&1 &
  server=$!
  local address='' tries=0
  while [ -z "$address" ]; do
    tries=$((tries + 1))
    if [ $tries -eq 3000 ] || ! kill -0 "$server"; then
      cat "$root/serve.log"
      return 1
    fi
    sleep 0.1
    address=$(grep -oE 'https?://127\.0\.0\.1:[0-9]+' "$root/serve.log" | head -n 1) || true
  done
  "$@" "$address"
  kill -TERM "$server"
  wait "$server"
  server=
}

answers() {
  curl -fsS --retry 20 --retry-delay 1 --retry-all-errors "$1/readyz" >/dev/null
  curl -fsS "$1/" | grep -q '<title>'
  curl -fsS "$1/api/spaces/city" >"$root/manifest.json"
}

city_is_whole() {
  "$root/usr/bin/yuancheng" verify --data "$data"
}

mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$data"
touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"

install_package "$old"
printf 'space.capacity = 321\n' >>"$settings"
serve answers
city_is_whole
cp "$root/manifest.json" "$root/manifest-before.json"

install_package "$new"
grep -q '^space.capacity = 321$' "$settings"
serve answers
city_is_whole
cmp "$root/manifest.json" "$root/manifest-before.json"

install_package "$old"
serve answers
city_is_whole
say "upgrade and rollback kept the city and its settings"
