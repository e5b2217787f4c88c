// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/folder_shelf.h"
#include "model/sync/remote_hub.h"
#include "tests/support/raw_desk.h"
#include "tests/support/service_transport.h"

#include <fstream>

using namespace model;
namespace fs = std::filesystem;

namespace {

/// A person who speaks to the hub by their own means.
struct Desk {
    Desk(TestOffice& office, const std::string& label, EvidenceShelf* shelf)
        : raw(office, label), service(raw.hub(), raw.hub().identity(), office.clock(), *random, shelf),
          keys(must(openKeys(must(readIdentityFile(office.folder(), office.id(label))), crypto::asBytes(label)))),
          hub(std::make_unique<ServiceTransport>(service), {"here", 1, {}, raw.hub().identity().publicPart()},
              must(readOfficeFile(office.folder())).fingerprint, raw.person(), keys.identity) {}

    std::optional<EvidenceHeld> held(const EvidenceName& name) {
        return must(hub.evidence(std::span(&name, 1))).front();
    }
    Result<bool> put(const EvidenceName& name, std::uint64_t part, const Bytes& bytes) {
        return hub.putPart(name, part, bytes.size(), [&](std::span<std::uint8_t> out) -> Result<void> {
            std::ranges::copy(bytes, out.begin());
            return {};
        });
    }
    Result<Bytes> get(const EvidenceName& name, PersonId from, std::uint64_t part, std::size_t size) {
        Bytes out;
        TRY(hub.getPart({name, from, part}, size, [&](ByteView bytes) -> Result<void> {
            out = crypto::toBytes(bytes);
            return {};
        }));
        return out;
    }

    std::unique_ptr<crypto::Random> random = crypto::systemRandom();
    RawDesk raw;
    Service service;
    PersonKeys keys;
    RemoteHub hub;
};

/// An office with one case that has a piece of evidence, and the shelf of its hub.
struct Scene {
    explicit Scene(std::size_t size = 300'000) : shelf(office.scratch() / "evidence", {0, {}}) {
        const auto file = office.scratch() / "contract.pdf";
        {
            Bytes bytes(size);
            crypto::seededRandom(5)->fill(bytes);
            std::ofstream(file, std::ios::binary)
                .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        }
        auto officer = office.as("officer");
        id = must(officer->receiveReport(aReport()));
        const auto taken = must(officer->addEvidence(id, {file}, "documentary", {}, {}, {}));
        if (taken.front().error) qFatal("%s", taken.front().error->what.en.c_str());
        const auto state = must(officer->state(id));
        name = {id, state.evidence.front().address};
        const auto path = office.folder() / "evidence" / name.address.hex();
        sealed.resize(fs::file_size(path));
        std::ifstream(path, std::ios::binary)
            .read(reinterpret_cast<char*>(sealed.data()), static_cast<std::streamsize>(sealed.size()));
    }
    TestOffice office;
    FolderShelf shelf;
    CaseId id;
    EvidenceName name;
    Bytes sealed;
};

} // namespace

/// Evidence over the hub's service: who may, and what is answered to those who may not.
class TestServiceEvidence : public QObject {
    Q_OBJECT

private slots:
    void readersOfACaseShareItsFiles() {
        Scene place;
        Desk officer(place.office, "officer", &place.shelf), supervisor(place.office, "supervisor", &place.shelf);
        QVERIFY((officer.held(place.name)->missing == std::vector<PartRange>{{0, 1}}));
        QCOMPARE(officer.get(place.name, officer.raw.person(), 0, place.sealed.size()).error().code, Code::notFound);
        QVERIFY(must(officer.put(place.name, 0, place.sealed)));
        const auto there = supervisor.held(place.name);
        QCOMPARE(there->copies.size(), std::size_t(1));
        QCOMPARE(there->copies.front().from, officer.raw.person());
        QCOMPARE(must(supervisor.get(place.name, officer.raw.person(), 0, place.sealed.size())), place.sealed);
        // A part that there is not, and a copy of somebody who handed over none.
        QCOMPARE(supervisor.get(place.name, officer.raw.person(), 1, 1).error().code, Code::malformed);
        QCOMPARE(supervisor.get(place.name, supervisor.raw.person(), 0, place.sealed.size()).error().code,
                 Code::notFound);
        QCOMPARE(supervisor.put(place.name, 1, {1}).error().code, Code::malformed);
        QCOMPARE(supervisor.put(place.name, 0, {1}).error().code, Code::malformed);
    }

