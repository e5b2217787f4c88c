// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/wire_evidence.h"

#include "crypto/check.h"
#include "model/sync/wire_parts.h"

#include <set>

namespace model {

PartSums::PartSums() : m_hasher(crypto::Hasher::sha256()) {
    m_hasher.update(crypto::asBytes("touchstone evidence parts 1"));
}

namespace wire {

namespace {

/// The head of a byte string in deterministic CBOR, whose bytes are put behind it in place.
void appendStringHead(Bytes& out, std::size_t size) {
    constexpr std::uint8_t kByteString = 0x40;
    constexpr std::uint8_t kOneByte = 24, kTwoBytes = 25, kFourBytes = 26;
    if (size < kOneByte) {
        crypto::appendU8(out, static_cast<std::uint8_t>(kByteString + size));
    } else if (size <= 0xff) {
        crypto::appendU8(out, kByteString + kOneByte);
        crypto::appendU8(out, static_cast<std::uint8_t>(size));
    } else if (size <= 0xffff) {
        crypto::appendU8(out, kByteString + kTwoBytes);
        crypto::appendU16(out, static_cast<std::uint16_t>(size));
    } else {
        crypto::appendU8(out, kByteString + kFourBytes);
        crypto::appendU32(out, static_cast<std::uint32_t>(size));
    }
}

/// Ends a message with a byte string that `fill` writes where it has to be.
Result<Bytes> endWithPart(CborWriter head, std::size_t size, const FillPart& fill) {
    crypto::require(size > 0 && size <= kPartBytes, "a part within its limit");
    constexpr std::size_t kStringHead = 5;
    head.reserve(head.view().size() + kStringHead + size);
    Bytes out = std::move(head).take();
    appendStringHead(out, size);
    const std::size_t at = out.size();
    out.resize(at + size);
    TRY(fill(std::span(out).subspan(at)));
    return out;
}

ByteView readPart(CborReader& in) {
    const auto bytes = in.bytes();
    if (bytes.empty() || bytes.size() > kPartBytes) in.fault("part empty or over its limit");
    return bytes;
}

std::uint64_t readPartNumber(CborReader& in) {
    const auto part = in.unsignedInt();
    if (part >= kPartsLimit) in.fault("number of a part out of range");
    return part;
}

EvidenceName readName(CborReader& in) {
    EvidenceName name;
    name.caseId = CaseId{read16(in)};
    name.address = readDigest(in);
    return name;
}

void writeName(CborWriter& out, const EvidenceName& name) { out.bytes(name.caseId.view()).bytes(name.address.view()); }

/// Whether ranges are in the only form that says what they say.
bool areTidy(std::span<const PartRange> ranges) {
    std::uint64_t least = 0;
    for (const auto& range : ranges) {
        const bool apart = range.first >= least && range.count > 0 && range.count <= kPartsLimit;
        if (!apart || range.first > kPartsLimit - range.count) return false;
        least = range.first + range.count + 1;
    }
    return ranges.size() <= kRangesLimit;
}

bool areOfDifferentPersons(std::span<const EvidenceCopy> copies) {
    std::set<PersonId> persons;
    for (const auto& copy : copies) {
        if (!persons.insert(copy.from).second) return false;
    }
    return copies.size() <= kCopiesLimit;
}

EvidenceHeld readHeld(CborReader& in) {
    EvidenceHeld held;
    in.arrayOf(2);
    for (auto left = in.array(kCopiesLimit); left > 0 && in.ok(); --left) {
        in.arrayOf(2);
        EvidenceCopy copy;
        copy.from = PersonId{read16(in)};
        copy.sum = readDigest(in);
        held.copies.push_back(copy);
    }
    if (in.ok() && !areOfDifferentPersons(held.copies)) in.fault("two copies of one person");
    for (auto left = in.array(kRangesLimit); left > 0 && in.ok(); --left) {
        in.arrayOf(2);
        const auto first = in.unsignedInt();
        held.missing.push_back({first, in.unsignedInt()});
    }
    if (in.ok() && !areTidy(held.missing)) in.fault("ranges of parts not in their order");
    return held;
}

} // namespace

Result<Bytes> encodeEvidenceAsk(std::span<const EvidenceName> names) {
    if (names.empty() || names.size() > kEvidenceNamesLimit) return overLimit();
    CborWriter out;
    beginMessage(out, 2);
    out.array(names.size());
    CaseNames cases;
    for (const auto& name : names) {
        out.array(2);
        cases.write(out, name.caseId);
        out.bytes(name.address.view());
    }
    return std::move(out).take();
}

Result<std::vector<EvidenceName>> readEvidenceAsk(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 2));
    const auto count = in.array(kEvidenceNamesLimit);
    if (count == 0) in.fault("no items");
    std::vector<EvidenceName> names;
    CaseNames cases;
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        in.arrayOf(2);
        const auto id = cases.read(in);
        names.push_back({id, readDigest(in)});
    }
    TRY(in.finish("question about evidence"));
    return names;
}

