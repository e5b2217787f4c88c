// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/gatekeeper.h"
#include "model/hub/hub.h"
#include "model/sync/wire_evidence.h"

#include <functional>

namespace model {

/// A hub as it is spoken to over a network: one request in bytes, one answer in bytes (docs/protocol.md). It keeps
/// nothing between two requests, sends nothing and waits for nothing. One thread at a time.
class Service {
public:
    struct Call {
        std::string_view method;
        std::string_view target; ///< the path; a query is not known here
        ByteView token;          ///< empty: none was given
        ByteView body;
    };
    struct Reply {
        int status = 200; ///< of HTTP
        Bytes body;
        /// The same call may be put again while so many seconds last, once the hub has sealed more: it asked for news,
        /// and there is none.
        std::uint64_t waitSeconds = 0;
        /// If there is one, it gives the answer, and the rest here is none: it reads or writes files, which takes its
        /// time. Any thread, once; it touches nothing of the service, and the call's body must be there until then.
        std::function<Reply()> work = {};
    };

    /// What is done with a request that is over its limit, before it is read; 0: there is no such target.
    static std::size_t bodyLimit(std::string_view method, std::string_view target);

    /// All must outlive it. Without a shelf there is no evidence on this hub.
    Service(Hub& hub, const crypto::Identity& identity, const Clock& clock, crypto::Random& random,
            EvidenceShelf* shelf = nullptr)
        : m_hub(hub), m_gate(identity, random), m_clock(clock), m_identity(identity.publicPart()), m_shelf(shelf) {}

    Reply answer(const Call& call);
    /// Whether calls of this target may be answered together.
    static bool mayJoin(std::string_view method, std::string_view target);
    /// The same for several that mayJoin(), in their order: their desks share one turn of the hub.
    std::vector<Reply> answerTogether(std::span<const Call> calls);
    /// Whether a call of this target moves a part of a file: its body is large, and may take its time.
    static bool movesParts(std::string_view target);
    /// An error as an answer, for what goes wrong around this.
    static Reply refusal(const Error& error, std::optional<std::uint64_t> retryAfter = {});

private:
    using Handler = Result<Reply> (Service::*)(const Call& call, PersonId person);
    struct Endpoint {
        std::string_view method, target;
        std::size_t limit;
        bool session; ///< only for somebody who has opened one
        Handler handle;
    };
    static const Endpoint* find(std::string_view method, std::string_view target);

    Result<Reply> hello(const Call& call, PersonId);
    Result<Reply> challenge(const Call& call, PersonId);
    Result<Reply> session(const Call& call, PersonId);
    Result<Reply> submit(const Call& call, PersonId);
    Result<wire::SubmitRequest> readSubmit(const Call& call) const;
    Result<Reply> restore(const Call& call, PersonId);
    Result<Reply> changes(const Call& call, PersonId person);
    Result<Reply> history(const Call& call, PersonId person);
    Result<Reply> refusals(const Call& call, PersonId person);
    // service_evidence.cpp
    Result<Reply> haveEvidence(const Call& call, PersonId person);
    Result<Reply> putEvidence(const Call& call, PersonId person);
    Result<Reply> getEvidence(const Call& call, PersonId person);
    Result<EvidenceOnRecord> itemOf(PersonId person, const EvidenceName& name);

    Hub& m_hub;
    Gatekeeper m_gate;
    const Clock& m_clock;
    crypto::PublicIdentity m_identity;
    EvidenceShelf* m_shelf;
};

} // namespace model
