// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/service.h"
#include "model/sync/session.h"
#include "tests/sim/sync/oracle.h"

#include <memory>

namespace sim {

/// One hub process: the program's own hub and service over a store that it may share. It can die and start again.
class HubProcess {
public:
    HubProcess(const Cast& cast, MemoryStore& store, const model::Instant& time, crypto::Random& random)
        : m_cast(cast), m_store(store), m_clock(time), m_random(random) {
        start();
    }

    [[nodiscard]] SimClock& clock() { return m_clock; }
    [[nodiscard]] bool isUp() const { return m_service != nullptr; }
    [[nodiscard]] MemoryStore& store() { return m_store; }
    void start();
    void die() {
        m_service.reset();
        m_hub.reset();
    }
    /// Its answer, or nothing: it died while it worked.
    std::optional<model::Transport::Answer> answer(const model::Session::Request& request);

private:
    const Cast& m_cast;
    MemoryStore& m_store;
    SimClock m_clock;
    crypto::Random& m_random;
    std::unique_ptr<model::Hub> m_hub;
    std::unique_ptr<model::Service> m_service;
};

/// Checks that an answer gives nobody what they may not see (I8, I10), and nothing to keys that are not the person's.
/// `asker`: whom the question was from, with the keys that they have. `before`: what was so when the hub began to look;
/// null where nothing came in between.
void inspect(const Oracle& oracle, const Oracle* before, const Actor& asker, std::string_view target,
             const model::Transport::Answer& answer);

/// That no word said under seal is in these bytes.
void inspectBytes(model::ByteView bytes, const char* where);

} // namespace sim
