# What a training of the start-up cache does with the parts that it has started. To be sourced, with `work` set to a directory for what comes back.
# shellcheck shell=bash

port_in() { # log, text before host:port
    # The log may not be there yet.
    { sed -n "s/.*$2 on [^ ]*:\([0-9][0-9]*\).*/\1/p" "$1" 2>/dev/null || true; } | tail -n 1
}

# Waits for a part's ready line and prints the port in it; fails when the process ends before.
await_port() { # log, text, process
    local port tries=1500
    while [ $tries -gt 0 ] && kill -0 "$3" 2>/dev/null; do
        port=$(port_in "$1" "$2")
        if [ -n "$port" ]; then
            printf '%s\n' "$port"
            return 0
        fi
        tries=$((tries - 1))
        sleep 0.2
    done
    tail -n 20 "$1" >&2
    return 1
}

# The ways that requests go, so that their classes are among those kept.
exercise() { # port
    local url=http://127.0.0.1:$1 tries=600
    until curl -sf -o "$work/answer" "$url/health"; do
        tries=$((tries - 1))
        if [ $tries -le 0 ]; then
            curl -s "$url/health" >&2
            return 1
        fi
        sleep 0.2
    done
    curl -s -o "$work/answer" "$url/api/v1/trading/execute" -H 'Content-Type: application/json' -H 'Idempotency-Key: training' \
        -d '{"user_id":1,"symbol":"BTC","pay_with":"USD","quantity":"0.1"}'
    curl -s -o "$work/answer" "$url/api/v1/orders" -H 'Content-Type: application/json' \
        -d '{"symbol":"BTC-USD","side":"BUY","type":"LIMIT","price":"49000","quantity":"0.1","client_order_id":"training"}'
    curl -s -o "$work/answer" "$url/api/v1/auth/register" -H 'Content-Type: application/json' \
        -d '{"username":"training","email":"training@example.com","password":"correct-horse-battery"}'
    curl -s -o "$work/answer" "$url/api/v1/trading/execute" -d 'nonsense'
    for path in /openapi.json /docs /api/v1/orders /api/v1/balances /api/v1/instruments /api/v1/trading/assets \
        /api/v1/trading/portfolio/1 '/api/v1/market/BTC-USD/book?depth=5'; do
        curl -s -L -o "$work/answer" "$url$path"
    done
}

# The full screen in a pseudo terminal, once through its screens and left: most of what a command needs is in it as well. One process makes one
# cache, so where there is no pseudo terminal a single command has to do.
train_terminal() { # url
    local cache screen=$work/screen keys=$work/keys pid
    cache=$(terminal_cache)
    rm -f "$cache" "$cache.key"
    mkdir -p "$work/config"
    # Also when it fails: it would fail at every build.
    terminal_key >"$cache.key"
    (
        export HFT_URL=$1 XDG_CONFIG_HOME=$work/config TERM=xterm-256color LC_ALL=C.UTF-8
        export HFT_TUI_JAVA_OPTS="-XX:AOTCacheOutput=$cache -Xlog:aot*=off"
        unset HFT_PROFILE NO_COLOR HFT_ASCII
        if script --version 2>/dev/null | grep -q util-linux; then
            mkfifo "$keys"
            script -qfec "stty rows 40 cols 120; exec '$root/scripts/hft'" "$screen" <"$keys" >/dev/null 2>&1 &
            pid=$!
            exec 8>"$keys"
            shows "$screen" "$pid" spread || true
            # A moment for each: that a screen was drawn is not needed for the rest, its classes only start faster later.
            for key in 2 3 4 5 '?' '\033' 1 b; do printf "$key" >&8 && sleep 0.3; done
            shows "$screen" "$pid" 'in force' || true
            printf '\003' >&8
            exec 8>&-
            ended "$pid" || kill -KILL "$pid" 2>/dev/null
            wait "$pid" 2>/dev/null || true
        fi
        [ -f "$cache" ] || "$root/scripts/hft" book BTC-USD >"$work/book" 2>&1 </dev/null
    ) || true
    [ -f "$cache" ]
}

# Waits until the terminal has been sent a text, ten seconds at most.
shows() { # file process text
    local tries=50
    while [ "$tries" -gt 0 ] && kill -0 "$2" 2>/dev/null; do
        grep -aq "$3" "$1" 2>/dev/null && return 0
        tries=$((tries - 1))
        sleep 0.2
    done
    return 1
}

ended() { # process; writing the cache takes seconds
    local tries=300
    while [ $tries -gt 0 ]; do
        kill -0 "$1" 2>/dev/null || return 0
        tries=$((tries - 1))
        sleep 0.2
    done
    return 1
}
