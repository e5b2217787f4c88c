#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# shot.sh BUILD_DIR VIEW|--all [--lang en|zh] [--dark|--contrast] [--size WxH] [--scale N]: PNGs of named views of a practice office, in
# build/shots.
set -eu
build=$1; shift
here=$(dirname "$0")
office=$(pwd)/build/shots/office
if [ ! -e "$office/README.txt" ]; then
  rm -rf "$office"; mkdir -p "$(dirname "$office")"
  "$build/bin/touchstonectl" practice make "$office" >&2
fi
keep=
export TOUCHSTONE_SCREEN=${TOUCHSTONE_SCREEN:-3840x2160x24}
while [ $# -gt 0 ]; do
  case $1 in
    --scale) export QT_SCALE_FACTOR=$2; shift 2 ;;
    *) keep="$keep $1"; shift ;;
  esac
done
# shellcheck disable=SC2086 # names of views and options have no spaces
exec "$here/with_display.sh" "$build/bin/shot" "$office" "$(pwd)/build/shots" $keep
