// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/docs/example_values.h"
#include "tests/docs/examples.h"

#include "model/sync/heads.h"
#include "model/sync/proof.h"

#include <QTest>

using namespace model;
using namespace examples;

/// The examples in docs/formats.md of what desks say of their hub.
class TestHubFiles : public QObject {
    Q_OBJECT

    static Digest digest(std::uint8_t first) { return *Digest::fromBytes(counting(first, 32)); }
    static Commit commit(std::uint8_t leaf) {
        return signCommit(hub(), 7, digest(0xc0), moment(), std::vector{digest(leaf)});
    }
    static PlacedLink placed(std::uint8_t event, std::uint64_t number) {
        Link link{kCase, 3, {}, digest(event), moment()};
        const std::vector hashes{digest(0x10), linkHash(crypto::Suite::intl1, link), digest(0x20)};
        return {signCommit(hub(), number, digest(0xc0), moment(), hashes), link,
                crypto::inclusionProof(crypto::Suite::intl1, hashes, 1)};
    }
    static Bytes file(const Finding& finding) {
        const auto keys = author();
        return writeProof(finding, {kPerson, keys, digest(0xc0)}, moment()).value();
    }

private slots:
    void proofs() {
        const auto two = findingOf({"two", "两"}, "commit 7", commit(0x10), commit(0x20), hub().publicPart());
        QVERIFY(two.kind == Contradiction::twoHistories);
        IS_EXAMPLE("proof", file(two));
        const auto orders = findingOf({"two", "两"}, "link 3", placed(0xa0, 7), placed(0xb0, 9), hub().publicPart());
        QVERIFY(orders.kind == Contradiction::twoOrders);
        IS_EXAMPLE("proof of two orders", file(orders));
        const auto read = readProof(examples::bytesOf("proof of two orders"));
        QVERIFY(read && contradictionIn(read->finding, hub().publicPart()) == Contradiction::twoOrders);
        QVERIFY(read->proves == Contradiction::none); // the examples have no founding
    }
    void heads() {
        const auto keys = author();
        IS_EXAMPLE("heads", writeHeads(digest(0xc0), kPerson, keys, moment(), std::vector{commit(0x10)}).value());
        const auto read = readHeads(examples::bytesOf("heads"));
        QVERIFY(read && isSignedBy(*read, keys.publicPart()) && read->commits.front().number == 7);
    }
};

QTEST_GUILESS_MAIN(TestHubFiles)
#include "test_hub_files.moc"
