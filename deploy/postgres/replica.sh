#!/bin/bash
# Becomes a streaming copy of the database on hft-postgres; on the first start it is copied from there, and again when that is another database now.
set -eu

if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then POSTGRES_PASSWORD=$(<"$POSTGRES_PASSWORD_FILE"); fi
export PGPASSWORD=$POSTGRES_PASSWORD
if [ -f "$PGDATA/copied" ]; then
    mine=$(LC_ALL=C pg_controldata | sed -n 's/^Database system identifier: *//p')
    theirs=$(psql -X -A -t -h hft-postgres -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c 'select system_identifier from pg_control_system()') || theirs=$mine
    if [ "$mine" != "$theirs" ]; then
        echo "this is a copy of another database; copying anew"
        rm "$PGDATA/copied"
    fi
fi
if [ ! -f "$PGDATA/copied" ]; then
    rm -rf "${PGDATA:?}"
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    pg_basebackup -h hft-postgres -U "$POSTGRES_USER" -D "$PGDATA" --write-recovery-conf --wal-method=stream --checkpoint=fast
    touch "$PGDATA/copied"
fi
unset PGPASSWORD POSTGRES_PASSWORD
exec postgres "$@"
