#!/usr/bin/env bash
# Builds the benchmarks and runs all that measure the engine. Arguments go to the run: --quick, --seed, --parts; --help lists them.
set -eu -o pipefail

scripts=$(cd "$(dirname "$0")" && pwd -P)
cd "$scripts/.."
java=$("$scripts/find-jdk.sh")/bin/java

"$scripts/maven.sh" -q -pl benchmarks -am -DskipTests package
exec "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx128m \
    -jar benchmarks/target/benchmarks.jar engine "$@"
