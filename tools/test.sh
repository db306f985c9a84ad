#!/usr/bin/env bash
# Runs the tests. What they need beside Go is installed on Debian as root;
# elsewhere it is named, the rest runs, and what was left out is said last.
# With CI=true nothing may be left out.
set -euo pipefail
cd "$(dirname "$0")/.."

has_postgresql() { command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'; }
has_systemd() { command -v systemd-analyze; }
has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_strace() { command -v strace; }

missing() {
	for need in postgresql chromium systemd strace; do
		"has_$need" >/dev/null 2>&1 || echo "$need"
	done
}

install() {
	echo "test: installing $*"
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

mapfile -t lacks < <(missing)
if [ "${#lacks[@]}" -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	install "${lacks[@]}" || echo "test: the installation failed" >&2
	mapfile -t lacks < <(missing)
fi
if [ "${#lacks[@]}" -gt 0 ]; then
	echo "test: missing: ${lacks[*]}; on Debian: sudo apt-get install ${lacks[*]}" >&2
	if [ "${CI:-}" = true ]; then
		echo "test: in CI nothing may be left out" >&2
		exit 1
	fi
fi

status=0
go test ./... || status=$?
if [ "${#lacks[@]}" -gt 0 ]; then
	echo
	echo "Left out, because it is not installed: the tests on ${lacks[*]}."
fi
exit "$status"
