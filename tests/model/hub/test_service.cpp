// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/remote_hub.h"
#include "tests/support/raw_desk.h"
#include "tests/support/service_transport.h"

#include <random>

using namespace model;

/// A hub as it is spoken to over a network, without one: who is let in, what is answered to whatever comes.
class TestService : public QObject {
    Q_OBJECT

    /// A person's keys and the hub of an office, behind its Service.
    struct Place {
        explicit Place(TestOffice& from, const std::string& label = "officer")
            : office(from), raw(from, label), service(raw.hub(), raw.hub().identity(), from.clock(), *random),
              keys(must(openKeys(must(readIdentityFile(from.folder(), from.id(label))), crypto::asBytes(label)))),
              fingerprint(must(readOfficeFile(from.folder())).fingerprint) {}

        Service::Reply call(std::string_view target, ByteView body, ByteView token = {}) {
            return service.answer({target == "/v1/hello" ? "GET" : "POST", target, token, body});
        }
        Bytes challenge(PersonId person) {
            const auto reply = call("/v1/challenge", wire::encodeChallengeRequest(person));
            return must(wire::readChallengeAnswer(reply.body));
        }
        Bytes sign(const Bytes& challenge, const crypto::Identity& with) const {
            return with.signHere(wire::challengeMessage(challenge, raw.hub().identity().publicPart(), fingerprint));
        }
        Service::Reply open(PersonId person, const Bytes& challenge, const Bytes& signature) {
            return call("/v1/session", wire::encodeSessionRequest({person, challenge, signature}));
        }
        Bytes token() {
            const auto given = challenge(raw.person());
            const auto reply = open(raw.person(), given, sign(given, keys.identity));
            return must(wire::readSessionAnswer(reply.body)).token;
        }
        /// A way to this hub as the person of these keys.
        RemoteHub remote(ServiceTransport::Between between = {}) {
            return RemoteHub(std::make_unique<ServiceTransport>(service, std::move(between)),
                             {"here", 1, {}, raw.hub().identity().publicPart()}, fingerprint, raw.person(),
                             keys.identity);
        }

        TestOffice& office;
        std::unique_ptr<crypto::Random> random = crypto::systemRandom();
        RawDesk raw;
        Service service;
        PersonKeys keys;
        Digest fingerprint;
    };

    static Bytes someChanges() { return wire::encodeChangesRequest({{0, 1, false, false}, 0}); }

private slots:
    void aPersonIsLetInByTheirSignature() {
        TestOffice office;
        Place place(office);
        QCOMPARE(place.call("/v1/changes", someChanges()).status, 401);
        const auto token = place.token();
        QCOMPARE(place.call("/v1/changes", someChanges(), token).status, 200);
        // Every bit of the token counts, and so does its length.
        for (std::size_t i = 0; i < token.size(); ++i) {
            Bytes other = token;
            other[i] ^= 0x10;
            QCOMPARE(place.call("/v1/changes", someChanges(), other).status, 401);
            QCOMPARE(place.call("/v1/changes", someChanges(), ByteView(token).first(i)).status, 401);
        }
        // It lasts a while and no longer.
        office.clock().advance(Gatekeeper::kTokenLife - std::chrono::milliseconds(1));
        QCOMPARE(place.call("/v1/changes", someChanges(), token).status, 200);
        office.clock().advance(std::chrono::milliseconds(1));
        QCOMPARE(place.call("/v1/changes", someChanges(), token).status, 401);
    }

    /// Submissions that are answered together are each answered as they would have been alone.
    void submissionsAreAnsweredTogether() {
        TestOffice office;
        const CaseId id = must(office.as("officer")->receiveReport(aReport()));
        Place place(office);
        const auto token = place.token();
        const Seen head = must(office.as("officer")->view(id)).state.head;
        const auto note = [&](const char* text) {
            const auto said = place.raw.sign(place.raw.event(id, NoteAdded{text}, head));
            return must(wire::encodeSubmitRequest(std::span(&said, 1)));
        };
        const Bytes one = note("one"), two = note("two"), cut(two.begin(), two.end() - 3);
        Bytes stranger = token;
        stranger[3] ^= 1;
        const auto before = must(place.raw.hubRecord().lastCommit());
        const Service::Call calls[] = {{"POST", "/v1/submit", token, one},
                                       {"POST", "/v1/submit", token, cut},
                                       {"POST", "/v1/submit", stranger, two},
                                       {"POST", "/v1/submit", token, two}};
        for (const auto& call : calls) QVERIFY(Service::mayJoin(call.method, call.target));
        QVERIFY(!Service::mayJoin("GET", "/v1/submit") && !Service::mayJoin("POST", "/v1/changes"));
        const auto replies = place.service.answerTogether(calls);
        QCOMPARE(replies.size(), 4u);
        QCOMPARE(replies[1].status, 400);
        QCOMPARE(replies[2].status, 401);
        for (const auto i : {0u, 3u}) {
            QCOMPARE(replies[i].status, 200);
            QCOMPARE(must(wire::readSubmitAnswer(replies[i].body)), before + 1);
        }
        QCOMPARE(must(place.raw.hubRecord().lastCommit()), before + 1);
        for (std::size_t i = 0; i < 4; ++i) QCOMPARE(place.service.answer(calls[i]).status, replies[i].status);
    }

