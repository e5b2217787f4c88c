// SPDX-License-Identifier: GPL-3.0-or-later
// People whose key is on a token: a real SoftHSM2, through a module that counts PINs and is pulled out like hardware.
#include "crypto/aead.h"
#include "crypto/derive.h"
#include "model/base/cbor.h"
#include "model/store/whole_file.h"
#include "model/workspace/hub_line.h"
#include "model/workspace/invitation.h"
#include "model/workspace/office_files.h"
#include "model/workspace/tokens.h"
#include "tests/support/far_hub.h"
#include "tests/support/filed_case.h"
#include "tests/support/soft_token.h"

#include <algorithm>

using namespace model;

class TestWorkspaceToken : public QObject {
    Q_OBJECT

    /// An office in which "chief" decides, with keys on a token.
    struct Scene {
        SoftToken soft;
        crypto::Tokens tokens{SoftToken::kStrict};
        TestOffice office;

        Surroundings with() { return with(office.with()); }
        Surroundings with(Surroundings whose) {
            whose.tokens = &tokens;
            return whose;
        }
        PersonRequest chief() {
            PersonRequest request;
            request.label = "chief";
            request.name = "Chief";
            request.roles = {Role::supervisor};
            request.certified = true;
            request.token = must(tokenCalled("Li Wei", with())).name;
            return request;
        }
        void admitChief() {
            auto admin = must(Workspace::unlock(office.folder(), office.id("admin"), crypto::asBytes("admin"), with()));
            office.people()["chief"] = must(admin->addPerson(chief(), SoftToken::pin()));
        }
        Result<std::unique_ptr<Workspace>> unlock(std::string_view pin = SoftToken::kPin) {
            return Workspace::unlock(office.folder(), office.id("chief"), crypto::asBytes(pin), with());
        }
        Profile profile() const {
            const auto info = must(inspectOffice(office.folder()));
            return *std::ranges::find(info.profiles, std::string("chief"), &Profile::label);
        }
    };

    /// A case that waits for the approval of its filing.
    static CaseId proposed(TestOffice& office) {
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        must(officer->setFacts(id, {{"party", "A company"}, {"goods", "Antimony"}}));
        must(officer->takeStep(id, "accept", {}));
        must(officer->takeStep(id, "verify", {{"findings", "f"}}));
        must(officer->takeStep(id, "propose_filing", {{"filing_reason", "r"}, {"jurisdiction", "j"}}));
        return id;
    }
    static void holds(Workspace& workspace) {
        const auto found = must(workspace.verify(false, {}, {}));
        QVERIFY2(found.findings.empty(), found.findings.empty() ? "" : found.findings[0].what.en.c_str());
    }
    static void says(const Error& error, Code code, const char* words) {
        QVERIFY2(error.code == code && error.what.en.contains(words), sentence(error, Language::en).c_str());
        QVERIFY(!error.what.zh.empty() && !error.cure.en.empty() && !error.cure.zh.empty());
    }

private slots:
    void whoHasATokenTypesItsPinAndSigns() {
        Scene scene;
        scene.admitChief();
        const CaseId id = proposed(scene.office);
        const auto profile = scene.profile();
        QVERIFY(profile.token && profile.token->label == "Li Wei");
        const auto asked = must(tokenAsked(scene.office.folder(), profile, scene.with()));
        QVERIFY(asked && asked->name == *profile.token && tokenTries(*asked).empty());

        const auto wrong = scene.unlock("000000");
        QVERIFY(!wrong);
        says(wrong.error(), Code::locked, "\"Li Wei\" (serial ");
        QVERIFY(wrong.error().what.en.contains("A PIN was wrong"));
        const auto last = scene.unlock("111111");
        QVERIFY(!last && last.error().what.en.contains("This is the last try"));

        auto chief = must(scene.unlock());
        QVERIFY(must(chief->takeStep(id, "approve_filing", {})).refused.empty());
        holds(*chief);
        // Locked is locked: what was under way elsewhere signs nothing, and the PIN is asked for again.
        chief.reset();
        says(scene.unlock("000000").error(), Code::locked, "did not take this PIN");
        holds(*scene.office.as("officer"));
        QCOMPARE(must(scene.office.as("officer")->state(id)).stage, std::string("filed"));
    }

