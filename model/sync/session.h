// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/exchange.h"
#include "model/sync/transport.h"

#include <variant>

namespace model {

/// A person's session with a hub on the other side of a transport, as a state machine that sends nothing and waits for
/// nothing (docs/protocol.md): call() says what to send, take() takes what came back and says what to send next, until
/// it gives the hub's answer. It opens a session by the person's signature over a challenge when one is needed, and
/// once more when the hub no longer knows it. One call at a time; a new one ends the one before. One thread at a time.
class Session {
public:
    struct Request {
        std::string_view target;
        Bytes token; ///< empty: without a session
        Bytes body;
        std::uint64_t wait = 0; ///< seconds that the hub may take longer
    };
    /// What to send next, or the body of the hub's answer.
    using Step = std::variant<Request, Bytes>;

    /// `identity` must outlive it.
    Session(HubAddress address, Digest fingerprint, PersonId person, const crypto::Identity& identity)
        : m_address(std::move(address)), m_fingerprint(fingerprint), m_person(person), m_identity(identity) {}

    /// `target` must be a text that lives for ever.
    Request call(std::string_view target, Bytes body, std::uint64_t wait = 0);
    /// Errors of the hub come as they were said there, and end the call; Code::network if something else answered in
    /// its place; as of signWith() where the person's token does not sign.
    Result<Step> take(Transport::Answer answer);
    /// The body of an answer, or the error that it says. Of an answer outside of a session too.
    static Result<Bytes> read(const HubAddress& address, Transport::Answer answer);

    [[nodiscard]] const HubAddress& address() const { return m_address; }

private:
    enum class Phase : std::uint8_t { challenge, session, call };

    Request askChallenge();

    HubAddress m_address;
    Digest m_fingerprint;
    PersonId m_person;
    const crypto::Identity& m_identity;
    Bytes m_token;

    Phase m_phase = Phase::call;
    Request m_call; ///< without its token
    bool m_again = false;
};

/// One question of an exchange as it goes over a transport.
struct Question {
    std::string_view target;
    Bytes body;
};
/// Errors as of the encoders in model/sync/wire.h.
Result<Question> questionOf(const Ask& ask);
/// The hub's answer to a question, from its bytes. Errors as of the readers in model/sync/wire.h.
Result<Answer> answerTo(const Ask& ask, ByteView body);

} // namespace model
