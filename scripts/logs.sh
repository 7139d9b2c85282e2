#!/usr/bin/env bash
# Follows the logs of make run while it runs, else those of the stack of docker compose.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
# shellcheck source=scripts/launcher-lock.sh
. "$root/scripts/launcher-lock.sh"

data=${HFT_DATA_DIR:-$root/data}
if ! lock_holder "$data/run" >/dev/null && [ -n "$(cd "$root" && docker compose ps -q 2>/dev/null)" ]; then
    cd "$root"
    exec docker compose --profile '*' logs --tail 20 -f
fi
exec tail -n 20 -F "$data"/logs/{run,engine,backend}.log
