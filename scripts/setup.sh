#!/usr/bin/env bash
# Says what is missing on this machine, and fetches all libraries, so that what follows needs no network.
set -u

root=$(cd "$(dirname "$0")/.." && pwd -P)
missing=no
if home=$("$root/scripts/find-jdk.sh"); then echo "JDK 25         $home"; else missing=yes; fi
for tool in mvn curl; do
    if command -v $tool >/dev/null 2>&1; then printf '%-14s %s\n' $tool "$(command -v $tool)"; else echo "$tool is not on the PATH" >&2; missing=yes; fi
done
if docker compose version >/dev/null 2>&1; then
    printf '%-14s %s\n' 'docker compose' "$(docker compose version --short)"
else
    echo "docker compose is not here: make run does without, make up needs it"
fi
[ $missing = no ] || exit 1
echo "fetching libraries ..."
"$root/scripts/maven.sh" -q -DskipTests -Dspotless.check.skip=true test-compile && echo "ready: make run, make test"
