#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# use.sh BIN OFFICE: what a person does first with an installed touchstonectl in the folder BIN: founds an office, takes in a
# report, lists it, verifies, and writes a decision of a practice office. Ends with an error that says which of it failed.
set -eu
bin=$1 office=$2
ctl() { "$bin/touchstonectl" --lang en --office "$office" "$@" 3<<'WORDS'
this package is tried out
WORDS
}
failed() { echo "use.sh: $*" >&2; exit 1; }
# expect WORDS CMD…: the command succeeds and prints a line with these words.
expect() {
  words=$1; shift
  "$@" >"$office.out" 2>"$office.err" || failed "$* ended with $?: $(head -n 1 "$office.err" "$office.out")"
  grep -qF -- "$words" "$office.out" || failed "$* did not print \"$words\": $(head -n 1 "$office.out")"
}

[ ! -e "$office" ] || failed "$office is already there"
mkdir -p "$(dirname "$office")"
expect 'Storage guard: holds' "$bin/touchstonectl" --lang en --version
expect 'Storage can encrypt  holds' "$bin/touchstonectl" --lang en self-test
expect 'serve' "$bin/touchstone-hub" --lang en --help
expect 'The office is founded' ctl office found --label clerk --office-name 'Bureau of the package' --role officer \
  --role supervisor --passphrase-fd 3
printf 'id,title,narrative\nR-1,Antimony under another name,CANARY-OF-THE-PACKAGE\n' >"$office.csv"
expect '1 report' ctl --person clerk --passphrase-fd 3 report import "$office.csv"
expect 'Antimony under another name' ctl --person clerk --passphrase-fd 3 case list
expect 'Antimony under another name' ctl --person clerk --passphrase-fd 3 case list CANARY-OF-THE-PACKAGE # it is inside
expect 'Everything holds' ctl --person clerk --passphrase-fd 3 verify
! grep -rqF CANARY-OF-THE-PACKAGE "$office" || failed 'the words of a report stand in the office unencrypted'

practice=$office-practice
expect '' "$bin/touchstonectl" --lang en practice make "$practice"
person() { sed -n "s/^supervisor	//p" "$practice/README.txt" | tr -d '\n'; }
decided() { person | "$bin/touchstonectl" --lang en --office "$practice" --person supervisor --passphrase-fd 0 "$@"; }
reference=$(decided case list stage:decided --limit 1 | grep -oE '[0-9]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}' | head -n 1)
[ -n "$reference" ] || failed 'the practice office has no decided case'
expect '' decided decision pdf "$reference" "$office.pdf"
[ "$(head -c 5 "$office.pdf")" = '%PDF-' ] || failed 'the decision is no PDF'
