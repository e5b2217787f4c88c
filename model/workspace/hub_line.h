// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/exchange.h"
#include "model/sync/read_ahead.h"
#include "model/sync/remote_hub.h"
#include "model/workspace/workspace.h"

namespace model {

/// One step of an exchange: what to ask the hub, or what the exchange brought once there is nothing to ask.
struct ExchangeStep {
    std::optional<Ask> ask;
    News news; ///< where nothing is asked
};

/// What the hub said, or why it did not.
struct HubAnswer {
    Result<Answer> said;
};

/// A person's line to their hub, apart from their workspace, so that it can wait on a thread of its own. It holds a
/// copy of their identity. One thread at a time.
class HubLine {
public:
    HubLine(std::unique_ptr<Transport> transport, HubAddress address, Digest fingerprint, PersonId person,
            crypto::Identity identity)
        : m_person(person), m_identity(std::move(identity)),
          m_hub(std::move(transport), std::move(address), fingerprint, person, m_identity) {}
    HubLine(const HubLine&) = delete;
    HubLine& operator=(const HubLine&) = delete;

    /// Puts one question of an exchange and waits for the answer.
    HubAnswer put(const Ask& ask) { return {model::put(m_ahead, m_person, ask)}; }
    /// As RemoteHub::waitForNews().
    Result<bool> waitForNews(std::uint64_t after, std::uint64_t seconds) {
        m_ahead.settle();
        return m_hub.waitForNews(after, seconds);
    }
    /// What time the hub has.
    Result<Instant> time() {
        m_ahead.settle();
        TRY_ASSIGN(const auto hello, m_hub.hello());
        return hello.time;
    }

private:
    PersonId m_person;
    crypto::Identity m_identity;
    RemoteHub m_hub;
    ReadAhead m_ahead{m_hub};
};

} // namespace model
