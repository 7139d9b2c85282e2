# Where a part's build is. To be sourced, with `root` set to the project's directory.
# shellcheck shell=bash

# The jar as Maven left it.
jar_of() { # part
    local jar
    jar=$(find "$root/$1-service/target" -maxdepth 1 -name "hft-$1-service-*.jar" \
        ! -name '*-sources.jar' ! -name '*-javadoc.jar' ! -name '*-tests.jar' 2>/dev/null | sort | tail -n 1)
    [ -n "$jar" ] && printf '%s\n' "$jar"
}

# The backend's jar holds its libraries; a JVM starts faster, and can use a cache, when they lie beside it.
unpacked_dir() { printf '%s\n' "$root/backend-service/target/run"; }

jar_key() { cksum <"$(jar_of "$1")"; }

is_unpacked() { [ "$(cat "$(unpacked_dir)/made-from" 2>/dev/null)" = "$(jar_key backend)" ]; }

# What java -jar is to be given.
runnable_of() { # part
    if [ "$1" = backend ] && is_unpacked; then
        printf '%s\n' "$(unpacked_dir)/backend.jar"
    else
        jar_of "$1"
    fi
}

cache_of() { printf '%s\n' "$root/$1-service/target/$1.aot"; }

# A cache belongs to one jar, one JDK and one set of JVM options.
cache_key() { # part java_home
    cat "$(jar_of "$1")" "$root/scripts/jvm/common.args" "$root/scripts/jvm/$1.args" "$2/release" | cksum
}

terminal_jar() {
    local jar
    jar=$(find "$root/tui-client/target" -maxdepth 1 -name 'hft-tui-client-*.jar' \
        ! -name '*-sources.jar' ! -name '*-javadoc.jar' ! -name '*-tests.jar' 2>/dev/null | sort | tail -n 1)
    [ -n "$jar" ] && printf '%s\n' "$jar"
}

terminal_cache() { printf '%s\n' "$root/tui-client/target/hft.aot"; }
