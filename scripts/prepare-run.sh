#!/usr/bin/env bash
# Makes what is built quick to start.
#   scripts/prepare-run.sh           unpacks the backend's jar (two seconds, once per build)
#   scripts/prepare-run.sh --train   also runs the platform once, aside, and keeps the classes that the JVMs loaded and linked in a
#                                    cache (JEP 483, 514): the backend then starts several times faster; the terminal client has one too
# Does nothing that is done already.
set -eu -o pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
# shellcheck source=scripts/built-part.sh
. "$root/scripts/built-part.sh"
# shellcheck source=scripts/training.sh
. "$root/scripts/training.sh"

java_home=$("$root/scripts/find-jdk.sh")
jar_of engine >/dev/null && jar_of backend >/dev/null || { echo "nothing is built yet; run make build" >&2; exit 1; }

unpack() {
    local made
    made=$(unpacked_dir)
    rm -rf "$made"
    "$java_home/bin/java" -Djarmode=tools -jar "$(jar_of backend)" extract --destination "$made" --application-filename backend.jar >/dev/null
    jar_key backend >"$made/made-from"
}

is_trained() { # part
    [ -f "$(cache_of "$1")" ] && [ "$(cat "$(cache_of "$1").key" 2>/dev/null)" = "$(cache_key "$1" "$java_home")" ]
}

terminal_key() {
    cat "$(terminal_jar)" "$root/scripts/jvm/hft.args" "$java_home/release" | cksum
}

# Without a jar there is nothing to train. What could not be trained once is not tried again until something is new.
is_terminal_trained() {
    ! terminal_jar >/dev/null || [ "$(cat "$(terminal_cache).key" 2>/dev/null)" = "$(terminal_key)" ]
}

# ---- training -----------------------------------------------------------------------------------------------------

engine_pid=
backend_pid=
work=

end() {
    trap - EXIT
    for pid in $backend_pid $engine_pid; do kill -KILL "$pid" 2>/dev/null || true; done
    if [ -n "$work" ]; then
        for pid in $(head -qn 1 "$work"/data/postgres/data/postmaster.pid 2>/dev/null); do kill -INT "$pid" 2>/dev/null || true; done
        rm -rf "$work"
    fi
}

train() {
    local port
    work=$(mktemp -d "${TMPDIR:-/tmp}/hft-train.XXXXXX")
    trap end EXIT
    trap 'exit 1' INT TERM HUP
    for part in engine backend; do rm -f "$(cache_of $part)" "$(cache_of $part).key"; done
    unset LOG_LEVEL DATABASE_URL HFT_ENGINE_JAVA_OPTS HFT_BACKEND_JAVA_OPTS HFT_ENGINE_CONFIG HFT_SANDBOX HFT_MARKET
    export HFT_DATA_DIR=$work/data HFT_BIND=127.0.0.1 HFT_ENGINE_DURABILITY=none
    export HFT_HTTP_PORT=0 HFT_MANAGEMENT_PORT=0 HFT_ENGINE_MANAGEMENT_PORT=0 HFT_ENGINE_PORT=0 HFT_DB_PORT=0
    export GRPC_ENGINE_HOST=127.0.0.1 GRPC_ENGINE_PORT=0
    "$root/scripts/start-part.sh" engine "-XX:AOTCacheOutput=$(cache_of engine)" "-Xlog:aot*=off" >"$work/engine.log" 2>&1 </dev/null &
    engine_pid=$!
    GRPC_ENGINE_PORT=$(await_port "$work/engine.log" 'engine ready' $engine_pid) || return 1
    export GRPC_ENGINE_PORT
    "$root/scripts/start-part.sh" backend "-XX:AOTCacheOutput=$(cache_of backend)" "-Xlog:aot*=off" >"$work/backend.log" 2>&1 </dev/null &
    backend_pid=$!
    port=$(await_port "$work/backend.log" 'backend ready' $backend_pid) || return 1
    exercise "$port" || return 1
    is_terminal_trained || train_terminal "http://127.0.0.1:$port" \
        || echo "could not make the terminal's start-up cache; it starts without it, only slower" >&2
    # The caches are written at the end of the processes.
    kill -TERM $backend_pid
    wait $backend_pid || true
    kill -TERM $engine_pid
    wait $engine_pid || true
    for part in engine backend; do
        [ -f "$(cache_of $part)" ] || { tail -n 20 "$work/$part.log" >&2; return 1; }
        cache_key $part "$java_home" >"$(cache_of $part).key"
    done
    end
}

is_unpacked || unpack
if [ "${1:-}" = --train ] && ! { is_trained engine && is_trained backend && is_terminal_trained; }; then
    train || { echo "could not make the start-up cache; the platform starts without it, only slower" >&2; exit 0; }
fi
