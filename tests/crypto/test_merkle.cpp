// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/merkle.h"

#include <QtTest>

#include "tests/crypto/suites.h"
#include "tests/crypto/vectors.h"

using namespace crypto;

namespace {

Digest node(Suite suite, const Digest& left, const Digest& right) {
    Bytes bytes{1};
    append(bytes, left.view());
    append(bytes, right.view());
    return digest(suite, bytes);
}

/// The definition of RFC 6962, 2.1, word for word.
Digest rootByDefinition(Suite suite, std::span<const Digest> entries) {
    if (entries.empty()) return digest(suite, {});
    if (entries.size() == 1) return merkleLeaf(suite, entries[0].view());
    std::size_t split = 1;
    while (split * 2 < entries.size()) split *= 2;
    return node(suite, rootByDefinition(suite, entries.first(split)), rootByDefinition(suite, entries.subspan(split)));
}

std::vector<Digest> someEntries(Suite suite, std::size_t count) {
    std::vector<Digest> entries;
    for (std::size_t i = 0; i < count; ++i) {
        Bytes bytes;
        appendU64(bytes, i);
        entries.push_back(digest(suite, bytes));
    }
    return entries;
}

} // namespace

class TestMerkle : public QObject {
    Q_OBJECT
private slots:
    void publishedRoots();
    void publishedProofs();
    void equalsTheDefinition_data() { addSuites(); }
    void equalsTheDefinition();
    void proofsHoldForTheirEntryOnly_data() { addSuites(); }
    void proofsHoldForTheirEntryOnly();
    void leafIsNoNode();
    void isFast();

private:
    static std::vector<Digest> publishedLeaves();
};

std::vector<Digest> TestMerkle::publishedLeaves() {
    std::vector<Digest> leaves;
    for (const Vector& vector : readVectors("merkle_rfc6962.vec")) {
        if (vector.has("entry")) leaves.push_back(merkleLeaf(Suite::intl1, vector.bytes("entry")));
    }
    return leaves;
}

void TestMerkle::publishedRoots() {
    QCOMPARE(merkleRoot(Suite::intl1, {}).hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const std::vector<Digest> leaves = publishedLeaves();
    std::size_t size = 0;
    for (const Vector& vector : readVectors("merkle_rfc6962.vec")) {
        if (!vector.has("entry")) continue;
        ++size;
        std::vector<Digest> first(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(size));
        QCOMPARE(MerkleTree::ofLeaves(Suite::intl1, first).root().hex(), vector.text("root"));
        QCOMPARE(merkleRootOfLeaves(Suite::intl1, std::move(first)).hex(), vector.text("root"));
    }
    QCOMPARE(size, 8);
}

void TestMerkle::publishedProofs() {
    const std::vector<Digest> leaves = publishedLeaves();
    int count = 0;
    for (const Vector& vector : readVectors("merkle_rfc6962.vec")) {
        if (!vector.has("path")) continue;
        const unsigned size = vector.number("size");
        const unsigned index = vector.number("index");
        const auto tree = MerkleTree::ofLeaves(Suite::intl1, {leaves.begin(), leaves.begin() + size});
        const InclusionProof proof = tree.proof(index);
        std::string path;
        for (const Digest& step : proof.path) path += step.hex();
        QCOMPARE(path, vector.text("path"));
        QVERIFY(verifyInclusionOfLeaf(Suite::intl1, leaves[index], proof, tree.root()));
        ++count;
    }
    QCOMPARE(count, 7);
}

void TestMerkle::equalsTheDefinition() {
    const std::vector<Digest> entries = someEntries(currentSuite(), 140);
    for (std::size_t size = 0; size <= entries.size(); ++size) {
        const auto first = std::span(entries).first(size);
        const Digest expected = rootByDefinition(currentSuite(), first);
        QVERIFY(merkleRoot(currentSuite(), first) == expected);
        QVERIFY(MerkleTree(currentSuite(), first).root() == expected);
    }
}

void TestMerkle::proofsHoldForTheirEntryOnly() {
    for (const std::size_t size : {1UZ, 2UZ, 3UZ, 5UZ, 8UZ, 13UZ, 33UZ}) {
        const std::vector<Digest> entries = someEntries(currentSuite(), size);
        const MerkleTree tree(currentSuite(), entries);
        for (std::uint64_t index = 0; index < size; ++index) {
            const InclusionProof proof = tree.proof(index);
            QVERIFY(proof == inclusionProof(currentSuite(), entries, index));
            const Digest& root = tree.root();
            QVERIFY(verifyInclusion(currentSuite(), entries[index], proof, root));
            for (std::uint64_t other = 0; other < size; ++other) {
                InclusionProof moved = proof;
                moved.index = other;
                QCOMPARE(verifyInclusion(currentSuite(), entries[index], moved, root), other == index);
                QCOMPARE(verifyInclusion(currentSuite(), entries[other], proof, root), other == index);
            }
            InclusionProof outside = proof;
            outside.index = size;
            QVERIFY(!verifyInclusion(currentSuite(), entries[index], outside, root));
            outside.size = 0;
            outside.index = 0;
            QVERIFY(!verifyInclusion(currentSuite(), entries[index], outside, root));
            InclusionProof longer = proof;
            longer.path.push_back(root);
            QVERIFY(!verifyInclusion(currentSuite(), entries[index], longer, root));
            for (std::size_t step = 0; step < proof.path.size(); ++step) {
                InclusionProof changed = proof;
                changed.path[step].bytes[7] ^= 1;
                QVERIFY(!verifyInclusion(currentSuite(), entries[index], changed, root));
                changed = proof;
                changed.path.erase(changed.path.begin() + static_cast<std::ptrdiff_t>(step));
                QVERIFY(!verifyInclusion(currentSuite(), entries[index], changed, root));
            }
            Digest otherRoot = root;
            otherRoot.bytes[0] ^= 1;
            QVERIFY(!verifyInclusion(currentSuite(), entries[index], proof, otherRoot));
        }
    }
}

/// An inner node passed off as an entry would let one tree stand for another.
void TestMerkle::leafIsNoNode() {
    const std::vector<Digest> entries = someEntries(Suite::intl1, 4);
    std::vector<Digest> leaves;
    for (const Digest& entry : entries) leaves.push_back(merkleLeaf(Suite::intl1, entry.view()));
    const std::vector<Digest> inner{node(Suite::intl1, leaves[0], leaves[1]), node(Suite::intl1, leaves[2], leaves[3])};
    QVERIFY(merkleRoot(Suite::intl1, inner) != merkleRoot(Suite::intl1, entries));
}

void TestMerkle::isFast() {
    const std::vector<Digest> entries(100'000);
    QElapsedTimer timer;
    timer.start();
    const Digest root = merkleRoot(Suite::intl1, entries);
    qInfo("root over 100,000 entries: %lld ms", timer.elapsed());
    QVERIFY(root != Digest{});
}

QTEST_GUILESS_MAIN(TestMerkle)
#include "test_merkle.moc"
