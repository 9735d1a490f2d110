#!/usr/bin/env bash
# Whole audits against what the bare statuses cost: three kinds of work, each measured in one run, in turn with
# `curl --parallel` and wget2 on the same server. Prints figures, and target and reached for each kind.
#
#   tests/bench/workloads.sh [--quick] [--rounds N] [http] [https] [late]
#
# Without a name all three. Needs a release build (build/release, or LINKTENDER_BUILD); everything stays on loopback, in
# a network of its own. Ends with 1 when a target is missed.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

quick=0 rounds=3 chosen=()
arguments=("$@")
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=1 ;;
    --rounds) rounds=$2; shift ;;
    http | https | late) chosen+=("$1") ;;
    *) echo "usage: tests/bench/workloads.sh [--quick] [--rounds N] [http] [https] [late]" >&2; exit 3 ;;
  esac
  shift
done
[ ${#chosen[@]} -gt 0 ] || chosen=(http https late)

find_build
need nginx dnsmasq wget2 curl openssl /usr/bin/time ip unshare
isolate "${arguments[@]}"
shrink=$((quick ? 5 : 1))

# make_work NAME SCHEME URLS HOSTS: an archive of 20 issues, a configuration for curl, a list for wget2.
make_work() {
  mkdir -p "$folder/$1"
  awk -v folder="$folder" -v name="$1" -v scheme="$2" -v urls="$3" -v hosts="$4" 'BEGIN {
    for (i = 0; i < urls; ++i) {
      url = scheme "://host" i % hosts ".bench.test/p/" i
      issue = folder "/" name "/2026-01-" 10 + int(i * 20 / urls) ".md"
      printf "* [page %d](%s)\n", i, url >issue
      printf "url = \"%s\"\noutput = \"/dev/null\"\n", url >(folder "/" name ".curl")
      print url >(folder "/" name ".urls")
    }
  }'
}

# Every URL gives a page of its own title.
make_pages() {
  mkdir -p "$folder/pages/p"
  awk -v folder="$folder/pages/p" -v pages="$1" '{ text = text $0 "\n" } END {
    for (i = 0; i < pages; ++i) { page = text; gsub(/@N@/, i, page); printf "%s", page >(folder "/" i); close(folder "/" i) }
  }' "$folder/page.html"
}

# audit NAME CONCURRENCY URLS FLAGS...: a first night over an empty database.
audit() {
  local name=$1 concurrency=$2 urls=$3
  shift 3
  rm -f "$folder"/checks.db*
  measure linktender "$program" audit --no-progress --allow-address 127.0.0.0/8 --canary none \
    --max-concurrency "$concurrency" --host-concurrency 64 --host-request-interval 0 --timeout 60s "$@" \
    --database "$folder/checks.db" --format text --output "$folder/report.txt" "$folder/$name"
  tr -d , <"$folder/report.txt" | grep -q "links: $urls alive" || { echo "  not every link is alive:"; head -5 "$folder/report.txt"; }
}

curl_parallel() {
  local name=$1 concurrency=$2
  shift 2
  measure curl curl --silent --fail --parallel --parallel-max "$concurrency" "$@" --config "$folder/$name.curl"
}

wget2_threads() {
  local name=$1 threads=$2
  shift 2
  measure wget2 wget2 --no-config --quiet --tries=1 --no-hsts --max-threads="$threads" "$@" --output-document=/dev/null \
    --input-file="$folder/$name.urls"
}

work_http() {
  local urls=$((10000 / shrink)) hosts=$((200 / shrink)) i
  printf '\nhttp: %d URLs on %d hosts, pages of 30 KB, keep-alive, concurrency 200\n' $urls $hosts
  make_work http http $urls $hosts
  rm -f "$folder"/*.figures
  for ((i = 0; i < rounds; ++i)); do
    audit http 200 $urls
    curl_parallel http 200
    wget2_threads http 200
  done
  show_figures $urls linktender curl wget2
  target "wall, as many times curl's" "$(figure linktender 1) / $(figure curl 1)" 3.3
  target "processor, ms a URL" "$(figure linktender 2) * 1000 / $urls" 0.5
  target "peak memory, MB" "$(figure linktender 3) / 1024" 100
  target "connections" "$(figure linktender 4)" 1000
}

work_https() {
  local urls=$((2000 / shrink)) i
  printf '\nhttps: %d hosts, one page of 30 KB each, concurrency 200\n' $urls
  make_work https https $urls $urls
  rm -f "$folder"/*.figures
  for ((i = 0; i < rounds; ++i)); do
    audit https 200 $urls --cacert "$folder/bundle.pem"
    wget2_threads https 200 --ca-certificate="$folder/bundle.pem" --no-ocsp
    # It reads its authorities for each connection: 150 of them cost 20 ms, so it gets the one that it needs.
    curl_parallel https 200 --cacert "$folder/ca.pem" --capath "$folder/nothing"
  done
  show_figures $urls linktender curl wget2
  target "wall, as many times wget2's" "$(figure linktender 1) / $(figure wget2 1)" 0.7
  target "processor, ms a URL" "$(figure linktender 2) * 1000 / $urls" 1.35
  target "peak memory, MB" "$(figure linktender 3) / 1024" 100
}

work_late() {
  local urls=$((10000 / shrink)) hosts=$((1000 / shrink)) concurrency=$((1000 / shrink)) i
  printf '\nlate: %d URLs on %d hosts, each answer 50 to 300 ms late, pages of 30 KB, concurrency %d\n' $urls $hosts $concurrency
  make_work late http $urls $hosts
  rm -f "$folder"/*.figures
  for ((i = 0; i < rounds; ++i)); do
    audit late $concurrency $urls
    curl_parallel late $((concurrency < 300 ? concurrency : 300))
  done
  show_figures $urls linktender curl
  target "wall, as many times the floor of 175 ms x URLs / concurrency" "$(figure linktender 1) / (0.175 * $urls / $concurrency)" 1.4
}

awk -f "$bench_dir/page.awk" >"$folder/page.html"
make_pages 10000
make_certificates
mkdir "$folder/nothing"
start_names
start_nginx ""
for name in "${chosen[@]}"; do
  [ "$name" = late ] && continue
  "work_$name"
done
for name in "${chosen[@]}"; do
  [ "$name" = late ] || continue
  stop_last_server
  in_background "$build/tests/bench/bench_delay_server" 80 50 300 "$folder/page.html"
  wait_for_server
  work_late
done
echo
[ $targets_missed = 0 ] || { echo "targets missed: $targets_missed"; exit 1; }
echo "every target is met"
