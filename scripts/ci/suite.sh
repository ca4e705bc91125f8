# The suite, with its closing line kept for the sum at the end. What follows the names is given to vitest.
run_suite() {
  step "npm test on $1"
  local log="$work/$2.log" status=0 closing
  npm test -- "${@:3}" 2>&1 | tee "$log" || status=$?
  closing=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log" | tail -n 1 || true)
  [ -z "$closing" ] || closings+=("$closing")
  [ "$status" = 0 ] || fail "npm test on $1"
  [ -n "$closing" ] || fail "npm test on $1 ended without its closing line"
  [[ $closing != 0\ passed* ]] || fail "npm test on $1 ran no test"
}
