#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD_DIR --list: the names of the decoders.
# run.sh BUILD_DIR DECODER [--seconds N]: a fuzzer on one decoder, from its seeds and what earlier runs kept in BUILD_DIR/corpus.
# What breaks it lies in BUILD_DIR/found afterwards; it belongs into tests/data/fuzz/DECODER once it is mended.
set -eu
build=$1; shift
seconds=1800; name=''
while [ $# -gt 0 ]; do
  case "$1" in
    --list) TOUCHSTONE_DECODER='' "$build/bin/fuzzer" 2>&1 | sed 's/^[^:]*://'; exit 0 ;;
    --seconds) seconds=${2:?--seconds needs a number}; shift 2 ;;
    *) name=$1; shift ;;
  esac
done
export TOUCHSTONE_DECODER="$name" ASAN_OPTIONS=detect_leaks=0
TOUCHSTONE_SEEDS="$build/corpus/$name" "$build/bin/fuzzer"
mkdir -p "$build/found"
exec "$build/bin/fuzzer" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
  -artifact_prefix="$build/found/$name-" "$build/corpus/$name"
