# An ordinary user for everything that must not need root; started as an ordinary user, the script is that user itself.
ordinary=hallpass-ci

make_ordinary_user() {
  [ "$(id -u)" = 0 ] || return 0
  id "$ordinary" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$ordinary"
}

# as_user <home> <command …>: with a home, an npm cache and a temporary folder of its own and none of the hub's variables.
as_user() {
  local home=$1
  shift
  if [ "$(id -u)" = 0 ]; then
    own_environment "$home" setpriv --reuid="$ordinary" --regid="$ordinary" --clear-groups --no-new-privs "$@"
  else
    own_environment "$home" "$@"
  fi
}

own_environment() {
  local home=$1
  shift
  env -u DATABASE_URL -u DATA_DIR -u SECRET_KEY -u HOST -u PUBLIC_URL -u TRUST_PROXY -u OUTBOUND_ALLOW \
    -u TEST_DATABASE_SERVER_URL -u XDG_CACHE_HOME -u XDG_CONFIG_HOME \
    HOME="$home" TMPDIR="$home/tmp" npm_config_cache="$home/.npm" "$@"
}

# own_home <folder> [root]: an empty home, of the ordinary user unless root is asked for.
own_home() {
  mkdir -p "$1/tmp"
  if [ "${2:-}" != root ]; then own "$1"; fi
}

own() {
  [ "$(id -u)" != 0 ] || chown -R "$ordinary:" "$1"
}
