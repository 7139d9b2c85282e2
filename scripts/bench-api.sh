#!/usr/bin/env bash
# Builds platform and benchmarks, starts a platform in a temporary directory on free ports, and loads its REST interface. Arguments go to the
# run: --clients, --seconds, --durability; --help lists them.
exec "$(dirname "$0")/bench-platform.sh" 128m api "$@"
