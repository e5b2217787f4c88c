// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/wire.h"

#include "crypto/check.h"
#include "model/sync/wire_parts.h"

namespace model::wire {

namespace {

constexpr std::uint64_t kLimitItems = 5;

std::optional<Code> codeOf(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(Code::ended); ++i) {
        if (codeName(static_cast<Code>(i)) == name) return static_cast<Code>(i);
    }
    return std::nullopt;
}

/// How many bytes of UTF-8 the first character takes; 0 if it is none.
std::size_t characterSize(std::string_view text) {
    for (std::size_t size = 1; size <= 4 && size <= text.size(); ++size) {
        if (isUtf8(text.substr(0, size))) return size;
    }
    return 0;
}

/// A text that can be sent: an error may name a path, and a path may have any bytes.
std::string sendable(std::string_view text) {
    if (text.size() <= kTextLimit && isUtf8(text)) return std::string(text);
    std::string out;
    while (!text.empty()) {
        const auto size = characterSize(text);
        if (out.size() + std::max<std::size_t>(size, 1) > kTextLimit) break;
        if (size == 0) out += '?';
        else out += text.substr(0, size);
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return out;
}

std::string readText(CborReader& in) {
    const auto text = in.text();
    if (text.size() > kTextLimit) in.fault("text over its limit");
    return std::string(text);
}

/// A hub may take less than the protocol allows, and not more.
Limits readLimits(CborReader& in) {
    const Limits most;
    Limits limits;
    in.arrayOf(kLimitItems);
    for (auto limit :
         {&Limits::submitBytes, &Limits::submitEvents, &Limits::answerBytes, &Limits::ids, &Limits::waitSeconds}) {
        limits.*limit = in.unsignedInt();
        const std::uint64_t least = limit == &Limits::waitSeconds ? 0 : 1;
        if (limits.*limit < least || limits.*limit > most.*limit) in.fault("limit out of range");
    }
    return limits;
}

Bytes readSome(CborReader& in, std::size_t limit) {
    const auto view = in.bytes();
    if (view.empty() || view.size() > limit) in.fault("byte string empty or over its limit");
    return crypto::toBytes(view);
}

} // namespace

Bytes encodeChangesRequest(const ChangesRequest& request) {
    CborWriter out;
    beginMessage(out, 6);
    out.unsignedInt(request.ask.after).unsignedInt(request.ask.limit).boolean(request.ask.withOwn);
    out.boolean(request.ask.again).unsignedInt(request.waitSeconds);
    return std::move(out).take();
}

Result<ChangesRequest> readChangesRequest(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 6));
    ChangesRequest request;
    request.ask.after = readNumber(in);
    const auto limit = in.unsignedInt();
    if (limit == 0 || limit > kCommitLimit) in.fault("limit out of range");
    request.ask.limit = static_cast<std::size_t>(limit);
    request.ask.withOwn = in.boolean();
    request.ask.again = in.boolean();
    request.waitSeconds = in.unsignedInt();
    if (request.waitSeconds > kWaitLimit) in.fault("wait out of range");
    TRY(in.finish("request for changes"));
    return request;
}

Bytes encodeHistoryRequest(const HistoryAsk& ask) {
    CborWriter out;
    beginMessage(out, 5);
    out.bytes(ask.caseId.view()).unsignedInt(ask.after).unsignedInt(ask.upTo).boolean(ask.withOwn);
    return std::move(out).take();
}

Result<HistoryAsk> readHistoryRequest(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 5));
    HistoryAsk ask;
    ask.caseId = CaseId{read16(in)};
    ask.after = readNumber(in);
    ask.upTo = readNumber(in);
    ask.withOwn = in.boolean();
    TRY(in.finish("request for a history"));
    return ask;
}

Result<Bytes> encodeRefusalsRequest(std::span<const Digest> events) {
    if (events.size() > kIdLimit) return overLimit();
    CborWriter out;
    beginMessage(out, 2);
    writeDigests(out, events);
    return std::move(out).take();
}

Result<std::vector<Digest>> readRefusalsRequest(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kAskLimit, 2));
    const auto all = readDigests(in);
    if (all.size() > kIdLimit * 32) in.fault("too many ids");
    TRY(in.finish("request for refusals"));
    return digestsOf(all);
}

Result<Bytes> encodeRefusalsAnswer(std::span<const Refusal> refusals) {
    if (refusals.size() > kIdLimit) return overLimit();
    CborWriter out;
    beginMessage(out, 2);
    out.array(refusals.size());
    for (const auto& refusal : refusals) {
        if (refusal.signature.size() != crypto::kSignatureSize) return disagree(refusal.event.hex());
        out.array(2).bytes(refusal.bytes).bytes(refusal.signature);
    }
    if (out.view().size() > kAnswerLimit) return overLimit();
    return std::move(out).take();
}

Result<std::vector<Refusal>> readRefusalsAnswer(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kAnswerLimit, 2));
    std::vector<Refusal> refusals;
    const auto count = in.array(kIdLimit);
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        in.arrayOf(2);
        const auto said = in.bytes();
        const auto signature = in.bytesOf(crypto::kSignatureSize);
        if (!in.ok()) break;
        auto refusal = readRefusal(said, signature);
        if (!refusal) in.fault("no refusal: " + refusal.error().what.en);
        else refusals.push_back(*std::move(refusal));
    }
    TRY(in.finish("answer with refusals"));
    return refusals;
}

