// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/wire_parts.h"

#include "crypto/merkle.h"

namespace model::wire {

namespace {

std::uint64_t millis(Instant time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }
Instant instant(std::uint64_t millis) { return Instant{std::chrono::milliseconds{static_cast<std::int64_t>(millis)}}; }

} // namespace

void beginMessage(CborWriter& out, std::uint64_t items) { out.array(items).unsignedInt(kVersion); }

Result<CborReader> openMessage(ByteView bytes, std::size_t limit, std::uint64_t items) {
    if (bytes.size() > limit) return overLimit();
    CborReader in(bytes);
    // The version comes before the number of items is judged: another version may have more.
    (void)in.array(kSmallLimit);
    const auto version = in.unsignedInt();
    if (in.ok() && version != kVersion) {
        return fail(Code::newer,
                    {"The message has version " + std::to_string(version) + ", which this version does not speak",
                     "消息版本为 " + std::to_string(version) + "，本版本不支持"},
                    {"Update the older of both programs", "请更新双方中较旧的程序"});
    }
    CborReader counted(bytes);
    counted.arrayOf(items);
    (void)counted.unsignedInt();
    return counted;
}

void writeSuite(CborWriter& out, crypto::Suite suite) { out.unsignedInt(static_cast<std::uint64_t>(suite)); }

crypto::Suite readSuite(CborReader& in) {
    const auto number = std::min<std::uint64_t>(in.unsignedInt(), 255);
    const auto suite = crypto::suiteFromByte(static_cast<std::uint8_t>(number));
    if (!suite) in.fault("unknown suite");
    return suite.value_or(crypto::Suite::intl1);
}

Digest readDigest(CborReader& in) { return Digest::fromBytes(in.bytesOf(32)).value_or(Digest{}); }

Bytes16 read16(CborReader& in) {
    Bytes16 out{};
    std::ranges::copy(in.bytesOf(16), out.begin());
    return out;
}

std::uint64_t readNumber(CborReader& in) {
    const auto number = in.unsignedInt();
    if (number > kNumberLimit) in.fault("number out of range");
    return number;
}

void writeInstant(CborWriter& out, Instant time) { out.signedInt(time.time_since_epoch().count()); }
Instant readInstant(CborReader& in) { return Instant{std::chrono::milliseconds{in.signedInt()}}; }

void writeSince(CborWriter& out, Instant time, Instant since) {
    out.signedInt(static_cast<std::int64_t>(millis(time) - millis(since)));
}
Instant later(Instant since, std::int64_t by) { return instant(millis(since) + static_cast<std::uint64_t>(by)); }
Instant readSince(CborReader& in, Instant since) { return later(since, in.signedInt()); }

void writeDigests(CborWriter& out, std::span<const Digest> digests) {
    Bytes all;
    all.reserve(digests.size() * 32);
    for (const auto& digest : digests) crypto::append(all, digest.view());
    out.bytes(all);
}

ByteView readDigests(CborReader& in) {
    const auto all = in.bytes();
    if (all.size() % 32 == 0) return all;
    in.fault("no whole number of digests");
    return {};
}

std::vector<Digest> digestsOf(ByteView digests) {
    std::vector<Digest> out;
    out.reserve(digests.size() / 32);
    for (auto rest = digests; rest.size() >= 32; rest = rest.subspan(32))
        out.push_back(*Digest::fromBytes(rest.first(32)));
    return out;
}

std::unexpected<Error> disagree(std::string where) {
    return fail(Code::damaged,
                {"What is to be sent does not agree with what was signed", "待发送的数据与签名内容不一致"},
                {"Run `touchstonectl verify`", "请运行 touchstonectl verify"}, std::move(where));
}

std::unexpected<Error> overLimit() {
    return fail(Code::tooLarge, {"A message is over its size limit", "消息超出大小上限"},
                {"Send or ask for less at a time", "请减少一次发送或请求的内容"});
}

void CaseNames::write(CborWriter& out, CaseId id) {
    if (m_last == id) {
        out.null();
        return;
    }
    m_names.write(out, id.bytes);
    m_last = id;
}

CaseId CaseNames::read(CborReader& in) {
    if (m_last && in.tryNull()) return *m_last;
    const CaseId id{m_names.read(in)};
    if (m_last == id) in.fault("the same case again");
    m_last = id;
    return id;
}

void ActHeads::write(CborWriter& out, const Act& act) {
    m_people.write(out, act.author.bytes);
    writeSince(out, act.time, m_last);
    m_last = act.time;
    out.array(act.envelopes.size());
    for (const auto& envelope : act.envelopes) {
        out.array(2);
        m_people.write(out, envelope.recipient);
        out.bytes(envelope.sealed);
    }
    out.bytes(act.signature);
}

void ActHeads::read(CborReader& in, Act& act) {
    act.author = PersonId{m_people.read(in)};
    act.time = m_last = readSince(in, m_last);
    const auto count = in.array(kActEnvelopeLimit);
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        in.arrayOf(2);
        const auto recipient = m_people.read(in);
        act.envelopes.push_back({recipient, crypto::toBytes(in.bytes())});
    }
    act.signature = crypto::toBytes(in.bytesOf(crypto::kSignatureSize));
}

