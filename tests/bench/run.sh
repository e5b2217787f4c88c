#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD [NAME…] [--kills N]: runs the benchmarks of a release build, all of them or those named (evidence for
# bench_evidence; sim for the simulator, which kills N sessions).
set -u
build=$1
shift
kills=1000
names=''
while [ $# -gt 0 ]; do
  case "$1" in
    --kills) kills=${2:?--kills needs a number}; shift 2 ;;
    *) names="$names $1"; shift ;;
  esac
done
# shellcheck disable=SC2086
set -- $names
failed=0
found=0
for program in "$build"/tests/bench/bench_* "$build"/bin/bench_*; do
  [ -x "$program" ] || continue
  name=$(basename "$program")
  if [ $# -gt 0 ]; then
    case " $* " in *" ${name#bench_} "*) ;; *) continue ;; esac
  fi
  found=1
  printf '\n== %s\n' "${name#bench_}"
  "$program" || { echo "$name: missed a goal or failed" >&2; failed=1; }
done
# The simulator counts as one: sessions of several people killed at random moments, and nothing lost.
case " $* " in
  "  " | *" sim "*)
    found=1
    printf '\n== sim\n'
    "$build"/tests/sim_test_sim --kills "$kills" || { echo "sim: failed" >&2; failed=1; } ;;
esac
[ "$found" = 1 ] || { echo "run.sh: no benchmark of that name" >&2; exit 2; }
exit $failed
