# Touchstone. `make run` and `make test` need nothing done before them.
.DEFAULT_GOAL := build
.PHONY: run build ui test test-long bench lint openapi clean FORCE

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
LINTER_VERSION := v2.11.4
LINTER := bin/tools/golangci-lint-$(LINTER_VERSION)

# run installs what is missing, builds, and serves the folder ./data; the server prints its address when it is ready.
run:
	@scripts/need.sh build
	@$(MAKE) --no-print-directory build
	bin/touchstone serve --data ./data --listen 127.0.0.1:8080

# build makes bin/touchstone, with the interface inside.
build: bin/touchstone

bin/touchstone: ui/dist/index.html FORCE
	go build -trimpath -buildvcs=false -ldflags '-X main.version=$(VERSION)' -o $@ ./cmd/touchstone

ui: ui/dist/index.html

ui/dist/index.html: ui/node_modules/.installed $(shell find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f ! -name '*.go' -print 2>/dev/null)
	npm --prefix ui run build

# Node's packages, anew whenever the lock file is newer than what it installed. Not by `npm ci`, which refuses a lock file that
# lacks the packages of other platforms; this takes the locked versions too, checks their hashes, and leaves the lock as it is.
%/node_modules/.installed: %/package-lock.json
	npm --prefix $* install --no-save --no-audit --no-fund
	@mkdir -p $(@D) && touch $@

# test checks everything: Go on SQLite, what touches the database again on PostgreSQL, the interface, a journey in a browser.
test:
	@scripts/test.sh

# test-long adds simulations, the race detector and whatever else takes hours.
test-long:
	@scripts/test.sh long

# bench prints one table, each speed beside its limit.
bench: build e2e/node_modules/.installed
	@scripts/need.sh test
	. scripts/find.sh; CHROMIUM=$$(chromium_path) go run -buildvcs=false ./bench

lint: $(LINTER) ui/node_modules/.installed
	go vet -tags long ./...
	$(LINTER) run ./...
	npm --prefix ui run check:lint

$(LINTER):
	GOBIN=$(CURDIR)/bin/tools go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINTER_VERSION)
	mv bin/tools/golangci-lint $@

# openapi writes the description of the API from the code, and the interface's types from the description. A failure leaves
# the old one in place.
openapi: ui/node_modules/.installed
	@mkdir -p api
	go run -buildvcs=false ./cmd/touchstone openapi > api/openapi.yaml.new || { rm -f api/openapi.yaml.new; exit 1; }
	mv api/openapi.yaml.new api/openapi.yaml
	npm --prefix ui run types

clean:
	rm -rf bin ui/dist
