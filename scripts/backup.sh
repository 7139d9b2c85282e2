#!/usr/bin/env bash
# Writes a backup of the running platform: the database and the engine's data as one pair, of one moment.
#
#   scripts/backup.sh [DIRECTORY]            of the stack of docker compose; below DIRECTORY (default ./backups)
#   scripts/backup.sh --local [DIRECTORY]    of the data of make run (HFT_DATA_DIR, default ./data); it may run or not
#
# The backends stand still while the engine's files are copied (locally: everything), so that the pair is what a loss of power at that moment
# would leave, which the platform recovers from by itself. No order is refused for it; those under way wait. Prints where the backup is.
# scripts/restore.sh brings it back. See docs/operations/backup.md.
set -eu -o pipefail
umask 077

root=$(cd "$(dirname "$0")/.." && pwd -P)
kind=compose
target=./backups
for argument in "$@"; do
    case $argument in
        --local) kind=local ;;
        -*)
            sed -n '2,10s/^# \{0,1\}//p' "$0"
            exit 2
            ;;
        *) target=$argument ;;
    esac
done

say() { printf '%s\n' "$*" >&2; }
fail() { say "backup: $*"; exit 1; }

hashes() { if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# tar says 1 when a file grew or went while it was read: the engine's files may, in the order in which they are read here.
grown_is_fine() { "$@" || [ $? -eq 1 ]; }

frozen=
thaw() { :; }
end() {
    local status=$?
    trap - EXIT
    if [ -n "$frozen" ]; then thaw; fi
    exec 8>&- || true
    [ -z "${made:-}" ] || rm -rf "$made"
    exit $status
}
trap end EXIT
trap 'exit 1' INT TERM HUP

mkdir -p "$target"
target=$(cd "$target" && pwd -P)
name=hft-$(date -u +%Y%m%dT%H%M%SZ)
[ ! -e "$target/$name" ] || fail "$target/$name is there already; wait a second"
made=$(mktemp -d "$target/$name.XXXXXX")

# ---- of make run ------------------------------------------------------------------------------------------------------

# Stops what runs on the data where it stands, and prints the process numbers: backend, PostgreSQL with its children, engine.
freeze_local() {
    local part pid child
    for part in backend postgres engine; do
        if [ $part = postgres ]; then
            pid=$(head -n 1 "$data/postgres/data/postmaster.pid" 2>/dev/null) || continue
        else
            pid=$(cat "$data/run/$part.pid" 2>/dev/null) || continue
        fi
        case $pid in '' | *[!0-9]*) continue ;; esac
        case $(COLUMNS='' ps -ww -p "$pid" -o args= 2>/dev/null) in
            *"/$part-service/target/"* | *postgres*) ;;
            *) continue ;;
        esac
        kill -STOP "$pid" 2>/dev/null || continue
        printf '%s\n' "$pid"
        [ $part = postgres ] || continue
        # Stopped, it makes no more children.
        for child in $(ps -A -o pid= -o ppid= | awk -v parent="$pid" '$2 == parent { print $1 }'); do
            kill -STOP "$child" 2>/dev/null && printf '%s\n' "$child"
        done
    done
}

backup_local() {
    data=${HFT_DATA_DIR:-$root/data}
    [ -d "$data/engine" ] && [ -d "$data/postgres/data" ] || fail "no data of make run in $data (HFT_DATA_DIR)"
    thaw() {
        local pid reversed=
        for pid in $frozen; do reversed="$pid $reversed"; done
        for pid in $reversed; do kill -CONT "$pid" 2>/dev/null || true; done
        frozen=
    }
    local begin=$SECONDS
    # For the case that this is interrupted between two of them.
    frozen=$(head -qn 1 "$data/run/backend.pid" "$data/postgres/data/postmaster.pid" "$data/run/engine.pid" 2>/dev/null | grep -E '^[0-9]+$' | tr '\n' ' ') || true
    frozen=$(freeze_local | tr '\n' ' ')
    local parts=(engine postgres/data)
    if [ -d "$data/keys" ]; then parts+=(keys); fi
    tar -C "$data" -cf "$made/data.tar" "${parts[@]}"
    [ -z "$frozen" ] || { thaw; say "stood still for $((SECONDS - begin)) s"; }
    gzip -1 "$made/data.tar"
}

