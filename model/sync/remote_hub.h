// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/messages.h"
#include "model/sync/transport.h"
#include "model/sync/wire.h"

namespace model {

/// A hub on the other side of a transport (docs/protocol.md). It opens a session when one is needed, by the person's
/// signature over a challenge. Errors of the hub come as they were said there; Code::network where it cannot be
/// reached. One thread at a time.
class RemoteHub final : public HubPort {
public:
    /// `identity` must outlive it.
    RemoteHub(std::unique_ptr<Transport> transport, HubAddress address, Digest fingerprint, PersonId person,
              const crypto::Identity& identity)
        : m_transport(std::move(transport)), m_address(std::move(address)), m_fingerprint(fingerprint),
          m_person(person), m_identity(identity) {}

    Result<void> submit(std::span<const Submission> submissions) override;
    Result<Changes> changes(PersonId reader, const ChangesAsk& ask) override;
    Result<History> history(PersonId reader, const HistoryAsk& ask) override;
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override;

    /// What the hub says of itself.
    Result<wire::HelloAnswer> hello();
    /// Waits until the hub has sealed something after this commit, at most so long. Whether it has. Only a hint: news
    /// is what changes() gives.
    Result<bool> waitForNews(std::uint64_t after, std::uint64_t seconds);

private:
    Result<void> openSession();
    /// Sends with the session's token, and once more with a new session if the hub no longer knows it.
    Result<Bytes> call(std::string_view target, const Bytes& body, std::uint64_t wait = 0);
    Result<Bytes> callOnce(std::string_view target, ByteView token, Bytes body, std::uint64_t wait, int* status);

    std::unique_ptr<Transport> m_transport;
    HubAddress m_address;
    Digest m_fingerprint;
    PersonId m_person;
    const crypto::Identity& m_identity;
    Bytes m_token;
};

} // namespace model
