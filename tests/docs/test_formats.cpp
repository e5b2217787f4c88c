// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/docs/example_values.h"
#include "tests/docs/examples.h"

#include "crypto/envelope.h"
#include "crypto/merkle.h"
#include "model/base/cbor.h"
#include "model/case/fold.h"
#include "model/store/evidence_store.h"
#include "model/vault/record.h"
#include "model/workflow/definition.h"
#include "model/workflow/penalty_check.h"
#include "model/workflow/document_template.h"

#include <QTemporaryDir>
#include <QTest>

using namespace model;
using namespace examples;

class TestFormats : public QObject {
    Q_OBJECT

    void body(const QString& name, const EncodedBody& encoded) {
        QVERIFY2(name.startsWith(QString::fromStdString(encoded.kind)), qPrintable(name));
        const QString clear = name + " clear";
        const QString sealed = name + " sealed";
        const auto is = [](const QString& example, const Bytes& bytes) {
            const QString digits = QString::fromStdString(crypto::toHex(bytes));
            if (!examples::print(example, digits)) QCOMPARE(digits, examples::hexOf(example));
        };
        is(clear, encoded.clear);
        if (!encoded.sealed.empty()) is(sealed, encoded.sealed);
    }

private slots:
    void deterministicCbor() {
        CborWriter out;
        out.array(6).unsignedInt(23).unsignedInt(1000).signedInt(-1).text("锑").boolean(true).null();
        IS_EXAMPLE("cbor", out.view());
        // Another encoding of the same value is not read.
        for (const char* bad :
             {"1817", "9f01ff", "f93c00", "a2616200616101", "a2616100616101", "c100", "61ff", "5f4100ff"}) {
            const auto bytes = *crypto::fromHex(bad);
            CborReader in(bytes);
            (void)in.skip();
            if (in.ok()) QVERIFY2(!in.finish("example"), bad);
        }
    }
    void publicIdentity() { IS_EXAMPLE("identity", gmIdentity().publicPart().encode()); }
    void envelopeOpens() {
        const auto fresh = crypto::systemRandom();
        if (qEnvironmentVariableIsSet("TOUCHSTONE_PRINT")) {
            const auto sealed = crypto::sealTo(gmIdentity().publicPart(), crypto::asBytes("secret"),
                                               crypto::asBytes("context"), *fresh);
            examples::print("envelope", QString::fromStdString(crypto::toHex(*sealed)));
        }
        const auto plain = crypto::openSealed(gmIdentity(), examples::bytesOf("envelope"), crypto::asBytes("context"));
        QVERIFY(plain);
        QCOMPARE(std::string(crypto::asText(plain->view())), std::string("secret"));
    }
    void eventAndItsSealedPart() {
        const Event said = noteEvent();
        IS_EXAMPLE("event", said.bytes);
        IS_EXAMPLE("event id", said.id.bytes);
        IS_EXAMPLE("sealed part", said.sealed);
        IS_EXAMPLE("sealed context", sealContext(said.header));
        IS_EXAMPLE("key wrap", said.header.keys);
        const auto read = readEvent(examples::bytesOf("event"), examples::bytesOf("sealed part"));
        QVERIFY(read);
        const auto plain = PartSealer(crypto::Suite::intl1).open(*read, caseKey());
        QVERIFY(plain);
        QCOMPARE(std::get<NoteAdded>(readCaseBody(read->header, &*plain)).text, std::string("货物已出口"));
    }
    void actOverEvents() {
        const Act signedAct = act();
        IS_EXAMPLE("act", signedAct.bytes);
        IS_EXAMPLE("act signature", signedAct.signature);
        IS_EXAMPLE("envelope context", envelopeContext(kPerson, sixteen(0x20)));
        const auto read = readAct(examples::bytesOf("act"), examples::bytesOf("act signature"));
        QVERIFY(read && verifyAct(*read, author().publicPart(), std::vector{noteEvent().id}));
        QCOMPARE(read->root, crypto::merkleLeaf(crypto::Suite::intl1, noteEvent().id.view()));
    }
    void linkAndCommit() {
        IS_EXAMPLE("link", encodeLink(link()));
        const auto hash = linkHash(crypto::Suite::intl1, link());
        const Commit commit = signCommit(hub(), 1, {}, moment() + std::chrono::seconds(1), std::vector{hash});
        IS_EXAMPLE("commit", commit.bytes);
        IS_EXAMPLE("commit signature", commit.signature);
        const auto read = readCommit(examples::bytesOf("commit"), examples::bytesOf("commit signature"));
        QVERIFY(read && verifyCommit(*read, hub().publicPart(), {}, std::vector{hash}));
    }
    void refusal() {
        const Error why{Code::refused, {"no", "否"}, {"do", "做"}, "step", "APL 57"};
        const Refusal said = signRefusal(hub(), noteEvent().id, why, moment());
        IS_EXAMPLE("refusal", said.bytes);
        const auto read = readRefusal(examples::bytesOf("refusal"), said.signature);
        QVERIFY(read && verifyRefusal(*read, hub().publicPart()));
    }
    void bodiesOfACase() {
        body("report.received",
             writeBody(CaseBody(ReportReceived{"00ff", "received", "web", "tip", {{"title", "锑"}}, {{"text", "a"}}})));
        body("facts.set", writeBody(CaseBody(FactsSet{{{"party", "甲"}, {"goods", "锑锭"}}})));
        body("note.added", writeBody(CaseBody(NoteAdded{"货物已出口"})));
        EvidenceAdded evidence{idFrom<ItemId>(0x50), {}, 4160, "documentary", "a.pdf",           "/media",
                               "application/pdf",    3,  {},   moment(),      counting(0x60, 32)};
        std::ranges::copy(counting(0xc0, 32), evidence.address.bytes.begin());
        evidence.sha256 = crypto::sha256(crypto::asBytes("abc"));
        body("evidence.added", writeBody(CaseBody(evidence)));
        DocumentMade document{idFrom<ItemId>(0x50),
                              {},
                              4160,
                              "prior_notice",
                              *Digest::fromBytes(counting(0xa0, 32)),
                              "告知书.pdf",
                              3,
                              {},
                              *Digest::fromBytes(counting(0x80, 32)),
                              counting(0x60, 32),
                              {{"notice_no", "1号"}}};
        document.address = evidence.address;
        document.sha256 = evidence.sha256;
        body("document.made", writeBody(CaseBody(document)));
        body("evidence.excluded", writeBody(CaseBody(EvidenceExcluded{idFrom<ItemId>(0x50), "coerced"})));
        body("chronology.entered",
             writeBody(CaseBody(ChronologyEntered{
                 {idFrom<ItemId>(0x90), {{"from", "2026-03"}, {"text", "装船"}}, {{idFrom<ItemId>(0x50), "第3页"}}}})));
        body("party.stated",
             writeBody(CaseBody(PartyStated{
                 {idFrom<ItemId>(0x90), {{"kind", "vessel"}, {"name", "甲轮"}, {"role", "carrier"}}, {}}})));
        body("person.assigned", writeBody(CaseBody(PersonAssigned{kPerson, "investigator"})));
        body("person.released", writeBody(CaseBody(PersonReleased{kPerson, "investigator"})));
        body("keys.given", writeBody(CaseBody(KeysGiven{kPerson})));
        body("case.handed", writeBody(CaseBody(CaseHanded{idFrom<UnitId>(0x70)})));
        body("step.taken",
             writeBody(CaseBody(StepDone{"accept", "received", "verification", "officer", {{"reason", "清楚"}}})));
        StepDone approve{"approve_notice", "proposed", "to_notify", "supervisor", {}};
        approve.documents = {*Digest::fromBytes(counting(0xc0, 32))};
        body("step.taken with documents", writeBody(CaseBody(approve)));
        StepDone seal{"seal", "allowed", "held", "investigator", {{"sealed_on", "2026-03-04"}}};
        seal.day = *parseDate("2026-03-04");
        body("track.step", writeBody(CaseBody(TrackStep{seal, "seizure", *Digest::fromBytes(counting(0xc0, 32))})));
        body("event.withdrawn", writeBody(CaseBody(EventWithdrawn{*Digest::fromBytes(counting(0xc0, 32))})));
        body("case.opened", writeBody(CaseBody(CaseOpened{})));
    }
    void bodiesOfTheRegister() {
        Person person;
        person.id = kPerson;
        person.name = "张";
        person.roles = {Role::supervisor};
        person.certified = true;
        person.identity = gmIdentity().publicPart();
        body("office.founded", writeBody(RegisterBody(OfficeFounded{gmIdentity().publicPart(), person, "局"})));
        body("person.added", writeBody(RegisterBody(PersonAdded{person})));
        body("person.changed",
             writeBody(RegisterBody(PersonChanged{kPerson, {Role::officer, Role::auditor}, true, false})));
        Unit unit{idFrom<UnitId>(0x70), "office", gmIdentity().publicPart(), {{kPerson, {0xaa, 0xbb}}}};
        body("unit.founded", writeBody(RegisterBody(UnitFounded{unit})));
        const Digest with = *Digest::fromBytes(counting(0xa0, 32));
        body("unit.joined", writeBody(RegisterBody(UnitJoined{unit.id, kPerson, {0xaa, 0xbb}, with})));
        body("unit.staffed", writeBody(RegisterBody(UnitStaffed{unit.id, kPerson, false})));
        body("unit.turned", writeBody(RegisterBody(UnitTurned{
                                unit.id, gmIdentity().publicPart(), {{kPerson, {0xaa, 0xbb}}}, {0xcc, 0xdd}, with})));
        const Digest proposal = *Digest::fromBytes(counting(0xc0, 32));
        body("identity.proposed",
             writeBody(RegisterBody(IdentityProposed{kPerson, gmIdentity().publicPart(), "忘记口令"})));
        body("identity.declined", writeBody(RegisterBody(IdentityDeclined{kPerson, proposal})));
        body("identity.replaced",
             writeBody(RegisterBody(IdentityReplaced{kPerson, proposal, gmIdentity().publicPart()})));
        body("workflow.adopted", writeBody(RegisterBody(WorkflowAdopted{"{}"})));
        body("calendar.adopted", writeBody(RegisterBody(CalendarAdopted{"{}"})));
        body("template.adopted", writeBody(RegisterBody(TemplateAdopted{"prior_notice", "{}"})));
    }
    void evidencePack() {
        QTemporaryDir folder;
        const auto store = EvidenceStore::open((folder.path() + "/evidence").toStdString());
        QVERIFY(store);
        bool given = false;
        const auto item = store->take(
            [&](std::span<std::uint8_t> to) -> Result<std::size_t> {
                if (given) return std::size_t{0};
                given = true;
                std::ranges::copy(std::string_view("abc"), to.begin());
                return std::size_t{3};
            },
            3, crypto::Suite::intl1, crypto::Secret(counting(0x60, 32)));
        QVERIFY(item);
        QFile file(QString::fromStdString(store->pathOf(item->address).string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray all = file.readAll();
        QCOMPARE(all.size(), 16 + 4096 + 16 + 24);
        const auto part = [&](qsizetype at, qsizetype size) {
            const QByteArray cut = all.mid(at, size);
            return Bytes(cut.begin(), cut.end());
        };
        IS_EXAMPLE("evidence header", part(0, 16));
        IS_EXAMPLE("evidence chunk", part(16, 3 + 16));
        IS_EXAMPLE("evidence footer", part(all.size() - 24, 24));
        IS_EXAMPLE("evidence address", item->address.bytes);
        QCOMPARE(paddedSize(1'000'000), std::uint64_t{1'015'808});
    }
    void caseNumber() {
        QCOMPARE(QString::fromStdString(caseReference(kCase, moment())), examples::textOf("case number"));
    }
    void penalty() {
        const std::string text = examples::textOf("penalty").toStdString();
        const auto value = parsePenaltyValue(text);
        QVERIFY2(value.has_value(), value ? "" : value.error().where.c_str());
        QCOMPARE(renderPenaltyValue(*value), text);
        QVERIFY(recomputePenalty(*value));
    }
    void workflow() {
        const auto wrong = checkTemplate(examples::textOf("document").toStdString());
        QVERIFY2(wrong.empty(), wrong.empty() ? "" : (wrong.front().path + wrong.front().what.en).c_str());
        const auto problems = checkDefinition(examples::textOf("workflow").toStdString());
        for (const auto& one : problems) qInfo("%s: %s", one.path.c_str(), one.what.en.c_str());
        QVERIFY(problems.empty());
    }
};

QTEST_GUILESS_MAIN(TestFormats)
#include "test_formats.moc"