    void nobodyElseIs() {
        TestOffice office;
        Place place(office);
        const PersonId me = place.raw.person();
        const auto stranger = crypto::Identity::generate(crypto::Suite::intl1, *place.random);
        const auto given = place.challenge(me);
        QCOMPARE(place.open(me, given, place.sign(given, stranger)).status, 401);
        // A challenge is for one person, for a minute, of this hub, and signed for this hub and this office.
        QCOMPARE(place.open(office.id("supervisor"), given, place.sign(given, place.keys.identity)).status, 401);
        Bytes made = given;
        made[20] ^= 1;
        QCOMPARE(place.open(me, made, place.sign(made, place.keys.identity)).status, 401);
        QCOMPARE(place
                     .open(me, given,
                           place.keys.identity.signHere(
                               wire::challengeMessage(given, stranger.publicPart(), place.fingerprint)))
                     .status,
                 401);
        QCOMPARE(place
                     .open(me, given,
                           place.keys.identity.signHere(
                               wire::challengeMessage(given, place.raw.hub().identity().publicPart(), Digest{})))
                     .status,
                 401);
        QCOMPARE(place.open(me, given, place.keys.identity.signHere(given)).status, 401);
        // Too late is to be tried again, and says nothing of who they are: a desk must not take it for a hub that has
        // forgotten them. Another process of the hub, whose clock is ahead, may have given it.
        const auto answer = place.sign(given, place.keys.identity);
        office.clock().advance(-Gatekeeper::kChallengeLife);
        QCOMPARE(place.open(me, given, answer).status, 200);
        office.clock().advance(-std::chrono::milliseconds(1));
        QCOMPARE(place.open(me, given, answer).status, 503);
        office.clock().advance(2 * Gatekeeper::kChallengeLife + std::chrono::milliseconds(1));
        QCOMPARE(place.open(me, given, answer).status, 200);
        office.clock().advance(std::chrono::milliseconds(1));
        QCOMPARE(place.open(me, given, answer).status, 503);
        // A person that is nobody here gets a challenge like everybody, and no session.
        PersonId nobody;
        nobody.bytes.fill(0x77);
        const auto theirs = place.challenge(nobody);
        QCOMPARE(theirs.size(), given.size());
        QCOMPARE(place.open(nobody, theirs, place.sign(theirs, stranger)).status, 401);
        // A token is no challenge, and a challenge no token.
        const auto token = place.token();
        QCOMPARE(place.open(me, token, place.sign(token, place.keys.identity)).status, 401);
        QCOMPARE(place.call("/v1/changes", someChanges(), place.challenge(me)).status, 401);
    }

    void whoHasLeftIsOutAtOnce() {
        TestOffice office;
        Place place(office);
        const auto token = place.token();
        must(office.as("admin")->changePerson(office.id("officer"), {Role::officer}, false, false));
        const auto answer = place.call("/v1/changes", someChanges(), token);
        QCOMPARE(answer.status, 403);
        QCOMPARE(must(wire::readErrorAnswer(answer.body)).error.code, Code::ended);
        const auto given = place.challenge(place.raw.person());
        QCOMPARE(place.open(place.raw.person(), given, place.sign(given, place.keys.identity)).status, 403);
    }

