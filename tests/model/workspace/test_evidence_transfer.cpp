// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/invitation.h"
#include "tests/support/shelf_hub.h"

#include <fstream>

using namespace model;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPut = "/v1/evidence/put", kGet = "/v1/evidence/get";

/// An office with a hub, and a second machine of the officer Zhao, who was let into it.
struct World {
    World() : hub(office, office.scratch() / "hub") {
        auto admin = hub.as(office, "admin");
        const auto request =
            must(joinByInvitation(far(), must(invitationOf(office.folder())), {"Zhao", "zhao", {Role::officer}, false},
                                  crypto::asBytes("zhao"), hub.with(office)));
        zhaoId = request.person;
        must(admin->admit(request, {Role::officer}, false));
    }
    [[nodiscard]] fs::path far() const { return office.scratch() / "far"; }
    std::unique_ptr<Workspace> zhao() {
        return must(Workspace::unlock(far(), zhaoId, crypto::asBytes("zhao"), hub.with(office)));
    }
    /// A file to be taken in.
    fs::path file(std::size_t size, std::uint8_t seed = 5) const {
        const auto path = office.scratch() / ("file-" + std::to_string(size) + "-" + std::to_string(seed));
        Bytes bytes(size);
        crypto::seededRandom(seed)->fill(bytes);
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return path;
    }
    static std::size_t filesIn(const fs::path& folder) {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
    }

    TestOffice office;
    ShelfHub hub;
    PersonId zhaoId;
};

/// One case with these files, taken in by the officer of the first machine.
CaseId caseWith(Workspace& officer, const std::vector<fs::path>& files) {
    const CaseId id = must(officer.receiveReport(aReport()));
    for (const auto& outcome : must(officer.addEvidence(id, files, "documentary", {}, {}, {}))) {
        if (outcome.error) qFatal("%s", outcome.error->what.en.c_str());
    }
    return id;
}

TransferOutcome send(Workspace& who, bool again = false) { return must(who.evidenceToSend(again)).run({}, {}); }
TransferOutcome fetch(Workspace& who, CaseId id) { return must(who.evidenceToFetch(id, {})).run({}, {}); }
EvidencePlace placeOf(Workspace& who, CaseId id, bool ask = true) {
    return must(who.evidencePlaces(must(who.state(id)), ask)).front();
}
std::string words(const TransferOutcome& outcome) {
    std::string all = outcome.ended ? outcome.ended->what.en : "";
    for (const auto& item : outcome.items) all += item.error ? " | " + item.error->what.en : "";
    return all;
}

} // namespace

