// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/session.h"
#include "model/sync/wire.h"
#include "model/sync/wire_evidence.h"

namespace model {

/// A hub on the other side of a transport (docs/protocol.md). It opens a session when one is needed, by the person's
/// signature over a challenge. Errors of the hub come as they were said there; Code::network where it cannot be
/// reached. One thread at a time.
class RemoteHub final : public HubPort {
public:
    /// `identity` must outlive it.
    RemoteHub(std::unique_ptr<Transport> transport, HubAddress address, Digest fingerprint, PersonId person,
              const crypto::Identity& identity)
        : m_transport(std::move(transport)), m_session(std::move(address), fingerprint, person, identity) {}

    Result<void> submit(std::span<const Submission> submissions) override { return submitFrom({}, submissions); }
    Result<void> submitFrom(const Known& known, std::span<const Submission> submissions) override;
    Result<std::uint64_t> takeBack(const Changes& lost) override;
    Result<Changes> changes(PersonId reader, const ChangesAsk& ask) override;
    Result<History> history(PersonId reader, const HistoryAsk& ask) override;
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override;

    /// What the hub has of these pieces of evidence, at most kEvidenceNamesLimit; in their order, nothing where there
    /// is no such item for this person.
    Result<std::vector<std::optional<EvidenceHeld>>> evidence(std::span<const EvidenceName> names);
    /// Hands over a part; whether this person's copy is whole now.
    Result<bool> putPart(const EvidenceName& name, std::uint64_t part, std::size_t size, const wire::FillPart& fill);
    /// Fetches a part, and gives it to `use` before this returns. Code::malformed if it has not this size.
    Result<void> getPart(const wire::EvidenceGet& get, std::size_t size,
                         const std::function<Result<void>(ByteView)>& use);

    /// What the hub says of itself.
    Result<wire::HelloAnswer> hello();
    /// Waits until the hub has sealed something after this commit, at most so long. Whether it has. Only a hint: news
    /// is what changes() gives.
    Result<bool> waitForNews(std::uint64_t after, std::uint64_t seconds);

private:
    /// Sends what the session says, until there is an answer.
    Result<Bytes> call(std::string_view target, Bytes body, std::uint64_t wait = 0);

    std::unique_ptr<Transport> m_transport;
    Session m_session;
};

} // namespace model
