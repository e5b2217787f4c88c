// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/merkle.h"

#include "crypto/check.h"

#include <utility>

namespace crypto {

namespace {

constexpr std::uint8_t kLeafPrefix[] = {0};
constexpr std::uint8_t kNodePrefix[] = {1};

Digest leafHash(Hasher& hasher, ByteView entry) { return hasher.update(kLeafPrefix).update(entry).finish(); }

Digest nodeHash(Hasher& hasher, const Digest& left, const Digest& right) {
    std::array<std::uint8_t, 65> bytes;
    bytes[0] = kNodePrefix[0];
    std::memcpy(bytes.data() + 1, left.bytes.data(), 32);
    std::memcpy(bytes.data() + 33, right.bytes.data(), 32);
    return hasher.update(bytes).finish();
}

std::vector<Digest> leavesOf(Suite suite, std::span<const Digest> entries) {
    Hasher hasher(suite);
    std::vector<Digest> leaves;
    leaves.reserve(entries.size());
    std::array<std::uint8_t, 33> bytes;
    bytes[0] = kLeafPrefix[0];
    for (const Digest& entry : entries) {
        std::memcpy(bytes.data() + 1, entry.bytes.data(), 32);
        leaves.push_back(hasher.update(bytes).finish());
    }
    return leaves;
}

/// The level above. Pairing neighbours and lifting an odd last one gives the same tree as RFC 6962's split at the
/// largest power of two, without recursion.
std::size_t foldLevel(Hasher& hasher, std::span<const Digest> level, Digest* above) {
    std::size_t count = 0;
    for (std::size_t i = 0; i + 1 < level.size(); i += 2) above[count++] = nodeHash(hasher, level[i], level[i + 1]);
    if (level.size() % 2 != 0) above[count++] = level.back();
    return count;
}

} // namespace

Digest merkleLeaf(Suite suite, ByteView entry) {
    Hasher hasher(suite);
    return leafHash(hasher, entry);
}

Digest merkleRoot(Suite suite, std::span<const Digest> entries) {
    return merkleRootOfLeaves(suite, leavesOf(suite, entries));
}

Digest merkleRootOfLeaves(Suite suite, std::vector<Digest> leaves) {
    Hasher hasher(suite);
    if (leaves.empty()) return hasher.finish();
    // In place: node i of the level above is written after nodes 2i and 2i + 1 were read.
    std::size_t count = leaves.size();
    while (count > 1) count = foldLevel(hasher, std::span(leaves).first(count), leaves.data());
    return leaves.front();
}

InclusionProof inclusionProof(Suite suite, std::span<const Digest> entries, std::uint64_t index) {
    return MerkleTree(suite, entries).proof(index);
}

bool verifyInclusion(Suite suite, const Digest& entry, const InclusionProof& proof, const Digest& root) {
    return verifyInclusionOfLeaf(suite, merkleLeaf(suite, entry.view()), proof, root);
}

bool verifyInclusionOfLeaf(Suite suite, const Digest& leaf, const InclusionProof& proof, const Digest& root) {
    if (proof.index >= proof.size) return false;
    Hasher hasher(suite);
    std::uint64_t node = proof.index;
    std::uint64_t last = proof.size - 1;
    Digest hash = leaf;
    for (const Digest& sibling : proof.path) {
        if (last == 0) return false;
        if (node % 2 == 1 || node == last) {
            hash = nodeHash(hasher, sibling, hash);
            // An odd last node was lifted unchanged through these levels.
            while (node % 2 == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = nodeHash(hasher, hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && hash == root;
}

MerkleTree::MerkleTree(Suite suite, std::span<const Digest> entries) { build(suite, leavesOf(suite, entries)); }

MerkleTree MerkleTree::ofLeaves(Suite suite, std::vector<Digest> leaves) {
    MerkleTree tree;
    tree.build(suite, std::move(leaves));
    return tree;
}

void MerkleTree::build(Suite suite, std::vector<Digest> leaves) {
    Hasher hasher(suite);
    m_levels.push_back(std::move(leaves));
    while (m_levels.back().size() > 1) {
        const std::vector<Digest>& level = m_levels.back();
        std::vector<Digest> above((level.size() + 1) / 2);
        foldLevel(hasher, level, above.data());
        m_levels.push_back(std::move(above));
    }
    m_root = m_levels.back().empty() ? hasher.finish() : m_levels.back().front();
}

InclusionProof MerkleTree::proof(std::uint64_t index) const {
    require(index < size(), "a proof for an entry outside of the tree");
    InclusionProof proof{.index = index, .size = size(), .path = {}};
    for (const auto& level : m_levels) {
        const std::uint64_t sibling = index ^ 1;
        if (sibling < level.size()) proof.path.push_back(level[sibling]);
        index >>= 1;
    }
    return proof;
}

} // namespace crypto
