#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# tidy.sh BUILD [FILE…]: clang-tidy over the sources of a configured build, all of them or those named.
set -eu
build=$1
shift
[ $# -gt 0 ] || set -- $(find crypto model ui app -name '*.cpp' ! -name 'make_*' | sort)
printf '%s\n' "$@" | xargs -n 4 -P "$(nproc)" clang-tidy -p "$build" --quiet \
  --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-unused-command-line-argument
