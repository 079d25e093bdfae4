#!/usr/bin/env bash
# What this product uses of the official image's entry: POSTGRES_USER, POSTGRES_PASSWORD(_FILE), POSTGRES_DB, root or not.
set -euo pipefail
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" && chown -R postgres:postgres "$PGDATA"
  exec gosu postgres "$0" "$@"
fi
# As the official one, whatever a volume came with.
mkdir -p "$PGDATA" && chmod 0700 "$PGDATA" || true
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  umask 077
  secret="$(mktemp)"
  if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then cat "$POSTGRES_PASSWORD_FILE" >"$secret"; else printf '%s' "$POSTGRES_PASSWORD" >"$secret"; fi
  initdb --username="${POSTGRES_USER:-postgres}" --pwfile="$secret" --auth-local=trust --auth-host=scram-sha-256 -E UTF8 --locale=C.UTF-8
  rm "$secret"
  printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
  printf "listen_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
  # As the official one: the database is made by a server that listens on its socket only.
  pg_ctl -w start -o "-c listen_addresses=''"
  createdb --username="${POSTGRES_USER:-postgres}" "${POSTGRES_DB:-postgres}" || [ "${POSTGRES_DB:-postgres}" = postgres ]
  pg_ctl -w stop -m fast
fi
exec "$@"
