#!/usr/bin/env bash
# Fails unless what is generated and committed is what would be generated now.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/generate.sh
stale=$(git status --porcelain -- internal/store/gen internal/web internal/api internal/manual)
if [ -n "$stale" ]; then
	git --no-pager diff --stat -- internal/store/gen internal/web internal/api internal/manual
	printf 'generated: not as committed (make generate):\n%s\n' "$stale" >&2
	exit 1
fi
