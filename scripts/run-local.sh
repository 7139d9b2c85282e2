#!/usr/bin/env bash
# Runs the whole platform in the foreground: builds what is missing or older than its sources, starts the engine and the
# backend (which brings its own PostgreSQL), says when both serve, starts a part again that dies, and stops everything on
# Ctrl-C, SIGTERM or SIGHUP: the backend first, then the engine. Settings: docs/operations/configuration.md.
set -u -o pipefail
# An exported one makes ps cut the command lines that are looked at below.
unset COLUMNS

root=$(cd "$(dirname "$0")/.." && pwd -P)
# shellcheck source=scripts/built-part.sh
. "$root/scripts/built-part.sh"
# shellcheck source=scripts/launcher-lock.sh
. "$root/scripts/launcher-lock.sh"

engine=0
backend=1
part_name=(engine backend)
part_pid=(0 0)
part_served=(no no)      # has it served since the platform was started
part_up=(no no)          # does it serve now
part_failures=(0 0)      # deaths in a row
part_started_at=(0 0)    # seconds of this shell
part_restart_at=(0 0)
part_log_offset=(0 0)    # size of its log when it was started
stopping=no
backend_started=no
exit_wanted=0
lock=
build_pid=0

# ---- what a person sees -------------------------------------------------------------------------------------------

exec 3>&1 4>&2
on_terminal=no
if [ -t 3 ]; then on_terminal=yes; fi

note() { [ -n "${run_log:-}" ] && printf '%s %s\n' "$(date '+%Y-%m-%dT%H:%M:%S')" "$*" >>"$run_log"; return 0; }
say() { printf '%s\n' "$*" >&3; note "$*"; } 2>/dev/null
complain() { printf '%s\n' "$*" >&4; note "$*"; } 2>/dev/null
fail() { complain "run-local: $*"; exit 1; }

# ---- settings -----------------------------------------------------------------------------------------------------

port_settings="HFT_HTTP_PORT HFT_ENGINE_PORT HFT_MANAGEMENT_PORT HFT_ENGINE_MANAGEMENT_PORT HFT_DB_PORT"

settings() {
    export HFT_HTTP_PORT=${HFT_HTTP_PORT:-8000}
    export HFT_ENGINE_PORT=${HFT_ENGINE_PORT:-${GRPC_ENGINE_PORT:-50051}}
    export GRPC_ENGINE_PORT=$HFT_ENGINE_PORT
    export HFT_MANAGEMENT_PORT=${HFT_MANAGEMENT_PORT:-8001}
    export HFT_ENGINE_MANAGEMENT_PORT=${HFT_ENGINE_MANAGEMENT_PORT:-9090}
    export HFT_DB_PORT=${HFT_DB_PORT:-5433}
    export HFT_BIND=${HFT_BIND:-127.0.0.1}
    export HFT_DATA_DIR=${HFT_DATA_DIR:-$root/data}
    # Nobody but the backend talks to the engine, and the engine asks nobody who he is: it stays on this machine.
    engine_bind=${HFT_ENGINE_BIND:-127.0.0.1}
    engine_host=$(reachable "$engine_bind")
    http_host=$(reachable "$HFT_BIND")
    export GRPC_ENGINE_HOST=$engine_host
    start_seconds=${HFT_START_TIMEOUT_SECONDS:-180}
    stop_seconds=${HFT_STOP_TIMEOUT_SECONDS:-20}

    for setting in $port_settings; do
        is_port "${!setting}" || fail "$setting is '${!setting}'; it must be a port from 0 to 65535 (0: any free one)"
    done
    for setting in HFT_HTTP_PORT HFT_ENGINE_PORT; do
        [ "${!setting}" != 0 ] || fail "$setting is 0; it must be a port from 1 to 65535, others have to know it"
    done
}

is_port() { case $1 in '' | *[!0-9]* | ??????*) return 1 ;; esac; [ "$1" -le 65535 ]; }

reachable() { case $1 in 0.0.0.0 | '*') echo 127.0.0.1 ;; '::') echo ::1 ;; *) echo "$1" ;; esac; }

in_url() { case $1 in *:*) echo "[$1]" ;; *) echo "$1" ;; esac; }

# ---- what must be free --------------------------------------------------------------------------------------------

is_taken() { # host port
    (exec 5<>"/dev/tcp/$1/$2") 2>/dev/null
}

