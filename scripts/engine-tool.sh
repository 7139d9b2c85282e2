#!/usr/bin/env bash
# Looks into the engine's data, changing nothing: scripts/engine-tool.sh inspect|verify|replay DIRECTORY [...]
# An engine may run on the directory. See docs/operations/tools.md.
set -eu -o pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
# shellcheck source=scripts/built-part.sh
. "$root/scripts/built-part.sh"

java_home=$("$root/scripts/find-jdk.sh")
jar=$(jar_of engine) || { echo "the engine is not built; run make build" >&2; exit 2; }

# More options, for a larger heap say, in HFT_ENGINE_TOOL_JAVA_OPTS; split at blanks on purpose.
# shellcheck disable=SC2086
LOG_LEVEL=${LOG_LEVEL:-ERROR} exec "$java_home/bin/java" "@$root/scripts/jvm/common.args" -XX:+UseSerialGC \
    ${HFT_ENGINE_TOOL_JAVA_OPTS:-} -jar "$jar" "$@"
