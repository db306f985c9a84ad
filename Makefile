# make demo and make test are all that a first visit needs; both run on a
# fresh Debian machine with Go, git and make.

.DEFAULT_GOAL := build
.PHONY: demo test build generate lint fmt check race reproducible screenshots torture

# Runs a believable shop in a temporary folder; ARGS="--keep DIR" keeps it.
demo: build
	bin/slovo demo $(ARGS)

# Installs what the tests need (Debian, as root) and runs them all.
test:
	tools/test.sh

# One static program, the same bytes from whatever folder it is built in.
build:
	CGO_ENABLED=0 GOFLAGS= go build -trimpath -buildvcs=false -ldflags='-s -w' -o bin/slovo ./cmd/slovo

# Makes again what is generated and committed: SQL, pages, style sheet.
generate:
	tools/generate.sh

fmt:
	git ls-files '*.go' | grep -vE '(_templ|/gen/[^/]*)\.go$$' | xargs tools/run.sh gofumpt -w

lint:
	tools/run.sh golangci-lint run

# The checks that take seconds once the tools are built.
check:
	tools/check.sh

# Needs a C compiler.
race:
	go test -race ./...

reproducible:
	tools/reproducible.sh

# Every page in both languages, light and dark, 360, 768 and 1440 wide, into
# screenshots/, with screenshots/index.html to look through. Needs Chromium.
screenshots: build
	go run ./internal/web/shots

# Faults at length: 1,000 kills, 500 power cuts, failing writes and fsyncs.
# Needs root, strace and loop devices; what cannot run says so.
torture: build
	SLOVO_TORTURE=1 go test -count=1 -timeout 12h -v ./internal/torture
