#!/usr/bin/env bash
# Puts 1,000 users on a platform for a minute: each places and cancels orders through REST and reads over WebSocket. Afterwards every acknowledged order
# is looked for, and engine and database are compared. Ends with 0 only if no order is lost, nobody got a 5xx or another error, and there is no difference.
# Text on the terminal, and a page with charts: benchmarks/target/load.html.
#
#   scripts/load.sh [--users=1000] [--rate=60] [--seconds=60] …   --help lists the arguments
#
# With HFT_URL it loads that sandbox, else a platform of its own in a temporary directory on free ports.
[ -z "${HFT_URL:-}" ] || set -- "--url=$HFT_URL" "$@"
exec "$(dirname "$0")/bench-platform.sh" 384m load "$@"
