#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# install.sh FOLDER: puts the peers of bench_sync and what they need there, in the versions of package-lock.json; a second
# call is free. Whoever has no network gets the bench without them.
set -u
here=$(cd "$(dirname "$0")" && pwd -P)
folder=$1
sum=$(cat "$here"/package.json "$here"/package-lock.json | sha256sum)
mkdir -p "$folder"
if [ "$(cat "$folder/installed" 2>/dev/null)" != "$sum" ]; then
  echo "bench: installing the peers of the exchange" >&2
  cp "$here"/package.json "$here"/package-lock.json "$folder/"
  [ ! -s "$folder/authorities.crt" ] || export npm_config_cafile="$(cd "$folder" && pwd -P)/authorities.crt"
  (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error) >&2 ||
    { echo "bench: the peers could not be installed (no network?)" >&2; rm -f "$folder/installed"; exit 0; }
  echo "$sum" >"$folder/installed"
fi
cp "$here"/*.mjs "$folder/"
