// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/log/act.h"

#include <map>
#include <optional>

namespace model {

/// Signatures of many acts, checked on all cores before they are needed one by one: a signature costs more than
/// everything else that is done with an act. It starts threads and ends them before run() returns. One thread at a
/// time.
class ActChecks {
public:
    /// An act to be checked against the key that its author has now. All must outlive run().
    void add(const Act& act, const crypto::PublicIdentity& author, std::span<const Digest> events);
    /// Checks what was added.
    void run();
    /// As verifyAct(), which is called where the act was not checked before, or against another key.
    Result<void> check(const Act& act, const crypto::PublicIdentity& author, std::span<const Digest> events) const;

private:
    struct One {
        const Act* act = nullptr;
        const crypto::PublicIdentity* author = nullptr;
        std::span<const Digest> events;
        crypto::Bytes key = {}; ///< of `author`, which may be gone after run()
        bool holds = false;
    };
    std::vector<One> m_all;
    std::map<const Act*, std::size_t> m_places;
};

} // namespace model
