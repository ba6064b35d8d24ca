#!/usr/bin/env bash
# test.sh [long]: everything `make test` (or `make test-long`) checks, and one line at the end that counts it.
#
# A step that fails doesn't keep the others from running; a step that can't run, or counts no test, has failed.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/find.sh

long=${1:-}
tally=$(mktemp)
said=$(mktemp)
tool=$(mktemp -d)
export NO_COLOR=1
trap 'rm -rf "$tally" "$said" "$tool"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

finish() {
	awk -v seconds="$SECONDS" '{ passed += $1; failed += $2 }
		END { printf "%d passed, %d failed (%d min %02d s)\n", passed, failed, seconds / 60, seconds % 60; exit failed > 0 || passed == 0 }' "$tally"
	exit
}

# check NAME COMMAND…: a step that passes or fails as a whole.
check() {
	local name=$1
	shift
	echo "== $name"
	if "$@" </dev/null; then echo "1 0" >>"$tally"; else
		echo "FAILED: $name"
		echo "0 1" >>"$tally"
		return 1
	fi
}

# go_tests ARGUMENTS…: go test, its outcomes counted one by one.
go_tests() {
	go test -json -timeout "$timeout" "$@" 2>&1 </dev/null | "$tool/gotest" "$tally"
	local rc=("${PIPESTATUS[@]}")
	# gotest has counted what it saw; this is for a go command that fails and says nothing of it.
	if [ "${rc[0]}" != 0 ] && [ "${rc[1]}" = 0 ]; then echo "0 1" >>"$tally"; fi
}

# node_tests NAME COMMAND…: counts what vitest ("Tests  3 passed") or node --test ("# pass 3") report at the end.
node_tests() {
	local name=$1 rc=0
	shift
	echo "== $name"
	"$@" </dev/null 2>&1 | tee "$said" || rc=1
	awk -v rc="$rc" -v name="$name" '
		/^ *Tests +[0-9]/ { for (i = 2; i < NF; i++) count[$(i + 1)] += $i }
		/^(#|ℹ) (pass|fail|cancelled|skipped|todo) [0-9]+$/ { count[$2] += $3 }
		END {
			passed = count["passed"] + count["pass"]
			failed = count["failed"] + count["fail"] + count["cancelled"] + count["skipped"] + count["todo"]
			if (passed + failed == 0) { print "FAILED: " name ": no test was counted" > "/dev/stderr"; failed = 1 }
			else if (rc && !failed) { print "FAILED: " name > "/dev/stderr"; failed = 1 }
			print passed, failed
		}' "$said" >>"$tally"
}

# database_packages prints the packages whose tests open a database through dbtest.
database_packages() {
	go list -test -f '{{.ImportPath}} {{join .Deps " "}}' "$@" ./... |
		awk '$1 ~ /\.test$/ && / [^ ]*\/internal\/db\/dbtest( |$)/ { sub(/\.test$/, "", $1); print $1 }'
}

check "what this machine needs" scripts/need.sh test || finish
check "build" make --no-print-directory build || finish
check "build of the test counter" go build -buildvcs=false -o "$tool/gotest" ./scripts/gotest || finish

flags=()
timeout=10m
if [ -n "$long" ]; then
	flags=(-tags long -race)
	timeout=6h
fi

check "go vet" go vet -tags long ./...
unset TEST_POSTGRES_URL
echo "== Go tests, on SQLite"
go_tests "${flags[@]}" ./...

mapfile -t packages < <(database_packages "${flags[@]}")
echo "== Go tests again, on PostgreSQL (${#packages[@]} packages that open a database)"
if [ ${#packages[@]} = 0 ]; then
	echo "FAILED: no package opens a database through dbtest"
	echo "0 1" >>"$tally"
else
	export tally tool timeout
	export -f go_tests
	scripts/postgres.sh bash -c 'go_tests "$@"' go_tests "${flags[@]}" "${packages[@]}" || {
		echo "FAILED: the tests on PostgreSQL could not be run"
		echo "0 1" >>"$tally"
	}
fi

node_tests "interface: lint, types, words, tests" npm --prefix ui run check
if check "packages of the browser journey" make --no-print-directory e2e/node_modules/.installed; then
	CHROMIUM=$(chromium_path) TOUCHSTONE=$PWD/bin/touchstone node_tests "journey in a browser" npm --prefix e2e test
fi
finish