/// Evidence files between two machines of an office, over a hub that may be away, forget, lie or be full.
class TestEvidenceTransfer : public QObject {
    Q_OBJECT

private slots:
    void aFileGoesFromOneMachineToAnother() {
        World world;
        auto officer = world.hub.as(world.office, "officer");
        const CaseId id = caseWith(*officer, {world.file(5'000'000), world.file(10)});
        auto zhao = world.zhao();
        const auto items = must(zhao->state(id)).evidence;
        QCOMPARE(items.size(), std::size_t(2));
        QCOMPARE(placeOf(*officer, id), EvidencePlace::hereOnly);
        QCOMPARE(placeOf(*zhao, id), EvidencePlace::nowhere);
        QCOMPARE(placeOf(*zhao, id, false), EvidencePlace::notHere);
        const auto early = fetch(*zhao, id);
        QVERIFY(!early.ended && early.failed() == 2);
        QCOMPARE(early.items.front().place, EvidencePlace::nowhere);
        QVERIFY(!early.items.front().error->cure.en.empty());
        const auto missing = zhao->verifyEvidence(id, items[0].id, {}, {});
        QCOMPARE(missing.error().code, Code::notFound);
        QVERIFY(missing.error().cure.en.contains("evidence fetch"));
        QVERIFY(must(zhao->verify(true, {}, {})).findings.empty()); // no fault: it is away
        QCOMPARE(must(zhao->verify(true, {}, {})).away, 2u);

        std::uint64_t last = 0, all = 0;
        const auto sent = must(officer->evidenceToSend(false))
                              .run(
                                  [&](std::uint64_t done, std::uint64_t of) {
                                      QVERIFY(done >= last && done <= of);
                                      last = done;
                                      all = of;
                                  },
                                  {});
        QVERIFY2(!sent.ended && sent.failed() == 0, words(sent).c_str());
        QVERIFY(last == all && sent.bytes == items[0].storedSize + items[1].storedSize);
        QCOMPARE(world.hub.calls(kPut), std::size_t(3));
        QCOMPARE(placeOf(*officer, id), EvidencePlace::both);
        QVERIFY(must(officer->evidenceToSend(false)).empty());
        QCOMPARE(send(*officer, true).bytes, 0u);
        QCOMPARE(world.hub.calls(kPut), std::size_t(3));

        QCOMPARE(placeOf(*zhao, id), EvidencePlace::onHub);
        const auto fetched = fetch(*zhao, id);
        QVERIFY2(!fetched.ended && fetched.failed() == 0, words(fetched).c_str());
        QCOMPARE(fetched.bytes, sent.bytes);
        for (const auto& item : items) must(zhao->verifyEvidence(id, item.id, {}, {}));
        QVERIFY(must(zhao->evidenceToFetch(id, {})).empty());
        QVERIFY(must(zhao->evidenceToSend(false)).empty()); // it came from there
        const auto out = world.office.scratch() / "out";
        must(zhao->exportEvidence(id, items[0].id, out, {}, {}));
        QCOMPARE(fs::file_size(out), 5'000'000u);
        QCOMPARE(must(zhao->verify(true, {}, {})).away, 0u);
    }

    /// Cut off after each part, what was handed over is not handed over again, and the same when it is fetched.
    void whatIsCutOffGoesOn() {
        World world;
        auto officer = world.hub.as(world.office, "officer");
        const CaseId id = caseWith(*officer, {world.file(14'000'000)}); // four parts
        const auto cutAfter = [](int parts, std::string_view target) {
            return
                [left = parts, target](const Service::Call& call) mutable -> std::optional<Result<ShelfHub::Answer>> {
                    if (call.target != target || left-- > 0) return std::nullopt;
                    return fail(Code::network, same("cut"));
                };
        };
        for (int round = 0; round < 3; ++round) {
            world.hub.between(cutAfter(1, kPut));
            const auto cut = send(*officer);
            QVERIFY(cut.ended);
            QCOMPARE(cut.ended->code, Code::network);
            QCOMPARE(world.hub.calls(kPut), static_cast<std::size_t>(round + 1));
            officer = nullptr; // another session of the program
            officer = world.hub.as(world.office, "officer");
        }
        world.hub.between({});
        QVERIFY(!send(*officer).ended);
        QCOMPARE(world.hub.calls(kPut), std::size_t(4));

        auto zhao = world.zhao();
        for (int round = 0; round < 2; ++round) {
            world.hub.between(cutAfter(1, kGet));
            QCOMPARE(fetch(*zhao, id).ended->code, Code::network);
            zhao = nullptr;
            zhao = world.zhao();
        }
        world.hub.between({});
        const auto done = fetch(*zhao, id);
        QVERIFY2(!done.ended && done.failed() == 0, words(done).c_str());
        // Two connections: one part at most came out of its turn and was lost with each cut.
        QVERIFY(world.hub.calls(kGet) <= 6);
        must(zhao->verifyEvidence(id, must(zhao->state(id)).evidence.front().id, {}, {}));
    }

    void aPersonStopsIt() {
        World world;
        auto officer = world.hub.as(world.office, "officer");
        const CaseId id = caseWith(*officer, {world.file(14'000'000)});
        std::stop_source stop;
        world.hub.between([&](const Service::Call& call) -> std::optional<Result<ShelfHub::Answer>> {
            if (call.target == kPut) stop.request_stop();
            return std::nullopt;
        });
        const auto stopped = must(officer->evidenceToSend(false)).run({}, stop.get_token());
        QCOMPARE(stopped.ended->code, Code::cancelled);
        QVERIFY(world.hub.calls(kPut) <= 2);
        world.hub.between({});
        QVERIFY(!send(*officer).ended);
        QCOMPARE(world.hub.calls(kPut), std::size_t(4));
        QCOMPARE(placeOf(*officer, id), EvidencePlace::both);
    }

