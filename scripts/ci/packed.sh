# The product as people get it: packed, installed in an empty folder by an ordinary user, doing its main job.
check_packed_product() {
  make_ordinary_user
  local home="$work/packed" district="$work/district"
  pack_and_install "$home"
  check_installed_dictionary "$home"
  step 'A district of 300 students, 2 % of its rows broken'
  node_modules/.bin/node bench/district/main.ts --students 300 --seed 5 --broken 0.02 --out "$district" --json >"$work/expected.json"
  chmod -R a+rX "$district"
  new_hub_address
  on_exit stop_hub

  step 'The installed hub on an empty data folder'
  start_hub "$work/packed-1.log" 60 installed "$home" serve
  import_district "$home" "$district" "$work/import-1.json"
  node scripts/ci/import-result.mjs first "$work/expected.json" "$work/import-1.json"

  step 'SIGKILL, start again, import the same files again'
  kill_hub
  start_hub "$work/packed-2.log" 60 installed "$home" serve
  import_district "$home" "$district" "$work/import-2.json"
  node scripts/ci/import-result.mjs again "$work/import-1.json" "$work/import-2.json"
  stop_hub
  [ "$(servers_on "$home/app/data")" = 0 ] || fail 'a PostgreSQL server outlived its hub'
}

pack_and_install() {
  local home=$1 tarball
  step 'npm pack'
  own_home "$home"
  mkdir -p "$home/app"
  npm pack --pack-destination "$home" >"$work/pack.log" 2>&1 || { tail -n 40 "$work/pack.log"; fail 'npm pack'; }
  tarball=$(echo "$home"/hallpass-*.tgz)
  tar -tzf "$tarball" >"$work/packed-files"
  grep -q '^package/dist/console/index.html$' "$work/packed-files" || fail 'the tarball has no console'
  if grep -E '^package/(src|tests|bench|sandbox|data)/' "$work/packed-files"; then fail 'the tarball has files that are not the product'; fi
  ls -l "$tarball"
  own "$home"
  step 'npm install of the tarball as an ordinary user with an empty npm cache'
  (cd "$home/app" && printf '{ "private": true }\n' | as_user "$home" tee package.json >/dev/null && as_user "$home" npm install --no-audit --no-fund --loglevel=error "$tarball")
}

# The dictionary works without a hub: on the command line, and imported by another program.
check_installed_dictionary() {
  local home=$1 told
  step 'hallpass explain, and import from hallpass/dictionary'
  told=$(installed "$home" explain --system skyward --json 'Section [12345] does not have sis_section_id')
  grep -q '"entry":"skyward.section_without_sis_id"' <<<"$told" || fail "hallpass explain answered: $told"
  cp scripts/ci/dictionary-user.mjs "$home/app/"
  own "$home"
  (cd "$home/app" && as_user "$home" npx --no-install -c 'node dictionary-user.mjs') || fail 'hallpass/dictionary cannot be used'
}

# installed <home> <arguments …>: the installed command line in its folder.
installed() {
  local home=$1
  shift
  cd "$home/app" && as_user "$home" npx --no-install hallpass "$@"
}

# A district with refused rows ends with exit status 1: done, with refused records.
import_district() {
  local status=0
  (installed "$1" import "$2" --json) >"$3" 2>"$3.log" || status=$?
  [ "$status" = 1 ] || { head -c 2000 "$3"; cat "$3.log"; fail "hallpass import ended with exit status $status, not 1"; }
}
