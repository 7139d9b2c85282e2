#!/usr/bin/env bash
# Tries the stack of docker compose: starts it, checks it from outside, stops and starts it with its data, kills each container, backs up and
# restores. Wants a container engine and some minutes; it has a project name and volumes of its own, which it removes.
#
#   scripts/test-stack.sh [--keep]       --keep leaves it running at the end
#
# COMPOSE_PROFILES=scale,observe tries these, too. Ports: TEST_STACK_PORT (9700) for REST; the others get those above it. Wants Linux and the
# right to kill the containers' processes: a container that is killed through its engine counts as stopped on purpose.
set -eu -o pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
port=${TEST_STACK_PORT:-9700}
url=http://127.0.0.1:$port
project=hft-test
export COMPOSE_PROJECT_NAME=$project COMPOSE_PROFILES=${COMPOSE_PROFILES:-}
export HFT_HTTP_PORT=$port HFT_ENGINE_PORT=$((port + 1)) HFT_POSTGRES_PORT=$((port + 2))
export HFT_SCALE_PORT=$((port + 3)) HFT_PROMETHEUS_PORT=$((port + 4)) HFT_GRAFANA_PORT=$((port + 5))
work=$(mktemp -d)

end() {
    local status=$? job
    trap - EXIT
    for job in $(jobs -p); do kill "$job" 2>/dev/null || true; done
    if [ $status -ne 0 ]; then
        docker compose ps -a || true
        docker compose logs --tail 40 || true
    fi
    [ "${keep:-no}" = yes ] || docker compose down -v --timeout 20 >/dev/null 2>&1 || true
    rm -rf "$work"
    exit $status
}
keep=no
case ${1:-} in
    --keep) keep=yes ;;
    ?*)
        sed -n '2,9s/^# \{0,1\}//p' "$0"
        exit 2
        ;;
esac

say() { printf '\n== %s (%s s)\n' "$*" $SECONDS; }
up() { docker compose up -d --wait --wait-timeout 300 >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; exit 1; }; }
bitcoins() { curl -fsS "$url/api/v1/trading/portfolio/1" | sed -n 's/.*"holdings":{"BTC":"\([^"]*\)".*/\1/p'; }
buy() { # key
    curl -fsS "$url/api/v1/trading/execute" -H 'Content-Type: application/json' -H "Idempotency-Key: $1" \
        -d '{"user_id":1,"symbol":"BTC","pay_with":"USD","quantity":"0.1"}' >/dev/null
}
expect() { # bitcoins
    [ "$(bitcoins)" = "$1" ] || { echo "the demo user has $(bitcoins) BTC, not $1" >&2; exit 1; }
}
# What somebody sees who looks at his account: an order that rests, and his money.
account() {
    curl -fsS "$url/api/v1/orders/by-client-id/test-stack"
    echo
    curl -fsS "$url/api/v1/balances"
}
health_of() { docker inspect -f '{{.State.Health.Status}}' "$1"; }
# Kills a container's process from outside, as the kernel does that runs out of memory, and waits until it is back by itself.
kill_container() { # id
    pid=$(docker inspect -f '{{.State.Pid}}' "$1")
    kill -KILL "$pid"
}
await_back() { # id, its process before, name
    local tries=600
    until [ "$(docker inspect -f '{{.State.Pid}}' "$1")" != "$2" ] && [ "$(health_of "$1")" = healthy ] &&
        [ "$(curl -s -o /dev/null -m 5 -w '%{http_code}' "$url/health")" = 200 ]; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { echo "$3 did not come back" >&2; exit 1; }
        sleep 0.2
    done
}
# Reads to the end, whatever comes first: who writes to grep -q may die of its end.
has() { grep -c -- "$1" >/dev/null; }
drifts() { curl -fsS "$url/api/v1/admin/reconciliation" | has '"status":"OK"' || { curl -sS "$url/api/v1/admin/reconciliation" >&2; exit 1; }; }

trap end EXIT
trap 'exit 1' INT TERM HUP

