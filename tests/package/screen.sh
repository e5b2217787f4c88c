#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# screen.sh TITLE PICTURE: an X server whose socket lies in /tmp/.X11-unix, its number in display there. Waits for a window
# with this title to be drawn, writes the screen as PNG, and ends with an error where none came within a minute. Before the
# server goes it makes the file taken there and waits for the file gone, so that no client is left without it.
set -eu
title=$1 picture=$2
sockets=/tmp/.X11-unix
failed() { echo "screen.sh: $*" >&2; exit 1; }
frame=$(mktemp -d)
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -nolisten local -ac -fbdir "$frame" 3>"$frame/number" 2>"$frame/log" &
server=$!
leave() {
  touch "$sockets/taken"
  tries=0
  until [ -e "$sockets/gone" ] || [ $tries -ge 50 ]; do tries=$((tries + 1)); sleep 0.2; done
  kill $server 2>/dev/null
  rm -rf "$frame"
}
trap leave EXIT
tries=0
until [ -s "$frame/number" ]; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || failed "the X server did not start: $(tail -n 1 "$frame/log")"
  sleep 0.1
done
DISPLAY=:$(cat "$frame/number"); export DISPLAY
openbox >/dev/null 2>&1 &
cp "$frame/number" "$sockets/display.part"; mv "$sockets/display.part" "$sockets/display"
tries=0
until xwininfo -root -tree 2>/dev/null | grep -qF "\"$title\""; do
  tries=$((tries + 1))
  [ $tries -lt 300 ] || failed "no window with the title \"$title\" came within a minute"
  sleep 0.2
done
# Drawn, and at rest: the same picture twice, but for the caret.
python3 "$(dirname "$0")/picture_of_screen.py" "$frame/Xvfb_screen0" "$picture"