    void whateverComesIsAnswered() {
        TestOffice office;
        Place place(office);
        const auto token = place.token();
        const auto commits = must(place.raw.hub().lastCommit());
        for (const char* target : {"/v1/submit", "/v1/changes", "/v1/history", "/v1/refusals"}) {
            QCOMPARE(place.call(target, {}).status, 401); // before the body is looked at
            QCOMPARE(place.call(target, {}, token).status, 400);
        }
        for (const char* target : {"/v1/nothing", "/", "", "/v1/changes?x=1", "/v2/hello"})
            QCOMPARE(place.call(target, {}, token).status, 404);
        QCOMPARE(place.service.answer({"GET", "/v1/changes", token, {}}).status, 404);
        QCOMPARE(Service::bodyLimit("POST", "/v1/nothing"), std::size_t(0));
        QVERIFY(Service::bodyLimit("POST", "/v1/submit") >= kBatchBytes);
        QCOMPARE(place.call("/v1/hello", {}).status, 200);

        const auto seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937_64 dice(seed);
        const Bytes good = someChanges();
        for (int round = 0; round < 2'000; ++round) {
            Bytes body = round % 2 ? good : Bytes(dice() % 64);
            for (auto& byte : body) {
                if (round % 2 == 0 || dice() % 4 == 0) byte = static_cast<std::uint8_t>(dice());
            }
            const char* const targets[] = {"/v1/challenge", "/v1/session", "/v1/submit",
                                           "/v1/changes",   "/v1/history", "/v1/refusals"};
            const auto answer = place.call(targets[dice() % 6], body, token);
            QVERIFY2(answer.status == 200 || answer.status == 400 || answer.status == 401 || answer.status == 426 ||
                         answer.status == 413,
                     qPrintable(QString::number(answer.status)));
            if (answer.status != 200) must(wire::readErrorAnswer(answer.body));
        }
        QCOMPARE(must(place.raw.hub().lastCommit()), commits);
    }

    /// A desk's whole exchange over it, with a hub that forgets the session in between.
    void aDeskExchangesOverIt() {
        TestOffice office;
        auto officer = office.as("officer");
        const CaseId id = must(officer->receiveReport(aReport()));
        for (int i = 0; i < 5; ++i) must(officer->addNote(id, "Note " + std::to_string(i)));
        Place place(office);
        int calls = 0;
        auto remote = place.remote([&](const Service::Call& call) -> std::optional<Result<Transport::Answer>> {
            if (call.target != "/v1/changes" || ++calls != 2) return std::nullopt;
            return Transport::Answer{401, wire::encodeErrorAnswer({{Code::locked, same("Forgotten")}, {}})};
        });
        must(place.raw.exchange(remote));
        must(place.raw.exchange(remote));
        QCOMPARE(must(place.raw.vault().record().lastCommit()), must(place.raw.hub().lastCommit()));
        // It says something itself, and the same again changes nothing.
        Seen head = must(officer->view(id)).state.head;
        const auto said = place.raw.say(id, writeBody(NoteAdded{"Over the wire"}), head);
        must(remote.submit(std::span(&said, 1)));
        const auto last = must(place.raw.hub().lastCommit());
        must(remote.submit(std::span(&said, 1)));
        QCOMPARE(must(place.raw.hub().lastCommit()), last);
        QVERIFY(must(remote.refusals(std::span(&said.events.front().id, 1))).empty());
        must(place.raw.exchange(remote));
        must(officer->exchange());
        QCOMPARE(must(officer->state(id)).notes.size(), std::size_t(6));
        QCOMPARE(must(remote.hello()).founding, std::optional(place.fingerprint));
        QVERIFY(!must(remote.waitForNews(last, 0)));
        QVERIFY(must(remote.waitForNews(last - 1, 0)));
    }

    /// That the network fails is told from what a hub says; something in between that answers is no hub.
    void whatIsInBetweenIsNotTheHub() {
        TestOffice office;
        Place place(office, "supervisor");
        for (const int status : {200, 301, 404, 502}) {
            auto remote = place.remote([&](const Service::Call&) -> std::optional<Result<Transport::Answer>> {
                return Transport::Answer{status, Bytes{'<', 'h', 't', 'm', 'l', '>'}};
            });
            const auto told = place.raw.exchange(remote);
            QVERIFY(!told);
            QCOMPARE(told.error().code, status == 200 ? Code::malformed : Code::network);
            QCOMPARE(must(place.raw.vault().record().lastCommit()), 0u);
        }
        auto away = place.remote([&](const Service::Call&) -> std::optional<Result<Transport::Answer>> {
            return fail(Code::network, same("away"));
        });
        QCOMPARE(place.raw.exchange(away).error().code, Code::network);
    }
};

QTEST_GUILESS_MAIN(TestService)
#include "test_service.moc"