    void nothingIsHalfDoneWithoutTheToken() {
        Scene scene;
        scene.admitChief();
        const CaseId id = proposed(scene.office);
        auto chief = must(scene.unlock());
        const auto before = must(chief->view(id));
        scene.soft.set("pulled");
        const auto refused = chief->takeStep(id, "approve_filing", {});
        QVERIFY(!refused);
        says(refused.error(), Code::failed, "was pulled out");
        QVERIFY(!chief->addNote(id, "Said without it"));
        const auto bulk =
            must(chief->bulk(std::vector{id}, BulkAssign{scene.office.id("investigator-1"), "investigator"}, {}, {}));
        QCOMPARE(bulk.done, std::uint64_t{0});
        // Neither here nor on the hub, and nothing waits.
        const auto after = must(chief->view(id));
        QCOMPARE(after.log.size(), before.log.size());
        QVERIFY(after.state.head == before.state.head);
        QVERIFY(after.refused.empty());
        holds(*chief);
        chief.reset();

        const auto missing = scene.unlock();
        QVERIFY(!missing);
        says(missing.error(), Code::failed, "is not plugged in");
        QVERIFY(!tokenAsked(scene.office.folder(), scene.profile(), scene.with()));
        scene.soft.set("pulled", false);
        chief = must(scene.unlock());
        QVERIFY(must(chief->takeStep(id, "approve_filing", {})).refused.empty());
    }

    /// The same with SoftHSM's own files gone, as a card is.
    void softHsmsFilesAreGone() {
        Scene scene;
        scene.admitChief();
        scene.soft.hide(true);
        says(scene.unlock().error(), Code::failed, "is not plugged in");
        scene.soft.hide(false);
        QVERIFY(scene.unlock().has_value());
    }

    void joinsAHubAndProvesThePersonByTheToken() {
        Scene scene;
        const CaseId id = proposed(scene.office);
        FarHub hub(scene.office);
        const auto with = scene.with(hub.with());
        const auto folder = scene.office.scratch() / "elsewhere";
        const auto request = must(
            joinByInvitation(folder, must(invitationOf(scene.office.folder())), scene.chief(), SoftToken::pin(), with));
        must(hub.as("admin")->admit(request, {Role::supervisor}, true));
        {
            auto chief = must(Workspace::unlock(folder, request.person, SoftToken::pin(), with));
            const auto receipt = must(chief->takeStep(id, "approve_filing", {}));
            QVERIFY(receipt.refused.empty() && !receipt.waits);
            holds(*chief);
            QCOMPARE(must(hub.as("officer")->state(id)).stage, std::string("filed"));

            // A new session with the hub asks for the token; without it the hub is not told anything.
            scene.soft.set("pulled");
            auto steps = with;
            steps.exchangesInSteps = true;
            const auto line = must(chief->hubLine({}));
            const auto news = line->waitForNews(0, 0);
            QVERIFY(!news);
            says(news.error(), Code::failed, "was pulled out");
            scene.soft.set("pulled", false);
            QVERIFY(line->waitForNews(0, 0).has_value());
        }
        scene.soft.set("pulled");
        QVERIFY(!Workspace::unlock(folder, request.person, SoftToken::pin(), with));
    }

