#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# format.sh --fix|--check: formats the sources, or says which are not formatted.
set -eu
case "${1:-}" in
  --fix) options="-i" ;;
  --check) options="--dry-run --Werror" ;;
  *) echo "format.sh: --fix or --check" >&2; exit 2 ;;
esac
# shellcheck disable=SC2086
find crypto model ui app tests -name '*.cpp' -o -name '*.h' | sort | xargs -n 16 -P "$(nproc)" clang-format $options