    /// What comes is not believed: a changed bit in any part, and nothing is kept. The next copy is tried.
    void aHubThatLiesIsSeen() {
        World world;
        auto officer = world.hub.as(world.office, "officer");
        const CaseId id = caseWith(*officer, {world.file(5'000'000)});
        QVERIFY(!send(*officer).ended);
        auto zhao = world.zhao();
        const auto before = World::filesIn(world.far() / "evidence");
        const auto copy = [&] {
            for (const auto& entry : fs::recursive_directory_iterator(world.hub.folder() / "evidence")) {
                if (entry.is_regular_file() && entry.path().extension().empty()) return entry.path();
            }
            return fs::path();
        }();
        const auto size = fs::file_size(copy);
        for (const std::uint64_t at : {std::uint64_t(0), std::uint64_t(100), size / 2, size - 30, size - 1}) {
            const auto flip = [&] {
                std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
                file.seekg(static_cast<std::streamoff>(at));
                const auto byte = static_cast<char>(file.get() ^ 4);
                file.seekp(static_cast<std::streamoff>(at));
                file.put(byte);
            };
            flip();
            const auto wrong = fetch(*zhao, id);
            QVERIFY(!wrong.ended);
            QCOMPARE(wrong.items.front().error->code, Code::damaged);
            QCOMPARE(wrong.items.front().place, EvidencePlace::onHub);
            QCOMPARE(World::filesIn(world.far() / "evidence"), before);
            flip();
        }
        // A wrong copy of the author's, and a right one of somebody else's.
        const auto state = must(officer->state(id));
        const auto& item = state.evidence.front();
        const EvidenceOnRecord record{{id, item.address}, item.storedSize, world.office.id("officer")};
        Bytes bytes(size);
        std::ifstream(copy, std::ios::binary)
            .read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
        for (std::uint64_t part = 0; part < partsOf(size); ++part) {
            must(world.hub.shelf.put(record, world.office.id("supervisor"), part,
                                     ByteView(bytes).subspan(part * kPartBytes, partSize(size, part))));
        }
        std::ofstream(copy, std::ios::in | std::ios::out | std::ios::binary).put('x');
        const auto second = fetch(*zhao, id);
        QVERIFY2(!second.ended && second.failed() == 0, words(second).c_str());
        must(zhao->verifyEvidence(id, item.id, {}, {}));
    }

