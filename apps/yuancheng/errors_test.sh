#!/usr/bin/env bash
# Each kind of bad input ends the program with one clear line that names cause and remedy, and
# with the exit code of docs/operating.md. usage: errors_test.sh PROGRAM
set -uo pipefail

readonly program=$1
work=$(mktemp -d)
readonly work
holder=
trap '[ -z "$holder" ] || kill "$holder"; rm -rf "$work"' EXIT
failures=0

# expect CODE PART... -- ARGUMENTS...: the program's code, and each part in what it says.
expect() {
  local code=$1 parts=() said got
  shift
  while [ "$1" != -- ]; do
    parts+=("$1")
    shift
  done
  shift
  said=$("$program" "$@" 2>&1 >/dev/null)
  got=$?
  [ "$got" -eq "$code" ] || fail "exit code $got instead of $code: $* -> $said"
  for part in "${parts[@]}"; do
    [[ $said == *"$part"* ]] || fail "does not say \"$part\": $* -> $said"
  done
}

fail() {
  printf 'FAILED %s\n' "$*"
  failures=$((failures + 1))
}

mkdir -p "$work/web" "$work/city"
printf '<title>a page</title>' >"$work/web/index.html"
readonly place=(--web "$work/web" --city "$work/city")

printf 'port = 1\nlimits.conections = 4\n' >"$work/settings.conf"
expect 2 'settings.conf, line 2' 'did you mean limits.connections' -- \
  serve --settings "$work/settings.conf"
expect 2 "cannot open $work/none.conf: No such file" '--settings' -- \
  serve --settings "$work/none.conf"
head -c 70000 /dev/zero >"$work/large.conf"
expect 2 'large.conf is larger than 65536 bytes' '--settings' -- \
  serve --settings "$work/large.conf"
expect 2 'port must be a whole number' '0 to 65535' -- serve --data "$work/a" --port many
expect 2 'yuancheng: ' '--no-such-flag' 'yuancheng serve --help' -- serve --no-such-flag
expect 2 'yuancheng: ' 'opn' 'yuancheng --help' -- opn
expect 2 'yuancheng: ' '--people' 'yuancheng swarm --help' -- swarm --people many
expect 0 -- --version
expect 0 -- serve --help
YC_LIMITS_CONECTIONS=5 expect 2 'YC_LIMITS_CONECTIONS' 'did you mean YC_LIMITS_CONNECTIONS' -- \
  serve --data "$work/a"
YC_PORT=99999 expect 2 'YC_PORT' 'out of range' -- serve --data "$work/a"
expect 2 'trusted-proxies: "10.0.0.0/33"' '10.0.0.0/8' -- \
  serve --data "$work/a" "${place[@]}" --trusted-proxies 10.0.0.0/33
expect 2 'public-url: "ftp://x"' 'https://' -- \
  serve --data "$work/a" "${place[@]}" --public-url ftp://x
expect 2 'limits.relax-loopback is for load tests' '127.0.0.1' -- \
  serve --data "$work/a" "${place[@]}" --listen 0.0.0.0 --limits.relax-loopback
expect 2 'no data folder is given' '--data' -- serve
expect 2 'index.html' '--web' -- serve --data "$work/a" --web "$work/city" --port 0
expect 4 'not a numeric address' '--listen' -- serve --data "$work/a" "${place[@]}" --listen nowhere
expect 3 'the source of the city is not at' '--city' -- \
  serve --data "$work/a" --web "$work/web" --city "$work/none" --port 0
expect 3 'no file has a "city" object' -- serve --data "$work/a" "${place[@]}" --port 0

node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () =>
  console.log(s.address().port))' >"$work/port" &
holder=$!
for _ in $(seq 100); do
  [ -s "$work/port" ] && break
  sleep 0.1
done
port=$(cat "$work/port")
expect 4 "port $port is in use" '--port' -- serve --data "$work/a" "${place[@]}" --port "$port"

printf 'a file, not a folder' >"$work/file"
expect 1 -- verify --data "$work/nothing-here"
expect 1 "$work/file exists" 'new file' -- backup "$work/file" --data "$work/nothing-here"
expect 1 'cannot' -- import "$work/nothing-here" --data "$work/b"

[ "$failures" -eq 0 ] && printf 'all as documented\n'
exit "$failures"
