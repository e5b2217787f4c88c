// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/log/act.h"

#include "crypto/check.h"
#include "crypto/merkle.h"
#include "model/base/cbor.h"
#include "model/base/token.h"

namespace model {

namespace {

constexpr std::uint64_t kFormat = 1;

/// What is signed: a label that no other signed thing of the project has, then the bytes.
Bytes signedBytes(ByteView bytes) {
    const auto label = crypto::asBytes("touchstone act\n");
    Bytes message(label.begin(), label.end());
    message.insert(message.end(), bytes.begin(), bytes.end());
    return message;
}

} // namespace

Bytes encodeAct(const Act& act) {
    CborWriter out;
    out.array(7).unsignedInt(kFormat).unsignedInt(static_cast<std::uint64_t>(act.suite)).bytes(act.author.view());
    out.signedInt(act.time.time_since_epoch().count()).unsignedInt(act.count).bytes(act.root.view());
    out.array(act.envelopes.size());
    for (const auto& envelope : act.envelopes) out.array(2).bytes(envelope.recipient).bytes(envelope.sealed);
    return std::move(out).take();
}

Result<Act> signAct(const crypto::Identity& author, PersonId authorId, Instant time, std::span<const Digest> events,
                    std::vector<Envelope> envelopes) {
    crypto::require(!events.empty() && events.size() <= kActEventLimit, "an act has events, and not too many");
    crypto::require(envelopes.size() <= kActEnvelopeLimit, "an act has not too many envelopes");
    Act act;
    act.suite = author.suite();
    act.author = authorId;
    act.time = time;
    act.count = events.size();
    act.root = crypto::merkleRoot(act.suite, events);
    act.envelopes = std::move(envelopes);
    act.bytes = encodeAct(act);
    act.id = crypto::digest(act.suite, act.bytes);
    TRY_ASSIGN(act.signature, signWith(author, signedBytes(act.bytes)));
    return act;
}

Result<Act> readAct(ByteView bytes, ByteView signature) {
    Act act;
    CborReader in(bytes);
    in.arrayOf(7);
    if (const auto format = in.unsignedInt(); in.ok() && format != kFormat) {
        return fail(Code::newer, {"The act has a format that this version does not know", "行为签名的格式本版本不支持"},
                    {"Update the program", "请更新程序"});
    }
    const auto suite = crypto::suiteFromByte(static_cast<std::uint8_t>(std::min<std::uint64_t>(in.unsignedInt(), 255)));
    if (!suite) in.fault("unknown suite");
    else act.suite = *suite;
    if (const auto id = PersonId::from(in.bytesOf(16))) act.author = *id;
    act.time = Instant{std::chrono::milliseconds{in.signedInt()}};
    act.count = in.unsignedInt();
    if (in.ok() && (act.count == 0 || act.count > kActEventLimit)) in.fault("count out of range");
    if (const auto root = Digest::fromBytes(in.bytesOf(32))) act.root = *root;
    const auto count = in.array(kActEnvelopeLimit);
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        in.arrayOf(2);
        Envelope envelope;
        std::ranges::copy(in.bytesOf(16), envelope.recipient.begin());
        const auto sealed = in.bytes();
        envelope.sealed.assign(sealed.begin(), sealed.end());
        act.envelopes.push_back(std::move(envelope));
    }
    TRY(in.finish("act"));
    act.bytes.assign(bytes.begin(), bytes.end());
    act.signature.assign(signature.begin(), signature.end());
    act.id = crypto::digest(act.suite, bytes);
    return act;
}

Result<void> verifyAct(const Act& act, const crypto::PublicIdentity& author, std::span<const Digest> events) {
    if (events.size() != act.count || crypto::merkleRoot(act.suite, events) != act.root) {
        return fail(Code::damaged,
                    {"The events of an act are not those that its author signed", "行为所含事件与作者签名不符"}, {},
                    act.id.hex());
    }
    if (author.suite != act.suite || !crypto::verify(author, signedBytes(act.bytes), act.signature)) {
        return fail(Code::damaged, {"The signature of an act is not its author's", "行为签名不属于所称作者"}, {},
                    act.id.hex());
    }
    return {};
}

Recipients recipientsOf(const Act& act) {
    Recipients out;
    out.reserve(act.envelopes.size());
    for (const auto& envelope : act.envelopes) out.push_back(envelope.recipient);
    return out;
}

Bytes envelopeContext(PersonId author, const std::array<std::uint8_t, 16>& recipient) {
    CborWriter out;
    out.array(3).text("touchstone envelope").bytes(author.view()).bytes(recipient);
    return std::move(out).take();
}

} // namespace model
