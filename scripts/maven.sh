#!/usr/bin/env bash
# Runs Maven on the JDK 25 (the format check needs it), or says what to install.
set -eu -o pipefail

scripts=$(cd "$(dirname "$0")" && pwd -P)
JAVA_HOME=$("$scripts/find-jdk.sh")
export JAVA_HOME

if ! command -v mvn >/dev/null 2>&1; then
    cat >&2 <<EOF
Maven (mvn, 3.8 or newer) is not on the PATH. Install it, for example
  Debian, Ubuntu   apt-get install maven
  macOS            brew install maven
  anywhere         sdk install maven   (https://sdkman.io)
EOF
    exit 1
fi

# Maven itself on a current JDK warns about its own libraries.
export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"

cd "$scripts/.."
exec mvn -B --no-transfer-progress "$@"
