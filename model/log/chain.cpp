// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/log/chain.h"

#include "crypto/check.h"
#include "crypto/merkle.h"
#include "model/base/cbor.h"
#include "model/log/commit_signature.h"

namespace model {

namespace {

constexpr std::uint64_t kFormat = 1;

Bytes signedBytes(ByteView bytes) {
    const auto label = crypto::asBytes("touchstone commit\n");
    Bytes message(label.begin(), label.end());
    message.insert(message.end(), bytes.begin(), bytes.end());
    return message;
}

} // namespace

Bytes encodeLink(const Link& link) {
    CborWriter out;
    out.reserve(112);
    out.array(6).unsignedInt(kFormat).bytes(link.caseId.view()).unsignedInt(link.seq).bytes(link.previous.view());
    out.bytes(link.event.view()).signedInt(link.time.time_since_epoch().count());
    return std::move(out).take();
}

Digest linkHash(crypto::Suite suite, const Link& link) { return crypto::digest(suite, encodeLink(link)); }

Bytes encodeCommit(const Commit& commit) {
    CborWriter out;
    out.array(7).unsignedInt(kFormat).unsignedInt(static_cast<std::uint64_t>(commit.suite));
    out.unsignedInt(commit.number).bytes(commit.previous.view()).unsignedInt(commit.count).bytes(commit.root.view());
    out.signedInt(commit.time.time_since_epoch().count());
    return std::move(out).take();
}

Commit signCommit(const crypto::Identity& hub, std::uint64_t number, const Digest& previous, Instant time,
                  std::span<const Digest> linkHashes) {
    crypto::require(!linkHashes.empty() && linkHashes.size() <= kCommitLinkLimit,
                    "a commit has links, and not too many");
    Commit commit;
    commit.suite = hub.suite();
    commit.number = number;
    commit.previous = previous;
    commit.count = linkHashes.size();
    commit.root = crypto::merkleRoot(commit.suite, linkHashes);
    commit.time = time;
    commit.bytes = encodeCommit(commit);
    commit.hash = crypto::digest(commit.suite, commit.bytes);
    commit.signature = hub.signHere(signedBytes(commit.bytes));
    return commit;
}

Result<Commit> readCommit(ByteView bytes, ByteView signature) {
    Commit commit;
    CborReader in(bytes);
    in.arrayOf(7);
    if (const auto format = in.unsignedInt(); in.ok() && format != kFormat) {
        return fail(Code::newer,
                    {"The commit has a format that this version does not know", "提交记录的格式本版本不支持"},
                    {"Update the program", "请更新程序"});
    }
    const auto suite = crypto::suiteFromByte(static_cast<std::uint8_t>(std::min<std::uint64_t>(in.unsignedInt(), 255)));
    if (!suite) in.fault("unknown suite");
    else commit.suite = *suite;
    commit.number = in.unsignedInt();
    if (const auto previous = Digest::fromBytes(in.bytesOf(32))) commit.previous = *previous;
    commit.count = in.unsignedInt();
    if (const auto root = Digest::fromBytes(in.bytesOf(32))) commit.root = *root;
    commit.time = Instant{std::chrono::milliseconds{in.signedInt()}};
    TRY(in.finish("commit"));
    commit.bytes.assign(bytes.begin(), bytes.end());
    commit.signature.assign(signature.begin(), signature.end());
    commit.hash = crypto::digest(commit.suite, bytes);
    return commit;
}

bool isSignedBy(const Commit& commit, const crypto::PublicIdentity& hub) {
    return hub.suite == commit.suite && crypto::verify(hub, signedBytes(commit.bytes), commit.signature);
}

Result<void> verifyCommit(const Commit& commit, const crypto::PublicIdentity& hub, const Digest& previous,
                          std::span<const Digest> linkHashes) {
    const std::string where = "commit " + std::to_string(commit.number);
    if (commit.previous != previous) {
        return fail(Code::damaged, {"A commit does not follow the one before it", "提交记录未接续前一条"}, {}, where);
    }
    if (linkHashes.size() != commit.count || crypto::merkleRoot(commit.suite, linkHashes) != commit.root) {
        return fail(Code::damaged,
                    {"The links of a commit are not those that the hub signed", "提交记录所含链接与服务器签名不符"}, {},
                    where);
    }
    if (!isSignedBy(commit, hub)) {
        return fail(Code::damaged, {"The signature of a commit is not the hub's", "提交记录的签名不属于服务器"}, {},
                    where);
    }
    return {};
}

} // namespace model