    /// Who may not read the case is told the same as of an item that there is not.
    void othersSeeNothingOfThem() {
        Scene place;
        {
            Desk officer(place.office, "officer", &place.shelf);
            QVERIFY(must(officer.put(place.name, 0, place.sealed)));
        }
        const PersonId author = place.office.id("officer");
        for (const char* label : {"custodian", "auditor", "investigator-1"}) {
            Desk other(place.office, label, &place.shelf);
            QVERIFY2(!other.held(place.name), label);
            EvidenceName nothing = place.name;
            nothing.address.bytes[0] ^= 1;
            const auto put = other.put(place.name, 0, place.sealed), none = other.put(nothing, 0, place.sealed);
            QCOMPARE(put.error().code, Code::notFound);
            QVERIFY(put.error() == none.error());
            QVERIFY(other.get(place.name, author, 0, place.sealed.size()).error() ==
                    other.get(nothing, author, 0, place.sealed.size()).error());
        }
        // The register has no evidence, and a case of nobody has none.
        Desk officer(place.office, "officer", &place.shelf);
        EvidenceName wrong = place.name;
        wrong.caseId = officer.raw.office().office;
        QVERIFY(!officer.held(wrong));
        wrong.caseId.bytes.fill(7);
        QVERIFY(!officer.held(wrong));
        QCOMPARE(officer.put(wrong, 0, place.sealed).error().code, Code::notFound);
        const std::vector<EvidenceName> mixed = {wrong, place.name, wrong};
        const auto answer = must(officer.hub.evidence(mixed));
        QVERIFY(!answer[0] && answer[1] && !answer[2]);
    }

    /// Whoever names the address of another case's file in a case of their own gets nothing of it.
    void anAddressIsWorthNothingInAnotherCase() {
        Scene place;
        Desk officer(place.office, "officer", &place.shelf);
        QVERIFY(must(officer.put(place.name, 0, place.sealed)));
        const CaseId other = must(place.office.as("officer")->receiveReport(aReport("Another one")));
        const EvidenceName claimed{other, place.name.address};
        QVERIFY(!officer.held(claimed));
        EvidenceAdded body;
        body.item.bytes.fill(4);
        body.address = place.name.address;
        body.storedSize = place.sealed.size();
        body.category = "electronic";
        body.itemKey.resize(32);
        const auto head = must(place.office.as("officer")->state(other)).head;
        QCOMPARE(officer.raw.submit(officer.raw.event(other, body, head)), std::string());
        QVERIFY(officer.held(claimed)->copies.empty());
        QCOMPARE(officer.get(claimed, officer.raw.person(), 0, place.sealed.size()).error().code, Code::notFound);
        // And said once more in its own case with another size, it changes nothing.
        body.item.bytes.fill(5);
        body.storedSize = 1;
        const auto own = must(place.office.as("officer")->state(place.id)).head;
        QCOMPARE(officer.raw.submit(officer.raw.event(place.id, body, own)), std::string());
        QCOMPARE(officer.held(place.name)->copies.size(), std::size_t(1));
        QCOMPARE(must(officer.get(place.name, officer.raw.person(), 0, place.sealed.size())), place.sealed);
    }

