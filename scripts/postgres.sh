#!/usr/bin/env bash
# postgres.sh COMMAND…: runs a command with a PostgreSQL of its own, and leaves nothing behind, however it ends.
#
# The cluster lives in a temporary folder, listens on a free port of the loopback address alone, and forgets everything
# (fsync off). TEST_POSTGRES_URL is set to postgres://touchstone:…@127.0.0.1:PORT, without a path. The role touchstone is an
# ordinary one that may create databases: a superuser would bypass the row-level security that is under test, so nobody
# else can log in.
set -euo pipefail
. "$(dirname "$0")/find.sh"
[ $# -gt 0 ] || { echo "usage: postgres.sh COMMAND…" >&2; exit 2; }

bin=$(postgres_bin)
[ -n "$bin" ] || { echo "missing: PostgreSQL's server programs: initdb, postgres, pg_ctl (or set POSTGRES_BIN to their folder)" >&2; exit 1; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/touchstone-postgres.XXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
	owner=nobody
	if id postgres >/dev/null 2>&1; then owner=postgres; fi
	chown "$owner" "$folder"
	as=(setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups)
fi
server() { (cd "$folder" && "${as[@]}" env -i LC_ALL=C.UTF-8 PATH="$bin:$PATH" HOME="$folder" "$@"); }

# end_group asks a process group to end, and after ten seconds makes it.
end_group() {
	local tenth
	kill -TERM -- "-$1" 2>/dev/null
	for ((tenth = 0; tenth < 100; tenth++)); do
		kill -0 -- "-$1" 2>/dev/null || return
		sleep 0.1
	done
	kill -KILL -- "-$1" 2>/dev/null
}

command=
clean() {
	local rc=$?
	trap - EXIT
	trap '' INT TERM HUP # a second Ctrl-C must not leave the server running
	set +e               # whatever fails here, the rest is still to be done
	if [ -n "$command" ]; then end_group "$command"; fi
	if [ -f "$folder/data/postmaster.pid" ]; then server pg_ctl stop -D "$folder/data" -m immediate >/dev/null 2>&1; fi
	rm -rf "$folder"
	exit "$rc"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
server initdb -D "$folder/data" -U postgres --auth=reject --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 ||
	{ cat "$folder/log" >&2; exit 1; }
echo "CREATE ROLE touchstone LOGIN CREATEDB NOSUPERUSER PASSWORD '$password'" |
	server postgres --single -D "$folder/data" postgres >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
server tee "$folder/data/pg_hba.conf" >/dev/null <<<"host all touchstone 127.0.0.1/32 scram-sha-256"
server tee -a "$folder/data/postgresql.conf" >/dev/null <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
max_wal_size = 4GB
max_locks_per_transaction = 256
max_pred_locks_per_transaction = 256
timezone = 'UTC'
CONF

# Below the range that systems hand out by themselves; taken ports are tried past.
for try in 1 2 3 4 5 6 7 8 9 10; do
	port=$((20000 + RANDOM % 12000))
	if server pg_ctl start -D "$folder/data" -l "$folder/data/log" -o "-p $port" -w -t 60 >"$folder/log" 2>&1; then break; fi
	if [ "$try" = 10 ]; then
		cat "$folder/log" "$folder/data/log" >&2
		exit 1
	fi
done

export TEST_POSTGRES_URL="postgres://touchstone:$password@127.0.0.1:$port"
# In a process group of its own, so that clean can end all of it and not only its first process.
set -m
"$@" </dev/null &
command=$!
set +m
rc=0
wait "$command" || rc=$?
command=
exit "$rc"
