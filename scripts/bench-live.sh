#!/usr/bin/env bash
# Puts 1,000 readers of the live interface and 1,000 logged-in users on a running platform (make run) for a minute; says errors, times and the
# backend's heap, and fails when there was an error. Arguments go to the run; --help lists them.
set -eu -o pipefail

scripts=$(cd "$(dirname "$0")" && pwd -P)
cd "$scripts/.."
java=$("$scripts/find-jdk.sh")/bin/java

[ -n "${HFT_SKIP_BUILD:-}" ] || "$scripts/maven.sh" -q -pl benchmarks -am -DskipTests package
exec "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx512m \
    -jar benchmarks/target/benchmarks.jar live "$@"
