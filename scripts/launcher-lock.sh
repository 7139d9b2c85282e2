# Who runs the platform with a data directory. To be sourced. The lock is a symbolic link whose target is the launcher's process number: making one
# is atomic everywhere, and it says whose it is.
# shellcheck shell=bash

# A number may have been given to another process since: a launcher is a bash that runs run-local.sh.
is_launcher() { # pid
    case $1 in '' | *[!0-9]*) return 1 ;; esac
    # An exported COLUMNS makes ps cut the command line.
    COLUMNS='' ps -ww -p "$1" -o args= 2>/dev/null | grep -Eq '^([^ ]*/)?bash (-[^ ]+ )*([^ ].*/)?run-local\.sh *$'
}

# Prints the launcher that holds the lock; fails when nobody does.
lock_holder() { # run directory
    local owner
    owner=$(readlink "$1/lock" 2>/dev/null) || return 1
    is_launcher "$owner" && printf '%s\n' "$owner"
}

# Takes the lock for this shell ($$). Fails when a living launcher has it, or when it cannot be taken.
take_launcher_lock() { # run directory
    local dead guard attempt
    for attempt in 1 2 3 4 5; do
        if ln -s "$$" "$1/lock" 2>/dev/null; then return 0; fi
        dead=$(readlink "$1/lock" 2>/dev/null) || continue
        # Our own number cannot be another's: where few processes run, they get the same numbers every time.
        if [ "$dead" != "$$" ] && is_launcher "$dead"; then return 1; fi
        # Left behind by a dead one. Of several that see this, the one that makes the guard may remove it, and only if it
        # is still the dead one's: another may have been here before.
        guard=$1/lock.after.$dead
        if mkdir "$guard" 2>/dev/null; then
            if [ "$(readlink "$1/lock" 2>/dev/null)" = "$dead" ]; then rm -f "$1/lock"; fi
            rmdir "$guard"
        else
            sleep 0.2
        fi
    done
    if [ -n "${guard:-}" ] && [ -d "$guard" ]; then echo "left behind by a launcher that was killed, remove it: $guard" >&2; fi
    return 1
}
