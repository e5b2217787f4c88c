// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/digest.h"

#include <cstdint>
#include <span>
#include <vector>

/// The Merkle tree hash of RFC 6962, 2.1, with the suite's digest H: leaf H(0x00 || entry), node H(0x01 || left ||
/// right), the empty tree H(). One signature over the root covers every entry, and a path of some 17 digests shows
/// that an entry is one of 100,000.
namespace crypto {

/// The hash of one leaf, whose entry is any byte string.
Digest merkleLeaf(Suite suite, ByteView entry);

/// The root over entries that are digests themselves (event ids): leaf i is H(0x00 || entries[i]). Costs two
/// short digests an entry: 100,000 entries take some 40 to 100 ms.
Digest merkleRoot(Suite suite, std::span<const Digest> entries);
/// The root over leaves that merkleLeaf() made.
Digest merkleRootOfLeaves(Suite suite, std::vector<Digest> leaves);

/// What shows that an entry stands at `index` in a tree of `size` entries.
struct InclusionProof {
    std::uint64_t index = 0;
    std::uint64_t size = 0;
    std::vector<Digest> path; ///< from the leaf's sibling upwards

    friend bool operator==(const InclusionProof&, const InclusionProof&) = default;
};

/// The proof for one entry; `index` must be below entries.size(). For many proofs of one tree use MerkleTree.
InclusionProof inclusionProof(Suite suite, std::span<const Digest> entries, std::uint64_t index);

/// True when `proof` leads from `entry` to `root` (RFC 9162, 2.1.3.2). Any proof may be given, of any origin.
bool verifyInclusion(Suite suite, const Digest& entry, const InclusionProof& proof, const Digest& root);
/// The same from a hash that merkleLeaf() made.
bool verifyInclusionOfLeaf(Suite suite, const Digest& leaf, const InclusionProof& proof, const Digest& root);

/// A tree that keeps its inner nodes (64 bytes an entry), for many proofs.
class MerkleTree {
public:
    MerkleTree(Suite suite, std::span<const Digest> entries);
    static MerkleTree ofLeaves(Suite suite, std::vector<Digest> leaves);

    const Digest& root() const noexcept { return m_root; }
    std::uint64_t size() const noexcept { return m_levels.front().size(); }
    /// `index` must be below size().
    InclusionProof proof(std::uint64_t index) const;

private:
    MerkleTree() = default;
    void build(Suite suite, std::vector<Digest> leaves);

    std::vector<std::vector<Digest>> m_levels;
    Digest m_root;
};

} // namespace crypto
