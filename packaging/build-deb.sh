#!/usr/bin/env bash
# Puts the built server, the built pages and the city's source into a Debian package.
# usage: build-deb.sh PROGRAM WEB_FOLDER VERSION OUTPUT_FOLDER      prints the path of the package
set -euo pipefail

readonly program=$1 web=$2 version=$3 output=$4
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
readonly here top="$here/.."
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

put_files() {
  install -D -m 755 "$program" "$stage/usr/bin/yuancheng"
  strip --strip-unneeded "$stage/usr/bin/yuancheng"
  mkdir -p "$stage/usr/share/yuancheng"
  cp -r "$web" "$stage/usr/share/yuancheng/web"
  cp -r "$top/city" "$stage/usr/share/yuancheng/city"
  install -D -m 644 "$here/yuancheng.service" "$stage/lib/systemd/system/yuancheng.service"
  install -D -m 644 "$here/settings.conf" "$stage/etc/yuancheng/settings.conf"
  install -D -m 644 "$top/LICENSE" "$stage/usr/share/doc/yuancheng/copyright"
  install -m 644 "$top/THIRD_PARTY.md" "$top/docs/operating.md" "$stage/usr/share/doc/yuancheng/"
  chmod -R u=rwX,go=rX "$stage"
}

# The packages whose libraries the program was linked with, at least in the versions it saw.
libraries() {
  local work
  work=$(mktemp -d)
  mkdir "$work/debian"
  printf 'Source: yuancheng\n\nPackage: yuancheng\nArchitecture: any\n' >"$work/debian/control"
  (cd "$work" && dpkg-shlibdeps -O -e"$stage/usr/bin/yuancheng" 2>/dev/null) |
    sed 's/^shlibs:Depends=//'
  rm -rf "$work"
}

put_control() {
  mkdir "$stage/DEBIAN"
  cat >"$stage/DEBIAN/control" <<TEXT
Package: yuancheng
Version: $version
Section: net
Priority: optional
Architecture: $(dpkg --print-architecture)
Maintainer: The Yuancheng authors <yuancheng@localhost>
Depends: $(libraries), adduser
Installed-Size: $(du -sk "$stage" | cut -f1)
Homepage: file:///usr/share/doc/yuancheng/operating.md
Description: a city that people walk in together
 One server holds a city, its places and the people in them. Anyone walks in
 from a link in a browser, with nothing to install.
TEXT
  printf '/etc/yuancheng/settings.conf\n' >"$stage/DEBIAN/conffiles"
  install -m 755 "$here"/scripts/* "$stage/DEBIAN/"
}

put_files
put_control
mkdir -p "$output"
dpkg-deb --root-owner-group -Zxz --build "$stage" "$output" | sed -n "s/.* in '\(.*\)'\.$/\1/p"