say "build"
[ -n "${HFT_SKIP_BUILD:-}" ] || docker compose build -q
say "up"
up
say "smoke"
scripts/smoke.sh "$url" >"$work/smoke.log" 2>&1 || { cat "$work/smoke.log" >&2; exit 1; }
tail -n 1 "$work/smoke.log"
buy one
expect 0.10000000

say "nobody is root, nothing but volumes and /tmp can be written, no capabilities, limits hold"
for service in $(docker compose ps --services); do
    for id in $(docker compose ps -q "$service"); do
        [ "$(docker exec "$id" id -u)" != 0 ] || { echo "$service runs as root" >&2; exit 1; }
        if docker exec "$id" touch /etc/touched 2>/dev/null; then echo "$service can write to /etc" >&2; exit 1; fi
        docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.CapDrop}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.SecurityOpt}}' "$id" |
            grep -qE '^[1-9][0-9]+ [1-9][0-9]+ \[ALL\] true \[no-new-privileges:true\]$' || { echo "$service has no limits" >&2; exit 1; }
        # What the kernel says of the process itself: not even a way to get one.
        if grep -E '^Cap(Prm|Eff|Bnd)' "/proc/$(docker inspect -f '{{.State.Pid}}' "$id")/status" | grep -vE '[[:space:]]0+$'; then
            echo "$service has capabilities" >&2
            exit 1
        fi
    done
done

say "down and up again, with all data"
curl -fsS -o /dev/null "$url/api/v1/orders" -H 'Content-Type: application/json' \
    -d '{"symbol":"BTC-USD","side":"BUY","type":"LIMIT","price":"40000","quantity":"0.1","client_order_id":"test-stack"}'
account >"$work/before"
docker compose down >/dev/null 2>&1
up
account >"$work/after"
diff "$work/before" "$work/after"

for service in hft-engine hft-postgres hft-backend; do
    say "kill $service"
    id=$(docker compose ps -q $service)
    kill_container "$id"
    await_back "$id" "$pid" $service
    say "$service is back"
    buy one
    account >"$work/after"
    diff "$work/before" "$work/after"
done

say "back up, trade on, restore"
backup=$(scripts/backup.sh "$work/backups")
buy two
expect 0.20000000
scripts/restore.sh "$backup" --yes >"$work/restore.log" 2>&1 || { cat "$work/restore.log" >&2; exit 1; }
expect 0.10000000
drifts
scripts/smoke.sh "$url" >"$work/smoke.log" 2>&1 || { cat "$work/smoke.log" >&2; exit 1; }
drifts

# ---- profile scale ----------------------------------------------------------------------------------------------------

# Buys through nginx until it is done, as a careful client does: again with the same key until there is an answer.
buy_until_done() { # key
    local tries=200
    until curl -fs -m 10 -o /dev/null "$balanced/api/v1/trading/execute" -H 'Content-Type: application/json' -H "Idempotency-Key: $1" \
        -d '{"user_id":1,"symbol":"BTC","pay_with":"USD","quantity":"0.0005"}'; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { echo "$1 was never answered" >&2; return 1; }
        sleep 0.1
    done
}

# What is counted is forgotten after a second, so somebody asks meanwhile.
await_redis() { # pattern, else
    local tries=30 asking
    (while sleep 0.1; do curl -s -m 5 -o /dev/null "$balanced/api/v1/balances" || true; done) &
    asking=$!
    until [ -n "$(docker compose exec -T hft-redis redis-cli --scan --pattern "$1")" ]; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { echo "$2" >&2; exit 1; }
    done
    kill $asking
    wait $asking 2>/dev/null || true
}

await_replica() {
    local tries=60
    until curl -fsS -o /dev/null "$balanced/api/v1/orders" &&
        docker compose exec -T hft-backend-more bash -c 'exec 3<>/dev/tcp/127.0.0.1/8001; printf "GET /actuator/prometheus HTTP/1.0\r\n\r\n" >&3; cat <&3' |
            has '^hft_reads_total{from="replica"} [1-9]'; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { echo "nothing is read from the replica" >&2; exit 1; }
        sleep 0.2
    done
}

