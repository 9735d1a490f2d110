#!/usr/bin/env bash
# An audit of very many links with the default limits: time and memory, and in which phase they go.
#
#   tests/bench/million.sh [LINKS...]
#
# LINKS are numbers of links, by default 100000 300000 1000000, each a run of its own over 20,000 hosts and
# 1,000 issues in Markdown; answers are pages of 2 KB. For each phase (reading the inputs, the crawl, the report)
# prints its time, the most memory that was resident within it, and how that memory was made up at its end. Ends with 1
# when a run takes more than 300 MB or leaves a link out. Everything stays on loopback.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(100000 300000 1000000)
for links in "${sizes[@]}"; do
  case $links in *[!0-9]* | "" | ?) echo "usage: tests/bench/million.sh [LINKS...]" >&2; exit 3 ;; esac
done
find_build
need nginx dnsmasq curl ip unshare
isolate "$@"
hosts=20000 issues=1000 limit_mb=300

# Each host is a domain of its own: what is limited by domain is then limited by host.
make_archive() {
  rm -rf "$folder/archive"
  mkdir -p "$folder/archive"
  awk -v folder="$folder/archive" -v links="$1" -v hosts="$hosts" -v issues="$issues" 'BEGIN {
    for (i = 0; i < issues; ++i) {
      issue = sprintf("%s/%04d-%02d-%02d.md", folder, 1990 + int(i / 30), 1 + int(i % 30 / 3), 1 + i % 3 * 9)
      printf "# Issue %d\n\n", i >issue
      for (n = i; n < links; n += issues)
        printf "* [A note on subject %d](http://site%d.test/notes/%d), with a line about it.\n", n, n % hosts, n >issue
      close(issue)
    }
  }'
}

# One page of 2 KB for every path, with a title of its own.
page_of_2_kb() {
  local prose
  prose=$(awk -f "$bench_dir/page.awk" | sed -n 's/<p class="text">\(.*\)<\/p>/\1/p' | tr -d "'\$\\\\" | head -c 1700)
  echo "location / { return 200 '<!doctype html><html lang=\"en\"><head><title>Note \$uri of \$host</title><meta name=\"author\" content=\"Mina Lindqvist\"></head><body><h1>Note</h1><p>$prose</p></body></html>'; }"
}

of_status() { awk -v key="$2:" '$1 == key { print $2 }' "/proc/$1/status" 2>/dev/null; }

# end_phase NAME: prints what the phase took, and starts counting the next one's peak.
end_phase() {
  local peak anonymous
  peak=$(of_status "$pid" VmHWM) anonymous=$(of_status "$pid" RssAnon)
  printf '  %-8s %8.1f s   peak %7.1f MB   at its end %7.1f MB, of which files %6.1f MB\n' "$1" \
    "$(awk -v a="$phase_began" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }')" "$(mb "$peak")" "$(mb "$(of_status "$pid" VmRSS)")" \
    "$(mb "$(($(of_status "$pid" VmRSS) - anonymous))")"
  echo 5 >"/proc/$pid/clear_refs" 2>/dev/null || true
  [ "$peak" -gt "$highest" ] && highest=$peak
  phase_began=$EPOCHREALTIME
}
mb() { awk -v kb="${1:-0}" 'BEGIN { print kb / 1024 }'; }

# The phases are told from outside: the crawl is announced in the log, and its threads end with it.
run_audit() {
  local links=$1 began=$EPOCHREALTIME code=0 wall
  rm -f "$folder"/checks.db*
  "$program" audit -v --no-progress --allow-address 127.0.0.0/8 --canary none --database "$folder/checks.db" \
    --format badge --output "$folder/badge.json" "$folder/archive" >"$folder/out" 2>"$folder/log" &
  pid=$!
  pids+=("$pid")
  phase_began=$began highest=0
  until grep -q "links to request" "$folder/log"; do kill -0 "$pid" 2>/dev/null || die "$(tail -3 "$folder/log")"; pause 0.1; done
  end_phase reading
  until [ "$(of_status "$pid" Threads)" -gt 2 ]; do pause 0.05; done
  while [ "$(of_status "$pid" Threads)" -gt 2 ]; do pause 0.2; note_last; done
  end_phase crawl
  while kill -0 "$pid" 2>/dev/null; do note_last; pause 0.1; done
  wait "$pid" || code=$?
  wall=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }')
  printf '  %-8s %8.1f s   peak %7.1f MB\n' report "$(awk -v a="$phase_began" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }')" "$(mb "$last_peak")"
  [ "$last_peak" -gt "$highest" ] && highest=$last_peak
  printf '  %-8s %8.1f s   peak %7.1f MB   %.3f ms a link   database %.0f MB   exit %d\n' whole "$wall" "$(mb "$highest")" \
    "$(awk -v w="$wall" -v n="$links" 'BEGIN { print w * 1000 / n }')" "$(($(stat -c %s "$folder/checks.db") / 1048576))" "$code"
  /usr/bin/time -q -f '  report again: %e s, peak %M KB' "$program" report --database "$folder/checks.db" --format text --output "$folder/report.txt" || true
  tr -d , <"$folder/report.txt" | grep -q "links: $links alive" || { echo "  not every link is alive:"; head -5 "$folder/report.txt"; failed=1; }
  [ "$highest" -le $((limit_mb * 1024)) ] || { echo "  above $limit_mb MB"; failed=1; }
}

# The peak of a process cannot be asked for when it has ended.
last_peak=0
note_last() {
  local peak
  peak=$(of_status "$pid" VmHWM)
  last_peak=${peak:-$last_peak}
}

failed=0
start_names
start_nginx "$(page_of_2_kb)"
for links in "${sizes[@]}"; do
  printf '\n%d links on %d hosts in %d issues\n' "$links" $hosts $issues
  make_archive "$links"
  run_audit "$links"
done
exit $failed
