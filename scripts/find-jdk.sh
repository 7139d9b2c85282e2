#!/usr/bin/env bash
# Prints the home of a JDK 25, or says what to install and exits with 1.
# Looks at JAVA_HOME, the java on the PATH and the places where Linux, macOS, SDKMAN, Homebrew and IDEs keep JDKs.
set -u

wanted=25

is_wanted() { # directory
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    if [ -r "$1/release" ]; then
        grep -Eq "^JAVA_VERSION=\"$wanted([.+-][^\"]*)?\"" "$1/release"
    else
        "$1/bin/java" -version 2>&1 | grep -Eq "version \"$wanted([.+\"-]|$)"
    fi
}

on_path() {
    command -v javac >/dev/null 2>&1 || return 0
    javac=$(command -v javac)
    while [ -L "$javac" ]; do
        target=$(readlink "$javac")
        case $target in
            /*) javac=$target ;;
            *) javac=$(dirname "$javac")/$target ;;
        esac
    done
    (cd "$(dirname "$javac")/.." 2>/dev/null && pwd -P)
}

for home in \
    "${JAVA_HOME:-}" \
    "$(on_path)" \
    /usr/lib/jvm/* \
    /usr/java/* \
    /opt/java/* /opt/jdk* /opt/*jdk*25* \
    "${HOME:-}"/.sdkman/candidates/java/* \
    "${HOME:-}"/.jdks/* \
    "${HOME:-}"/.m2/jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$home" ] && is_wanted "$home"; then
        printf '%s\n' "$home"
        exit 0
    fi
done

cat >&2 <<EOF
No JDK $wanted found. Install one, for example
  Debian, Ubuntu   apt-get install openjdk-$wanted-jdk, or Temurin $wanted from https://adoptium.net
  macOS            brew install openjdk@$wanted
  anywhere         sdk install java $wanted-tem   (https://sdkman.io)
or set JAVA_HOME to the one you have.
EOF
exit 1
