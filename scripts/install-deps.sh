#!/usr/bin/env bash
# Installs what linktender is built with, from the distribution's own packages.
#
#   scripts/install-deps.sh           to build and run the program
#   scripts/install-deps.sh --tests   also to run every test: clang, sanitizers, Chromium, systemd tools
#   scripts/install-deps.sh --bench   also to run the benchmarks: nginx, a name server, wget2, valgrind
#
# Debian 12 and 13, Ubuntu 24.04. Runs as root or through sudo; a second run installs nothing.
set -euo pipefail

with_tests=0 with_bench=0
case "${1:-}" in
  "") ;;
  --tests) with_tests=1 ;;
  --bench) with_bench=1 ;;
  *) echo "usage: scripts/install-deps.sh [--tests|--bench]" >&2; exit 3 ;;
esac

command -v apt-get >/dev/null || { echo "install-deps: needs apt-get (Debian or Ubuntu); see README.md for the list of libraries" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else echo "install-deps: run as root, or install sudo" >&2; exit 1
  fi
}

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'; }
# Some releases still know the name of a package that they do not have any more.
known() { [[ $(apt-cache policy "$1" 2>/dev/null) == *"  Candidate: "[!\(]* ]]; }

# The first name that this distribution has, so that one list serves several releases.
first_of() {
  local name
  for name in "$@"; do if installed "$name"; then echo "$name"; return; fi; done
  for name in "$@"; do if known "$name"; then echo "$name"; return; fi; done
  echo "install-deps: none of these packages is known here: $*" >&2
  exit 1
}

list_packages() {
  cat <<'LIST'
g++ cmake ninja-build pkg-config ca-certificates git
libcurl4-openssl-dev libc-ares-dev libssl-dev zlib1g-dev libbrotli-dev
libgumbo-dev libicu-dev libuchardet-dev libpsl-dev publicsuffix
libsqlite3-dev libsqlitecpp-dev
libcmark-gfm-dev libcmark-gfm-extensions-dev
libfmt-dev libspdlog-dev libexpected-dev libre2-dev libtomlplusplus-dev
libsystemd-dev tzdata
libcli11-dev nlohmann-json3-dev libkainjow-mustache-dev
catch2
LIST
  first_of libboost1.81-dev libboost1.83-dev libboost-dev
  if [ "$with_tests" = 1 ]; then
    echo "ccache clang clang-format systemd util-linux iproute2 curl procps chromium nodejs python3 python3-jsonschema"
    first_of "libclang-rt-$(clang_major)-dev" libclang-rt-dev
  fi
  # The service that the package of nginx starts is not used.
  if [ "$with_bench" = 1 ]; then
    first_of nginx nginx-light
    echo "dnsmasq-base wget2 valgrind curl openssl time iproute2 util-linux"
  fi
}

clang_major() { apt-cache depends clang 2>/dev/null | sed -n 's/.*Depends: clang-\([0-9]*\)$/\1/p' | head -1; }

missing() {
  local name packages
  packages=$(list_packages) || return 1
  for name in $packages; do installed "$name" || echo "$name"; done
}

need=$(missing 2>/dev/null || true)
if [ -z "$need" ] && (list_packages) >/dev/null 2>&1; then
  echo "install-deps: everything is installed"
  exit 0
fi
# Package lists may be absent on a fresh machine, and then no name is known.
as_root apt-get update -qq
need=$(missing)
[ -n "$need" ] || { echo "install-deps: everything is installed"; exit 0; }
echo "install-deps: installing" $need
# shellcheck disable=SC2086
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need
