#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# in_network.sh PROGRAM…: runs a test that makes machines of its own, each with its own network. They, their processes and
# what they mount end with it. It needs to be root.
set -eu
[ "$(id -u)" = 0 ] || { echo "in_network.sh: only root can make networks; run the test in the project's root system" >&2; exit 1; }
# The tools want a root that is a mount of its own, which that of a chroot is not.
exec unshare --net --mount --propagation unchanged --pid --fork --kill-child sh -c '
  root=$(mktemp -d); here=$PWD
  mount --rbind / "$root"; mount --make-rprivate "$root"
  exec chroot "$root" sh -c "
    mount -t proc proc /proc; mkdir -p /run/netns; mount -t tmpfs tmpfs /run/netns; ip link set lo up
    cd \"\$1\"; shift
    # This shell is the first process in here, and so the one that takes leave of those whose parent was killed.
    \"\$@\"; exit \$?" sh "$here" "$@"' sh "$@"
