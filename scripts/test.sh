#!/usr/bin/env bash
# Sets up what the tests need and runs them all; ends with ctest's summary and `N passed, N failed`.
#
#   scripts/test.sh          everything: warnings, sanitizers, threads, layout, units, fuzz, browser
#   scripts/test.sh quick    the build with warnings as errors and its tests alone
#
# Runs as root or through sudo, leaves nothing running and nothing outside build/.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mode=${1:-all}
case $mode in all | quick) ;; *) echo "usage: scripts/test.sh [quick]" >&2; exit 3 ;; esac

# The same sources are compiled several times over; a cache that does not care where the checkout lies helps the
# second run of this script.
export CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
export CCACHE_SLOPPINESS=pch_defines,time_macros

passed=0 failed=0 failures=()
say() { printf '\n=== %s\n' "$*"; }

# step NAME COMMAND...: one part; its failure is counted and the rest still runs.
step() {
  local name=$1 started=$SECONDS
  shift
  say "$name"
  if "$@"; then
    passed=$((passed + 1))
    echo "=== $name: passed ($((SECONDS - started)) s)"
  else
    failed=$((failed + 1))
    failures+=("$name")
    echo "=== $name: FAILED ($((SECONDS - started)) s)"
  fi
}

check_layout() {
  git ls-files '*.cpp' '*.hpp' | xargs clang-format --dry-run -Werror
}

# The threaded rooms and everything over sockets; the pure rooms have no threads to race.
tsan() {
  cmake --preset tsan && cmake --build --preset tsan --target tsan_tests && ctest --preset tsan -L threads
}

# Each run starts elsewhere; FUZZ_SEED repeats one.
fuzz_smoke() {
  cmake --preset fuzz && cmake --build --preset fuzz --target fuzzers || return 1
  local target seconds=15 status=0 seed=${FUZZ_SEED:-$((RANDOM * 32768 + RANDOM + 1))}
  for target in build/fuzz/tests/fuzz/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    echo "--- ${target##*/}, $seconds s, FUZZ_SEED=$seed"
    "$target" -seed="$seed" -max_total_time=$seconds -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_funcs=0 -verbosity=0 \
      -artifact_prefix="build/fuzz/" || status=1
  done
  return $status
}

step "dependencies" scripts/install-deps.sh --tests || exit 1
step "dev: warnings are errors" cmake --workflow --preset dev
if [ "$mode" = all ]; then
  step "layout" check_layout
  step "systemd units" scripts/check-units.sh build/dev/src/cli/linktender
  step "browser" scripts/browser-test.sh
  step "asan: memory and undefined behaviour" cmake --workflow --preset asan
  step "tsan: threads" tsan
  step "fuzz smoke" fuzz_smoke
fi

say "result"
for name in "${failures[@]+"${failures[@]}"}"; do echo "failed: $name"; done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
