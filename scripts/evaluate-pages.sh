#!/bin/sh
# evaluate-pages.sh FOLDER: judges a folder of labelled pages (an index.tsv, as in tests/data/pages)
# without a network: a line a page, the confusion matrix, and one line of figures.
# The program is $EVALUATE_PAGES, else that of the first build folder that has it.
set -eu

if [ $# -ne 1 ]; then
    echo "usage: $0 FOLDER" >&2
    exit 3
fi

root=$(cd "$(dirname "$0")/.." && pwd)
program=${EVALUATE_PAGES:-}
for build in release dev asan; do
    candidate=$root/build/$build/tests/unit/verdict/evaluate_pages
    if [ -z "$program" ] && [ -x "$candidate" ]; then
        program=$candidate
    fi
done
if [ -z "$program" ]; then
    echo "$0: no evaluate_pages is built; run: cmake --workflow --preset dev" >&2
    exit 3
fi
exec "$program" "$1"
