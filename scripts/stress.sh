#!/usr/bin/env bash
# Runs the stress tests of the engine's hand-overs; arguments go to jcstress. Built before by `make stress`.
set -euo pipefail
cd "$(dirname "$0")/../engine-stress/target"
java="$("../../scripts/find-jdk.sh")/bin/java"
flags="--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
if [ $# -eq 0 ]; then
    set -- -m quick -f 1 -iters 1 -time 300
fi
# shellcheck disable=SC2086
exec "$java" $flags -cp "classes:lib/*" org.openjdk.jcstress.Main -jvmArgsPrepend "$flags" -r jcstress "$@"
