#!/usr/bin/env bash
# Builds platform and benchmarks, starts a platform in a temporary directory on free ports, and puts 1,000 readers of the live interface and 1,000
# logged-in users on it for a minute; says errors, times and the backend's memory, and fails when there was an error. Arguments go to the run:
# --readers, --rate, --seconds, --url; --help lists them.
set -eu -o pipefail

scripts=$(cd "$(dirname "$0")" && pwd -P)
cd "$scripts/.."
JAVA_HOME=$("$scripts/find-jdk.sh")
export JAVA_HOME

if [ "${HFT_SKIP_BUILD:-no}" != yes ]; then
    "$scripts/maven.sh" -q -pl benchmarks,engine-service,backend-service -am -DskipTests package
fi
"$scripts/prepare-run.sh"
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx256m -XX:+UseSerialGC \
    -jar benchmarks/target/benchmarks.jar live "$@"
