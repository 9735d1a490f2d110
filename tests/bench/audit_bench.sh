#!/usr/bin/env bash
# A whole audit against `curl --parallel` on the same work and the same server, in one run.
#
#   tests/bench/audit_bench.sh [BUILD] [URLS] [HOSTS] [PAGE_BYTES] [ROUNDS]
#
# BUILD is a release build with the target linktender_demo_web (default build/release). Prints wall and CPU seconds and
# peak memory of each round, and the ratios of the medians. Everything stays on loopback.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

build=${1:-build/release} urls=${2:-10000} hosts=${3:-200} page_bytes=${4:-30000} rounds=${5:-3}
program=$PWD/$build/src/cli/linktender
web=$(find -L "$build" -name linktender-demo-web -type f | head -1)
[ -x "$program" ] && [ -n "$web" ] || { echo "audit_bench: build linktender and linktender_demo_web in $build first" >&2; exit 1; }

folder=$(mktemp -d)
trap 'kill "$web_pid" 2>/dev/null || true; rm -rf "$folder"' EXIT
"$web" --port-file "$folder/ports" --page-bytes "$page_bytes" >/dev/null &
web_pid=$!
for _ in $(seq 100); do [ -s "$folder/ports" ] && break; read -rt 0.1 <> <(:) || true; done
. "$folder/ports"

mkdir "$folder/archive"
for ((i = 0; i < urls; i++)); do
  url="http://host$((i % hosts)).bench.test/page/$i"
  printf '* [page %d](%s)\n' "$i" "$url" >>"$folder/archive/2026-01-$((i * 20 / urls + 10)).md"
  printf 'url = "%s"\noutput = "/dev/null"\n' "$url" >>"$folder/curl.conf"
done

# measure NAME COMMAND...: wall, user + system, peak resident memory of one run.
measure() {
  local name=$1
  shift
  local started=$EPOCHREALTIME code=0
  /usr/bin/env time -f '%U %S %M' -o "$folder/time" "$@" >"$folder/$name.out" 2>"$folder/$name.err" || code=$?
  local wall
  wall=$(awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }')
  tail -1 "$folder/time" | awk -v n="$name" -v w="$wall" -v c="$code" \
    '{ printf "%-10s wall %7.3f s   cpu %7.3f s   peak %6.1f MB   exit %d\n", n, w, $1 + $2, $3 / 1024, c }'
  tail -1 "$folder/time" | awk -v w="$wall" '{ print w, $1 + $2, $3 }' >>"$folder/$name.figures"
}

for ((round = 1; round <= rounds; round++)); do
  rm -f "$folder/checks.db"*
  measure linktender "$program" audit ${AUDIT_FLAGS:-} --connect-to ":80:127.0.0.1:$http_port" --allow-address 127.0.0.0/8 \
    --max-concurrency 200 --host-concurrency 64 --host-request-interval 0 --database "$folder/checks.db" -n \
    -f json -o "$folder/report.json" "$folder/archive"
  measure curl curl --silent --parallel --parallel-max 200 --connect-to ":80:127.0.0.1:$http_port" -K "$folder/curl.conf"
done

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
for column in 1 2 3; do
  a=$(cut -d' ' -f$column "$folder/linktender.figures" | median)
  b=$(cut -d' ' -f$column "$folder/curl.figures" | median)
  awk -v c=$column -v a="$a" -v b="$b" \
    'BEGIN { split("wall cpu peak", n, " "); printf "ratio linktender/curl, %s: %.2f\n", n[c], a / b }'
done
grep -o '"summary":{[^}]*}' "$folder/report.json" || grep -A 12 '"summary"' "$folder/report.json"
