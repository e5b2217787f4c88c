// SPDX-License-Identifier: GPL-3.0-or-later
// Founding and joining: what is asked before, that a folder is an office or is not there, and that nothing is left of
// what was stopped, failed or killed.
#include "crypto/random.h"
#include "model/practice/practice.h"
#include "model/workspace/enrolment.h"
#include "model/workspace/new_folder.h"
#include "model/workspace/office_files.h"
#include "model/workspace/setup_rules.h"
#include "tests/sim/faults.h"
#include "tests/support/office.h"

#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace model;
namespace fs = std::filesystem;

namespace {

/// Every file and folder below a folder.
std::set<std::string> listing(const fs::path& folder) {
    std::set<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) found.insert(entry.path().string());
    return found;
}

FoundRequest request(const fs::path& folder) {
    return {.folder = folder,
            .officeName = "Test office",
            .suite = crypto::Suite::intl1,
            .name = "Founder",
            .label = "founder",
            .roles = {Role::supervisor},
            .certified = false,
            .cost = TestOffice::cost()};
}

const auto kWords = crypto::asBytes("words for a test");

/// Both languages say what is wrong, and what cures it.
bool isSaid(const Error& error) {
    return !error.what.en.empty() && !error.what.zh.empty() && !error.cure.en.empty() && !error.cure.zh.empty();
}

/// Runs something in a process of its own, which may be killed by a fault. Its exit code, or -1 if it was killed.
int inChild(const std::function<int()>& run) {
    const pid_t child = fork();
    if (child == 0) _exit(run());
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) qFatal("no child");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

