# The README's one command in a fresh clone with an empty npm cache: as an ordinary user, and as root.
check_fresh_clones() {
  make_ordinary_user
  on_exit stop_hub
  fresh_clone "$work/clone-user" user
  [ "$(id -u)" != 0 ] || fresh_clone "$work/clone-root" root
}

# npm start, /healthz, /, and a second start on the same data, which is quick.
fresh_clone() {
  local home=$1 who=$2
  step "npm start in a fresh clone, as $who"
  own_home "$home" "$who"
  git clone -q . "$home/hallpass"
  [ "$who" = root ] || own "$home"
  new_hub_address
  start_hub "$work/clone-$who-1.log" 240 started "$home" "$who"
  stop_hub
  start_hub "$work/clone-$who-2.log" 30 started "$home" "$who"
  stop_hub
  [ "$(servers_on "$home/hallpass/data")" = 0 ] || fail 'a PostgreSQL server outlived its hub'
  rm -rf "$home"
}

started() {
  local home=$1 who=$2
  cd "$home/hallpass"
  if [ "$who" = root ]; then own_environment "$home" npm start; else as_user "$home" npm start; fi
}
