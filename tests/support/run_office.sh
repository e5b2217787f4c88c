#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run_office.sh BUILD_DIR [--new]: one office on this machine as it is in a bureau: a hub on a PostgreSQL server of its own and
# three desks, each in a folder of its own. It is kept in build/office and comes back as it was; --new makes it anew. The desks
# open on the display, and hub and server stop when the last one is closed. Without a display a case goes from desk to desk.
set -euo pipefail
build=$1; shift
office=${TOUCHSTONE_OFFICE_PLACE:-$(pwd)/build/office}
port=${TOUCHSTONE_OFFICE_PORT:-8844}
binaries=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin | sort -V | tail -n 1)
# Desk, who sits there, and their role. The first one is that of the practice office; the others join from their own folders.
desks=(supervisor officer investigator)
passphrase='one hub and three desks'

die() { echo "office: $*" >&2; exit 1; }
if [ "${1:-}" = --new ]; then rm -rf "$office"; shift; fi
[ $# -eq 0 ] || die "$1: there is only --new"
[ -x "$binaries/postgres" ] || die "there is no PostgreSQL server (package postgresql-17)"

practised() { sed -n "s/^$1	//p" "$office/supervisor/README.txt"; }
# at DESK PERSON COMMAND…: what somebody says at a desk.
at() {
  local desk=$1 person=$2 secret=$passphrase; shift 2
  [ "$desk" != supervisor ] || secret=$(practised "$person")
  printf '%s\n' "$secret" | "$build/bin/touchstonectl" --office "$office/$desk" ${person:+--person "$person"} \
    --passphrase-fd 0 --lang en "$@"
}
field() { python3 -c 'import json, sys
said = json.load(sys.stdin)
if "error" in said: sys.exit("office: " + said["error"]["what"]["en"])
found = said["data"]
for name in sys.argv[1].split("."): found = found[int(name) if name.isdigit() else name]
print(found)' "$1"; }

# --- the database and the hub, which end with this program ---------------------------------------------------------

socket=$(mktemp -d)
store="postgresql://touchstone@/touchstone?host=$socket"
as_server() { "$@"; }
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
  as_server() { setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; }
  chown postgres: "$socket"
fi
hub=
running=()
stop() {
  [ ${#running[@]} -eq 0 ] || kill "${running[@]}" 2>/dev/null || true
  [ -z "$hub" ] || { kill "$hub" && wait "$hub"; } 2>/dev/null || true
  as_server "$binaries/pg_ctl" -D "$office/database" -m fast -w stop >/dev/null 2>&1 || true
  rm -rf "$socket"
}
trap stop EXIT
trap 'exit 130' INT TERM

start_server() {
  as_server "$binaries/pg_ctl" -D "$office/database" -w -l "$office/database.log" \
    -o "-k $socket -c listen_addresses= -c max_connections=50" start >/dev/null || die "PostgreSQL does not start; see $office/database.log"
}
start_hub() {
  "$build/bin/touchstone-hub" serve --folder "$office/hub" --store "$store" --listen "127.0.0.1:$port" 2>"$office/hub.log" &
  hub=$!
  for _ in $(seq 300); do
    ! grep -q '"pin"\|pin=' "$office/hub.log" || return 0
    kill -0 "$hub" 2>/dev/null || break
    sleep 0.1
  done
  die "the hub does not start: $(tail -n 1 "$office/hub.log")"
}

# --- the office, made once -----------------------------------------------------------------------------------------

if [ ! -e "$office/whole" ]; then
  rm -rf "$office"; mkdir -p "$office/database"; : >"$office/database.log"
  [ "$(id -u)" != 0 ] || chown postgres: "$office/database" "$office/database.log"
  as_server "$binaries/initdb" -D "$office/database" -U touchstone -A trust -E UTF8 --no-locale --no-instructions >/dev/null
  start_server
  as_server "$binaries/createdb" -h "$socket" -U touchstone -E UTF8 -T template0 touchstone
  "$build/bin/touchstonectl" practice make "$office/supervisor" >&2
  code=$(at supervisor supervisor --json hub hand-over "$office/record" | field code)
  "$build/bin/touchstone-hub" migrate --store "$store" >&2
  printf '%s\n' "$code" | "$build/bin/touchstone-hub" adopt "$office/record" --folder "$office/hub" --store "$store" >&2
  start_hub
  pin=$(grep -o 'pin"\?[=:] *"\?[0-9a-f]*' "$office/hub.log" | head -n 1 | grep -o '[0-9a-f]*$')
  at supervisor supervisor hub connect "127.0.0.1:$port" --pin "$pin" >&2
  at supervisor supervisor hub invitation "$office/invitation" >&2
  for desk in officer investigator; do
    at "$desk" '' hub join "$office/invitation" --label "$desk" --request "$office/$desk.request" >&2
    certified=(); [ "$desk" != investigator ] || certified=(--certified)
    at supervisor supervisor hub admit "$office/$desk.request" --role "$desk" "${certified[@]}" >&2
    at "$desk" "$desk" hub exchange >&2
  done
  touch "$office/whole"
else
  start_server
  start_hub
fi
cat >&2 <<TEXT
The hub answers at 127.0.0.1:$port and keeps its record in PostgreSQL; its log is $office/hub.log.
Three desks in $office: ${desks[*]}. The passphrase at the last two is "$passphrase", that of the supervisor,
who administers the office, "$(practised supervisor)".
TEXT

# --- the desks -----------------------------------------------------------------------------------------------------

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  for desk in "${desks[@]}"; do
    XDG_CONFIG_HOME="$office/settings/$desk" "$build/bin/touchstone" --office "$office/$desk" --person "$desk" & running+=($!)
  done
  wait "${running[@]}"
  running=()
  exit 0
fi
say() { printf '%-13s %s\n' "$1:" "$2"; }
reference=$(at officer officer --json report add --set title="Antimony declared as tin, $(date '+%F %T')" \
  --set narrative='It left without a licence.' --set goods=antimony --set channel=web | field reference)
at officer officer case do "$reference" accept >/dev/null
at officer officer case assign "$reference" investigator investigator >/dev/null
printf 'A packing list of %s\n' "$reference" >"$office/packing-list.txt"
at officer officer evidence add "$reference" "$office/packing-list.txt" >/dev/null
at officer officer case note "$reference" 'Weights differ from the invoice' >/dev/null
at officer officer hub exchange >/dev/null
say officer "took in $reference, assigned it, added a file and a note"
at investigator investigator hub exchange >/dev/null
at investigator investigator evidence fetch "$reference" >/dev/null
rm -f "$office/copy.txt"
at investigator investigator evidence get "$reference" packing-list.txt "$office/copy.txt" >/dev/null
cmp "$office/packing-list.txt" "$office/copy.txt"
say investigator 'fetched the file, which is the same'
at supervisor supervisor hub exchange >/dev/null
note=$(at supervisor supervisor --json case show "$reference" | field case.notes.0.text)
say supervisor "reads: $note"
say supervisor "$(at supervisor supervisor verify | tail -n 1)"
say database "$(as_server "$binaries/psql" -h "$socket" -U touchstone -d touchstone -Atc 'SELECT count(*) FROM touchstone.hub_commit') commits"
[ "$note" = 'Weights differ from the invoice' ]
