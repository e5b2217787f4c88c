// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/register.h"
#include "model/sync/wire.h"

#include "crypto/random.h"

namespace model {

/// Somebody whom the hub answers: Code::locked if they are nobody here, Code::refused if they have left.
Result<const Person*> activePerson(const RegisterState& office, PersonId id);

/// Lets the people of the office in: a person signs a challenge and gets a token for a while. It keeps nothing, so any
/// process with the hub's identity takes what another gave. The register is asked each time, so a token of somebody who
/// has left is worth nothing. One thread at a time.
class Gatekeeper {
public:
    static constexpr std::chrono::seconds kChallengeLife{60};
    static constexpr std::chrono::minutes kTokenLife{15};

    Gatekeeper(const crypto::Identity& hub, crypto::Random& random);

    /// For a person of any name: whether there is one is not told before they have signed.
    Bytes challenge(PersonId person, Instant now);
    /// Code::locked if the challenge is not ours, the person is nobody here, or the signature is not theirs;
    /// Code::refused if they have left; Code::network if the challenge is too old: who they are was not looked at.
    Result<wire::SessionAnswer> open(const wire::SessionRequest& request, const RegisterState& office, Instant now);
    /// Whose token it is, whether or not they are of the office any more: not to be answered to without admit().
    [[nodiscard]] Result<PersonId> bearer(ByteView token, Instant now) const;
    /// Whose token it is. Errors as of open().
    Result<PersonId> admit(ByteView token, const RegisterState& office, Instant now) const;

private:
    [[nodiscard]] Bytes stamped(std::string_view label, Bytes said) const;
    /// What was stamped; nothing if it was not here.
    [[nodiscard]] std::optional<Bytes> unstamped(std::string_view label, ByteView stamped) const;

    crypto::PublicIdentity m_hub;
    crypto::Suite m_suite;
    crypto::Secret m_key;
    crypto::Random& m_random;
};

} // namespace model