Result<Bytes> encodeEvidenceAnswer(const EvidenceAnswer& answer) {
    if (answer.size() > kEvidenceNamesLimit) return overLimit();
    CborWriter out;
    beginMessage(out, 2);
    out.array(answer.size());
    for (const auto& held : answer) {
        if (!held) {
            out.null();
            continue;
        }
        if (!areTidy(held->missing) || !areOfDifferentPersons(held->copies)) return disagree("evidence");
        out.array(2).array(held->copies.size());
        for (const auto& copy : held->copies) out.array(2).bytes(copy.from.view()).bytes(copy.sum.view());
        out.array(held->missing.size());
        for (const auto& range : held->missing) out.array(2).unsignedInt(range.first).unsignedInt(range.count);
    }
    return std::move(out).take();
}

Result<EvidenceAnswer> readEvidenceAnswer(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kAnswerLimit, 2));
    const auto count = in.array(kEvidenceNamesLimit);
    EvidenceAnswer answer;
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        if (in.tryNull()) answer.emplace_back();
        else answer.emplace_back(readHeld(in));
    }
    TRY(in.finish("answer about evidence"));
    return answer;
}

Result<Bytes> encodeEvidencePut(const EvidenceName& name, std::uint64_t part, std::size_t size, const FillPart& fill) {
    CborWriter out;
    beginMessage(out, 5);
    writeName(out, name);
    out.unsignedInt(part);
    return endWithPart(std::move(out), size, fill);
}

Result<EvidencePut> readEvidencePut(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kPartMessageLimit, 5));
    EvidencePut put;
    put.name = readName(in);
    put.part = readPartNumber(in);
    put.bytes = readPart(in);
    TRY(in.finish("part of evidence"));
    return put;
}

Bytes encodeEvidencePutAnswer(bool whole) {
    CborWriter out;
    beginMessage(out, 2);
    out.boolean(whole);
    return std::move(out).take();
}

Result<bool> readEvidencePutAnswer(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 2));
    const bool whole = in.boolean();
    TRY(in.finish("answer to a part of evidence"));
    return whole;
}

Bytes encodeEvidenceGet(const EvidenceGet& get) {
    CborWriter out;
    beginMessage(out, 5);
    writeName(out, get.name);
    out.bytes(get.from.view()).unsignedInt(get.part);
    return std::move(out).take();
}

Result<EvidenceGet> readEvidenceGet(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kSmallLimit, 5));
    EvidenceGet get;
    get.name = readName(in);
    get.from = PersonId{read16(in)};
    get.part = readPartNumber(in);
    TRY(in.finish("question for a part of evidence"));
    return get;
}

Result<Bytes> encodeEvidencePart(std::size_t size, const FillPart& fill) {
    CborWriter out;
    beginMessage(out, 2);
    return endWithPart(std::move(out), size, fill);
}

Result<ByteView> readEvidencePart(ByteView bytes) {
    TRY_ASSIGN(auto in, openMessage(bytes, kPartMessageLimit, 2));
    const auto part = readPart(in);
    TRY(in.finish("part of evidence"));
    return part;
}

} // namespace wire

} // namespace model