    void anOfficeIsFoundedWithAToken() {
        Scene scene;
        FoundRequest request{scene.office.scratch() / "second",
                             "Second",
                             crypto::Suite::intl1,
                             "Founder",
                             "founder",
                             {Role::administrator},
                             true};
        request.token = must(tokenCalled("Li Wei", scene.with())).name;
        const auto wrong = Workspace::found(request, crypto::asBytes("000000"), scene.with());
        QVERIFY(!wrong && wrong.error().code == Code::locked);
        QVERIFY(!std::filesystem::exists(request.folder));
        // Stopped when the key is made, it leaves no folder, and no key on the token.
        std::stop_source stop;
        const auto stopping = [&](const Text& doing) {
            if (doing.en.contains("encrypted stores")) stop.request_stop();
        };
        bool made = false;
        const auto stopped = Workspace::found(
            request, SoftToken::pin(), scene.with(),
            [&](const Text& doing) {
                stopping(doing);
                made = made || scene.soft.keys() == 2;
            },
            stop.get_token());
        QVERIFY(!stopped && stopped.error().code == Code::cancelled && made);
        QCOMPARE(scene.soft.keys(), std::size_t{0});
        QVERIFY(!std::filesystem::exists(request.folder));
        auto founder = must(Workspace::found(request, SoftToken::pin(), scene.with()));
        const auto me = founder->me();
        holds(*founder);
        founder.reset();
        founder = must(Workspace::unlock(request.folder, me, SoftToken::pin(), scene.with()));
        PersonRequest other;
        other.label = other.name = "officer";
        other.roles = {Role::officer};
        must(founder->addPerson(other, crypto::asBytes("a passphrase")));
    }

    void sm2IsRefusedInWords() {
        Scene scene;
        FoundRequest request{scene.office.scratch() / "second",
                             "Second",
                             crypto::Suite::gm1,
                             "Founder",
                             "founder",
                             {Role::administrator},
                             true};
        request.token = must(tokenCalled("Li Wei", scene.with())).name;
        const auto refused = Workspace::found(request, SoftToken::pin(), scene.with());
        QVERIFY(!refused);
        says(refused.error(), Code::refused, "SM2");
        QCOMPARE(scene.soft.keys(), std::size_t{0});
        QVERIFY(!std::filesystem::exists(request.folder));
    }

    void withoutAWayToTokensItIsSaid() {
        Scene scene;
        scene.admitChief();
        const auto none =
            Workspace::unlock(scene.office.folder(), scene.office.id("chief"), SoftToken::pin(), scene.office.with());
        QVERIFY(!none);
        says(none.error(), Code::failed, "module");
        crypto::Tokens nowhere("/nowhere/module.so");
        auto with = scene.office.with();
        with.tokens = &nowhere;
        const auto broken = Workspace::unlock(scene.office.folder(), scene.office.id("chief"), SoftToken::pin(), with);
        QVERIFY(!broken && broken.error().where.contains("/nowhere/module.so"));
    }

    /// New keys on a token in the place of a passphrase, and on another token in the place of a lost one.
    void lostKeysAreReplacedByOnesOnAToken() {
        Scene scene;
        const auto who = scene.office.id("investigator-1");
        const auto approve = [&](const JoinRequest& asked) {
            const auto keys = keyFingerprint(asked.identity);
            must(scene.office.as("admin")->proposeIdentity(who, keys, "Lost"));
            QVERIFY(must(scene.office.as("supervisor")->approveIdentity(who, keys)).refused.empty());
        };
        const auto ask = [&](const char* label) {
            return must(Workspace::askForNewKeys(scene.office.folder(), who, SoftToken::pin(), scene.with(), {}, {},
                                                 must(tokenCalled(label, scene.with())).name));
        };
        const auto unlock = [&](std::string_view secret) {
            return Workspace::unlock(scene.office.folder(), who, crypto::asBytes(secret), scene.with());
        };
        const auto asked = ask("Li Wei");
        says(unlock(SoftToken::kPin).error(), Code::refused, "wait to be approved");
        QVERIFY(unlock("investigator-1").has_value()); // until then the old ones stay
        approve(asked);
        QVERIFY(!unlock("investigator-1"));
        QVERIFY(unlock(SoftToken::kPin).has_value());

        // A wrong PIN is counted once, although new keys wait on the same token.
        const auto again = ask("Li Wei");
        QVERIFY(unlock(SoftToken::kPin).has_value());
        QVERIFY(!unlock("000000"));
        QVERIFY(!must(tokenCalled("Li Wei", scene.with())).lastTry);
        QVERIFY(unlock(SoftToken::kPin).has_value());
        must(scene.office.as("admin")->declineIdentity(who));

        scene.soft.add(QStringLiteral("Spare"));
        approve(ask("Spare"));
        auto mine = must(unlock(SoftToken::kPin));
        QVERIFY(must(inspectOffice(scene.office.folder())).profiles.size() > 1);
        holds(*mine);
    }

