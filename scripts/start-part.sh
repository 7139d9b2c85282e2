#!/usr/bin/env bash
# Becomes one part of the platform, in the foreground: scripts/start-part.sh engine|backend [more JVM options]
# The only place that knows how a part's JVM is started: the launcher, the tests and the training of the start-up cache use it.
set -eu -o pipefail

part=$1
shift
root=$(cd "$(dirname "$0")/.." && pwd -P)
# shellcheck source=scripts/built-part.sh
. "$root/scripts/built-part.sh"

java_home=$("$root/scripts/find-jdk.sh")
jar=$(jar_of "$part") || { echo "the $part is not built; run make build" >&2; exit 1; }
more=${HFT_BACKEND_JAVA_OPTS:-}
[ "$part" = backend ] || more=${HFT_ENGINE_JAVA_OPTS:-}

options=("@$root/scripts/jvm/common.args" "@$root/scripts/jvm/$part.args")
if [ -f "$(cache_of "$part")" ] && [ "$(cat "$(cache_of "$part").key" 2>/dev/null)" = "$(cache_key "$part" "$java_home")" ]; then
    # A cache that the JVM cannot use it passes over; what it says about that is nobody's business.
    options+=("-XX:AOTCache=$(cache_of "$part")" "-Xlog:aot*=off" "-Xlog:cds*=off")
fi
# More options stand last, so that they win. The variable's are split at blanks on purpose.
# shellcheck disable=SC2086
exec "$java_home/bin/java" "${options[@]}" $more "$@" -jar "$(runnable_of "$part")"
