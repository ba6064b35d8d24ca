#!/usr/bin/env bash
# need.sh build|test: sees to what the program (build) or its tests (test) need from the machine.
#
# As root on Debian it installs the packages that are missing. Elsewhere it says in one line each what is missing, and fails.
# Go, Node and make are the reader's own choice of version and source, so they are only checked.
set -euo pipefail
cd "$(dirname "$0")"
. ./find.sh

what=${1:?usage: need.sh build|test}
packages=()
missing=()

# want PACKAGE "what it is": notes something missing, as a Debian package where we may install it.
want() {
	if [ -f /etc/debian_version ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		packages+=("$1")
	else
		missing+=("$2")
	fi
}

# at_least HAVE WANT: true when the dotted version HAVE is WANT or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

go_needed=$(sed -n 's/^go //p' ../go.mod)
go_found=$( (GOTOOLCHAIN=local go env GOVERSION 2>/dev/null || true) | sed 's/^go//')
if [ -z "$go_found" ]; then
	missing+=("Go $go_needed or newer (https://go.dev/dl)")
elif ! at_least "$go_found" "$go_needed"; then
	missing+=("Go $go_needed or newer; this is $go_found (https://go.dev/dl)")
fi
node_needed=20.19
node_found=$( (node --version 2>/dev/null || true) | sed 's/^v//')
if [ -z "$node_found" ]; then
	missing+=("Node.js $node_needed or newer (https://nodejs.org)")
elif ! at_least "$node_found" "$node_needed"; then
	missing+=("Node.js $node_needed or newer; this is $node_found (https://nodejs.org)")
fi
command -v npm >/dev/null || missing+=("npm, which comes with Node.js")
command -v g++ >/dev/null || want g++ "a C++ compiler called g++ (the analytical database is linked with it)"

if [ "$what" = test ]; then
	[ -n "$(postgres_bin)" ] || want postgresql "PostgreSQL's server programs: initdb, postgres, pg_ctl (or set POSTGRES_BIN to their folder)"
	[ -n "$(chromium_path)" ] || want chromium "Chromium or Chrome (or set CHROMIUM to its path)"
fi

if [ ${#missing[@]} -gt 0 ]; then
	for m in "${missing[@]}"; do echo "missing: $m" >&2; done
	exit 1
fi
[ ${#packages[@]} -gt 0 ] || exit 0

case " ${packages[*]} " in *" chromium "*) packages+=(fonts-liberation) ;; esac # without any font pages are blank
echo "installing ${packages[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
case " ${packages[*]} " in *" postgresql "*)
	# The tests start a server of their own; one that starts with the machine is nobody's wish.
	if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
		mkdir -p /etc/postgresql-common
		echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
	fi ;;
esac
if ! { apt-get update && apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold "${packages[@]}"; } </dev/null >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	echo "missing: ${packages[*]}, and apt-get could not install them (its last words are above)" >&2
	exit 1
fi
