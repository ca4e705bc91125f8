# What the suite needs from Debian: PostgreSQL 15, Chromium, curl.
install_missing() {
  step 'Packages of Debian'
  local missing=()
  [ -x "$postgres15_bin/postgres" ] || missing+=(postgresql)
  command -v chromium >/dev/null || missing+=(chromium)
  command -v curl >/dev/null || missing+=(curl)
  if [ "${#missing[@]}" = 0 ]; then echo 'Nothing is missing'; return; fi
  [ "$(id -u)" = 0 ] || fail "install as root first: apt-get install -y ${missing[*]}"
  echo "Installing ${missing[*]}"
  retried apt-get update -q >"$work/apt-update.log"
  retried env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >"$work/apt-install.log"
  [ -x "$postgres15_bin/postgres" ] || fail "PostgreSQL 15 is not at $postgres15_bin: is this Debian 12?"
}

retried() {
  local try
  for try in 1 2 3; do
    "$@" && return
    echo "Try $try of 3 failed: $*"
    sleep $((try * 5))
  done
  return 1
}