if [[ ,$COMPOSE_PROFILES, = *,scale,* ]]; then
    balanced=http://127.0.0.1:$HFT_SCALE_PORT
    say "smoke through nginx"
    scripts/smoke.sh $balanced >"$work/smoke.log" 2>&1 || { cat "$work/smoke.log" >&2; exit 1; }
    curl -fsS -o /dev/null "$balanced/api/v1/time"
    # A WebSocket is opened, and then nothing is said for a second.
    { curl -s -i -N -m 1 "$balanced/ws/v1" -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
        -H "Sec-WebSocket-Key: $(head -c 16 /dev/zero | base64)" || true; } | head -c 12 | grep -q 'HTTP/1.1 101' || { echo "no WebSocket through nginx" >&2; exit 1; }
    await_redis 'hft:limit:*' "nothing is counted in Redis"
    for try in $(seq 4); do url=$balanced buy one; done
    await_redis 'hft:answer:*' "no answer is kept in Redis"
    await_replica
    for path in orders fills ledger positions portfolio/summary market/BTC-USD/trades 'market/BTC-USD/candles?interval=1m'; do
        for try in $(seq 10); do curl -fsS -o /dev/null "$balanced/api/v1/$path" || { echo "$path through nginx" >&2; exit 1; }; done
    done
    for service in hft-backend hft-backend-more hft-redis hft-replica hft-nginx; do
        say "kill $service while orders come through nginx"
        had=$(bitcoins)
        clients=
        for client in 1 2 3 4; do
            (for n in $(seq 50); do buy_until_done "$service-$client-$n" || exit 1; done) &
            clients="$clients $!"
        done
        sleep 0.5
        # Not head: what writes to it may die of its end.
        victim=$(docker compose ps -q $service | sed -n 1p)
        kill_container "$victim"
        for job in $clients; do wait "$job" || exit 1; done
        await_back "$victim" "$pid" $service
        [ "$(curl -s -o /dev/null -m 5 -w '%{http_code}' "$balanced/health")" = 200 ] || { echo "nothing through nginx" >&2; exit 1; }
        # 200 purchases of half a thousandth each, whoever was killed.
        expect "$(awk -v had="$had" 'BEGIN { printf "%.8f", had + 0.1 }')"
        drifts
    done
fi

# ---- profile observe --------------------------------------------------------------------------------------------------

if [[ ,$COMPOSE_PROFILES, = *,observe,* ]]; then
    say "every query of the dashboard is answered by series"
    tries=60
    while IFS= read -r query; do
        until curl -fsS -G "http://127.0.0.1:$HFT_PROMETHEUS_PORT/api/v1/query" --data-urlencode "query=$query" | has '"value":\['; do
            tries=$((tries - 1))
            [ $tries -gt 0 ] || { echo "nothing for $query" >&2; exit 1; }
            sleep 1
        done
    done < <(sed -n 's/^ *"expr": "\(.*\)",*$/\1/p' deploy/grafana/dashboards/hft.json | sed 's/\\"/"/g')
    for service in hft-prometheus hft-grafana; do
        say "kill $service"
        id=$(docker compose ps -q $service)
        kill_container "$id"
        await_back "$id" "$pid" $service
    done
    curl -fsS "http://127.0.0.1:$HFT_PROMETHEUS_PORT/api/v1/rules" | has '"name":"EngineDown"' || { echo "the rules are not loaded" >&2; exit 1; }
fi
if [[ ,$COMPOSE_PROFILES, = *,scale,* ]]; then
    say "a new database beside the old one's copy"
    docker compose down >/dev/null 2>&1
    docker volume rm "${project}_postgres-data" "${project}_engine-data" >/dev/null
    up
    docker compose logs hft-replica 2>/dev/null | has 'copying anew' || { echo "the replica is still that of the old database" >&2; exit 1; }
    await_replica
    expect ''
fi
say "all is well"