class TestFounding : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    TestClock m_clock;
    std::unique_ptr<crypto::Random> m_random = crypto::systemRandom();

    [[nodiscard]] fs::path top() const { return m_folder->path().toStdString(); }
    [[nodiscard]] Surroundings with() const { return {&m_clock, m_random.get()}; }

    void refuses(const fs::path& folder, const char* words) const {
        const auto before = listing(top());
        const auto checked = checkNewFolder(folder);
        QVERIFY2(!checked, folder.c_str());
        QVERIFY2(checked.error().what.en.find(words) != std::string::npos, checked.error().what.en.c_str());
        QVERIFY2(isSaid(checked.error()), checked.error().what.en.c_str());
        // Founding says the very same.
        const auto founded = Workspace::found(request(folder), kWords, with());
        QVERIFY(!founded);
        QCOMPARE(sentence(founded.error(), Language::zh), sentence(checked.error(), Language::zh));
        QCOMPARE(listing(top()), before);
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void eachAnswerIsChecked() {
        const auto refused = [](const Result<void>& result) { return !result && isSaid(result.error()); };
        QVERIFY(checkLabel("officer"));
        QVERIFY(refused(checkLabel("")));
        QVERIFY(refused(checkLabel(" \t\u3000")));
        QVERIFY(refused(checkLabel("two\nlines")));
        QVERIFY(refused(checkLabel("\xff")));
        std::string longest;
        for (std::size_t i = 0; i < kMaxLabel; ++i) longest += "受";
        QVERIFY(checkLabel(longest)); // characters are counted, not bytes
        QVERIFY(refused(checkLabel(longest + "受")));
        const std::vector<Profile> taken{{{}, "officer", true}};
        QVERIFY(refused(checkLabel("officer", taken)));
        QVERIFY(checkLabel("officer-2", taken));
        QVERIFY(refused(checkPersonName("")));
        QVERIFY(refused(checkPersonName(std::string(kMaxName + 1, 'a'))));
        QVERIFY(refused(checkOfficeName(" ")));
        QVERIFY(!checkRoles({}));
        QVERIFY(checkRoles({Role::auditor}));
        QVERIFY(refused(checkNewPassphrase({})));
        QVERIFY(checkNewPassphrase(crypto::asBytes(std::string(kMaxPassphrase, 'x'))));
        QVERIFY(refused(checkNewPassphrase(crypto::asBytes(std::string(kMaxPassphrase + 1, 'x')))));
        QVERIFY(refused(checkRepeated(crypto::asBytes("one"), crypto::asBytes("two"))));
        QVERIFY(checkRepeated(crypto::asBytes("one"), crypto::asBytes("one")));
        QVERIFY(!passphraseAdvice(crypto::asBytes("short")).empty());
        QVERIFY(!passphraseAdvice(crypto::asBytes("十个字的口令不够长啊")).empty());
        QVERIFY(passphraseAdvice(crypto::asBytes("words picked by chance")).empty());
        QVERIFY(passphraseAdvice({}).empty()); // that is a refusal already
    }

    void theMachineIsChecked() {
        QVERIFY(checkProgram());
        const auto built = std::chrono::year{2026} / 11 / 23;
        QVERIFY(checkClock(*parseInstant("2026-11-23T00:00:00Z"), built));
        QVERIFY(checkClock(*parseInstant("2026-11-22T20:00:00Z"), built));
        const auto early = checkClock(*parseInstant("1970-01-02T00:00:00Z"), built);
        QVERIFY(!early && isSaid(early.error()));
        QVERIFY(early.error().what.en.find("1970-01-02") != std::string::npos);
        TestClock clock;
        clock.set(*parseInstant("2001-01-01T00:00:00Z"));
        QVERIFY(!checkMachine(clock));
        QVERIFY(checkMachine(*systemClock()));
        const auto room = checkRoom(3'000'000, "/disk");
        QVERIFY(!room && isSaid(room.error()));
        QVERIFY(room.error().what.en.find("3 MB") != std::string::npos);
        QVERIFY(checkRoom(kRoomToFound, "/disk"));
    }

    void eachFolderThatCannotBeIsNamed() {
        refuses("", "No folder");
        refuses("office", "begin at the top");
        refuses("/", "top of the file system");
        refuses("/tmp/" + std::string(300, 'x'), "longer than 255");
        refuses(top() / std::string(200, 'x') / std::string(200, 'y'), "bytes; at most");
        fs::create_directory(top() / "full");
        std::ofstream(top() / "full" / "letter.txt") << "kept";
        refuses(top() / "full", "not empty");
        refuses(top() / "full" / "letter.txt", "a file of this name");
        refuses(top() / "full" / "letter.txt" / "office", "a file where a folder is needed");
        QVERIFY(Workspace::found(request(top() / "office"), kWords, with()));
        refuses(top() / "office", "office in this folder already");
    }

    void aFolderOfOthersIsNamed() {
        fs::create_directories(top() / "theirs" / "empty");
        fs::permissions(top(), fs::perms::all);
        fs::permissions(top() / "theirs" / "empty", fs::perms::all);
        fs::permissions(top() / "theirs", fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
        // As somebody who is not root, whom no permission stops.
        const int said = inChild([&] {
            if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return 1;
            const auto inside = checkNewFolder(top() / "theirs" / "office");
            if (inside || inside.error().what.en.find("cannot be written") == std::string::npos) return 2;
            const auto empty = checkNewFolder(top() / "theirs" / "empty");
            if (empty || empty.error().what.en.find("around this one") == std::string::npos) return 3;
            return checkNewFolder(top() / "theirs" / "empty" / "office") ? 0 : 4;
        });
        QCOMPARE(said, ::geteuid() == 0 ? 0 : 2); // the owner may write there
    }

    void aFoundedFolderIsWhole() {
        for (const bool there : {false, true}) {
            const fs::path folder = top() / (there ? "there" : "above/office");
            if (there) fs::create_directory(folder);
            std::vector<std::string> said;
            {
                const auto founded = Workspace::found(request(folder), kWords, with(),
                                                      [&](const Text& doing) { said.push_back(doing.zh); });
                QVERIFY2(founded, founded ? "" : founded.error().what.en.c_str());
                QCOMPARE((*founded)->folder(), folder);
                QVERIFY(!(*founded)->list()->rows({})->size());
            }
            QVERIFY(said.size() >= 4);
            const auto info = inspectOffice(folder);
            QVERIFY(info);
            QCOMPARE(info->profiles.size(), 1u);
            QVERIFY(Workspace::unlock(folder, info->profiles[0].id, kWords, with()));
            // Nothing stands beside it.
            QCOMPARE(std::distance(fs::directory_iterator(folder.parent_path()), {}), there ? 2 : 1);
            QCOMPARE(fs::status(folder).permissions(), fs::perms::owner_all);
        }
    }

    void theLongestPathHoldsAnOffice() {
        fs::path folder = top();
        while (folder.native().size() + 101 < kMaxFolderPath) folder /= std::string(100, 'd');
        folder /= std::string(kMaxFolderPath - folder.native().size() - 1, 'e');
        QCOMPARE(folder.native().size(), kMaxFolderPath);
        PracticeRequest practice;
        practice.folder = folder;
        const auto made = makePractice(practice, {}, {});
        QVERIFY2(made, made ? "" : sentence(made.error(), Language::en).c_str());
        QVERIFY(Workspace::unlock(folder, made->persons[1].id, crypto::asBytes(made->persons[1].passphrase), with()));
    }

    /// Stopped at each thing that it says it does.
    void aStoppedFoundingLeavesNothing() {
        const auto before = listing(top());
        int stops = 0;
        for (int at = 1;; ++at) {
            std::stop_source stop;
            int said = 0;
            auto asked = request(top() / "above" / "office");
            if (at == 1) asked.cost = {}; // with the measurement
            const auto founded = Workspace::found(
                asked, kWords, with(),
                [&](const Text&) {
                    if (++said == at) stop.request_stop();
                },
                stop.get_token());
            if (founded) break; // it was past the last
            QCOMPARE(founded.error().code, Code::cancelled);
            QCOMPARE(listing(top()), before);
            ++stops;
        }
        QVERIFY(stops >= 3);
    }

    void aFailedFoundingLeavesNothing() {
        // The place is taken while the office is being made.
        fs::create_directory(top() / "office");
        const auto founded = Workspace::found(request(top() / "office"), kWords, with(), [&](const Text&) {
            std::ofstream(top() / "office" / "letter.txt") << "came meanwhile";
        });
        QVERIFY(!founded);
        QCOMPARE(listing(top()),
                 (std::set<std::string>{(top() / "office").string(), (top() / "office" / "letter.txt").string()}));
    }

    /// Killed at its writes, or with the power lost there: the folder is an office that opens, or is not there; and the
    /// next founding clears away what was left beside.
    void aKilledFoundingIsAnOfficeOrNothing() {
        const fs::path folder = top() / "office";
        const auto found = [&](std::uint64_t at, std::uint64_t seed) {
            return inChild([&] {
                faults::crashAt(at, seed);
                const auto random = crypto::seededRandom(seed);
                return Workspace::found(request(folder), kWords, {&m_clock, random.get()}) ? 0 : 1;
            });
        };
        QCOMPARE(found(0, 1), 0);
        const auto changes = faults::changes();
        QVERIFY(changes > 20);
        fs::remove_all(folder);
        const auto seed = static_cast<std::uint64_t>(::getpid());
        std::uint64_t offices = 0, killed = 0;
        std::set<std::uint64_t> points{changes, changes - 1, changes - 2, changes - 3, changes - 4, changes - 6};
        for (std::uint64_t at = 1 + seed % 7; at < changes; at += 7) points.insert(at);
        for (const auto at : points) {
            if (found(at, seed + at) != -1) continue; // the counts of two foundings differ a little
            ++killed;
            if (fs::exists(folder)) {
                ++offices;
                const auto info = inspectOffice(folder);
                QVERIFY2(info, qPrintable(QStringLiteral("killed at %1, seed %2").arg(at).arg(seed + at)));
                QVERIFY(Workspace::unlock(folder, info->profiles.at(0).id, kWords, with()));
                fs::remove_all(folder);
            }
        }
        QVERIFY(killed > points.size() / 2);
        QVERIFY(offices < killed);
        QVERIFY(Workspace::found(request(folder), kWords, with()));
        QCOMPARE(std::distance(fs::directory_iterator(top()), {}), 1);
    }

    /// One that is being made by somebody else is not cleared away.
    void twoAtOncePlaceOne() {
        auto first = must(NewFolder::begin(top() / "office"));
        fs::create_directory(first.path());
        auto second = must(NewFolder::begin(top() / "office"));
        fs::create_directory(second.path());
        std::ofstream(first.path() / "first") << "1";
        std::ofstream(second.path() / "second") << "2";
        QVERIFY(first.finish());
        QVERIFY(!second.finish());
        QVERIFY(fs::exists(top() / "office" / "first"));
        QVERIFY(!fs::exists(top() / "office" / "second"));
    }

    void aStoppedPracticeOfficeLeavesNothing() {
        const auto before = listing(top());
        PracticeRequest practice;
        practice.folder = top() / "practice";
        for (int at = 1; at <= 3; ++at) {
            std::stop_source stop;
            int said = 0;
            const auto made = makePractice(practice, {}, stop.get_token(), [&](const Text&) {
                if (++said == at) stop.request_stop();
            });
            QVERIFY(!made);
            QCOMPARE(made.error().code, Code::cancelled);
            QCOMPARE(listing(top()), before);
        }
    }

    void whoAsksToJoinWaits() {
        TestOffice office;
        const auto before = listing(office.folder());
        const PersonRequest asks{"Chen Wei", "chen", {}, false};
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!Workspace::requestToJoin(office.folder(), asks, kWords, office.with(), {}, stop.get_token()));
        for (const auto& [wrong, words] :
             {std::pair{PersonRequest{"Chen Wei", "officer", {}, false}, "labelled \"officer\" already"},
              std::pair{PersonRequest{"", "chen", {}, false}, "name is needed"},
              std::pair{PersonRequest{"Chen Wei", "", {}, false}, "label is needed"}}) {
            const auto joined = Workspace::requestToJoin(office.folder(), wrong, kWords, office.with());
            QVERIFY(!joined);
            QVERIFY2(joined.error().what.en.find(words) != std::string::npos, joined.error().what.en.c_str());
        }
        QCOMPARE(listing(office.folder()), before);
        const auto id = must(Workspace::requestToJoin(office.folder(), asks, kWords, office.with()));
        const auto info = must(inspectOffice(office.folder()));
        const auto profile = std::ranges::find(info.profiles, id, &Profile::id);
        QVERIFY(profile != info.profiles.end());
        QVERIFY(!profile->admitted);
        QVERIFY(!Workspace::unlock(office.folder(), id, kWords, office.with()));
        QVERIFY(!office.as("admin")->admit(id, {}, false)); // without a role there is nothing to be admitted to
        must(office.as("admin")->admit(id, {Role::officer}, false));
        QVERIFY(Workspace::unlock(office.folder(), id, kWords, office.with()));
    }

    /// What an administrator sees of people, what others see, and the one who leaves and comes back.
    void peopleComeGoAndComeBack() {
        TestOffice office;
        const PersonRequest asks{"Chen Wei", "chen", {}, false};
        const auto id = must(Workspace::requestToJoin(office.folder(), asks, kWords, office.with()));
        auto admin = office.as("admin");
        auto people = must(admin->people());
        QCOMPARE(people.size(), office.people().size() + 1);
        QCOMPARE(people.front().id, id);
        QCOMPARE(people.front().name, std::string("Chen Wei"));
        QVERIFY(!people.front().admitted && !people.front().whyNot);
        for (const auto& person : people) {
            QCOMPARE(person.whyNot.has_value(), person.id == admin->me()); // nobody changes themselves
            QVERIFY(person.fingerprint != Digest{});
        }
        QVERIFY(std::ranges::is_sorted(people.begin() + 1, people.end(), {}, &PersonEntry::name));
        for (const auto& person : must(office.as("officer")->people()))
            QVERIFY(person.whyNot && isSaid(*person.whyNot));

        must(admin->admit(id, {Role::officer}, false));
        QVERIFY(Workspace::unlock(office.folder(), id, kWords, office.with()));
        must(admin->changePerson(id, {Role::officer, Role::auditor}, true, false));
        const auto left = Workspace::unlock(office.folder(), id, kWords, office.with());
        QVERIFY(!left);
        QCOMPARE(left.error().code, Code::ended);
        people = must(admin->people());
        QCOMPARE(people.back().id, id); // who has left stands last
        QVERIFY(people.back().certified && !people.back().active && people.back().roles.contains(Role::auditor));
        must(admin->changePerson(id, {Role::officer}, true, true));
        QVERIFY(Workspace::unlock(office.folder(), id, kWords, office.with()));
    }

    /// Killed wherever it may be, the keys of a person are there whole or not at all, and nothing else is left for
    /// long.
    void killedMakingOfKeysLeavesNobody() {
        const fs::path all = top() / "people";
        fs::create_directory(all);
        const auto seed = static_cast<std::uint64_t>(::getpid());
        const auto make = [&](std::uint64_t killAt) {
            return inChild([&] {
                faults::crashAt(killAt, seed + killAt);
                const auto random = crypto::systemRandom();
                PersonId id;
                random->fill(id.bytes);
                return makeKeys(top(), id, {"Chen Wei", "chen", {}, false}, crypto::Suite::intl1,
                                {kWords, TestOffice::cost()}, *random)
                           ? 0
                           : 1;
            });
        };
        QCOMPARE(make(0), 0);
        const auto changes = faults::changes();
        QVERIFY2(changes > 3 && changes < 40, qPrintable(QStringLiteral("%1 changes, seed %2").arg(changes).arg(seed)));
        std::uint64_t killed = 0;
        for (std::uint64_t at = 1; at <= changes; ++at) {
            if (make(at) == -1) ++killed;
            for (const auto& entry : fs::directory_iterator(all)) {
                const auto name = entry.path().filename().string();
                if (PersonId::fromHex(name)) QVERIFY2(fs::exists(entry.path() / "identity.cbor"), name.c_str());
                else QVERIFY2(name.starts_with(".touchstone-new-person-"), name.c_str());
            }
        }
        QVERIFY(killed >= changes - 1);
        QCOMPARE(make(0), 0);
        for (const auto& entry : fs::directory_iterator(all))
            QVERIFY2(PersonId::fromHex(entry.path().filename().string()), entry.path().c_str());
    }

    void anEnrolmentFileLeadsToItsOffice() {
        TestOffice office;
        const auto made = must(enrolmentOf(office.folder()));
        const auto text = writeEnrolment(made);
        QCOMPARE(must(readEnrolment(text)), made);
        const fs::path file = top() / "enrolment.json";
        std::ofstream(file) << text;
        QCOMPARE(must(officeToJoin(file)).fingerprint, made.fingerprint);
        QCOMPARE(must(officeToJoin(office.folder())).fingerprint, made.fingerprint);

        const auto refused = [&](const std::string& bytes, Code code) {
            std::ofstream(file) << bytes;
            const auto found = officeToJoin(file);
            return !found && found.error().code == code && isSaid(found.error());
        };
        for (std::size_t cut = 0; cut < text.size() - 2; ++cut) QVERIFY(!readEnrolment(text.substr(0, cut)));
        const auto with = [&](const std::string& from, const std::string& to) {
            auto changed = text;
            return changed.replace(changed.find(from), from.size(), to);
        };
        QVERIFY(refused("rubbish", Code::malformed));
        QVERIFY(refused("[]", Code::malformed));
        QVERIFY(refused(std::string(kEnrolmentLimit + 1, ' '), Code::malformed));
        QVERIFY(refused(with("\"version\": 1", "\"version\": 2"), Code::newer));
        QVERIFY(refused(with("\"version\": 1", "\"version\": 1, \"more\": 1"), Code::malformed));
        QVERIFY(refused(with(made.fingerprint.hex(), "abc"), Code::malformed));
        // Another office stands where the file leads.
        const auto first = made.fingerprint.hex().substr(0, 1);
        QVERIFY(
            refused(with("\"fingerprint\": \"" + first, "\"fingerprint\": \"" + std::string(first == "0" ? "1" : "0")),
                    Code::refused));
        QVERIFY(!officeToJoin(top()));
        QVERIFY(!officeToJoin(top() / "nothing"));
    }
};

QTEST_GUILESS_MAIN(TestFounding)
#include "test_founding.moc"
