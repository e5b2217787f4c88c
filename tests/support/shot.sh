#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shot.sh BUILD_DIR VIEW… [--lang en|zh] [--dark|--contrast] [--size WxH] [--scale N] [--out FOLDER]: PNGs of named views of a
#   practice office, in build/shots.
# shot.sh BUILD_DIR --all [--out FOLDER]: every view × language × colours, and at 150 and 200 % in light ones, with an index page.
# shot.sh BUILD_DIR --compare BEFORE [--out AFTER]: which pictures differ from those of an earlier run; 1 if any does.
set -eu
build=$1; shift
here=$(dirname "$0")
out=$(pwd)/build/shots
keep=''; all=''; before=''
export LSAN_OPTIONS="suppressions=$here/lsan.supp:print_suppressions=0"
export TOUCHSTONE_SCREEN=${TOUCHSTONE_SCREEN:-3840x2160x24}
while [ $# -gt 0 ]; do
  case $1 in
    --scale) export QT_SCALE_FACTOR=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    --compare) before=$2; shift 2 ;;
    --all) all=yes; shift ;;
    *) keep="$keep $1"; shift ;;
  esac
done
# The office is made anew, because the practice office may have changed. One run at a time: its folder is the same for all.
exec 9>/tmp/touchstone-shot.lock; flock 9
rm -rf /tmp/touchstone-shot
result=0
if [ -n "$before" ]; then
  QT_QPA_PLATFORM=offscreen "$build/bin/shot" --compare "$before" "$out"
elif [ -n "$all" ]; then
  mkdir -p "$out"; rm -f "$out"/*.png; rm -rf "$out/changed"
  for scale in 1 1.5 2; do
    QT_SCALE_FACTOR=$scale "$here/with_display.sh" "$build/bin/shot" "$out" --matrix || result=1
  done
  QT_QPA_PLATFORM=offscreen "$build/bin/shot" "$out" --index || result=1
  echo "$out/index.html"
else
  # shellcheck disable=SC2086 # names of views and options have no spaces
  "$here/with_display.sh" "$build/bin/shot" "$out" $keep || result=$?
fi
rm -rf /tmp/touchstone-shot
exit $result
