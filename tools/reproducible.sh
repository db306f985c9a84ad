#!/usr/bin/env bash
# Builds slovo from two copies of the tree in two places, the second with
# an empty build cache, and fails unless both binaries are the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
for place in here over/there; do
	mkdir -p "$work/$place"
	git ls-files -z | tar --null -T - -cf - | tar -xf - -C "$work/$place"
done
make -s -C "$work/here" build
GOCACHE=$work/cache make -s -C "$work/over/there" build
cmp "$work/here/bin/slovo" "$work/over/there/bin/slovo"
sha256sum "$work/here/bin/slovo" | cut -d ' ' -f 1
