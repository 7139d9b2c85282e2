#!/usr/bin/env bash
# Measures how long the platform takes to be ready: the median of several starts, and each of them.
#
#   scripts/bench-start.sh [RUNS]              make run of a built tree (make build): with no data yet, and with the data of the start before
#   scripts/bench-start.sh --compose [RUNS]    the backend's container from its start to its first healthy answer, and the whole stack from
#                                              docker compose up to healthy, both with images that are built (docker compose build)
#
# RUNS is 5. Has data directories, ports (BENCH_START_PORT, 9800, and those above) and a compose project of its own, which it removes.
set -eu -o pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
what=local
runs=5
for argument in "$@"; do
    case $argument in
        --compose) what=compose ;;
        [1-9]*) runs=$argument ;;
        *)
            sed -n '2,8s/^# \{0,1\}//p' "$0"
            exit 2
            ;;
    esac
done
port=${BENCH_START_PORT:-9800}
export HFT_HTTP_PORT=$port HFT_ENGINE_PORT=$((port + 1))
work=$(mktemp -d "${TMPDIR:-/tmp}/hft-start.XXXXXX")
running=

end() {
    local status=$?
    trap - EXIT
    [ -z "$running" ] || { kill -TERM "$running" 2>/dev/null && wait "$running" 2>/dev/null; } || true
    [ $what = local ] || docker compose down -v --timeout 20 >/dev/null 2>&1 || true
    rm -rf "$work"
    exit $status
}
trap end EXIT
trap 'exit 1' INT TERM HUP

millis() { date +%s%3N; }
# Waits for a command to succeed, two minutes at most.
await() {
    local until=$(($(millis) + 120000))
    until "$@"; do
        [ "$(millis)" -lt $until ] || { echo "not ready after 120 s" >&2; return 1; }
        sleep 0.02
    done
}
# Prints what was measured: milliseconds, one a line, from its input.
report() { # what
    sort -n | awk -v what="$1" '{ all = all sprintf(" %.1f", $1 / 1000); value[NR] = $1 }
        END { middle = NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2; printf "%-58s %5.1f s   (%s )\n", what, middle / 1000, all }'
}

is_ready() { grep -q 'HFT platform ready' "$work/out"; }
start_local() { # data; prints milliseconds
    local begin
    : >"$work/out"
    begin=$(millis)
    HFT_DATA_DIR=$1 HFT_SKIP_BUILD=yes HFT_MANAGEMENT_PORT=0 HFT_ENGINE_MANAGEMENT_PORT=0 HFT_DB_PORT=0 scripts/run-local.sh >"$work/out" 2>&1 &
    running=$!
    await is_ready || { cat "$work/out" >&2; exit 1; }
    took=$(($(millis) - begin))
    kill -TERM $running
    wait $running || true
    running=
}

bench_local() {
    local run
    for run in $(seq "$runs"); do
        start_local "$work/data-$run"
        echo $took >>"$work/fresh"
        start_local "$work/data-$run"
        echo $took >>"$work/again"
        rm -rf "$work/data-$run"
    done
    report "make run, no data yet" <"$work/fresh"
    report "make run, with the data of the start before" <"$work/again"
}

serves() { [ "$(curl -s -o /dev/null -m 1 -w '%{http_code}' "http://127.0.0.1:$port/health")" = 200 ]; }
bench_compose() {
    local run begin
    export COMPOSE_PROJECT_NAME=hft-start COMPOSE_PROFILES='' HFT_POSTGRES_PORT=$((port + 2))
    docker compose up -d --wait >/dev/null 2>&1
    for run in $(seq "$runs"); do
        docker compose stop hft-backend >/dev/null 2>&1
        begin=$(millis)
        docker compose start hft-backend >/dev/null 2>&1
        await serves
        echo $(($(millis) - begin)) >>"$work/backend"
    done
    for run in $(seq "$runs"); do
        docker compose down >/dev/null 2>&1
        begin=$(millis)
        docker compose up -d --wait >/dev/null 2>&1
        echo $(($(millis) - begin)) >>"$work/stack"
    done
    report "the backend's container, to the first 200 of /health" <"$work/backend"
    report "docker compose up -d --wait, all three, with data" <"$work/stack"
}

bench_$what
