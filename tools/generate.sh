#!/usr/bin/env bash
# Makes again everything that is generated and committed: the queries' Go
# (sqlc), the pages' Go (templ), the API's document and the manual's pages of
# commands and addresses, the style sheet, fonts and icons (npm).
set -euo pipefail
cd "$(dirname "$0")/.."
tools/run.sh sqlc generate -f internal/store/sqlc.yaml
tools/run.sh templ generate -path internal/web
go generate ./internal/api ./internal/cli ./internal/web
if ! command -v npm >/dev/null; then
	echo "generate: npm is missing, so the style sheet was not made again" >&2
	[ "${CI:-}" != true ] || exit 1
	exit 0
fi
cd internal/web/assets
# Not npm ci: it refuses a lock file that lacks the packages for other
# systems. This takes the locked versions and hashes all the same.
npm install --no-save --no-audit --no-fund --silent
npm run build --silent
