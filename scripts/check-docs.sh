#!/usr/bin/env bash
# Every relative link of the documentation leads to a file that is there, and to a heading in it that is there. Prints those that do not.
set -eu

cd "$(dirname "$0")/.."
wrong=0
links=0

anchors() { # file; its headings as links name them
    # What stands in a code block is no heading.
    awk '/^```/ { code = !code } !code && /^#+ / { sub(/^#+ +/, ""); print tolower($0) }' "$1" |
        sed 's/\[\([^]]*\)\]([^)]*)/\1/g; s/[^a-z0-9 _-]//g; s/ /-/g'
}

while IFS= read -r file; do
    while IFS= read -r link; do
        case $link in '' | http://* | https://* | mailto:*) continue ;; esac
        links=$((links + 1))
        path=${link%%#*}
        target=$file
        [ -z "$path" ] || target=$(dirname "$file")/$path
        if [ ! -e "$target" ]; then
            echo "$file: $link is not there"
            wrong=$((wrong + 1))
        elif [ "$link" != "$path" ] && [ "${target%.md}" != "$target" ] && ! anchors "$target" | grep -qxF -- "${link#*#}"; then
            echo "$file: $path has no heading #${link#*#}"
            wrong=$((wrong + 1))
        fi
    done < <(awk '/^```/ { code = !code } !code' "$file" | sed 's/`[^`]*`//g' | grep -oE '\]\([^) ]+\)' | sed 's/^](//; s/)$//')
done < <(find . -name '*.md' -not -path '*/target/*' -not -path './data/*' -not -path './backups/*' | sort)
echo "$links links, $wrong wrong"
[ $wrong -eq 0 ]
