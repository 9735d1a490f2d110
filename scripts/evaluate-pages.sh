#!/bin/sh
# evaluate-pages.sh FOLDER: judges a folder of labelled pages (an index.tsv, as in tests/data/pages)
# without a network: a line a page, the confusion matrix, and one line of figures.
# The program is $LINKTENDER, else that of the release build, else that of another build.
set -eu

if [ $# -ne 1 ]; then
    echo "usage: $0 FOLDER" >&2
    exit 3
fi

root=$(cd "$(dirname "$0")/.." && pwd)
program=${LINKTENDER:-}
for build in release dev asan; do
    candidate=$root/build/$build/src/cli/linktender
    if [ -z "$program" ] && [ -x "$candidate" ]; then
        program=$candidate
    fi
done
if [ -z "$program" ]; then
    echo "$0: linktender is not built; run: cmake --workflow --preset release" >&2
    exit 3
fi
exec "$program" rules evaluate "$1"
