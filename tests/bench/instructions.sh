#!/usr/bin/env bash
# Instructions of one fetch and of one page's analysis, counted by callgrind: the same whatever else the machine does.
#
#   tests/bench/instructions.sh [--record]
#
# Each count is the difference between a longer and a shorter run, so that starting and ending cancel out. Compared
# with tests/bench/instructions.txt; ends with 1 where a count is above it by more than the gate there. `--record`
# writes the counts into the file instead. Counts belong to one compiler and its libraries: record anew after a change
# of those.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case "${1:-}" in "" | --record) ;; *) echo "usage: tests/bench/instructions.sh [--record]" >&2; exit 3 ;; esac
find_build
need valgrind nginx curl ip unshare
isolate "$@"
recorded=$bench_dir/instructions.txt

# count COMMAND...: the instructions of one run of it, this process's own, user space.
count() {
  valgrind --tool=callgrind --callgrind-out-file="$folder/callgrind" "$@" >"$folder/out" 2>"$folder/err" ||
    die "$1 failed: $(tail -3 "$folder/out" "$folder/err")"
  if grep -q "first failure" "$folder/out"; then die "$(grep "first failure" "$folder/out")"; fi
  awk '/^summary:|^totals:/ { print $2; exit }' "$folder/callgrind"
}

# each SHORT LONG COMMAND...: instructions of one of what `{}` in the command stands for the number of.
each() {
  local short=$1 long=$2 first second
  shift 2
  first=$(count "${@//\{\}/$short}") || exit 1
  second=$(count "${@//\{\}/$long}") || exit 1
  echo $(((second - first) / (long - short)))
}

# compare NAME COUNT: a line of what was recorded and reached.
failed=0
compare() {
  local line
  if [ "$mode" = --record ]; then
    awk -v name="$1" -v count="$2" '$1 == name { $2 = count } { print }' "$recorded" >"$folder/recorded"
    cp "$folder/recorded" "$recorded"
  fi
  line=$(awk -v name="$1" -v count="$2" '$1 == name {
    off = (count / $2 - 1) * 100
    printf "%-14s %12d   recorded %12d   %+6.2f %%   gate %4.1f %%   %s", name, count, $2, off, $3, (off > $3 ? "ABOVE" : "ok")
  }' "$recorded")
  echo "${line:-$1 $2: nothing is recorded}"
  case $line in *ABOVE) failed=1 ;; esac
}

mode=${1:-}
mkdir -p "$folder/pages"
awk -f "$bench_dir/page.awk" >"$folder/pages/large"
head -c 2048 "$folder/pages/large" >"$folder/pages/small"
start_nginx ""
fetch=$build/tests/bench/bench_fetch
for size in small large; do
  # One at a time, for how many answers the loop finds at once depends on what else runs; the least of three, for a
  # slower run looks at its timers more often.
  one=$(for _ in 1 2 3; do each 500 1500 "$fetch" "http://host{host}.bench.test/$size?{n}" {} 100 1 http1; done | sort -n | head -1)
  compare "fetch-$size" "$one"
done
one=$(each 20 60 "$build/tests/bench/bench_page" {})
compare page "$one"
[ $failed = 0 ] || { echo "more instructions than recorded"; exit 1; }
