#!/usr/bin/env bash
# Builds platform and benchmarks and becomes one of the benchmarks that load a whole platform: scripts/bench-platform.sh HEAP COMMAND [arguments].
# What bench-api.sh, bench-live.sh and load.sh share.
set -eu -o pipefail

heap=$1
shift
scripts=$(cd "$(dirname "$0")" && pwd -P)
cd "$scripts/.."
JAVA_HOME=$("$scripts/find-jdk.sh")
export JAVA_HOME

if [ "${HFT_SKIP_BUILD:-no}" != yes ]; then
    "$scripts/maven.sh" -q -pl benchmarks,engine-service,backend-service -am -DskipTests package
fi
"$scripts/prepare-run.sh"
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "-Xmx$heap" -XX:+UseSerialGC \
    -jar benchmarks/target/benchmarks.jar "$@"