Error forClient(Error error) {
    if (error.code == Code::failed || error.code == Code::damaged) error.where.clear();
    return error;
}

Bytes encodeErrorAnswer(const ErrorAnswer& answer) {
    CborWriter out;
    beginMessage(out, 9);
    out.text(codeName(answer.error.code));
    for (const std::string& text : {answer.error.what.en, answer.error.what.zh, answer.error.cure.en,
                                    answer.error.cure.zh, answer.error.where, answer.error.cite})
        out.text(sendable(text));
    if (answer.retryAfter) out.unsignedInt(std::min(*answer.retryAfter, kRetryLimit));
    else out.null();
    return std::move(out).take();
}

Result<ErrorAnswer> readErrorAnswer(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 9));
    ErrorAnswer answer;
    const auto code = codeOf(in.text());
    if (!code) in.fault("unknown code");
    else answer.error.code = *code;
    answer.error.what.en = readText(in);
    answer.error.what.zh = readText(in);
    answer.error.cure.en = readText(in);
    answer.error.cure.zh = readText(in);
    answer.error.where = readText(in);
    answer.error.cite = readText(in);
    if (!in.tryNull()) {
        answer.retryAfter = in.unsignedInt();
        if (*answer.retryAfter > kRetryLimit) in.fault("retry out of range");
    }
    TRY(in.finish("error"));
    return answer;
}

Bytes encodeHelloAnswer(const HelloAnswer& answer) {
    CborWriter out;
    beginMessage(out, 8);
    out.unsignedInt(answer.protocolMin).unsignedInt(answer.protocolMax);
    writeSuite(out, answer.identity.suite);
    if (answer.founding) out.bytes(answer.founding->view());
    else out.null();
    out.bytes(answer.identity.encode());
    writeInstant(out, answer.time);
    const Limits& limits = answer.limits;
    out.array(kLimitItems).unsignedInt(limits.submitBytes).unsignedInt(limits.submitEvents);
    out.unsignedInt(limits.answerBytes).unsignedInt(limits.ids).unsignedInt(limits.waitSeconds);
    return std::move(out).take();
}

Result<HelloAnswer> readHelloAnswer(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 8));
    HelloAnswer answer;
    answer.protocolMin = in.unsignedInt();
    answer.protocolMax = in.unsignedInt();
    if (answer.protocolMin == 0 || answer.protocolMin > answer.protocolMax) in.fault("no versions");
    const auto suite = readSuite(in);
    if (!in.tryNull()) answer.founding = readDigest(in);
    const auto identity = crypto::PublicIdentity::decode(in.bytes());
    if (!identity || identity->suite != suite) in.fault("no identity of this suite");
    else answer.identity = *identity;
    answer.time = readInstant(in);
    answer.limits = readLimits(in);
    TRY(in.finish("greeting"));
    return answer;
}

Bytes encodeChallengeRequest(PersonId person) {
    CborWriter out;
    beginMessage(out, 2);
    out.bytes(person.view());
    return std::move(out).take();
}

Result<PersonId> readChallengeRequest(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 2));
    const PersonId person{read16(in)};
    TRY(in.finish("request for a challenge"));
    return person;
}

Bytes encodeChallengeAnswer(ByteView challenge) {
    crypto::require(!challenge.empty() && challenge.size() <= kChallengeLimit, "a challenge within its limit");
    CborWriter out;
    beginMessage(out, 2);
    out.bytes(challenge);
    return std::move(out).take();
}

Result<Bytes> readChallengeAnswer(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 2));
    auto challenge = readSome(in, kChallengeLimit);
    TRY(in.finish("challenge"));
    return challenge;
}

Bytes encodeSessionRequest(const SessionRequest& request) {
    crypto::require(!request.challenge.empty() && request.challenge.size() <= kChallengeLimit,
                    "a challenge within its limit");
    crypto::require(request.signature.size() == crypto::kSignatureSize, "a signature of its size");
    CborWriter out;
    beginMessage(out, 4);
    out.bytes(request.person.view()).bytes(request.challenge).bytes(request.signature);
    return std::move(out).take();
}

Result<SessionRequest> readSessionRequest(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 4));
    SessionRequest request;
    request.person = PersonId{read16(in)};
    request.challenge = readSome(in, kChallengeLimit);
    request.signature = crypto::toBytes(in.bytesOf(crypto::kSignatureSize));
    TRY(in.finish("request for a session"));
    return request;
}

Bytes encodeSessionAnswer(const SessionAnswer& answer) {
    crypto::require(!answer.token.empty() && answer.token.size() <= kTokenLimit, "a token within its limit");
    CborWriter out;
    beginMessage(out, 3);
    out.bytes(answer.token);
    writeInstant(out, answer.expires);
    return std::move(out).take();
}

Result<SessionAnswer> readSessionAnswer(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 3));
    SessionAnswer answer;
    answer.token = readSome(in, kTokenLimit);
    answer.expires = readInstant(in);
    TRY(in.finish("session"));
    return answer;
}

Bytes challengeMessage(ByteView challenge, const crypto::PublicIdentity& hub, const Digest& fingerprint) {
    CborWriter out;
    out.raw(crypto::asBytes("touchstone session\n"));
    out.array(4).unsignedInt(kVersion).bytes(hub.encode()).bytes(fingerprint.view()).bytes(challenge);
    return std::move(out).take();
}

} // namespace model::wire