    /// What was changed in the file opens nothing, and nothing of it is believed.
    void aChangedFileIsNotOpened() {
        Scene scene;
        scene.admitChief();
        const auto file = personFolder(scene.office.folder(), scene.office.id("chief")) / "identity.cbor";
        const auto good = must(readWhole(file, 100'000));
        for (std::size_t at = 0; at + 32 < good.size(); at += 41) {
            Bytes bad(good.begin(), good.end() - 32);
            bad[at] ^= 1U;
            std::filesystem::remove(file);
            must(writeHashed(file, bad));
            QVERIFY2(!scene.unlock(), std::to_string(at).c_str());
        }
        std::filesystem::remove(file);
        must(writeHashed(file, ByteView(good).first(good.size() - 32)));
        QVERIFY(scene.unlock().has_value());
    }

    /// The file as docs/formats.md tells it, read without the code that wrote it.
    void theFileIsAsItIsDocumented() {
        Scene scene;
        const QTemporaryDir folder;
        const auto random = crypto::systemRandom();
        const PersonId person{{7}};
        const auto token = must(tokenCalled("Li Wei", scene.with())).name;
        auto made = must(makeKeys(folder.path().toStdString(), person, scene.chief(), crypto::Suite::intl1,
                                  {SoftToken::pin(), {}, token, &scene.tokens}, *random));
        const auto publicPart = made.identity.publicPart();
        made.identity.letGo();
        const auto bytes =
            must(readWhole(personFolder(folder.path().toStdString(), person) / "identity.cbor", 100'000));
        CborReader outer(ByteView(bytes).first(bytes.size() - 32));
        outer.arrayOf(2);
        const auto bound = outer.bytes();
        const auto sealed = outer.bytes();
        CborReader in(bound);
        in.arrayOf(12);
        QCOMPARE(in.unsignedInt(), std::uint64_t{2});
        QCOMPARE(in.unsignedInt(), std::uint64_t{1});
        QVERIFY(std::ranges::equal(in.bytesOf(16), person.bytes));
        QCOMPARE(std::string(in.text()), std::string("chief"));
        QCOMPARE(std::string(in.text()), std::string("Chief"));
        QVERIFY(std::ranges::equal(in.bytes(), publicPart.encode()));
        for (const auto& text : {token.label, token.serial, token.manufacturer, token.model})
            QCOMPARE(std::string(in.text()), text);
        const auto id = in.bytesOf(16);
        const auto salt = in.bytesOf(32);
        QVERIFY(in.finish("bound part"));
        const auto key = crypto::TokenKey::open(scene.tokens, token, SoftToken::pin(), id, publicPart.verifyKey);
        QVERIFY(key);
        Bytes words = crypto::toBytes(crypto::asBytes("touchstone identity key\n"));
        crypto::append(words, person.view());
        crypto::append(words, salt);
        const auto signature = (*key)->sign(words);
        QVERIFY(signature);
        const auto under =
            crypto::deriveKey(crypto::Suite::intl1, *signature, "touchstone identity on a token 1", salt);
        const auto plain = crypto::open(crypto::Suite::intl1, under, sealed, bound);
        QVERIFY(plain);
        QCOMPARE(plain->size(), std::size_t{32 + 96});
        QVERIFY(std::ranges::equal(ByteView(*plain).first(32), made.vaultKey.view()));
    }
};

QTEST_GUILESS_MAIN(TestWorkspaceToken)
#include "test_token.moc"