bool isExact(const Act& act, crypto::Suite suite) {
    return act.suite == suite && act.signature.size() == crypto::kSignatureSize && act.count > 0 &&
           act.count <= kActEventLimit && act.envelopes.size() <= kActEnvelopeLimit && encodeAct(act) == act.bytes;
}

void completeAct(Act& act, crypto::Suite suite, std::span<const Digest> ids) {
    act.suite = suite;
    act.count = ids.size();
    act.root = crypto::merkleRoot(suite, ids);
    act.bytes = encodeAct(act);
    act.id = crypto::digest(suite, act.bytes);
}

void EventBodies::writeHead(CborWriter& out, const EventHeader& header, Instant actTime) {
    m_kinds.write(out, header.kind);
    writeSince(out, header.time, actTime);
}

void EventBodies::readHead(CborReader& in, EventHeader& header, Instant actTime) {
    header.kind = m_kinds.read(in);
    header.time = readSince(in, actTime);
}

void EventBodies::writeRest(CborWriter& out, const Event& event) {
    const EventHeader& header = event.header;
    out.unsignedInt(header.epoch).bytes(header.nonce).raw(header.clear).bytes(header.keys);
    if (!event.sealed.empty()) out.bytes(event.sealed);
    else if (header.sealedHash) out.array(2).bytes(header.sealedHash->view()).unsignedInt(header.sealedSize);
    else out.null();
}

Event EventBodies::readRest(CborReader& in, EventHeader header) {
    const auto epoch = in.unsignedInt();
    if (epoch > 0xffffffff) in.fault("epoch out of range");
    header.epoch = static_cast<std::uint32_t>(epoch);
    header.nonce = read16(in);
    header.clear = crypto::toBytes(in.skip());
    header.keys = crypto::toBytes(in.bytes());
    ByteView sealed;
    if (in.nextMajor() == 4) {
        in.arrayOf(2);
        header.sealedHash = readDigest(in);
        const auto size = in.unsignedInt();
        if (size > kSealedLimit) in.fault("sealed part over its limit");
        header.sealedSize = static_cast<std::uint32_t>(size);
    } else if (!in.tryNull()) {
        sealed = in.bytes();
        if (sealed.empty() || sealed.size() > kSealedLimit) in.fault("sealed part empty or over its limit");
        header.sealedHash = crypto::digest(header.suite, sealed);
        header.sealedSize = static_cast<std::uint32_t>(sealed.size());
    }
    if (!in.ok()) return {};
    // Read again as an event is from anywhere, so that what is refused there is refused here.
    auto event = readEvent(encodeEvent(header), {});
    if (!event) {
        in.fault("no event: " + event.error().what.en);
        return {};
    }
    event->sealed = crypto::toBytes(sealed);
    return *std::move(event);
}

bool isExact(const Event& event, crypto::Suite suite) {
    const EventHeader& header = event.header;
    return header.suite == suite && encodeEvent(header) == event.bytes &&
           (event.sealed.empty() || (header.sealedHash && event.sealed.size() == header.sealedSize));
}

} // namespace model::wire
