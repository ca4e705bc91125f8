# Steps with the time of day, a work folder that any account may enter, and the closing line as the last one printed.
started=$SECONDS
work=$(mktemp -d /tmp/hallpass-ci.XXXXXX)
chmod 0755 "$work"
current='start'
closings=()
at_exit=()

step() {
  current=$1
  printf '\n── %s (after %d s) %s\n' "$(date +%H:%M:%S)" "$((SECONDS - started))" "$1"
}

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  exit 1
}

# In reverse order, whatever happened: what a step started must not outlive the script.
on_exit() { at_exit=("$1" "${at_exit[@]}"); }

finish() {
  local status=$? command
  set +e
  trap - EXIT
  for command in "${at_exit[@]}"; do $command; done
  if [ "$status" = 0 ]; then rm -rf "$work"; else printf '\nFAILED in step "%s" (exit %d); what was written is kept in %s\n' "$current" "$status" "$work"; fi
  [ "${#closings[@]}" = 0 ] || sum_of_closings
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The plain closing line once more, over all suite runs.
sum_of_closings() {
  printf '%s\n' "${closings[@]}" | awk '{ p += $1; f += $3; s += $5 } END { printf "%d passed, %d failed, %d skipped\n", p, f, s }'
}

warn_of_uncommitted() {
  [ -z "$(git status --porcelain)" ] || printf 'Note: not committed, so the fresh clones are without it:\n%s\n' "$(git status --porcelain | head -n 20)"
}

# A free port below the range that outgoing connections take theirs from.
free_port() {
  local port
  while true; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}
