#!/usr/bin/env bash
# Brings a backup of scripts/backup.sh back, in place of the data that is there: everything since the backup is lost.
#
#   scripts/restore.sh BACKUP [--yes]    BACKUP is the directory that backup.sh printed; --yes replaces data without asking
#
# A backup of the compose stack goes into the compose stack, which is started again; one of make run goes into HFT_DATA_DIR (default ./data),
# and make run must not run. See docs/operations/backup.md.
set -eu -o pipefail
umask 077

root=$(cd "$(dirname "$0")/.." && pwd -P)
# shellcheck source=scripts/launcher-lock.sh
. "$root/scripts/launcher-lock.sh"

backup=
yes=no
for argument in "$@"; do
    case $argument in
        --yes) yes=yes ;;
        -*) backup= && break ;;
        *) backup=$argument ;;
    esac
done
if [ -z "$backup" ]; then
    sed -n '2,8s/^# \{0,1\}//p' "$0"
    exit 2
fi

say() { printf '%s\n' "$*" >&2; }
fail() { say "restore: $*"; exit 1; }

[ -f "$backup/ABOUT" ] && [ -f "$backup/SHA256SUMS" ] || fail "$backup is no backup: ABOUT or SHA256SUMS is missing"
backup=$(cd "$backup" && pwd -P)
if command -v sha256sum >/dev/null 2>&1; then check=(sha256sum -c --quiet); else check=(shasum -a 256 -c --quiet); fi
(cd "$backup" && "${check[@]}" SHA256SUMS >&2) || fail "the backup is damaged; nothing was changed"

confirm() { # what
    [ $yes = no ] || return 0
    [ -t 0 ] || fail "$1 would be replaced; say --yes"
    local answer
    read -r -p "$1 will be replaced by the backup of $(sed -n 's/^made: //p' "$backup/ABOUT"). Go on? [y/N] " answer
    case $answer in y | Y | yes) ;; *) fail "nothing was changed" ;; esac
}

restore_local() {
    local data=${HFT_DATA_DIR:-$root/data} owner pid part
    if owner=$(lock_holder "$data/run"); then fail "process $owner runs the platform with $data; stop it first"; fi
    for part in engine postgres/data; do
        if [ -e "$data/$part" ]; then confirm "the data in $data"; break; fi
    done
    pid=$(head -n 1 "$data/postgres/data/postmaster.pid" 2>/dev/null) || pid=
    if [ -n "$pid" ] && ps -p "$pid" -o args= 2>/dev/null | grep -q postgres; then fail "a PostgreSQL (process $pid) still runs on $data; stop it first"; fi
    mkdir -p "$data/restoring" "$data/postgres"
    tar -C "$data/restoring" -xzf "$backup/data.tar.gz"
    # Of processes that were running when it was made.
    rm -f "$data/restoring/postgres/data/postmaster.pid"
    for part in engine postgres/data keys; do
        [ -e "$data/restoring/$part" ] || continue
        rm -rf "${data:?}/$part"
        mv "$data/restoring/$part" "$data/$part"
    done
    rm -rf "$data/restoring"
    say "restored into $data; start it with make run"
}

compose() { (cd "$root" && docker compose "$@"); }

restore_compose() {
    local services service stopped=''
    docker compose version >/dev/null 2>&1 || fail "docker compose is not here"
    services=$(compose ps -a --services)
    if compose run --rm -T --no-deps --entrypoint bash hft-engine -c 'test -e /var/lib/hft/engine' </dev/null >/dev/null 2>&1; then
        confirm "the data of the stack"
    fi
    # Redis forgets all when it stops: it may know answers to requests that the backup has never seen.
    for service in $services; do
        case $service in hft-backend* | hft-engine | hft-replica | hft-nginx | hft-redis) stopped="$stopped $service" ;; esac
    done
    # shellcheck disable=SC2086
    [ -z "$stopped" ] || compose stop $stopped >&2
    compose up -d --wait hft-postgres >&2
    say "database ..."
    compose exec -T hft-postgres sh -c '
        psql -X -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres \
            -c "drop database if exists \"$POSTGRES_DB\" with (force)" -c "create database \"$POSTGRES_DB\"" &&
        exec pg_restore -U "$POSTGRES_USER" -d "$POSTGRES_DB" --no-owner --exit-on-error' <"$backup/database.dump"
    say "engine ..."
    gzip -dc "$backup/engine.tar.gz" | compose run --rm -T --no-deps --entrypoint bash hft-engine -c \
        'rm -rf /var/lib/hft/engine && tar -C /var/lib/hft -xf -' >&2
    if [ -f "$backup/keys.tar" ]; then
        compose run --rm -T --no-deps --entrypoint bash hft-backend -c \
            'rm -rf /var/lib/hft/keys && tar -C /var/lib/hft -xf -' <"$backup/keys.tar" >&2
    fi
    say "starting ..."
    # shellcheck disable=SC2086
    compose up -d --wait ${stopped:-hft-backend} >&2
    say "restored; GET /api/v1/admin/reconciliation compares engine and database in full"
}

case $(sed -n 's/^kind: //p' "$backup/ABOUT") in
    local) restore_local ;;
    compose) restore_compose ;;
    *) fail "$backup/ABOUT names no kind that is known" ;;
esac
