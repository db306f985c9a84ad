#!/usr/bin/env bash
# Builds one of the tools that tools/go.mod names and runs it from where it
# was called: tools/run.sh sqlc generate -f internal/store/sqlc.yaml
# Without cgo, so that sqlc takes its parser as WebAssembly: a minute to
# build instead of five, and no C compiler.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$here/../.cache/tools
name=$1
shift
package=$(sed -n "s|^\t\(.*/$name\)\$|\1|p" "$here/go.mod")
if [ -z "$package" ]; then
	echo "tools: $name is not in tools/go.mod" >&2
	exit 2
fi
CGO_ENABLED=0 GOFLAGS= go build -C "$here" -trimpath -o "$bin/" "$package"
exec "$bin/$name" "$@"
