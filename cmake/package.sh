#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# package.sh BUILD OUT: makes OUT/touchstone_VERSION_ARCH.deb and OUT/touchstone_VERSION_ARCH.tar.xz of a release build, and
# has them judged by the validators. SOURCE_DATE_EPOCH is the time of the sources: the same sources give the same bytes.
set -eu
umask 022
build=$1 out=$2
: "${SOURCE_DATE_EPOCH:?is the time of the sources, and has to be set}"
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8
die() { echo "package: $*" >&2; exit 1; }

rm -rf "$out"; mkdir -p "$out"
log=$build/package.log
cpack --config "$build/CPackConfig.cmake" -B "$(realpath "$out")" >"$log" 2>&1 || { tail -n 5 "$log" >&2; die "cpack could not make the package; see $log"; }
rm -rf "$out/_CPack_Packages"
deb=$(echo "$out"/touchstone_*.deb)
[ -f "$deb" ] || die "cpack made no package; see $log"
archive=${deb%.deb}.tar.xz
cmake/portable.sh "$build" "$archive" >"$build/portable.log" 2>&1 ||
  { tail -n 5 "$build/portable.log" >&2; die "the portable archive could not be made; see $build/portable.log"; }

# The validators look at what is in the package, not at what it was made from.
tree=$(mktemp -d); trap 'rm -rf "$tree"' EXIT
dpkg-deb --extract "$deb" "$tree"
desktop-file-validate "$tree"/usr/share/applications/*.desktop || die "the desktop entry is not valid"
appstreamcli validate --strict --no-net "$tree"/usr/share/metainfo/*.xml >"$log" 2>&1 ||
  { cat "$log" >&2; die "the AppStream file is not valid"; }
# As far as the tools of this system go: a build needs no service manager.
if command -v systemd-analyze >/dev/null; then
  sed "s|/usr/bin/touchstone-hub|$(command -v true)|" "$tree"/usr/lib/systemd/system/touchstone-hub.service >"$tree/touchstone-hub.service"
  systemd-analyze verify --man=no "$tree/touchstone-hub.service" >"$log" 2>&1 || { cat "$log" >&2; die "the systemd unit is not valid"; }
fi
lintian --allow-root --fail-on error,warning,info --display-info "$deb" >"$log" 2>&1 ||
  { cat "$log" >&2; die "lintian has objections"; }
for made in "$deb" "$archive"; do
  printf '%s  %s  %s bytes\n' "$(sha256sum "$made" | cut -d' ' -f1)" "$made" "$(stat -c %s "$made")"
done
