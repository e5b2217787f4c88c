#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run_practice.sh BUILD_DIR [ARGS]: opens the desk on the practice office, made first where there is none. Without a display,
# walks one case of a new practice office through real windows and says where the pictures are.
set -eu
build=$1; shift
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  office=${XDG_DATA_HOME:-$HOME/.local/share}/touchstone-practice
  if [ ! -e "$office/README.txt" ]; then
    mkdir -p "$(dirname "$office")"
    rm -rf "$office"
    "$build/bin/touchstonectl" practice make "$office"
  fi
  echo "The practice office is in $office; its passphrases are in README.txt there." >&2
  exec "$build/bin/touchstone" --office "$office" "$@"
fi
out=$(pwd)/build/walk
rm -rf "$out"; mkdir -p "$out"
"$build/bin/touchstonectl" practice make "$out/office"
"$(dirname "$0")/with_display.sh" "$build/bin/practice_walk" "$out/office" "$out" "$@"
for person in supervisor; do
  sed -n "s/^$person	//p" "$out/office/README.txt" | tr -d '\n' |
    "$build/bin/touchstonectl" --office "$out/office" --person "$person" --passphrase-fd 0 verify
done
