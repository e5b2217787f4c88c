// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/messages.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// The bytes of the exchange between a desk and a hub that is not in the same process: docs/protocol.md, to the byte.
/// Pure functions; any thread. Every message is one item of deterministic CBOR whose first member is the version, and
/// has exactly one encoding: what reads without an error writes the same bytes again.
///
/// Whatever is read comes from somebody who may be hostile. Code::malformed says what is wrong and at which byte,
/// Code::tooLarge that a message is over its limit, Code::newer that it has another version. What is read is in form
/// only: hashes, signatures and rights are for the desk and the hub to check, and nothing here takes that from them.
///
/// What other members of a message determine is left out and made again while reading, so what comes out has the exact
/// bytes that were signed or hashed. Writing refuses with Code::damaged a value whose parts do not agree; digests of
/// events and roots of acts and commits are not made again for that, because the reader makes them.
namespace model::wire {

inline constexpr std::uint64_t kVersion = 1;

/// Bytes of the envelopes of an act that is handed over: a thousand of the longer suite, and more.
inline constexpr std::size_t kEnvelopesLimit = 2 * 1024 * 1024;
/// Bytes of a message that hands over acts; kBatchEvents is the limit of the events in it.
inline constexpr std::size_t kSubmitLimit = 8 * 1024 * 1024;
/// Bytes of an answer.
inline constexpr std::size_t kAnswerLimit = 8 * 1024 * 1024;
/// What goes in one go fits into one message: the events, the one that made them too many, the envelopes of its act,
/// and what a message says besides, which is less than 256 bytes for each event.
inline constexpr std::size_t kBatchAtMost =
    kBatchBytes + kEventLimit + kSealedLimit + kEnvelopesLimit + kBatchEvents * 256;
static_assert(kBatchAtMost <= kSubmitLimit && kBatchAtMost <= kAnswerLimit);
/// Entries in an answer with changes: a commit of an older program may have more than kBatchEvents.
inline constexpr std::size_t kEntryLimit = 100'000;
/// Commits that are asked for or answered at a time.
inline constexpr std::uint64_t kCommitLimit = 64;
/// Ids of events in one question, refusals in one answer, and bytes of such a question.
inline constexpr std::size_t kIdLimit = 10'000;
inline constexpr std::size_t kAskLimit = 32 * kIdLimit + 16;
/// Bytes of every other message.
inline constexpr std::size_t kSmallLimit = 64 * 1024;
/// Seconds for which a hub may let a desk wait for news.
inline constexpr std::uint64_t kWaitLimit = 30;
/// The largest number of a commit or link, 2^53: none comes near it, and sums of two do not overflow.
inline constexpr std::uint64_t kNumberLimit = std::uint64_t{1} << 53;
/// Bytes of each text of an error; longer ones are cut.
inline constexpr std::size_t kTextLimit = 4'096;
/// Seconds after which a desk may be told to come again: a day.
inline constexpr std::uint64_t kRetryLimit = 86'400;
/// Bytes of a challenge, and of a token.
inline constexpr std::size_t kChallengeLimit = 256;
inline constexpr std::size_t kTokenLimit = 256;

// --- handing over acts -------------------------------------------------------------------------------------------

/// Whole acts, at least one, all of one suite. Code::tooLarge over kSubmitLimit, kBatchEvents or kEnvelopesLimit.
Result<Bytes> encodeSubmitRequest(std::span<const Submission> submissions);
Result<std::vector<Submission>> readSubmitRequest(ByteView bytes);

/// The same of a desk that has a commit; `known` of number 0: it has none, and says nothing of it.
struct SubmitRequest {
    std::vector<Submission> submissions;
    Known known;
};
Result<Bytes> encodeSubmitFrom(const Known& known, std::span<const Submission> submissions);
Result<SubmitRequest> readSubmitFrom(ByteView bytes);

/// The number of the hub's last commit; the answer to a message that gives back what a hub has lost, too. Such a
/// message is one with changes.
Bytes encodeSubmitAnswer(std::uint64_t lastCommit);
Result<std::uint64_t> readSubmitAnswer(ByteView bytes);

// --- taking what is new ------------------------------------------------------------------------------------------

struct ChangesRequest {
    ChangesAsk ask;                ///< `after` up to kNumberLimit, `limit` 1 to kCommitLimit
    std::uint64_t waitSeconds = 0; ///< how long to wait while there is nothing new: 0 to kWaitLimit
    friend bool operator==(const ChangesRequest&, const ChangesRequest&) = default;
};
Bytes encodeChangesRequest(const ChangesRequest& request);
Result<ChangesRequest> readChangesRequest(ByteView bytes);

/// Of an entry whose event has no bytes (the reader's own) only its link and place are told. Every entry is in a commit
/// that is here. Code::tooLarge over kAnswerLimit or kEntryLimit.
Result<Bytes> encodeChangesAnswer(const Changes& changes, crypto::Suite suite);
Result<Changes> readChangesAnswer(ByteView bytes);

/// Numbers up to kNumberLimit.
Bytes encodeHistoryRequest(const HistoryAsk& ask);
Result<HistoryAsk> readHistoryRequest(ByteView bytes);

/// Links of one case, each of which follows the one before. Code::tooLarge over kAnswerLimit or kBatchEvents.
Result<Bytes> encodeHistoryAnswer(const History& history, crypto::Suite suite);
Result<History> readHistoryAnswer(ByteView bytes);

/// At most kIdLimit.
Result<Bytes> encodeRefusalsRequest(std::span<const Digest> events);
Result<std::vector<Digest>> readRefusalsRequest(ByteView bytes);
Result<Bytes> encodeRefusalsAnswer(std::span<const Refusal> refusals);
Result<std::vector<Refusal>> readRefusalsAnswer(ByteView bytes);

// --- errors ------------------------------------------------------------------------------------------------------

/// Why there is no answer.
struct ErrorAnswer {
    Error error;
    std::optional<std::uint64_t> retryAfter; ///< seconds, up to kRetryLimit; nothing: coming again does not help
    friend bool operator==(const ErrorAnswer&, const ErrorAnswer&) = default;
};
/// What of an error of the hub's side may be told to a client: `where` names a file of the server where the code is
/// Code::failed or Code::damaged, and is cleared then.
Error forClient(Error error);
/// Always possible: texts are cut to kTextLimit, and bytes that are no UTF-8 become question marks. Errors of the hub's
/// side go through forClient() before.
Bytes encodeErrorAnswer(const ErrorAnswer& answer);
Result<ErrorAnswer> readErrorAnswer(ByteView bytes);

// --- who speaks to whom ------------------------------------------------------------------------------------------

/// What a hub takes at a time, so that a desk need not find out: no more than the protocol allows, and at least 1 of
/// each but the wait.
struct Limits {
    std::uint64_t submitBytes = kSubmitLimit;
    std::uint64_t submitEvents = kBatchEvents;
    std::uint64_t answerBytes = kAnswerLimit;
    std::uint64_t ids = kIdLimit;
    std::uint64_t waitSeconds = kWaitLimit;
    friend bool operator==(const Limits&, const Limits&) = default;
};

/// How a hub presents itself to anybody. Nothing of it is signed: a desk knows the hub's identity from the register.
struct HelloAnswer {
    std::uint64_t protocolMin = kVersion; ///< versions of this protocol that the hub speaks; at least 1
    std::uint64_t protocolMax = kVersion;
    std::optional<Digest> founding;  ///< the office's fingerprint; nothing before its founding
    crypto::PublicIdentity identity; ///< the hub's; its suite is the office's
    Instant time{};                  ///< the hub's clock
    Limits limits;
    friend bool operator==(const HelloAnswer&, const HelloAnswer&) = default;
};
Bytes encodeHelloAnswer(const HelloAnswer& answer);
Result<HelloAnswer> readHelloAnswer(ByteView bytes);

Bytes encodeChallengeRequest(PersonId person);
Result<PersonId> readChallengeRequest(ByteView bytes);
/// 1 to kChallengeLimit bytes.
Bytes encodeChallengeAnswer(ByteView challenge);
Result<Bytes> readChallengeAnswer(ByteView bytes);

struct SessionRequest {
    PersonId person;
    Bytes challenge; ///< as it came, 1 to kChallengeLimit bytes
    Bytes signature; ///< the person's over challengeMessage(), crypto::kSignatureSize bytes
    friend bool operator==(const SessionRequest&, const SessionRequest&) = default;
};
Bytes encodeSessionRequest(const SessionRequest& request);
Result<SessionRequest> readSessionRequest(ByteView bytes);

struct SessionAnswer {
    Bytes token; ///< 1 to kTokenLimit bytes; a secret
    Instant expires{};
    friend bool operator==(const SessionAnswer&, const SessionAnswer&) = default;
};
Bytes encodeSessionAnswer(const SessionAnswer& answer);
Result<SessionAnswer> readSessionAnswer(ByteView bytes);

/// What a person signs to open a session: the challenge of this hub for this office, under a label that no other signed
/// thing of the project has. `hub` is the identity that the desk knows from the register, not the one that was sent, so
/// a hub in between cannot pass the signature on.
Bytes challengeMessage(ByteView challenge, const crypto::PublicIdentity& hub, const Digest& fingerprint);

} // namespace model::wire
