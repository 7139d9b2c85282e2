#!/usr/bin/env bash
# Measures the terminal client on a running platform (HFT_URL, else 127.0.0.1:8000), in a tmux of 120x40: the time from its start to the trade
# screen with prices, of two commands, and the processor time of the full screen. Needs tmux.
#   scripts/bench-terminal.sh [RUNS] [SECONDS]     11 starts, 60 seconds; HFT_TUI_JAVA_OPTS=-XX:AOTMode=off measures without the start-up cache
set -eu -o pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
runs=${1:-11}
seconds=${2:-60}
server=
work=$(mktemp -d "${TMPDIR:-/tmp}/hft-bench.XXXXXX")

end() {
    tmux -S "$work/tmux$server" kill-server 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT

millis() { date +%s%3N; }

# A server of its own for each: the last one may not be gone yet.
open_screen() {
    server=$server+
    tmux -S "$work/tmux$server" -f /dev/null new-session -d -x 120 -y 40 -e "HFT_TUI_JAVA_OPTS=${HFT_TUI_JAVA_OPTS:-}" -e "HFT_URL=${HFT_URL:-}" \
        -e "XDG_CONFIG_HOME=$work" -e LC_ALL=C.UTF-8 "exec '$root/scripts/hft'"
}

await_prices() {
    local until=$(($(millis) + 30000))
    until tmux -S "$work/tmux$server" capture-pane -p 2>/dev/null | grep -q 'spread [0-9]'; do
        [ "$(millis)" -lt "$until" ] || { echo "no prices on the screen" >&2; exit 1; }
        sleep 0.02
    done
}

middle() { sort -n | awk -v what="$1" '{ at[NR] = $1 } END { printf "%-28s median %5d ms   (%d ... %d, %d runs)\n", what, at[int((NR + 1) / 2)], at[1], at[NR], NR }'; }

for _ in $(seq "$runs"); do
    from=$(millis)
    open_screen
    await_prices
    echo $(($(millis) - from))
    tmux -S "$work/tmux$server" kill-server
done | middle 'trade screen with prices'

for command in --version 'book BTC-USD'; do
    for _ in $(seq "$runs"); do
        from=$(millis)
        # shellcheck disable=SC2086
        XDG_CONFIG_HOME=$work "$root/scripts/hft" $command >/dev/null
        echo $(($(millis) - from))
    done | middle "hft $command"
done

[ "$seconds" -gt 0 ] || exit 0
server=last
open_screen
await_prices
pid=$(tmux -S "$work/tmux$server" display-message -p '#{pane_pid}')
ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
# The first seconds are the compiler's.
sleep 10
before=$(ticks)
sleep "$seconds"
awk -v used=$(($(ticks) - before)) -v hz="$(getconf CLK_TCK)" -v seconds="$seconds" -v kb="$(awk '/VmRSS/ { print $2 }' "/proc/$pid/status")" \
    'BEGIN { printf "%-28s %.1f %% of a core over %d s, %d MB resident\n", "the full screen", used * 100 / hz / seconds, seconds, kb / 1024 }'
