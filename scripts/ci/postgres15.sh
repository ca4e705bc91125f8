# A throw-away cluster of Debian's PostgreSQL 15, for the suite and for the dump of the schema.
postgres15_bin=/usr/lib/postgresql/15/bin
postgres15_data=

start_postgres15() {
  wanted suite15 || wanted checks || return 0
  step 'Start PostgreSQL 15'
  make_ordinary_user
  local home="$work/postgres15" port password
  port=$(free_port)
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  own_home "$home"
  printf '%s' "$password" >"$home/password"
  own "$home"
  as_user "$home" "$postgres15_bin/initdb" -D "$home/data" -U hallpass -A scram-sha-256 --pwfile="$home/password" \
    -E UTF8 --locale=C.UTF-8 >"$work/initdb.log"
  postgres15_data="$home/data"
  on_exit stop_postgres15
  # Thrown away at the end: nothing of it must survive a loss of power.
  local settings="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home/tmp -c max_connections=200"
  as_user "$home" "$postgres15_bin/pg_ctl" -D "$home/data" -w -t 60 -l "$home/log" \
    -o "$settings -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >/dev/null
  export TEST_DATABASE_SERVER_URL="postgres://hallpass:$password@127.0.0.1:$port/postgres"
  export PATH="$postgres15_bin:$PATH"
  "$postgres15_bin/psql" "$TEST_DATABASE_SERVER_URL" -Atc 'show server_version'
}

stop_postgres15() {
  [ -n "$postgres15_data" ] || return 0
  as_user "$work/postgres15" "$postgres15_bin/pg_ctl" -D "$postgres15_data" -m fast -w stop >/dev/null
  postgres15_data=
  unset TEST_DATABASE_SERVER_URL
}
