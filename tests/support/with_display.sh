#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a program with real windows: on an X server of its own with a window manager, which end with it.
set -eu
export QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1 QT_NO_XDG_DESKTOP_PORTAL=1
exec xvfb-run --auto-servernum --server-args="-screen 0 ${TOUCHSTONE_SCREEN:-1366x768x24} -nolisten tcp" \
  sh -c 'openbox >/dev/null 2>&1 & exec "$@"' sh "$@"
