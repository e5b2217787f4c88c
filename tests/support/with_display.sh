#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a program with real windows: on an X server of its own with a window manager, which end with it.
set -u
export QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1 QT_NO_XDG_DESKTOP_PORTAL=1
# As a child and not by exec: an X server does not tell a parent that is process 1 that it is ready, and xvfb-run would wait
# for that word for ever.
xvfb-run --auto-servernum --server-args="-screen 0 ${TOUCHSTONE_SCREEN:-1366x768x24} -nolisten tcp" \
  sh -c 'openbox >/dev/null 2>&1 & exec "$@"' sh "$@"
exit $?
