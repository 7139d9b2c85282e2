#!/usr/bin/env bash
# Builds what is needed and plays rounds of chaos: ROUNDS=n (10) SEED=s (random, printed). See docs/operations/chaos.md.
set -eu -o pipefail

scripts=$(cd "$(dirname "$0")" && pwd -P)
cd "$scripts/.."
JAVA_HOME=$("$scripts/find-jdk.sh")
export JAVA_HOME

if [ "${HFT_SKIP_BUILD:-no}" != yes ]; then
    "$scripts/maven.sh" -q -pl integration-tests -am -DskipTests package
fi
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED -Xmx768m -XX:+UseSerialGC \
    -cp "integration-tests/target/test-classes:$(cat integration-tests/target/test.classpath)" io.hft.it.chaos.ChaosMain
