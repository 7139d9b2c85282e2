# Commands that are shown, run and checked, one after another. To be sourced by scripts that walk through the platform, with `url` set to where it
# is and `readme_url` to where the commands say it is. `list=yes` only prints them; `hint` is said after a surprise.
# shellcheck shell=bash

number=0
steps=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

# One command. Its answer must have one of the status codes and hold each of the given texts; it stays in `answer`.
step() { # what, command, status codes separated by |, texts...
    local what=$1 command=$2 statuses=$3 status text
    shift 3
    if [ "${list:-no}" = yes ]; then
        printf '%s\n\n' "$command"
        return
    fi
    number=$((number + 1))
    command=${command//"$readme_url"/$url}
    printf '\n%s. %s\n$ %s\n' "$number" "$what" "$command"
    answer=$(eval "$command -w '\n%{http_code}' --max-time 30") || surprise "the command failed"
    status=${answer##*$'\n'}
    answer=${answer%$'\n'*}
    if [ ${#answer} -gt 2000 ]; then printf '%.300s ...\n' "$answer"; else printf '%s\n' "$answer"; fi
    printf '(%s)\n' "$status"
    case "|$statuses|" in
        *"|$status|"*) ;;
        *) surprise "expected status $statuses, got $status" ;;
    esac
    for text in "$@"; do
        case $answer in
            *"$text"*) ;;
            *) surprise "expected to find $text" ;;
        esac
    done
}

# A command that keeps something in a variable for the ones after it.
keep() { # what, variable, command
    if [ "${list:-no}" = yes ]; then
        printf '%s\n\n' "$3"
        return
    fi
    number=$((number + 1))
    local command=${3//"$readme_url"/$url}
    printf '\n%s. %s\n$ %s\n' "$number" "$1" "$command"
    eval "$command" || surprise "the command failed"
    [ -n "${!2:-}" ] || surprise "$2 is empty"
    printf '%s=%s...\n' "$2" "$(printf '%.24s' "${!2}")"
}

# A command of the terminal client, from the project's directory; its output must hold each of the given texts. Left out where there is no JDK for it.
terminal() { # what, command, texts...
    local what=$1 command=$2 text
    shift 2
    if [ "${list:-no}" = yes ]; then
        printf '%s\n\n' "$command"
        return
    fi
    number=$((number + 1))
    printf '\n%s. %s\n$ %s\n' "$number" "$what" "$command"
    if ! "$steps/find-jdk.sh" >/dev/null 2>&1; then
        printf '(left out: no JDK 25 here)\n'
        return
    fi
    answer=$(cd "$steps/.." && HFT_URL=$url && export HFT_URL && eval "$command") || surprise "the command failed"
    printf '%s\n' "$answer"
    for text in "$@"; do
        case $answer in
            *"$text"*) ;;
            *) surprise "expected to find $text" ;;
        esac
    done
}

surprise() {
    printf '\nSURPRISE in step %s: %s\n' "$number" "$*" >&2
    [ -z "${hint:-}" ] || printf '%s\n' "$hint" >&2
    exit 1
}
