# shellcheck shell=bash
# Brings what a command needs: Debian packages, a Node that Vite accepts, npm packages.

# The Node that is fetched when the machine has none, or one too old for Vite 8.
readonly kNodeVersion=22.23.3

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    stop_with "this step needs root: $*" "run it as root, or install sudo"
  fi
}

# need_packages GROUP...: installs the Debian packages of these groups that are not there yet.
need_packages() {
  local group package installed wanted missing=()
  installed=$(dpkg-query -W -f='${Package} ${Status}\n' 2>/dev/null |
    sed -n 's/ install ok installed$//p')
  for group in "$@"; do
    mapfile -t wanted < <(sed -n "s/^$group //p" tools/dev/packages.txt)
    for package in "${wanted[@]}"; do
      grep -qxF "$package" <<<"$installed" || missing+=("$package")
    done
  done
  if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null ||
      stop_with "apt-get is not here" "use Debian 12, or install by hand: ${missing[*]}"
    step "Install with apt: ${missing[*]}"
    quietly apt-update as_root apt-get update
    quietly apt-install as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends "${missing[@]}"
  fi
}

# Vite 8 asks for Node 20.19 or later, or 22.12 or later.
node_is_new_enough() {
  local version major minor
  version=$(node --version 2>/dev/null) || return 1
  IFS=. read -r major minor _ <<<"${version#v}"
  { [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; } ||
    { [ "$major" -eq 22 ] && [ "$minor" -ge 12 ]; } || [ "$major" -gt 22 ]
}

# The package fetched is the one that npm's `node` package itself picks for this processor.
need_node() {
  local fetched=$PWD/build/node processor arch
  [ ! -x "$fetched/bin/node" ] || export PATH="$fetched/bin:$PATH"
  if node_is_new_enough && command -v npm >/dev/null; then return; fi
  command -v npm >/dev/null || need_packages node
  if node_is_new_enough; then return; fi
  processor=$(uname -m)
  case "$processor" in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) stop_with "no Node for $processor on npm" "install Node 22.12 or later by hand" ;;
  esac
  step "Fetch Node $kNodeVersion from npm"
  quietly node npm install --prefix build/node-fetch --no-save --ignore-scripts \
    "node-linux-$arch@$kNodeVersion"
  rm -rf "$fetched"
  mv "build/node-fetch/node_modules/node-linux-$arch" "$fetched"
  rm -rf build/node-fetch
  export PATH="$fetched/bin:$PATH"
}

# need_npm: node_modules as package-lock.json says.
need_npm() {
  need_node
  local lock
  lock=$(sha256sum <package-lock.json)
  if [ "$(cat node_modules/.lock-sha256 2>/dev/null)" = "$lock" ]; then return; fi
  step "Install the npm packages"
  quietly npm-ci npm ci --ignore-scripts --no-audit --no-fund
  printf '%s\n' "$lock" >node_modules/.lock-sha256
}
