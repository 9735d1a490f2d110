#!/usr/bin/env bash
# From a fresh checkout to the first report in one command: installs what is needed, builds, audits, says where
# the HTML report is. The text report goes to standard output, everything else to standard error.
#
#   scripts/quickstart.sh             audits the sample archive (tests/data/archive) against made-up sites on this
#                                     machine, so that every kind of verdict shows; sends nothing to the network
#   scripts/quickstart.sh INPUT...    audits your own issues: files, folders, globs
#
# The report is build/quickstart/report.html. Exit codes: of the sample archive 0, because its broken links are the
# point, else 1 or 3 when something went wrong; of your own issues those of `linktender audit` (0 nothing broken,
# 1 the run failed, 2 broken links, 3 bad usage).
# Runs as root or through sudo, from any folder, again and again, and leaves nothing running.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
build=$root/build/release
out=$root/build/quickstart
report=$out/report.html
work=
demo_pid=

say() { printf 'quickstart: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

clean_up() {
  if [ -n "$demo_pid" ]; then
    kill "$demo_pid" 2>/dev/null || true
    wait "$demo_pid" 2>/dev/null || true
  fi
  [ -z "$work" ] || rm -rf "$work"
}
trap clean_up EXIT

# run_logged WHAT COMMAND...: on a terminal the command speaks for itself, else only when it fails.
run_logged() {
  local what=$1 log=$out/build.log
  shift
  if [ -t 2 ]; then
    "$@" >&2 || fail "$what failed"
  elif ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "$what failed; all of its output is in $log"
  fi
}

build_program() {
  local targets=(linktender)
  [ $# -gt 0 ] || targets+=(linktender_demo_web)
  cd "$root"
  run_logged "configuring" cmake --preset release
  run_logged "the build" cmake --build --preset release --target "${targets[@]}"
}

# Fills `demo_flags` with what leads the sample archive's links to the demo web.
start_demo_web() {
  local ready=$work/ports
  "$build/tests/support/linktender-demo-web" --port-file "$ready" --flags-file "$work/flags" --lifetime 900 >/dev/null &
  demo_pid=$!
  for _ in $(seq 200); do
    if [ -s "$ready" ]; then
      mapfile -t demo_flags <"$work/flags"
      return
    fi
    kill -0 "$demo_pid" 2>/dev/null || fail "the demo web ended before it was ready"
    sleep 0.05
  done
  fail "the demo web was not ready within ten seconds"
}

audit() {
  "$build/src/cli/linktender" audit "$@" -f html -o "$report" -f text
}

audit_sample() {
  start_demo_web
  cd "$root"
  # One mapping for each host and none for all others: the links to inner addresses are refused, not led astray.
  audit tests/data/archive --database "$work/linktender.db" --timeout 3s --max-retries 1 --host-request-interval 0 \
    --allow-address 127.0.0.1/32 "${demo_flags[@]}"
}

case "${1:-}" in
  -h | --help)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  -?*) say "unknown option $1; inputs are files, folders or globs (scripts/quickstart.sh --help)"; exit 3 ;;
esac

mkdir -p "$out"
work=$(mktemp -d)

say "1/3 installing what linktender is built with"
"$root/scripts/install-deps.sh" >&2 || fail "the packages could not be installed"
say "2/3 building it in $build (some minutes the first time)"
(build_program "$@")
rm -f "$report"

code=0
if [ $# -gt 0 ]; then
  say "3/3 checking the links of $*"
  audit "$@" --database "$out/linktender.db" || code=$?
else
  say "3/3 checking the links of the sample archive against made-up sites on this machine"
  audit_sample || code=$?
  case $code in
    2) say "the audit ended with 2, for broken links, as it must: the sample archive is full of them"; code=0 ;;
    0) fail "the audit found no broken link in the sample archive, which has many" ;;
  esac
fi
[ ! -s "$report" ] || say "the report: file://$report"
exit "$code"
