#!/usr/bin/env bash
# Removes the data directory of the local platform: database, journal, keys, logs. Refuses while the platform runs.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
# shellcheck source=scripts/launcher-lock.sh
. "$root/scripts/launcher-lock.sh"

data=${HFT_DATA_DIR:-$root/data}
if [ ! -d "$data" ]; then
    echo "nothing to remove: $data is not there"
    exit 0
fi
if owner=$(lock_holder "$data/run"); then
    echo "process $owner runs the platform with $data; stop it first" >&2
    exit 1
fi
# Only what the platform itself makes, should somebody have pointed HFT_DATA_DIR at a directory of his own.
for part in engine postgres keys logs run; do rm -rf "${data:?}/$part"; done
rmdir "$data" 2>/dev/null || echo "left in $data: $(ls -A "$data" | tr '\n' ' ')"
echo "removed the platform's data from $data"