check_ports() {
    local host setting taken=no
    for setting in $port_settings; do
        [ "${!setting}" != 0 ] || continue
        host=$http_host
        case $setting in
            HFT_ENGINE_PORT | HFT_ENGINE_MANAGEMENT_PORT) host=$engine_host ;;
            HFT_DB_PORT)
                host=127.0.0.1
                [ -z "${DATABASE_URL:-}" ] || continue
                # A database that outlived a killed backend: the backend takes it over.
                [ -z "$(postgres_pids)" ] || continue
                ;;
        esac
        if is_taken "$host" "${!setting}"; then
            complain "run-local: port ${!setting} on $host is already in use ($setting)"
            taken=yes
        fi
    done
    if [ $taken = yes ]; then
        fail "is the platform already running? Stop it, or choose other ports: HFT_HTTP_PORT=8100 HFT_ENGINE_PORT=50151 ... make run"
    fi
}

take_lock() {
    local owner
    if take_launcher_lock "$run_dir" 2>&4; then
        lock=$run_dir/lock
        return 0
    fi
    if owner=$(lock_holder "$run_dir"); then
        check_ports
        fail "process $owner already runs the platform with the data directory $HFT_DATA_DIR; stop it, or set HFT_DATA_DIR and other ports"
    fi
    fail "cannot lock the data directory $HFT_DATA_DIR"
}

# ---- build --------------------------------------------------------------------------------------------------------

is_current() { # part
    local jar reference stamp newer
    jar=$(jar_of "${part_name[$1]}") || return 1
    # Spring Boot gives its jar the date of the sources' release; the one it was made from tells when.
    if [ -f "$jar.original" ]; then jar=$jar.original; fi
    # A build that changed nothing leaves the jar as it is; the stamp remembers that it ran.
    stamp=$root/${part_name[$1]}-service/target/run-local.stamp
    reference=$jar
    if [ -f "$stamp" ] && [ "$stamp" -nt "$jar" ]; then reference=$stamp; fi
    newer=$(find "$root/pom.xml" "$root/proto" "$root/${part_name[$1]}-service" \
        \( -name target -o -path '*/src/test' \) -prune -o -type f -newer "$reference" -print 2>/dev/null | head -n 1)
    [ -z "$newer" ]
}

build() {
    local part begin
    if is_current $engine && is_current $backend; then return 0; fi
    if [ "${HFT_SKIP_BUILD:-no}" = yes ]; then
        if jar_of engine >/dev/null && jar_of backend >/dev/null; then return 0; fi
        fail "HFT_SKIP_BUILD=yes, but there is nothing built; run make build"
    fi
    say "building engine and backend ($HFT_DATA_DIR/logs/build.log) ..."
    begin=$SECONDS
    "$root/scripts/maven.sh" -q -pl engine-service,backend-service -am -Dmaven.test.skip=true -Dspotless.check.skip=true package \
        >"$HFT_DATA_DIR/logs/build.log" 2>&1 </dev/null 3>&- 4>&- 9>&- &
    build_pid=$!
    wait_for_job $build_pid
    if [ $? -ne 0 ]; then
        build_pid=0
        tail -n 40 "$HFT_DATA_DIR/logs/build.log" >&4
        fail "the build failed"
    fi
    build_pid=0
    for part in $engine $backend; do touch "$root/${part_name[$part]}-service/target/run-local.stamp"; done
    say "built in $((SECONDS - begin)) s"
}

# ---- parts --------------------------------------------------------------------------------------------------------

# Like wait, but comes back to it when a signal without an end of ours has interrupted it.
wait_for_job() { # pid; its exit status
    local status
    while :; do
        wait "$1"
        status=$?
        if [ $status -le 128 ] || ! kill -0 "$1" 2>/dev/null; then return $status; fi
    done
}

start() { # part
    local name=${part_name[$1]} log bind=$HFT_BIND
    if [ "$1" = $engine ]; then bind=$engine_bind; fi
    log=$HFT_DATA_DIR/logs/$name.log
    part_log_offset[$1]=$(wc -c 2>/dev/null <"$log" | tr -d ' ')
    [ -n "${part_log_offset[$1]}" ] || part_log_offset[$1]=0
    HFT_BIND=$bind "$root/scripts/start-part.sh" "$name" >>"$log" 2>&1 </dev/null 3>&- 4>&- 9>&- &
    part_pid[$1]=$!
    printf '%s\n' "${part_pid[$1]}" >"$run_dir/$name.pid"
    part_up[$1]=no
    part_started_at[$1]=$SECONDS
    if [ "$1" = $backend ]; then backend_started=yes; fi
    note "$name started, process ${part_pid[$1]}"
}

