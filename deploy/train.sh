#!/usr/bin/env bash
# Runs engine and backend once while the images are built, and keeps the classes that they load in a cache each (JEP 483, 514).
#   train.sh DIRECTORY     writes engine.aot and backend.aot there
# What is missing to train fails the build: an image without its cache would start several times slower.
set -eu -o pipefail

out=$1
work=$(mktemp -d)
. /opt/training/training.sh
export HFT_DATA_DIR=$work/data HFT_BIND=127.0.0.1 HFT_ENGINE_DURABILITY=none HFT_SANDBOX=true
export HFT_HTTP_PORT=0 HFT_MANAGEMENT_PORT=0 HFT_ENGINE_MANAGEMENT_PORT=0 HFT_ENGINE_PORT=0 GRPC_ENGINE_HOST=127.0.0.1 GRPC_ENGINE_PORT=0
# Above 32 GB of heap objects have another shape; the machine of the build may have that much.
training="-Xmx400m -Xlog:aot*=off"

trap 'echo "training failed at line $LINENO" >&2; tail -n 40 "$work"/*.log >&2' ERR
set -E
mkdir "$work/data"
mkfifo "$work/until"
java -Xmx64m -cp '/opt/training:/opt/training/lib/*:/opt/hft/backend/backend.jar' TrainingDatabase "$work" <"$work/until" >"$work/database.log" 2>&1 &
database=$!
exec 7>"$work/until"
port=$(await_port "$work/database.log" 'training database' $database)
export DATABASE_URL=postgresql://trading_user@127.0.0.1:$port/trading_db DATABASE_PASSWORD=trading_password

HFT_ENGINE_JAVA_OPTS="$training -XX:AOTCacheOutput=$out/engine.aot" /opt/hft/bin/start engine >"$work/engine.log" 2>&1 7>&- &
engine=$!
GRPC_ENGINE_PORT=$(await_port "$work/engine.log" 'engine ready' $engine)
export GRPC_ENGINE_PORT
HFT_BACKEND_JAVA_OPTS="$training -XX:AOTCacheOutput=$out/backend.aot" /opt/hft/bin/start backend >"$work/backend.log" 2>&1 7>&- &
backend=$!
port=$(await_port "$work/backend.log" 'backend ready' $backend)
exercise "$port"

# The caches are written at the end of the processes.
kill -TERM $backend
wait $backend || true
kill -TERM $engine
wait $engine || true
exec 7>&-
wait $database || true
for part in engine backend; do
    [ -s "$out/$part.aot" ] || { echo "no cache for the $part" >&2; false; }
done
rm -rf "$work"
