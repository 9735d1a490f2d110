#!/usr/bin/env bash
# Holds the systemd units to what they promise: nothing to complain about, and a sandbox at 1.5 or tighter.
#
#   scripts/check-units.sh PROGRAM     PROGRAM stands in for /usr/bin/linktender, which need not be installed
set -euo pipefail
program=$(realpath "${1:?usage: scripts/check-units.sh PROGRAM}")
cd "$(dirname "${BASH_SOURCE[0]}")/../systemd"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for unit in linktender.service linktender-audit@.service; do
  sed "s|/usr/bin/linktender|$program|" "$unit" >"$folder/$unit"
done
cp linktender-audit@.timer "$folder/"

status=0
SYSTEMD_UNIT_PATH="$folder:" systemd-analyze verify --man=no "$folder/linktender.service" \
  "$folder/linktender-audit@example.service" "$folder/linktender-audit@example.timer" || status=1
for unit in linktender.service linktender-audit@.service; do
  level=$(systemd-analyze security --offline=true --threshold=15 "$folder/$unit" 2>&1) || status=1
  echo "${level##*→ }"
done
systemd-sysusers --dry-run --root="$folder" "$PWD/sysusers.d/linktender.conf" >/dev/null 2>&1 || {
  # Older ones know no --dry-run.
  systemd-sysusers --root="$folder" "$PWD/sysusers.d/linktender.conf" || status=1
}
exit $status