is_alive() { [ "${part_pid[$1]}" != 0 ] && kill -0 "${part_pid[$1]}" 2>/dev/null; }

http_status() { # host port path; prints the status code, or nothing
    local line=
    {
        exec 5<>"/dev/tcp/$1/$2" || return 0
        printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$3" >&5
        read -r -t 10 line <&5
        exec 5>&-
    } 2>/dev/null
    set -- $line
    printf '%s' "${2:-}"
}

serves() { # part
    if [ "$1" = $engine ]; then
        # The engine prints this line when it has recovered and its gRPC health says SERVING.
        tail -c "+$((part_log_offset[$1] + 1))" "$HFT_DATA_DIR/logs/engine.log" 2>/dev/null | grep -q 'engine ready on '
    else
        case $(http_status "$http_host" "$HFT_HTTP_PORT" /health) in
            200) return 0 ;;
            # Degraded: it serves, but a part of the platform is away.
            503) [ "${part_served[$1]}" = yes ] ;;
            *) return 1 ;;
        esac
    fi
}

# A part is dead: end the run when a restart cannot help, else start it again, each time a little later.
bury() { # part
    local name=${part_name[$1]} status delay
    wait_for_job "${part_pid[$1]}"
    status=$?
    part_pid[$1]=0
    rm -f "$run_dir/$name.pid"
    if [ "${part_served[$1]}" = no ] || { [ "${part_up[$1]}" = no ] && [ $status -eq 2 ]; }; then
        complain "--- the last lines of $HFT_DATA_DIR/logs/$name.log"
        tail -c "+$((part_log_offset[$1] + 1))" "$HFT_DATA_DIR/logs/$name.log" | tail -n 25 >&4
        complain "---"
        fail "the $name did not start (exit status $status)"
    fi
    if [ "${part_up[$1]}" = yes ] && [ $((SECONDS - part_started_at[$1])) -ge 60 ]; then part_failures[$1]=0; fi
    delay=$((1 << (part_failures[$1] < 5 ? part_failures[$1] : 5)))
    [ $delay -le 30 ] || delay=30
    part_failures[$1]=$((part_failures[$1] + 1))
    part_up[$1]=no
    part_restart_at[$1]=$((SECONDS + delay))
    say "$name died (exit status $status), starting it again in $delay s; see $HFT_DATA_DIR/logs/$name.log"
}

look_after() { # part
    if [ "${part_pid[$1]}" = 0 ]; then
        if [ $SECONDS -ge "${part_restart_at[$1]}" ]; then start "$1"; fi
    elif ! is_alive "$1"; then
        bury "$1"
    elif [ "${part_up[$1]}" = no ] && serves "$1"; then
        part_up[$1]=yes
        if [ "${part_served[$1]}" = yes ]; then say "${part_name[$1]} is up again"; fi
        part_served[$1]=yes
    fi
}

# ---- stop ---------------------------------------------------------------------------------------------------------

# A process that has ended but that nobody has asked for its status yet counts as gone.
is_running() { # pid
    kill -0 "$1" 2>/dev/null || return 1
    case $(ps -p "$1" -o state= 2>/dev/null) in '' | Z*) return 1 ;; esac
}

end_process() { # pid seconds
    local ticks=$(($2 * 10))
    kill -TERM "$1" 2>/dev/null || return 0
    while is_running "$1"; do
        if [ $ticks -le 0 ]; then
            kill -KILL "$1" 2>/dev/null
            return 1
        fi
        ticks=$((ticks - 1))
        sleep 0.1
    done
}

stop() { # part
    local pid=${part_pid[$1]}
    [ "$pid" != 0 ] || return 0
    if ! end_process "$pid" "$stop_seconds"; then
        complain "the ${part_name[$1]} did not stop within $stop_seconds s and was killed"
    fi
    wait "$pid"
    part_pid[$1]=0
    rm -f "$run_dir/${part_name[$1]}.pid"
}

