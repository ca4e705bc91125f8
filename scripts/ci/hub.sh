# A hub in the background, as a person starts it, in a process group of its own.
hub_group=
hub_log=
hub_url=

# start_hub <log> <seconds> <command …>, with PORT set by hub_url: returns when /healthz answers 200.
start_hub() {
  local seconds=$2 began=$SECONDS
  hub_log=$1
  shift 2
  # Job control gives the background job its own process group.
  set -m
  (PORT=${hub_url##*:} && export PORT && "$@") >"$hub_log" 2>&1 </dev/null &
  hub_group=$!
  set +m
  until [ "$(status_of /healthz)" = 200 ]; do
    kill -0 "$hub_group" 2>/dev/null || { tail -n 40 "$hub_log"; fail 'the hub ended before /healthz answered'; }
    [ $((SECONDS - began)) -lt "$seconds" ] || { tail -n 40 "$hub_log"; fail "no 200 from /healthz within $seconds s"; }
    sleep 0.2
  done
  echo "/healthz answers 200 after $((SECONDS - began)) s"
  [ "$(status_of /)" = 200 ] || fail "GET / ended with $(status_of /)"
  echo 'GET / ends with 200'
}

# On a port of its own choice, made once and kept over restarts.
new_hub_address() { hub_url="http://127.0.0.1:$(free_port)"; }

status_of() {
  curl --noproxy '*' -sSL -o /dev/null -m 10 -w '%{http_code}' "$hub_url$1" 2>/dev/null || true
}

# Softly, as Ctrl-C does; the database must be gone with it.
stop_hub() {
  [ -n "$hub_group" ] || return 0
  kill -TERM -- "-$hub_group" 2>/dev/null || true
  wait_for_end "$hub_group" 30 || { kill -KILL -- "-$hub_group" 2>/dev/null || true; }
  hub_group=
}

# The hub's own process alone, as a crash would: npm and npx around it end by themselves, the database is orphaned.
kill_hub() {
  local hub
  hub=$(pgrep -n -g "$hub_group" -f '(main|hallpass)(\.mjs|\.ts)? serve') || fail 'the process of the hub was not found'
  kill -KILL "$hub"
  wait_for_end "$hub_group" 30 || fail 'what started the hub did not end with it'
  hub_group=
}

wait_for_end() {
  local began=$SECONDS
  while kill -0 -- "-$1" 2>/dev/null; do
    [ $((SECONDS - began)) -lt "$2" ] || return 1
    sleep 0.2
  done
}

# servers_on <data folder>: how many PostgreSQL servers run on it (their children are named otherwise).
servers_on() { pgrep -c -f "postgres.* -D ?$1" || true; }
