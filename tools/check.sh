#!/usr/bin/env bash
# The quick checks: form, lint, vet, and the rooms' table.
set -euo pipefail
cd "$(dirname "$0")/.."
unformed=$(git ls-files '*.go' | grep -vE '(_templ|/gen/[^/]*)\.go$' | xargs tools/run.sh gofumpt -l)
if [ -n "$unformed" ]; then
	printf 'check: not in gofumpt form (make fmt):\n%s\n' "$unformed" >&2
	exit 1
fi
tools/run.sh golangci-lint run
go vet ./...
go test ./internal/rooms
# How much of OWASP ASVS and of the laws a test holds.
go test -count=1 -v -run 'TestASVSIsShown|TestLawIsHeld' ./internal/rooms | grep -E 'requirements:|rows:'