postgres_pids() {
    local file pid
    find "$HFT_DATA_DIR/postgres" -maxdepth 3 -name postmaster.pid 2>/dev/null | while read -r file; do
        pid=$(head -n 1 "$file" 2>/dev/null)
        case $pid in '' | *[!0-9]*) continue ;; esac
        if ps -p "$pid" -o command= 2>/dev/null | grep -q postgres; then printf '%s\n' "$pid"; fi
    done
}

# The database is the backend's child in spirit only: it outlives a backend that was killed.
stop_postgres() {
    local pid ticks
    for pid in $(postgres_pids); do
        kill -INT "$pid" 2>/dev/null || continue
        ticks=$((stop_seconds * 10))
        while is_running "$pid" && [ $ticks -gt 0 ]; do
            ticks=$((ticks - 1))
            sleep 0.1
        done
        if is_running "$pid"; then kill -QUIT "$pid" 2>/dev/null; fi
    done
}

stop_all() {
    [ $build_pid = 0 ] || end_process $build_pid 5
    stop $backend
    # A database that this run's backend has not started is somebody else's.
    [ $backend_started = no ] || stop_postgres
    stop $engine
}

on_signal() {
    # One stop is enough: make and the terminal may both have told us.
    trap '' INT TERM HUP
    stopping=yes
    say "stopping ..."
    exit 0
}

on_exit() {
    local status=$?
    trap '' INT TERM HUP
    trap - EXIT
    if [ -n "$lock" ]; then
        stop_all
        rm -f "$lock"
        [ $stopping = no ] || say "stopped"
    fi
    exit $status
}

# Ends the parts when this shell itself was killed and could not. Its input ends with this shell.
guard() {
    local name pid
    trap '' INT TERM HUP
    read -r _
    for name in backend engine; do
        pid=$(cat "$run_dir/$name.pid" 2>/dev/null) || continue
        if ps -p "$pid" -o command= 2>/dev/null | grep -q "$name-service/target/"; then end_process "$pid" "$stop_seconds"; fi
        rm -f "$run_dir/$name.pid"
        if [ $name = backend ] && [ -L "$run_dir/lock" ]; then stop_postgres; fi
    done
}

# ---- the run ------------------------------------------------------------------------------------------------------

keep_log_small() {
    if [ -f "$1" ] && [ "$(wc -c <"$1")" -gt 10000000 ]; then mv -f "$1" "$1.1"; fi
}

settings
mkdir -p "$HFT_DATA_DIR/logs" "$HFT_DATA_DIR/run" || fail "cannot write the data directory $HFT_DATA_DIR (HFT_DATA_DIR)"
HFT_DATA_DIR=$(cd "$HFT_DATA_DIR" && pwd -P)
run_dir=$HFT_DATA_DIR/run
for name in run engine backend; do keep_log_small "$HFT_DATA_DIR/logs/$name.log"; done
run_log=$HFT_DATA_DIR/logs/run.log
# What the shell itself says about its jobs goes to the log.
exec 2>>"$run_log"

JAVA_HOME=$("$root/scripts/find-jdk.sh" 2>&4) || exit 1
export JAVA_HOME

trap on_exit EXIT
trap on_signal INT TERM HUP
trap '' PIPE
take_lock
check_ports
# Background jobs in process groups of their own: Ctrl-C reaches this shell, which stops them in order.
set -m
exec 9> >(guard)
build
"$root/scripts/prepare-run.sh" 9>&- || fail "cannot unpack the backend's jar"
start $engine
start $backend
say "starting (logs: $HFT_DATA_DIR/logs) ..."

ready=no
ready_until=$((SECONDS + start_seconds))
while :; do
    look_after $engine
    look_after $backend
    if [ $ready = no ]; then
        if [ "${part_up[$engine]}" = yes ] && [ "${part_up[$backend]}" = yes ]; then
            ready=yes
            say "HFT platform ready — http://$(in_url "$http_host"):$HFT_HTTP_PORT/docs"
        elif [ $SECONDS -ge $ready_until ]; then
            fail "not ready after $start_seconds s; see $HFT_DATA_DIR/logs (HFT_START_TIMEOUT_SECONDS)"
        fi
    fi
    # A terminal that was closed without a word to us.
    if [ $on_terminal = yes ] && [ ! -t 3 ]; then on_signal; fi
    sleep 0.5 &
    wait $!
done
