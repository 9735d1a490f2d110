#!/usr/bin/env bash
# Opens HTML reports in a headless Chromium and checks what only a browser can tell: no complaint, no
# request, layout from phone to desktop, contrast, filter, printing. Ends with `N passed, N failed`.
#
#   scripts/browser-test.sh REPORT.html...   these reports
#   scripts/browser-test.sh                  sample reports, made by build/dev (or LINKTENDER_BUILD)
#
# Needs chromium and nodejs (scripts/install-deps.sh --tests). Downloads nothing, opens no port, and
# runs without a network where the system lets it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

case "${1:-}" in
  -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; exit 0 ;;
  -?*) echo "browser-test: unknown option $1 (scripts/browser-test.sh --help)" >&2; exit 3 ;;
esac

fail() { echo "browser-test: $*" >&2; exit 1; }

chromium=
for name in chromium chromium-browser google-chrome; do
  if chromium=$(command -v "$name"); then break; fi
done
[ -n "$chromium" ] || fail "no Chromium; scripts/install-deps.sh --tests installs it"
command -v node >/dev/null || fail "no node; scripts/install-deps.sh --tests installs it"

if [ $# -eq 0 ]; then
  build=${LINKTENDER_BUILD:-$root/build/dev}
  [ -f "$build/CMakeCache.txt" ] || fail "no build in $build; cmake --preset dev makes one"
  cmake --build "$build" --target report_sample >&2
  "$build/tests/unit/report/report_sample" "$build/browser"
  set -- "$build"/browser/*.html
fi
for report in "$@"; do [ -r "$report" ] || fail "cannot read $report"; done

# A namespace with no network in it, as root or as a user who may make one.
isolate=()
if unshare -n true 2>/dev/null; then isolate=(unshare -n)
elif unshare -rn true 2>/dev/null; then isolate=(unshare -rn)
fi

# SIGTERM lets the test end its browser; SIGKILL follows when that takes too long.
exec timeout -k 20 600 "${isolate[@]}" node "$root/tests/browser/report_test.mjs" "$chromium" "$@"
