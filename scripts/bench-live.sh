#!/usr/bin/env bash
# Builds platform and benchmarks, starts a platform in a temporary directory on free ports, and puts 1,000 readers of the live interface and 1,000
# logged-in users on it for a minute; says errors, times and the backend's memory, and fails when there was an error. Arguments go to the run:
# --readers, --rate, --seconds, --url; --help lists them.
exec "$(dirname "$0")/bench-platform.sh" 256m live "$@"
