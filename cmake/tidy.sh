#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# tidy.sh BUILD [FILE…]: clang-tidy over the sources of a built preset, all of them or those named. BUILD is build/PRESET.
set -eu
build=$1
shift
[ $# -gt 0 ] || set -- $(find crypto model ui app -name '*.cpp' ! -name 'make_*' | sort)

# The flags come from a second folder that is configured alike but for unity, and never built: in a unity build no single file
# has flags, and clang-tidy would guess them. The headers that are made while building are taken from the build itself.
alone=build/lint
mkdir -p $alone/database
cmake --preset "${build##*/}" -B $alone -DTOUCHSTONE_UNITY=OFF >$alone/log 2>&1 || { cat $alone/log >&2; exit 1; }
sed "s|$PWD/$alone|$PWD/$build|g" $alone/compile_commands.json >$alone/database/compile_commands.json
unknown=''
for file; do
  grep -qF "\"file\": \"$PWD/$file\"" $alone/database/compile_commands.json || unknown="$unknown $file"
done
[ -z "$unknown" ] || { echo "tidy.sh: no target compiles$unknown" >&2; exit 1; }

printf '%s\n' "$@" | xargs -n 4 -P "${TIDY_JOBS:-$(nproc)}" clang-tidy -p $alone/database --quiet \
  --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-unused-command-line-argument
