// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/log/event.h"

#include "crypto/check.h"
#include "model/base/cbor.h"

#include <algorithm>

namespace model {

namespace {

constexpr std::uint64_t kFormat = 1;
constexpr std::size_t kKindLimit = 64;

/// The fields up to the sealed part: what the sealed part is bound to, and the first part of the event.
void writeBound(CborWriter& out, const EventHeader& header) {
    out.unsignedInt(kFormat).unsignedInt(static_cast<std::uint64_t>(header.suite));
    out.bytes(header.caseId.view()).bytes(header.author.view()).text(header.kind);
    out.signedInt(header.time.time_since_epoch().count());
    out.array(2).unsignedInt(header.seen.seq).bytes(header.seen.link.view());
    out.unsignedInt(header.epoch).bytes(header.nonce).raw(header.clear).bytes(header.keys);
}

} // namespace

bool changedByOthers(std::span<const Entered> chain, std::uint64_t seen, PersonId author) {
    return std::ranges::any_of(chain.subspan(std::min<std::size_t>(seen, chain.size())),
                               [&](const Entered& one) { return one.author != author && !one.silent; });
}

Bytes sealContext(const EventHeader& header) {
    CborWriter out;
    out.reserve(256 + header.clear.size() + header.keys.size());
    out.array(11);
    writeBound(out, header);
    return std::move(out).take();
}

Bytes encodeEvent(const EventHeader& header) {
    CborWriter out;
    out.reserve(320 + header.clear.size() + header.keys.size());
    out.array(13);
    writeBound(out, header);
    if (header.sealedHash) out.bytes(header.sealedHash->view());
    else out.null();
    out.unsignedInt(header.sealedSize);
    return std::move(out).take();
}

Event makeEvent(EventHeader header, Bytes sealed) {
    crypto::require(sealed.size() <= kSealedLimit, "a sealed part within its limit");
    crypto::require(sealed.empty() == (header.epoch == 0), "a sealed part has an epoch");
    if (header.clear.empty()) header.clear = std::move(CborWriter().map(0)).take();
    if (!sealed.empty()) {
        header.sealedHash = crypto::digest(header.suite, sealed);
        header.sealedSize = static_cast<std::uint32_t>(sealed.size());
    }
    Event event;
    event.bytes = encodeEvent(header);
    crypto::require(event.bytes.size() <= kEventLimit, "an event within its limit");
    event.id = crypto::digest(header.suite, event.bytes);
    event.header = std::move(header);
    event.sealed = std::move(sealed);
    return event;
}

Result<Event> readEvent(ByteView bytes, ByteView sealed) {
    if (bytes.size() > kEventLimit || sealed.size() > kSealedLimit) {
        return fail(Code::tooLarge, {"An event is over its size limit", "事件超出大小上限"});
    }
    Event event;
    EventHeader& header = event.header;
    CborReader in(bytes);
    in.arrayOf(13);
    if (const auto format = in.unsignedInt(); in.ok() && format != kFormat) {
        return fail(Code::newer,
                    {"The event has format " + std::to_string(format) + ", which this version does not know",
                     "事件格式为 " + std::to_string(format) + "，本版本不支持"},
                    {"Update the program", "请更新程序"});
    }
    const auto suite = crypto::suiteFromByte(static_cast<std::uint8_t>(std::min<std::uint64_t>(in.unsignedInt(), 255)));
    if (!suite) in.fault("unknown suite");
    else header.suite = *suite;
    if (const auto id = CaseId::from(in.bytesOf(16))) header.caseId = *id;
    if (const auto id = PersonId::from(in.bytesOf(16))) header.author = *id;
    header.kind = in.text();
    if (header.kind.empty() || header.kind.size() > kKindLimit) in.fault("kind empty or too long");
    header.time = Instant{std::chrono::milliseconds{in.signedInt()}};
    in.arrayOf(2);
    header.seen.seq = in.unsignedInt();
    if (const auto link = crypto::Digest::fromBytes(in.bytesOf(32))) header.seen.link = *link;
    const auto epoch = in.unsignedInt();
    if (epoch > 0xffffffff) in.fault("epoch out of range");
    header.epoch = static_cast<std::uint32_t>(epoch);
    std::ranges::copy(in.bytesOf(16), header.nonce.begin());
    const auto clear = in.skip();
    if (in.ok() && clear.front() >> 5 != 5) in.fault("clear body is not a map");
    header.clear.assign(clear.begin(), clear.end());
    const auto keys = in.bytes();
    header.keys.assign(keys.begin(), keys.end());
    if (!in.tryNull()) {
        if (const auto hash = crypto::Digest::fromBytes(in.bytesOf(32))) header.sealedHash = *hash;
    }
    const auto size = in.unsignedInt();
    if (size > kSealedLimit) in.fault("sealed part over its limit");
    header.sealedSize = static_cast<std::uint32_t>(size);
    if (header.sealedHash.has_value() != (header.epoch != 0) || header.sealedHash.has_value() != (size != 0)) {
        in.fault("sealed part without an epoch, or an epoch without one");
    }
    TRY(in.finish("event"));
    if (!sealed.empty()) {
        if (!header.sealedHash || sealed.size() != size || crypto::digest(header.suite, sealed) != *header.sealedHash) {
            return fail(Code::damaged, {"The sealed part of an event does not have the hash that its author signed",
                                        "事件密封部分与作者签名的哈希不符"});
        }
        event.sealed.assign(sealed.begin(), sealed.end());
    }
    event.bytes.assign(bytes.begin(), bytes.end());
    event.id = crypto::digest(header.suite, bytes);
    return event;
}

Result<std::string> eventKind(ByteView bytes) {
    CborReader in(bytes);
    in.arrayOf(13);
    (void)in.unsignedInt(); // format
    (void)in.unsignedInt(); // suite
    (void)in.bytesOf(16);   // case
    (void)in.bytesOf(16);   // author
    std::string kind(in.text());
    if (!in.ok()) return fail(Code::malformed, {"The bytes are no event", "该内容不是事件"});
    return kind;
}

} // namespace model
