// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/proof.h"

#include "model/base/cbor.h"
#include "model/base/token.h"
#include "model/case/body.h"

namespace model {

namespace {

constexpr std::string_view kMark = "touchstone proof";
constexpr std::uint64_t kFormat = 1;
/// Bytes of each text that its maker wrote.
constexpr std::size_t kTextLimit = 4'096;
/// Digests on a path: a tree of 2^64 leaves has no longer one.
constexpr std::size_t kPathLimit = 64;

Bytes signedBytes(ByteView body) {
    const auto label = crypto::asBytes("touchstone proof\n");
    Bytes message(label.begin(), label.end());
    message.insert(message.end(), body.begin(), body.end());
    return message;
}

std::string cut(const std::string& text) {
    if (text.size() <= kTextLimit) return text;
    std::size_t end = kTextLimit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end; // between two characters
    return text.substr(0, end);
}

void writeCommit(CborWriter& out, const Commit& commit) { out.bytes(commit.bytes).bytes(commit.signature); }

Commit readCommitIn(CborReader& in) {
    const auto bytes = in.bytes();
    const auto signature = in.bytesOf(crypto::kSignatureSize);
    if (!in.ok()) return {};
    auto commit = readCommit(bytes, signature);
    if (!commit) {
        in.fault("no commit");
        return {};
    }
    return *std::move(commit);
}

PlacedLink readPlaced(CborReader& in) {
    PlacedLink placed;
    in.arrayOf(5);
    placed.commit = readCommitIn(in);
    CborReader link(in.bytes());
    link.arrayOf(6);
    if (link.unsignedInt() != 1) link.fault("unknown format");
    if (const auto id = CaseId::from(link.bytesOf(sizeof(CaseId)))) placed.link.caseId = *id;
    placed.link.seq = link.unsignedInt();
    if (const auto previous = Digest::fromBytes(link.bytesOf(sizeof(Digest)))) placed.link.previous = *previous;
    if (const auto event = Digest::fromBytes(link.bytesOf(sizeof(Digest)))) placed.link.event = *event;
    placed.link.time = Instant{std::chrono::milliseconds{link.signedInt()}};
    if (in.ok() && !link.finish("link")) in.fault("no link");
    placed.place.index = in.unsignedInt();
    placed.place.size = placed.commit.count;
    const auto path = in.bytes();
    if (path.size() % sizeof(Digest) != 0 || path.size() > kPathLimit * sizeof(Digest)) in.fault("no path");
    if (!in.ok()) return {};
    for (std::size_t at = 0; at < path.size(); at += sizeof(Digest))
        placed.place.path.push_back(*Digest::fromBytes(path.subspan(at, sizeof(Digest))));
    return placed;
}

void writeObjects(CborWriter& out, const Finding& finding) {
    switch (finding.kind) {
    case Contradiction::none: out.array(0); return;
    case Contradiction::twoHistories:
        out.array(4);
        for (const auto& commit : finding.commits) writeCommit(out, commit);
        return;
    case Contradiction::twoOrders:
        out.array(2);
        for (const auto& placed : finding.links) {
            out.array(5);
            writeCommit(out, placed.commit);
            out.bytes(encodeLink(placed.link)).unsignedInt(placed.place.index);
            Bytes path;
            for (const auto& digest : placed.place.path) crypto::append(path, digest.view());
            out.bytes(path);
        }
        return;
    }
}

void readObjects(CborReader& in, Finding& finding) {
    switch (finding.kind) {
    case Contradiction::none: in.arrayOf(0); return;
    case Contradiction::twoHistories:
        in.arrayOf(4);
        for (int i = 0; i < 2; ++i) finding.commits.push_back(readCommitIn(in));
        return;
    case Contradiction::twoOrders:
        in.arrayOf(2);
        for (int i = 0; i < 2; ++i) finding.links.push_back(readPlaced(in));
        return;
    }
}

Contradiction readKind(CborReader& in) {
    const auto number = in.unsignedInt();
    if (number > static_cast<std::uint64_t>(Contradiction::twoOrders)) in.fault("unknown kind");
    return in.ok() ? static_cast<Contradiction>(number) : Contradiction::none;
}

std::string readText(CborReader& in) {
    const auto text = in.text();
    if (text.size() > kTextLimit) in.fault("a text is too long");
    return std::string(text);
}

/// The hub of an office by its founding event, which must have this id.
void readFounding(CborReader& in, Proof& proof) {
    if (in.tryNull()) return;
    const auto bytes = in.bytes();
    if (!in.ok()) return;
    const auto event = readEvent(bytes, {});
    if (!event || event->id != proof.fingerprint) {
        in.fault("another founding");
        return;
    }
    const auto body = readRegisterBody(event->header, nullptr);
    if (const auto* const founded = std::get_if<OfficeFounded>(&body)) proof.hub = founded->hub;
    else in.fault("no founding");
}

} // namespace

Result<Bytes> writeProof(const Finding& finding, const ProofMaker& maker, Instant time) {
    CborWriter body;
    body.array(10).bytes(maker.fingerprint.view());
    if (maker.founding.empty()) body.null();
    else body.bytes(maker.founding);
    body.bytes(maker.person.view()).bytes(maker.identity.publicPart().encode());
    body.signedInt(time.time_since_epoch().count()).unsignedInt(static_cast<std::uint64_t>(finding.kind));
    body.text(cut(finding.what.en)).text(cut(finding.what.zh)).text(cut(finding.where));
    writeObjects(body, finding);
    TRY_ASSIGN(const auto signature, signWith(maker.identity, signedBytes(body.view())));
    CborWriter out;
    out.array(4).text(kMark).unsignedInt(kFormat).bytes(body.view());
    out.bytes(signature);
    return std::move(out).take();
}

Result<Proof> readProof(ByteView bytes) {
    const Text what{"This is no proof against a hub", "这不是针对服务器的证明文件"};
    if (bytes.size() > kProofLimit)
        return fail(Code::tooLarge, what, {"Take the file as it was saved", "请使用原始文件"});
    CborReader in(bytes);
    in.arrayOf(4);
    if (in.text() != kMark) return fail(Code::malformed, what, {"Take the file as it was saved", "请使用原始文件"});
    if (const auto format = in.unsignedInt(); in.ok() && format != kFormat)
        return fail(Code::newer, {"This proof is of a later version", "该证明文件版本较新"},
                    {"Update the program", "请更新程序"});
    const auto body = in.bytes();
    const auto signature = in.bytesOf(crypto::kSignatureSize);
    TRY(in.finish("proof"));
    Proof proof;
    CborReader inside(body);
    inside.arrayOf(10);
    if (const auto fingerprint = Digest::fromBytes(inside.bytesOf(sizeof(Digest)))) proof.fingerprint = *fingerprint;
    readFounding(inside, proof);
    if (const auto maker = PersonId::from(inside.bytesOf(sizeof(PersonId)))) proof.maker = *maker;
    if (auto keys = crypto::PublicIdentity::decode(inside.bytes())) proof.makerKeys = *std::move(keys);
    else inside.fault("no identity");
    proof.time = Instant{std::chrono::milliseconds{inside.signedInt()}};
    proof.finding.kind = readKind(inside);
    proof.finding.what.en = readText(inside);
    proof.finding.what.zh = readText(inside);
    proof.finding.where = readText(inside);
    if (inside.ok()) readObjects(inside, proof.finding);
    TRY(inside.finish("proof"));
    if (!crypto::verify(proof.makerKeys, signedBytes(body), signature)) {
        return fail(Code::damaged,
                    {"The file was changed after it was made: its maker's signature does not fit",
                     "文件制作后被更改：制作人签名不符"},
                    {"Ask its maker for it once more", "请向制作人重新索取"});
    }
    if (proof.hub) proof.proves = contradictionIn(proof.finding, *proof.hub);
    return proof;
}

namespace {

std::string numberOf(std::uint64_t number) { return std::to_string(number); }

Text shown(const Proof& proof) {
    const std::string hub = crypto::digest(proof.hub->suite, proof.hub->encode()).hex();
    const Text whom = model::fill(
        {"Whoever takes {0} for the fingerprint of the office can check it, and needs to believe nobody. It "
         "does not say whose hand it was.",
         "凡认可 {0} 为本单位指纹者均可自行核验，无须相信任何人。它不说明出自何人之手。"},
        proof.fingerprint.hex());
    Text said;
    if (proof.proves == Contradiction::twoHistories) {
        const auto& one = proof.finding.commits[0];
        const auto& other = proof.finding.commits[1];
        said =
            one.number == other.number
                ? model::fill({"The hub's key {0} has signed two different commits with the number {1}: two histories.",
                               "服务器密钥 {0} 对编号 {1} 签署了两条不同的提交记录：存在两份历史。"},
                              hub, numberOf(one.number))
                : model::fill(
                      {"The hub's key {0} has signed commits {1} and {2}, of which the later does not follow the "
                       "earlier: two histories.",
                       "服务器密钥 {0} 签署了提交记录 {1} 与 {2}，后者并未接续前者：存在两份历史。"},
                      hub, numberOf(std::min(one.number, other.number)), numberOf(std::max(one.number, other.number)));
    } else {
        const auto& one = proof.finding.links[0];
        const auto& other = proof.finding.links[1];
        said = model::fill(
            {"The hub's key {0} has signed entries {1} and {2} of the case {3} that stand in no order together: one "
             "was exchanged or left out.",
             "服务器密钥 {0} 签署了案件 {3} 的第 {1} 条与第 {2} 条记录，二者不能处于同一顺序：记录被替换或遗漏。"},
            hub, numberOf(one.link.seq), numberOf(other.link.seq), one.link.caseId.hex());
    }
    return {said.en + " " + whom.en, said.zh + whom.zh};
}

} // namespace

Text verdictOf(const Proof& proof) {
    if (proof.proves != Contradiction::none) return shown(proof);
    const std::string maker = crypto::digest(proof.makerKeys.suite, proof.makerKeys.encode()).hex();
    Text why;
    if (!proof.hub)
        why = {"it does not hold the founding that says which hub the office has",
               "其中没有说明本单位服务器身份的设立事件"};
    else if (proof.finding.kind == Contradiction::none)
        why = {
            "nothing in it is signed by the hub: a hub that keeps things back or changes them on the way signs nothing",
            "其中没有服务器签署的内容：服务器隐瞒或中途篡改时并不签名"};
    else
        why = {"what it claims does not follow from what is signed in it, or the hub's signatures do not fit",
               "其主张不能由所载签名内容得出，或服务器签名不符"};
    return model::fill(
        {"It proves nothing against the hub: {0}. It is the word of who holds the keys {1}, and no more.",
         "它不能证明服务器有任何过错：{0}。它只是密钥 {1} 持有人的陈述。"},
        why, maker);
}

} // namespace model
