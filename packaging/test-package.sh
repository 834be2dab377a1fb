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
  curl -fsS "$1/api/manifests/city" >"$root/manifest.json"
}

# A few people come in, so that each version has written something the others must keep.
people_visit() {
  answers "$1"
  "$root/usr/bin/yuancheng" swarm --url "ws${1#http}/ws" --people 3 --seconds 1 \
    --report "$root/swarm.json"
}

# keeps_events: the city is whole, and has no fewer events than when this was asked last.
events=0
keeps_events() {
  local said before=$events
  said=$("$root/usr/bin/yuancheng" verify --data "$data")
  say "$said"
  events=$(sed -n 's/^\([0-9]*\) events,.*clean$/\1/p' <<<"$said")
  [ "${events:-0}" -gt "$before" ] || { say "failed: $before events before" && return 1; }
}

# is_version DEB: the program that is installed is the one of this package.
is_version() {
  local wanted runs
  wanted=$(dpkg-deb -f "$1" Version)
  runs=$("$root/usr/bin/yuancheng" --version)
  [ "$runs" = "$wanted" ] || { say "failed: $runs runs, not $wanted" && return 1; }
}

mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$data"
touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"

install_package "$old"
is_version "$old"
printf 'space.capacity = 321\n' >>"$settings"
serve people_visit
keeps_events
cp "$root/manifest.json" "$root/manifest-before.json"

install_package "$new"
is_version "$new"
grep -q '^space.capacity = 321$' "$settings"
serve people_visit
keeps_events
cmp "$root/manifest.json" "$root/manifest-before.json"

install_package "$old"
is_version "$old"
serve people_visit
keeps_events
say "upgrade and rollback kept the city, its people's events and its settings"