    void whoHasLeftOrWasReleasedGetsNothing() {
        Scene place;
        Desk officer(place.office, "officer", &place.shelf);
        QVERIFY(must(officer.put(place.name, 0, place.sealed)));
        auto supervisor = place.office.as("supervisor");
        {
            auto one = place.office.as("officer");
            must(one->setFacts(place.id, {{"party", "A company"}, {"goods", "Antimony"}}));
            must(one->takeStep(place.id, "accept", {}));
            must(one->takeStep(place.id, "verify", {{"findings", "f"}}));
            must(one->takeStep(place.id, "propose_filing", {{"filing_reason", "r"}, {"jurisdiction", "j"}}));
        }
        must(supervisor->exchange());
        must(supervisor->takeStep(place.id, "approve_filing", {}));
        must(supervisor->assign(place.id, place.office.id("investigator-1"), "investigator"));
        Desk investigator(place.office, "investigator-1", &place.shelf);
        QCOMPARE(investigator.held(place.name)->copies.size(), std::size_t(1));
        must(investigator.get(place.name, officer.raw.person(), 0, place.sealed.size()));
        must(supervisor->release(place.id, place.office.id("investigator-1"), "investigator"));
        QVERIFY(!investigator.held(place.name));
        QCOMPARE(investigator.get(place.name, officer.raw.person(), 0, place.sealed.size()).error().code,
                 Code::notFound);
        must(place.office.as("admin")->changePerson(place.office.id("officer"), {Role::officer}, false, false));
        const auto asked = officer.hub.evidence(std::span(&place.name, 1));
        QCOMPARE(asked.error().code, Code::ended);
    }

    void aHubWithoutAShelfHasNone() {
        Scene place;
        Desk officer(place.office, "officer", nullptr);
        QVERIFY(!officer.held(place.name));
        QCOMPARE(officer.put(place.name, 0, place.sealed).error().code, Code::notFound);
        QCOMPARE(Service::bodyLimit("POST", "/v1/evidence/put"), wire::kPartMessageLimit);
        QVERIFY(Service::movesParts("/v1/evidence/put") && Service::movesParts("/v1/evidence/get") &&
                !Service::movesParts("/v1/evidence/have"));
    }

    void aFullDiskSaysWhenToComeAgain() {
        Scene place;
        FolderShelf full(place.office.scratch() / "full", {1, [](const fs::path&) { return 0; }});
        Desk officer(place.office, "officer", &full);
        const auto refused = officer.put(place.name, 0, place.sealed);
        QCOMPARE(refused.error().code, Code::failed);
        QVERIFY(refused.error().where.empty()); // nothing of the server's folders
        const auto reply = Service::refusal({Code::failed, same("full")}, 600);
        QCOMPARE(must(wire::readErrorAnswer(reply.body)).retryAfter, std::optional<std::uint64_t>(600));
    }

    /// Handing over takes nothing from what another person of the case has begun or ended.
    void twoPersonsHandOverAtOnce() {
        Scene place(5'000'000); // two parts
        Desk officer(place.office, "officer", &place.shelf), supervisor(place.office, "supervisor", &place.shelf);
        QCOMPARE(partsOf(place.sealed.size()), 2u);
        const Bytes first(place.sealed.begin(), place.sealed.begin() + kPartBytes);
        const Bytes second(place.sealed.begin() + kPartBytes, place.sealed.end());
        Bytes wrong = second;
        wrong[100] ^= 1;
        QVERIFY(!must(supervisor.put(place.name, 1, wrong)));
        QVERIFY(!must(officer.put(place.name, 1, second)));
        QVERIFY(must(supervisor.put(place.name, 0, first)));
        const auto between = officer.held(place.name);
        QCOMPARE(between->copies.size(), std::size_t(1)); // one of the supervisor's, which is not the right one
        QVERIFY((between->missing == std::vector<PartRange>{{0, 1}}));
        QVERIFY(must(officer.put(place.name, 0, first)));
        const auto both = officer.held(place.name)->copies;
        QCOMPARE(both.size(), std::size_t(2));
        QCOMPARE(both.front().from, officer.raw.person());
        QVERIFY(both.front().sum != both.back().sum);
        QCOMPARE(must(supervisor.get(place.name, officer.raw.person(), 1, second.size())), second);
    }
};

QTEST_GUILESS_MAIN(TestServiceEvidence)
#include "test_service_evidence.moc"