    /// Somebody of the case hands over something else before the author does; whoever has the file answers by theirs.
    void aWrongCopyIsAnsweredByTheRightOne() {
        World world;
        auto officer = world.hub.as(world.office, "officer");
        const CaseId id = caseWith(*officer, {world.file(100'000)});
        const auto item = must(officer->state(id)).evidence.front();
        const EvidenceOnRecord record{{id, item.address}, item.storedSize, world.office.id("officer")};
        QVERIFY(must(world.hub.shelf.put(record, world.zhaoId, 0, Bytes(item.storedSize, 7))));
        const auto sent = send(*officer);
        QVERIFY2(!sent.ended && sent.failed() == 0, words(sent).c_str());
        QCOMPARE(world.hub.calls(kPut), std::size_t(1));
        auto zhao = world.zhao();
        QVERIFY(fetch(*zhao, id).failed() == 0);
        // A second person on the author's machine finds the same file there and hands nothing over.
        auto supervisor = world.hub.as(world.office, "supervisor");
        QVERIFY(send(*supervisor, true).failed() == 0);
        QCOMPARE(world.hub.calls(kPut), std::size_t(1));
    }

    void damageOnThisMachineIsNotHandedOver() {
        World world;
        auto officer = world.hub.as(world.office, "officer");
        const CaseId id = caseWith(*officer, {world.file(100'000), world.file(50'000, 6)});
        const auto item = must(officer->state(id)).evidence.front();
        const auto path = world.office.folder() / "evidence" / item.address.hex();
        Bytes sound(item.storedSize);
        std::ifstream(path, std::ios::binary)
            .read(reinterpret_cast<char*>(sound.data()), static_cast<std::streamsize>(sound.size()));
        {
            std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(5'000);
            file.put('x');
        }
        const auto sent = send(*officer);
        QVERIFY(!sent.ended);
        QCOMPARE(sent.failed(), std::size_t(1));
        QCOMPARE(world.hub.calls(kPut), std::size_t(1)); // the other one
        // Somebody who has it sound gives it back: over the hub, and over the damaged file.
        const EvidenceOnRecord record{{id, item.address}, item.storedSize, world.office.id("officer")};
        QCOMPARE(placeOf(*officer, id), EvidencePlace::hereOnly);
        QVERIFY(must(world.hub.shelf.put(record, world.zhaoId, 0, sound)));
        QVERIFY(!officer->verifyEvidence(id, item.id, {}, {}));
        QVERIFY(must(officer->evidenceToFetch(id, {})).empty());
        const auto mended = must(officer->evidenceToFetch(id, std::span(&item.id, 1), true)).run({}, {});
        QVERIFY2(!mended.ended && mended.failed() == 0, words(mended).c_str());
        must(officer->verifyEvidence(id, item.id, {}, {}));
    }

    void whatTheHubHasLostIsHandedOverAgain() {
        World world;
        auto officer = world.hub.as(world.office, "officer");
        const CaseId id = caseWith(*officer, {world.file(100'000)});
        QVERIFY(!send(*officer).ended);
        fs::remove_all(world.hub.folder() / "evidence");
        QVERIFY(must(officer->evidenceToSend(false)).empty());
        const auto noticed = send(*officer, true);
        QCOMPARE(noticed.items.front().place, EvidencePlace::hereOnly);
        QCOMPARE(noticed.bytes, 0u);
        QVERIFY(send(*officer).bytes > 0);
        QCOMPARE(placeOf(*officer, id), EvidencePlace::both);
    }

    /// What was taken in before the office had a hub goes there without any further step; of all its people.
    void anOfficeThatWasHandedOver() {
        TestOffice office;
        const CaseId id = [&] {
            auto officer = office.as("officer");
            return caseWith(*officer, {[&] {
                const auto path = office.scratch() / "early.txt";
                std::ofstream(path) << "taken in before";
                return path;
            }()});
        }();
        QCOMPARE(placeOf(*office.as("officer"), id), EvidencePlace::here);
        QCOMPARE(office.as("officer")->evidenceToSend(false).error().code, Code::refused);
        ShelfHub hub(office, office.scratch() / "hub");
        auto supervisor = hub.as(office, "supervisor");
        const auto sent = send(*supervisor);
        QVERIFY2(!sent.ended && sent.failed() == 0 && sent.bytes > 0, words(sent).c_str());
        QCOMPARE(placeOf(*hub.as(office, "officer"), id), EvidencePlace::both);
        // Who may not read the case hands nothing over.
        QVERIFY(must(hub.as(office, "custodian")->evidenceToSend(true)).empty());
    }

    void aFullHubTakesItLater() {
        World world;
        auto officer = world.hub.as(world.office, "officer");
        const CaseId id = caseWith(*officer, {world.file(100'000)});
        world.hub.between([&](const Service::Call& call) -> std::optional<Result<ShelfHub::Answer>> {
            if (call.target != kPut) return std::nullopt;
            const auto reply = Service::refusal({Code::failed, same("The hub has no room for it")}, 600);
            return ShelfHub::Answer{reply.status, reply.body};
        });
        const auto full = send(*officer);
        QCOMPARE(full.ended->code, Code::failed);
        world.hub.between({});
        QVERIFY(!send(*officer).ended);
        QCOMPARE(placeOf(*officer, id), EvidencePlace::both);
    }
};

QTEST_GUILESS_MAIN(TestEvidenceTransfer)
#include "test_evidence_transfer.moc"
