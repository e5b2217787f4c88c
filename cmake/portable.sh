#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# portable.sh BUILD ARCHIVE: writes ARCHIVE (tar.xz), the folder that UOS and deepin expect as /opt/apps/ID: entries for the
# desktop, files of the program, and the description info. Everything that the programs load is in it, the C library too, so
# that it runs on systems older than the one it was built on; fonts are the system's. docs/decisions/packages.md says why.
set -eu
umask 022
build=$1 archive=$2
: "${SOURCE_DATE_EPOCH:?is the time of the sources, and has to be set}"
cached() { sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"; }
id=$(cached TOUCHSTONE_APP_ID); version=$(cached CMAKE_PROJECT_VERSION)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
app=$work/$id files=$work/$id/files
mkdir -p "$files"
cmake --install "$build" --prefix "$files" --strip
rm -r "$files/lib" # a unit for a system that has the Debian package

# --- what the programs load ----------------------------------------------------------------------------------------

multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH)
plugins=/usr/lib/$multiarch/qt6/plugins
wanted="platforms/libqxcb.so imageformats/libqsvg.so
  platforminputcontexts/libfcitx5platforminputcontextplugin.so
  platforminputcontexts/libibusplatforminputcontextplugin.so
  platforminputcontexts/libcomposeplatforminputcontextplugin.so"
mkdir -p "$files/lib" "$files/libexec" "$files/translations"
copied=$work/copied # where each file that is not ours comes from
for plugin in $wanted; do
  mkdir -p "$files/plugins/$(dirname "$plugin")"
  cp "$plugins/$plugin" "$files/plugins/$plugin"
  echo "$plugins/$plugin" >>"$copied"
done
cp /usr/share/qt6/translations/qtbase_zh_CN.qm "$files/translations/"
echo /usr/share/qt6/translations/qtbase_zh_CN.qm >>"$copied"
mv "$files/bin/touchstone" "$files/bin/touchstonectl" "$files/bin/touchstone-hub" "$files/libexec/"
find "$files/libexec" "$files/plugins" -type f -exec ldd {} + >"$work/ldd"
! grep 'not found' "$work/ldd" || { echo "portable: a library is missing on this system" >&2; exit 1; }
awk '$2 == "=>" { print $3 } $1 ~ "^/.*/ld-linux" { print $1 }' "$work/ldd" | sort -u | while read -r library; do
  cp -L "$library" "$files/lib/$(basename "$library")"
  chmod 755 "$files/lib/$(basename "$library")"
  realpath "$library" >>"$copied"
done
loader=$(cd "$files/lib" && echo ld-linux*)
[ -f "$files/lib/$loader" ] || { echo "portable: the loader of the C library was not found" >&2; exit 1; }
# Qt looks for this beside what the kernel runs, which is the loader.
printf '[Paths]\nPrefix=..\nPlugins=plugins\nTranslations=translations\n' >"$files/lib/qt.conf"
for program in touchstone touchstonectl touchstone-hub; do
  cat >"$files/bin/$program" <<SCRIPT
#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts the program with the libraries that came with it; its children get the system's, because no variable is set.
here=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")
exec "\$here/lib/$loader" --inhibit-cache --library-path "\$here/lib" --argv0 "\$0" "\$here/libexec/$program" "\$@"
SCRIPT
  chmod 755 "$files/bin/$program"
done

# --- their licences, and where their sources are -------------------------------------------------------------------

# dpkg knows many files by their place before /lib became /usr/lib, so both are asked for, and every file has to be found.
sort -u "$copied" | sed 'p; s|^/usr||' | xargs dpkg-query -S 2>/dev/null >"$work/owners" || true
sed -e 's/^.*: //' -e 's|^/usr||' "$work/owners" | sort -u >"$work/known"
sed 's|^/usr||' "$copied" | sort -u | comm -23 - "$work/known" >"$work/unknown"
[ ! -s "$work/unknown" ] || { echo "portable: no package has $(head -n 1 "$work/unknown")" >&2; exit 1; }
sed 's/: .*//' "$work/owners" | sort -u >"$work/packages"
doc=$files/share/doc/touchstone
mkdir -p "$doc/libraries"
{
  echo "# The libraries in this archive are those of Debian 13, unchanged. Each line: package, version, source package and its"
  echo "# version. Their licences stand beside this file; their sources are Debian's, at snapshot.debian.org for as long as it lasts."
  while read -r package; do
    # shellcheck disable=SC2016 # a format of dpkg-query
    dpkg-query -W -f='${Package} ${Version} ${source:Package} ${source:Version}\n' "$package"
    cp -L "/usr/share/doc/${package%%:*}/copyright" "$doc/libraries/${package%%:*}.copyright"
  done <"$work/packages"
} >"$doc/libraries/SOURCES"

# --- the entries ---------------------------------------------------------------------------------------------------

mkdir -p "$app/entries/mime"
mv "$files/share/applications" "$files/share/icons" "$app/entries/"
mv "$files/share/mime/packages" "$app/entries/mime/"
rmdir "$files/share/mime"
sed -i "s|^Exec=touchstone|Exec=/opt/apps/$id/files/bin/touchstone|" "$app/entries/applications/$id.desktop"
# The version has four numbers there. Of what can be permitted only the clipboard is used: files are pasted from it as evidence.
cat >"$app/info" <<JSON
{
  "appid": "$id",
  "name": "Touchstone",
  "version": "$version.0",
  "arch": ["$(dpkg --print-architecture)"],
  "permissions": {
    "autostart": false,
    "notification": false,
    "trayicon": false,
    "clipboard": true,
    "account": false,
    "bluetooth": false,
    "camera": false,
    "audio_record": false,
    "installed_apps": false
  },
  "support-plugins": [],
  "plugins": []
}
JSON

# One thread, because the bytes that several make depend on the machine.
tar --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$work" -cf - "$id" |
  xz -6 -T1 >"$archive.part"
mv "$archive.part" "$archive"
