# shellcheck shell=bash
# Where the programs are that the tests need. Sourced by the other scripts.

# postgres_bin prints the folder of PostgreSQL's server programs, or nothing.
postgres_bin() {
	local folder
	for folder in "${POSTGRES_BIN:-}" "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")" \
		$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) /usr/pgsql-*/bin /opt/homebrew/bin /usr/local/bin; do
		if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ -x "$folder/pg_ctl" ]; then
			echo "$folder"
			return
		fi
	done
}

# chromium_path prints the path of a Chromium or Chrome, or nothing.
chromium_path() {
	local name
	for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable; do
		if command -v "$name" 2>/dev/null; then return; fi
	done
}