# ---- of the compose stack ---------------------------------------------------------------------------------------------

compose() { (cd "$root" && docker compose "$@"); }

backup_compose() {
    local running service backends='' snapshot tries=100 begin
    docker compose version >/dev/null 2>&1 || fail "docker compose is not here; for the data of make run: scripts/backup.sh --local"
    running=$(compose ps --services --status running)
    for service in hft-postgres hft-engine; do
        grep -qx $service <<<"$running" || fail "$service does not run; start the stack (make up)"
    done
    for service in $running; do
        case $service in hft-backend*) backends="$backends $service" ;; esac
    done
    thaw() {
        # shellcheck disable=SC2086
        compose unpause $frozen >/dev/null 2>&1 || true
        frozen=
    }
    # A session of the database, for what it sees at that moment.
    mkfifo "$made/session"
    compose exec -T hft-postgres sh -c 'exec psql -X -q -A -t -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB"' \
        <"$made/session" >"$made/session.out" 2>&1 &
    exec 8>"$made/session"
    printf 'select version();\n' >&8
    await_line 'PostgreSQL' $tries

    begin=$SECONDS
    frozen=$backends
    # shellcheck disable=SC2086
    [ -z "$backends" ] || compose pause $backends >/dev/null 2>&1 || fail "could not pause the backends"
    printf '%s\n' 'begin isolation level repeatable read;' "select 'snapshot ' || pg_export_snapshot();" \
        "select 'settled ' || shard || ' ' || sequence from settlement_cursors order by shard;" >&8
    await_line '^snapshot ' $tries
    # In the order that docs/operations/recovery.md asks for.
    grown_is_fine compose exec -T hft-engine bash -c \
        'cd /var/lib/hft && exec tar -cf - --ignore-failed-read engine/*/snapshots engine/*/events engine/*/journal 2>/dev/null' >"$made/engine.tar"
    [ -z "$frozen" ] || thaw
    say "orders stood still for $((SECONDS - begin)) s"

    snapshot=$(sed -n 's/^snapshot //p' "$made/session.out")
    compose exec -T hft-postgres sh -c 'exec pg_dump -Fc -U "$POSTGRES_USER" -d "$POSTGRES_DB" --no-owner --snapshot="$1"' sh "$snapshot" \
        >"$made/database.dump"
    printf 'commit;\n' >&8
    exec 8>&-
    sed -n 's/^settled /settled shard and event: /p' "$made/session.out" >"$made/cursors"
    compose exec -T hft-backend tar -C /var/lib/hft -cf - keys >"$made/keys.tar" 2>/dev/null || rm -f "$made/keys.tar"
    rm -f "$made/session" "$made/session.out"
    tar -tf "$made/engine.tar" | grep -q '\.journal$' || fail "the engine's journal could not be read"
    gzip -1 "$made/engine.tar"
}

await_line() { # pattern tries
    local tries=$2
    until grep -q "$1" "$made/session.out"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { cat "$made/session.out" >&2; fail "the database does not answer"; }
        sleep 0.1
    done
}

backup_$kind
{
    printf 'kind: %s\nmade: %s\n' $kind "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
    cat "$made/cursors" 2>/dev/null || true
} >"$made/ABOUT"
rm -f "$made/cursors"
(cd "$made" && hashes -- * >SHA256SUMS)
mv "$made" "$target/$name"
made=
say "it holds password hashes and the master key: keep it as safe as the platform"
printf '%s\n' "$target/$name"
