// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/docs/examples.h"

#include "crypto/aead.h"
#include "model/base/cbor.h"
#include "model/hub/hub_folder.h"
#include "model/workspace/office_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace model;

class TestOfficeFiles : public QObject {
    Q_OBJECT

    static Bytes counting(std::uint8_t first, std::size_t size) {
        Bytes out(size);
        std::iota(out.begin(), out.end(), first);
        return out;
    }

private slots:
    void officeFile() {
        const QTemporaryDir folder;
        OfficeFile file{crypto::Suite::intl1, *CaseId::from(counting(0x10, 16)), {}};
        std::ranges::copy(counting(0xc0, 32), file.fingerprint.bytes.begin());
        QVERIFY(writeOfficeFile(folder.path().toStdString(), file));
        const auto bytes = readWhole((folder.path() + "/office.cbor").toStdString(), 1000);
        QVERIFY(bytes);
        IS_EXAMPLE("office file", *bytes);
    }
    void hubFile() {
        const QTemporaryDir folder;
        const auto hub = *crypto::Identity::import(crypto::Suite::gm1, Bytes(64, 1));
        HubAddress address{"hub.example", 8844, Digest{}, hub.publicPart()};
        std::ranges::copy(counting(0xc0, 32), address.pin->bytes.begin());
        QVERIFY(writeHubFile(folder.path().toStdString(), address));
        const auto bytes = readWhole((folder.path() + "/hub.cbor").toStdString(), 1000);
        QVERIFY(bytes);
        IS_EXAMPLE("hub file", *bytes);
        const auto read = readHubFile(folder.path().toStdString());
        QVERIFY(read && *read && **read == address);
        const auto none = readHubFile((folder.path() + "/elsewhere").toStdString());
        QVERIFY(none && !*none);
    }
    void hubFolderWithoutItsRecord() {
        const QTemporaryDir parent;
        const auto folder = std::filesystem::path(parent.path().toStdString()) / "hub";
        const auto hub = *crypto::Identity::import(crypto::Suite::gm1, Bytes(64, 1));
        const auto random = crypto::seededRandom(1);
        QVERIFY(makeIdentityFolder(folder, hub, *random));
        const auto key = readWhole(folder / "hub.key", 1000);
        const auto identity = readWhole(folder / "hub.identity", 1000);
        QVERIFY(key && identity);
        IS_EXAMPLE("hub key", *key);
        IS_EXAMPLE("hub identity", *identity);
        // As docs/formats.md tells it, read without the code that wrote it.
        CborReader in(ByteView(*identity).first(identity->size() - 32));
        in.arrayOf(2);
        QCOMPARE(in.unsignedInt(), std::uint64_t{1});
        const auto sealed = in.bytes();
        QVERIFY(in.finish("identity"));
        const crypto::Secret secret(ByteView(*key).subspan(key->size() - 64, 32));
        const auto plain =
            crypto::open(crypto::Suite::gm1, secret, sealed, crypto::asBytes("touchstone hub identity\n"));
        QVERIFY(plain);
        QCOMPARE(*plain, Bytes(64, 1));
    }
    // The identity file as docs/formats.md tells it, read without the code that wrote it.
    void identityFile() {
        const QTemporaryDir folder;
        const auto random = crypto::seededRandom(1);
        const auto person = *PersonId::from(counting(0x20, 16));
        PersonRequest request;
        request.name = "张";
        request.label = "investigator";
        const crypto::PassphraseCost cost{crypto::kMinMemoryKiB, 1, 1};
        const auto made = makeKeys(folder.path().toStdString(), person, request, crypto::Suite::gm1,
                                   {crypto::asBytes("open"), cost}, *random);
        QVERIFY(made);
        const auto path = folder.path() + "/people/" + QString::fromStdString(person.hex()) + "/identity.cbor";
        const auto bytes = readWhole(path.toStdString(), 10'000);
        QVERIFY(bytes);
        const ByteView all(*bytes);
        const auto hash = crypto::sha256(all.first(all.size() - 32));
        QVERIFY(std::ranges::equal(hash.bytes, all.last(32)));
        CborReader outer(all.first(all.size() - 32));
        outer.arrayOf(2);
        const auto bound = outer.bytes();
        const auto sealed = outer.bytes();
        QVERIFY(outer.finish("file"));
        CborReader in(bound);
        in.arrayOf(10);
        QCOMPARE(in.unsignedInt(), std::uint64_t{1});
        QCOMPARE(in.unsignedInt(), std::uint64_t{2});
        QVERIFY(std::ranges::equal(in.bytesOf(16), person.bytes));
        QCOMPARE(std::string(in.text()), request.label);
        QCOMPARE(std::string(in.text()), request.name);
        QVERIFY(std::ranges::equal(in.bytes(), made->identity.publicPart().encode()));
        QCOMPARE(in.unsignedInt(), std::uint64_t{cost.memoryKiB});
        QCOMPARE(in.unsignedInt(), std::uint64_t{1});
        QCOMPARE(in.unsignedInt(), std::uint64_t{1});
        const auto salt = in.bytesOf(16);
        QVERIFY(in.finish("bound part"));
        const auto key = crypto::stretch(crypto::asBytes("open"), salt, cost);
        QVERIFY(key);
        const auto plain = crypto::open(crypto::Suite::gm1, *key, sealed, bound);
        QVERIFY(plain);
        QCOMPARE(plain->size(), std::size_t{32 + 64});
        QVERIFY(std::ranges::equal(ByteView(*plain).first(32), made->vaultKey.view()));
        QVERIFY(std::ranges::equal(ByteView(*plain).subspan(32), made->identity.exportSecret().view()));
    }
};

QTEST_GUILESS_MAIN(TestOfficeFiles)
#include "test_office_files.moc"
