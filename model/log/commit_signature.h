// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/log/chain.h"

namespace model {

/// Whether a commit carries the signature of this hub, whatever it stands next to: verifyCommit() without a place in a
/// chain and without its links. The commit must have been read from its bytes. Any thread.
bool isSignedBy(const Commit& commit, const crypto::PublicIdentity& hub);

} // namespace model
