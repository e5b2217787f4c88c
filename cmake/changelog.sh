#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# changelog.sh debian PACKAGE MAINTAINER | changelog.sh appstream: the releases of CHANGELOG.md, read from standard input, as
# Debian's changelog or as the releases of an AppStream file. Headings are "## 0.1.0 (2026-12-01)", or "## Unreleased
# (0.1.0)" for what is under way, whose day is today's, or that of SOURCE_DATE_EPOCH where this is set.
set -eu
form=$1 package=${2:-} maintainer=${3:-}
now=${SOURCE_DATE_EPOCH:-$(date +%s)}
rfc() { LC_ALL=C date -u -d "$1" '+%a, %d %b %Y %H:%M:%S +0000'; }
escaped() { sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'; }

# One line for each thing said: "release VERSION DAY TYPE" or "item WORDS", with lines that go on joined and ` taken out.
things() {
  awk -v today="$(date -u -d "@$now" +%F)" '
    function flush() { gsub(/`/, "", item); if (item != "") print "item " item; item = "" }
    /^## / {
      flush()
      if ($2 == "Unreleased" && $3 ~ /^\([0-9.]+\)$/) { print "release " substr($3, 2, length($3) - 2) " " today " development" }
      else if ($2 ~ /^[0-9.]+$/ && $3 ~ /^\([0-9]+-[0-9]+-[0-9]+\)$/) { print "release " $2 " " substr($3, 2, 10) " stable" }
      else { print "changelog.sh: this heading names no version and day: " $0 > "/dev/stderr"; exit 1 }
      next
    }
    /^- / { flush(); item = substr($0, 3); next }
    /^  / && item != "" { sub(/^ +/, ""); item = item " " $0; next }
    { flush() }
    END { flush() }'
}

listed=$(things)
[ -n "$listed" ] || { echo "changelog.sh: no release is told" >&2; exit 1; }
end='' # what closes the release that is open
close() { [ -z "$end" ] || printf '%s\n' "$end"; }
printf '%s\n' "$listed" | {
  while read -r what words; do
    case $form:$what in
      debian:release)
        close
        # shellcheck disable=SC2086 # version, day, type
        set -- $words
        day=$2; [ "$3" = stable ] || day="@$now"
        printf '%s (%s) trixie; urgency=medium\n\n' "$package" "$1"
        end=$(printf '\n -- %s  %s\n\n.' "$maintainer" "$(rfc "$day")"); end=${end%.} ;;
      debian:item) printf '%s\n' "$words" | fold -s -w 72 | sed -e '1s/^/  * /' -e '2,$s/^/    /' -e 's/ *$//' ;;
      appstream:release)
        close
        # shellcheck disable=SC2086
        set -- $words
        printf '    <release version="%s" date="%s" type="%s">\n      <description>\n        <ul>\n' "$1" "$2" "$3"
        end='        </ul>
      </description>
    </release>' ;;
      appstream:item) printf '          <li>%s</li>\n' "$(printf '%s\n' "$words" | escaped)" ;;
    esac
  done
  close
}
