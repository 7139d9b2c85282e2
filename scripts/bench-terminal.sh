#!/usr/bin/env bash
# Measures the terminal client on a running platform (HFT_URL, else 127.0.0.1:8000), in a tmux of 120x40: the time from its start to the trade
# screen with prices, of two commands, and the processor time of the full screen with what comes for its market meanwhile. Needs tmux.
# A platform with HFT_MARKET=random-walk HFT_MARKET_TRADE_INTERVAL=100ms HFT_MARKET_MOVE_INTERVAL=500ms has more than five updates a second.
#   scripts/bench-terminal.sh [RUNS] [SECONDS]     11 starts, 60 seconds; HFT_TUI_JAVA_OPTS=-XX:AOTMode=off measures without the start-up cache
set -eu -o pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
runs=${1:-11}
seconds=${2:-60}
server=
watchers=
work=$(mktemp -d "${TMPDIR:-/tmp}/hft-bench.XXXXXX")

end() {
    # shellcheck disable=SC2086
    [ -z "$watchers" ] || kill $watchers 2>/dev/null || true
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
hz=$(getconf CLK_TCK)
ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
# The first seconds are the compiler's.
sleep 10
# What comes for the shown market meanwhile, by another client, whose processor time is its own.
for channel in book trades ticker; do
    XDG_CONFIG_HOME=$work "$root/scripts/hft" watch BTC-USD --channel "$channel" -o json >"$work/$channel" 2>/dev/null &
    watchers="$watchers $!"
done
until [ -s "$work/book" ]; do sleep 0.1; done
sleep 1
for channel in book trades ticker; do wc -l <"$work/$channel" >"$work/$channel.before"; done
before=$(ticks)
begun=$(millis)
tmux -S "$work/tmux$server" pipe-pane -o "exec '$root/scripts/count-frames.pl' >'$work/frames'"
sleep "$seconds"
tmux -S "$work/tmux$server" pipe-pane
used=$(($(ticks) - before))
lasted=$(($(millis) - begun))
# shellcheck disable=SC2086
kill $watchers 2>/dev/null || true
watchers=
awk -v used=$used -v hz="$hz" -v millis=$lasted -v kb="$(awk '/VmRSS/ { print $2 }' "/proc/$pid/status")" \
    'BEGIN { printf "%-28s %.1f %% of a core over %.0f s, %d MB resident\n", "the full screen", used * 100 / hz / (millis / 1000), millis / 1000, kb / 1024 }'
for _ in $(seq 30); do
    [ ! -s "$work/frames" ] || break
    sleep 0.1
done
printf '%-28s %s\n' "frames" "$([ -s "$work/frames" ] && cat "$work/frames" || echo "not counted: that needs perl")"
for channel in book trades ticker; do
    awk -v channel=$channel -v got=$(($(wc -l <"$work/$channel") - $(cat "$work/$channel.before"))) -v millis=$lasted \
        'BEGIN { printf "%-28s %.1f a second\n", "updates of BTC-USD, " channel, got / (millis / 1000) }'
done
