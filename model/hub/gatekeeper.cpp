// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/gatekeeper.h"

#include "crypto/derive.h"

#include <algorithm>

namespace model {

namespace {

constexpr std::string_view kChallenge = "touchstone challenge 1";
constexpr std::string_view kToken = "touchstone token 1";
constexpr std::size_t kStampSize = 32;
constexpr std::size_t kNonceSize = 16;
constexpr std::size_t kKeysSize = 8;

void putTime(Bytes& out, Instant time) {
    const auto value = static_cast<std::uint64_t>(time.time_since_epoch().count());
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

/// A beginning of the fingerprint of somebody's keys: it only has to tell them from those that they had before.
void putKeys(Bytes& out, const crypto::PublicIdentity& identity) {
    const Digest fingerprint = crypto::digest(identity.suite, identity.encode());
    out.insert(out.end(), fingerprint.bytes.begin(), fingerprint.bytes.begin() + kKeysSize);
}

Instant timeAt(ByteView bytes) {
    std::uint64_t value = 0;
    for (const auto byte : bytes.first(8)) value = value << 8 | byte;
    return Instant{std::chrono::milliseconds{static_cast<std::int64_t>(value)}};
}

std::unexpected<Error> notKnown() {
    return fail(
        Code::locked, {"The hub does not know who is asking", "服务器无法确认请求者身份"},
        {"Unlock the office again; if it stays so, ask an administrator", "请重新解锁；如仍如此，请联系系统管理员"});
}

} // namespace

Result<const Person*> activePerson(const RegisterState& office, PersonId id) {
    const Person* person = office.person(id);
    if (!person) return notKnown();
    if (!person->active) return personLeft();
    return person;
}

Gatekeeper::Gatekeeper(const crypto::Identity& hub, crypto::Random& random)
    : m_hub(hub.publicPart()), m_suite(hub.suite()),
      m_key(crypto::deriveKey(hub.suite(), hub.exportSecret().view(), "touchstone gate 1", {})), m_random(random) {}

Bytes Gatekeeper::stamped(std::string_view label, Bytes said) const {
    const auto stamp = crypto::deriveKey(m_suite, m_key.view(), label, said);
    said.insert(said.end(), stamp.view().begin(), stamp.view().end());
    return said;
}

std::optional<Bytes> Gatekeeper::unstamped(std::string_view label, ByteView bytes) const {
    if (bytes.size() < kStampSize) return std::nullopt;
    const auto said = bytes.first(bytes.size() - kStampSize);
    const auto stamp = crypto::deriveKey(m_suite, m_key.view(), label, said);
    if (!crypto::equal(stamp.view(), bytes.last(kStampSize))) return std::nullopt;
    return Bytes(said.begin(), said.end());
}

Bytes Gatekeeper::challenge(PersonId person, Instant now) {
    Bytes said(person.bytes.begin(), person.bytes.end());
    putTime(said, now);
    std::array<std::uint8_t, kNonceSize> nonce{};
    m_random.fill(nonce);
    said.insert(said.end(), nonce.begin(), nonce.end());
    return stamped(kChallenge, std::move(said));
}

Result<wire::SessionAnswer> Gatekeeper::open(const wire::SessionRequest& request, const RegisterState& office,
                                             Instant now) {
    const auto said = unstamped(kChallenge, request.challenge);
    if (!said || said->size() != 16 + 8 + kNonceSize || PersonId::from(ByteView(*said).first(16)) != request.person)
        return notKnown();
    const Instant given = timeAt(ByteView(*said).subspan(16));
    // It may have been given by another process of this hub, whose clock is a little ahead of this one's.
    if (given - now > kChallengeLife || now - given > kChallengeLife) {
        return fail(Code::network, {"The answer to the hub's challenge came too late", "对服务器质询的应答已超时"},
                    {"Try again; if it stays so, the network is too slow, or the hub's clocks differ",
                     "请重试；如仍如此，可能网络过慢，或服务器各进程时钟不一致"});
    }
    TRY_ASSIGN(const auto* const person, activePerson(office, request.person));
    const auto message = wire::challengeMessage(request.challenge, m_hub, office.founding);
    const auto signedWith = [&](const auto& one) { return crypto::verify(one.identity, message, request.signature); };
    if (!signedWith(*person)) {
        // Whoever has the keys that were replaced may know that they were.
        if (std::ranges::any_of(person->former, signedWith)) return keysReplaced();
        return notKnown();
    }
    wire::SessionAnswer answer{Bytes(request.person.bytes.begin(), request.person.bytes.end()), now + kTokenLife};
    putTime(answer.token, answer.expires);
    putKeys(answer.token, person->identity);
    answer.token = stamped(kToken, std::move(answer.token));
    return answer;
}

Result<PersonId> Gatekeeper::bearer(ByteView token, Instant now) const {
    const auto said = unstamped(kToken, token);
    if (!said || said->size() != 16 + 8 + kKeysSize || now >= timeAt(ByteView(*said).subspan(16))) return notKnown();
    return *PersonId::from(ByteView(*said).first(16));
}

Result<PersonId> Gatekeeper::admit(ByteView token, const RegisterState& office, Instant now) const {
    TRY_ASSIGN(const auto id, bearer(token, now));
    TRY_ASSIGN(const auto* const person, activePerson(office, id));
    // Given to other keys than the person has now: those sign a new challenge, or are told that they are none.
    Bytes keys;
    putKeys(keys, person->identity);
    if (!std::ranges::equal(keys, token.subspan(16 + 8, kKeysSize))) return notKnown();
    return id;
}

} // namespace model
