#!/usr/bin/env bash
# Makes a database for tests on a PostgreSQL that is there, with this version's tables, and prints its DATABASE_URL. May be repeated.
#
#   scripts/setup_test_db.sh [URL] [--fresh]
#
#   URL       postgresql://user:password@host:port/database; default TEST_DATABASE_URL, else that of docker-compose.yml:
#             postgresql://trading_user:trading_password@127.0.0.1:5432/trading_test_db. The user must be allowed to create databases.
#   --fresh   drop it first; only a database whose name ends with test or test_db
#
# Needs a built backend (make build). The backend then runs on it: DATABASE_URL=… HFT_SANDBOX=true scripts/start-part.sh backend
set -eu -o pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
url=${TEST_DATABASE_URL:-postgresql://trading_user:trading_password@127.0.0.1:5432/trading_test_db}
how=--create
for argument in "$@"; do
    case $argument in
        --fresh) how=--fresh ;;
        -*)
            sed -n '2,10s/^# \{0,1\}//p' "$0"
            exit 2
            ;;
        *) url=$argument ;;
    esac
done

# shellcheck source=scripts/built-part.sh
. "$root/scripts/built-part.sh"
jar=$(runnable_of backend) || { echo "the backend is not built; run make build" >&2; exit 1; }
[ -n "$jar" ] || { echo "the backend is not built; run make build" >&2; exit 1; }
java_home=$("$root/scripts/find-jdk.sh")
DATABASE_URL=$url "$java_home/bin/java" "@$root/scripts/jvm/common.args" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$jar" migrate $how >&2
printf 'DATABASE_URL=%s\n' "$url"
