// SPDX-License-Identifier: GPL-3.0-or-later
// The first run, by keyboard, through the real window and the real model: from an empty machine to an office that was
// founded, joined or made for practice, each to its first unlock; what stands in the way, where it is said; and that
// cancelling leaves nothing on the disk at any moment.
#include "crypto/random.h"
#include "model/base/clock.h"
#include "model/workspace/enrolment.h"
#include "model/workspace/setup_rules.h"
#include "model/workspace/invitation.h"
#include "tests/support/far_hub.h"
#include "tests/ui/walk/walk.h"
#include "ui/session/live_office.h"
#include "ui/setup/setup_page.h"
#include "ui/theme/theme.h"
#include "ui/unlock/unlock_page.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

const QString kWords = QStringLiteral("five words picked by chance");

/// Takes the network away from this process and all that it starts: no interface is up in its namespace.
void leaveTheNetwork() {
    if (::unshare(CLONE_NEWNET) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        qFatal("this machine gives no network namespace: %s", std::strerror(errno));
}

/// Every file and folder below a folder.
std::set<std::string> listing(const fs::path& folder) {
    std::set<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) found.insert(entry.path().string());
    return found;
}

} // namespace

class TestSetup : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<model::Clock> m_clock = model::systemClock();
    std::unique_ptr<crypto::Random> m_random = crypto::systemRandom();
    ui::LanguageSwitch m_languages;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<walk::Person> m_person;

    [[nodiscard]] fs::path top() const { return m_folder->path().toStdString(); }
    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }

    void open(const fs::path& office) {
        close();
        m_session = std::make_unique<ui::Session>(ui::liveOffice(office, {m_clock.get(), m_random.get()}));
        m_window = std::make_unique<ui::MainWindow>(*m_session);
        m_window->setPlaces(top() / "touchstone", top() / "touchstone-practice");
        connect(m_window.get(), &ui::MainWindow::languageWanted, this,
                [this](ui::Language wanted) { m_languages.show(wanted); });
        m_window->resize(1280, 720);
        m_window->start();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get(), 20'000));
        m_person = std::make_unique<walk::Person>(*m_session, *m_window, fs::path{});
        QTRY_VERIFY(m_session->quiet());
    }
    void close() {
        m_person.reset();
        m_window.reset();
        m_session.reset();
    }
    [[nodiscard]] QString panel() const { return m_window->setupPage()->panel()->objectName(); }
    [[nodiscard]] bool inSetup() const { return m_window->currentPage() == m_window->setupPage(); }
    template <typename Widget>
    Widget* shown(const char* name) const {
        for (auto* widget : m_window->currentPage()->findChildren<Widget*>(QLatin1String(name))) {
            if (widget->isVisible()) return widget;
        }
        qFatal("%s is not shown", name);
    }
    QString words(const char* label) const { return shown<QLabel>(label)->text(); }
    QString focused() const {
        return QApplication::focusWidget() != nullptr ? QApplication::focusWidget()->objectName() : QString();
    }
    void fill(const char* name, const QString& text) {
        m_person->tabTo(QLatin1String(name));
        m_person->press(Qt::Key_A, Qt::ControlModifier);
        if (text.isEmpty()) m_person->press(Qt::Key_Delete);
        else m_person->type(text);
    }
    void press(const char* name) {
        m_person->tabTo(QLatin1String(name));
        m_person->press(Qt::Key_Space);
    }
    void fillFounding(const QString& folder) {
        fill("folder", folder);
        fill("officeName", QStringLiteral("检验局"));
        fill("name", QStringLiteral("Li Wei"));
        fill("label", QStringLiteral("head"));
        fill("newPassphrase", kWords);
        fill("repeatedPassphrase", kWords);
    }
    /// Unlocks what the page offers, and says who it is.
    void unlockFirst() {
        QTRY_COMPARE(m_window->currentPage(), m_window->unlockPage());
        QTRY_VERIFY(m_window->unlockPage()->profiles()->count() > 0);
        QTRY_COMPARE(focused(), QStringLiteral("passphrase"));
    }
    /// Leaves with Esc until the ways are shown.
    void escape() {
        m_person->press(Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("startPanel"), 30'000);
    }

private slots:
    void initTestCase() {
        ui::applyTheme(*qApp, ui::Scheme::light);
        const int end = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        QVERIFY(end >= 0);
        sockaddr_in there{};
        there.sin_family = AF_INET;
        there.sin_port = htons(53);
        there.sin_addr.s_addr = htonl(0xc0000201); // 192.0.2.1
        QVERIFY(::connect(end, reinterpret_cast<sockaddr*>(&there), sizeof there) != 0);
        ::close(end);
    }
    void init() {
        QTest::failOnWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_languages.show(ui::Language::en);
    }
    void cleanup() { close(); }

    void foundsAnOffice_data() {
        QTest::addColumn<bool>("zh");
        QTest::newRow("en, intl-1") << false;
        QTest::newRow("zh, gm-1") << true;
    }
    void foundsAnOffice() {
        QFETCH(bool, zh);
        m_languages.show(zh ? ui::Language::zh : ui::Language::en);
        open(top() / "touchstone");
        QVERIFY(inSetup());
        QCOMPARE(panel(), QStringLiteral("startPanel"));
        QCOMPARE(focused(), QStringLiteral("way-found")); // the first key already founds
        QVERIFY2(words("startMessage").contains(QStringLiteral("touchstone")), qPrintable(words("startMessage")));
        m_person->press(Qt::Key_Space);
        QCOMPARE(panel(), QStringLiteral("foundForm"));
        QCOMPARE(shown<QLineEdit>("folder")->text(), path("touchstone"));
        fillFounding(path("touchstone"));
        press("role-supervisor");
        press("certified");
        if (zh) {
            m_person->tabTo(QStringLiteral("suite-intl-1"));
            m_person->press(Qt::Key_Down); // radio buttons are one stop of Tab
        }
        QSignalSpy chosen(m_window.get(), &ui::MainWindow::officeChosen);
        press("go");
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("outcomePanel"), 120'000);
        const auto info = model::inspectOffice(top() / "touchstone");
        QVERIFY(info);
        QCOMPARE(info->suite, zh ? crypto::Suite::gm1 : crypto::Suite::intl1);
        // Who is alone learns here that a case takes others, and how they come in.
        QVERIFY2(words("outcomeWords").contains(zh ? QStringLiteral("申请加入") : QStringLiteral("ask to join")),
                 qPrintable(words("outcomeWords")));
        QString digits = words("fingerprint");
        QCOMPARE(digits.remove(u' ').remove(u'\n'), QString::fromStdString(info->fingerprint.hex()));
        QCOMPARE(focused(), QStringLiteral("goOn"));
        m_person->press(Qt::Key_Return);
        unlockFirst();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(m_window->unlockPage()->profiles()->currentText(), QStringLiteral("head"));
        m_person->type(kWords);
        m_person->press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen(), 60'000);
        QCOMPARE(m_session->office().officeName, std::string("检验局"));
        QCOMPARE(m_session->office().myName, std::string("Li Wei"));
        QVERIFY(m_session->office().has(model::Role::supervisor));
        QVERIFY(m_session->office().has(model::Role::administrator));
        QVERIFY(!m_session->office().has(model::Role::officer));
        QVERIFY(m_session->office().person(m_session->office().me)->certified);
        // Only the office is there, and it was not founded at half the cost of a guess.
        QCOMPARE(std::distance(fs::directory_iterator(top()), {}), 1);
    }

    void eachFaultStandsAtItsLine() {
        open(top() / "touchstone");
        m_person->press(Qt::Key_Space);
        const auto refuses = [&](const char* line, const char* said) {
            const auto before = listing(top());
            press("go");
            QTRY_VERIFY(!m_window->setupPage()->working());
            QTRY_COMPARE(panel(), QStringLiteral("foundForm"));
            QTRY_COMPARE(focused(), QLatin1String(line));
            const QString note = words(qPrintable(QLatin1String(line) + QStringLiteral("Note")));
            QVERIFY2(note.startsWith(QStringLiteral("✕")) && note.contains(QLatin1String(said)), qPrintable(note));
            QCOMPARE(listing(top()), before);
        };
        fillFounding(path("touchstone"));
        fill("folder", QStringLiteral("office"));
        refuses("folder", "Begin it with /");
        fill("folder", QString());
        refuses("folder", "No folder");
        fill("folder", QStringLiteral("/") + QString(QLatin1Char('x')).repeated(400));
        refuses("folder", "bytes; at most");
        QVERIFY(fs::create_directory(top() / "full"));
        QVERIFY(fs::create_directory(top() / "full" / "kept"));
        fill("folder", path("full"));
        refuses("folder", "not empty");
        QVERIFY(!words("folderNote").contains(QStringLiteral("{0}")));
        // A fault is taken back when its answer changes, and is said in the other language at once.
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY2(words("folderNote").contains(QStringLiteral("文件夹不为空")), qPrintable(words("folderNote")));
        m_languages.show(ui::Language::en);
        m_person->type(QStringLiteral("x"));
        QVERIFY(!words("folderNote").startsWith(QStringLiteral("✕")));
        fill("folder", path("touchstone"));
        fill("officeName", QString());
        refuses("officeName", "needs a name");
        fill("officeName", QStringLiteral("Office"));
        fill("name", QString(model::kMaxName + 1, u'n'));
        refuses("name", "at most 200");
        fill("name", QStringLiteral("Li Wei"));
        fill("label", QStringLiteral("  "));
        refuses("label", "label is needed");
        fill("label", QStringLiteral("head"));
        fill("repeatedPassphrase", QStringLiteral("other"));
        refuses("repeatedPassphrase", "differ");
        fill("newPassphrase", QString());
        refuses("newPassphrase", "passphrase is needed");
        fill("newPassphrase", QStringLiteral("brief"));
        QVERIFY2(words("newPassphraseNote").contains(QStringLiteral("Short: 5")), "the advice");
    }

    void thePassphraseIsGuarded() {
        open(top() / "touchstone");
        m_person->press(Qt::Key_Space);
        for (const char* name : {"newPassphrase", "repeatedPassphrase"}) {
            auto* line = shown<QLineEdit>(name);
            QCOMPARE(line->echoMode(), QLineEdit::Password);
            QVERIFY(!line->testAttribute(Qt::WA_InputMethodEnabled));
            QVERIFY(line->inputMethodHints().testFlag(Qt::ImhSensitiveData));
            QKeyEvent key(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, QStringLiteral("A"));
            QCoreApplication::sendEvent(line, &key);
            bool said = false;
            for (const auto* label : line->parentWidget()->findChildren<QLabel*>())
                said = said || label->text().contains(QStringLiteral("Caps Lock"));
            QVERIFY(said);
        }
        // It does not outlive the form.
        escape();
        m_person->press(Qt::Key_Space);
        QVERIFY(shown<QLineEdit>("newPassphrase")->text().isEmpty());
    }

    /// Row 13 of the checklist: at each moment, and while it founds.
    void cancelLeavesNothing() {
        const auto before = listing(top());
        open(top() / "above" / "touchstone");
        m_person->press(Qt::Key_Space);
        escape();
        QCOMPARE(listing(top()), before);
        m_person->press(Qt::Key_Space);
        fillFounding(path("above/office"));
        escape();
        QCOMPARE(listing(top()), before);
        m_person->press(Qt::Key_Space);
        fillFounding(path("above/office"));
        press("go");
        QTRY_COMPARE(panel(), QStringLiteral("workingPanel"));
        QTRY_VERIFY2(words("doing").contains(QStringLiteral("Measuring")), qPrintable(words("doing")));
        QVERIFY(listing(top()) != before); // it is under way, or this proves nothing
        QCOMPARE(focused(), QStringLiteral("stop"));
        m_person->press(Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("foundForm"), 60'000);
        QVERIFY2(words("formMessage").contains(QStringLiteral("Stopped")), qPrintable(words("formMessage")));
        QCOMPARE(listing(top()), before);
        // The answers are still there, and a second attempt goes through.
        QCOMPARE(shown<QLineEdit>("name")->text(), QStringLiteral("Li Wei"));
        press("go");
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("outcomePanel"), 120'000);
    }

    /// The window is closed while it founds.
    void closingLeavesNothing() {
        const auto before = listing(top());
        open(top() / "touchstone");
        m_person->press(Qt::Key_Space);
        fillFounding(path("touchstone"));
        press("go");
        QTRY_COMPARE(panel(), QStringLiteral("workingPanel"));
        QTRY_VERIFY(listing(top()) != before);
        close();
        QCOMPARE(listing(top()), before);
    }

    /// Row 11 of the checklist: the whole program of tests runs without a network.
    void joinsByAnInvitationFromAnotherMachine() {
        TestOffice bureau;
        FarHub hub(bureau);
        const QString file = path("invitation.json");
        {
            QFile out(file);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(QByteArray::fromStdString(model::writeInvitation(must(model::invitationOf(bureau.folder())))));
        }
        open(top() / "touchstone");
        press("way-joinOffice");
        fill("place", file);
        fill("name", QStringLiteral("陈伟"));
        fill("label", QStringLiteral("chen"));
        fill("newPassphrase", kWords);
        fill("repeatedPassphrase", kWords);
        press("go");
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("outcomePanel"), 120'000);
        const fs::path folder = top() / "touchstone";
        const fs::path request = folder / model::kRequestFile;
        QVERIFY(words("outcomeWords").contains(QString::fromStdString(request.string())));
        // The administrator takes the request in, sees who asks, and admits them.
        auto admin = hub.as("admin");
        const auto person = must(admin->takeInRequest(request));
        const auto people = must(admin->people());
        const auto asking = std::ranges::find(people, person, &model::PersonEntry::id);
        QVERIFY(asking != people.end() && !asking->admitted && !asking->whyNot);
        QCOMPARE(asking->name, std::string("陈伟"));
        const auto profiles = model::inspectOffice(folder)->profiles;
        QCOMPARE(profiles.size(), 1u);
        QCOMPARE(asking->fingerprint, profiles[0].fingerprint);
        const auto opens = [&] {
            return model::Workspace::unlock(folder, person, crypto::asBytes(kWords.toStdString()), hub.with(true));
        };
        QVERIFY(!opens());
        must(admin->admit(person, {model::Role::officer}, false));
        const auto joined = opens();
        QVERIFY(joined);
        QCOMPARE((*joined)->nameOf(person), std::string("陈伟"));
        QVERIFY(!admin->takeInRequest(request)); // known by now
        QVERIFY(!hub.as("officer")->takeInRequest(request));
    }

    void joinsFromAnEnrolmentFile() {
        const fs::path office = top() / "bureau";
        model::FoundRequest request;
        request.folder = office;
        request.officeName = "Bureau";
        request.name = request.label = "head";
        request.cost = {crypto::kMinMemoryKiB, 1, 1};
        QVERIFY(model::Workspace::found(request, crypto::asBytes("head's words"), {m_clock.get(), m_random.get()}));
        const auto enrolment = model::enrolmentOf(office);
        QVERIFY(enrolment);
        const QString file = path("enrolment.json");
        const auto write = [&](const std::string& text) {
            QFile out(file);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(QByteArray::fromStdString(text));
        };
        write("rubbish");
        open(top() / "touchstone");
        press("way-joinOffice");
        QCOMPARE(panel(), QStringLiteral("joinForm"));
        const auto before = listing(office);
        fill("place", file);
        fill("name", QStringLiteral("陈伟"));
        fill("label", QStringLiteral("head"));
        fill("newPassphrase", kWords);
        fill("repeatedPassphrase", kWords);
        const auto refuses = [&](const char* line, const char* said) {
            press("go");
            QTRY_VERIFY(!m_window->setupPage()->working());
            QTRY_COMPARE(panel(), QStringLiteral("joinForm"));
            QTRY_COMPARE(focused(), QLatin1String(line));
            const QString note = words(qPrintable(QLatin1String(line) + QStringLiteral("Note")));
            QVERIFY2(note.contains(QLatin1String(said)), qPrintable(note));
        };
        refuses("place", "no enrolment file");
        auto other = *enrolment;
        other.fingerprint.bytes[0] ^= 1;
        write(model::writeEnrolment(other));
        refuses("place", "not the one that this file names");
        write(model::writeEnrolment(*enrolment));
        refuses("label", "labelled \"head\" already");
        QCOMPARE(listing(office), before);
        fill("label", QStringLiteral("chen"));
        press("go");
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("outcomePanel"), 120'000);
        m_person->press(Qt::Key_Return);
        unlockFirst();
        // The profile is chosen and shows that it waits, in the language of the moment.
        auto* profiles = m_window->unlockPage()->profiles();
        QCOMPARE(profiles->count(), 2);
        QCOMPARE(profiles->currentText(), QStringLiteral("chen (waits to be admitted)"));
        m_languages.show(ui::Language::zh);
        QTRY_COMPARE(profiles->currentText(), QStringLiteral("chen（待批准）"));
        m_languages.show(ui::Language::en);
        m_person->type(kWords);
        m_person->press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(words("unlockMessage").contains(QStringLiteral("not admitted")), 60'000);
        QVERIFY(!m_session->isOpen());
        // Once an administrator has admitted, it opens.
        const auto info = model::inspectOffice(office);
        QVERIFY(info);
        const auto head = std::ranges::find(info->profiles, "head", &model::Profile::label);
        const auto chen = std::ranges::find(info->profiles, "chen", &model::Profile::label);
        {
            auto admin = model::Workspace::unlock(office, head->id, crypto::asBytes("head's words"),
                                                  {m_clock.get(), m_random.get()});
            QVERIFY(admin);
            QVERIFY((*admin)->admit(chen->id, {model::Role::officer}, false));
        }
        m_person->press(Qt::Key_A, Qt::ControlModifier);
        m_person->type(kWords);
        m_person->press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen(), 60'000);
        QCOMPARE(m_session->office().myName, std::string("陈伟"));

        // From the unlock page a further person asks to join this very office.
        m_person->lock();
        press("join");
        QCOMPARE(panel(), QStringLiteral("joinForm"));
        QCOMPARE(shown<QLineEdit>("place")->text(), QString::fromStdString(office.string()));
        QCOMPARE(focused(), QStringLiteral("name"));
        m_person->press(Qt::Key_Escape);
        QTRY_COMPARE(m_window->currentPage(), m_window->unlockPage());
        QTRY_VERIFY(profiles->count() == 2);
    }

    void opensThePracticeOffice() {
        open(top() / "touchstone");
        press("way-practice");
        QCOMPARE(panel(), QStringLiteral("practiceForm"));
        QCOMPARE(shown<QLineEdit>("folder")->text(), path("touchstone-practice"));
        const auto before = listing(top());
        press("go");
        QTRY_COMPARE(panel(), QStringLiteral("workingPanel"));
        QTRY_VERIFY(listing(top()) != before);
        m_person->press(Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("practiceForm"), 120'000);
        QCOMPARE(listing(top()), before);
        press("go");
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("outcomePanel"), 300'000);
        QVERIFY2(words("outcomeWords").contains(QStringLiteral("practice officer")), qPrintable(words("outcomeWords")));
        m_person->press(Qt::Key_Return);
        unlockFirst();
        QCOMPARE(m_window->unlockPage()->profiles()->currentText(), QStringLiteral("officer"));
        m_person->type(QStringLiteral("practice officer"));
        m_person->press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen(), 60'000);

        // Later it is opened as it is, and another office is no practice office.
        m_person->lock();
        press("otherOffice");
        QTRY_COMPARE(panel(), QStringLiteral("startPanel"));
        press("way-practice");
        press("go");
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("outcomePanel"), 10'000);
        m_person->press(Qt::Key_Return);
        unlockFirst();
    }

    void anotherFolderIsChosenFromTheUnlockPage() {
        model::FoundRequest request;
        request.officeName = "Office";
        request.name = request.label = "first";
        request.cost = {crypto::kMinMemoryKiB, 1, 1};
        for (const char* name : {"first", "second"}) {
            request.folder = top() / name;
            request.label = name;
            QVERIFY(model::Workspace::found(request, crypto::asBytes("words"), {m_clock.get(), m_random.get()}));
        }
        open(top() / "first");
        QCOMPARE(m_window->currentPage(), m_window->unlockPage());
        QTRY_COMPARE(m_window->unlockPage()->profiles()->currentText(), QStringLiteral("first"));
        const auto choose = [&](const QString& folder) {
            press("way-folder");
            QFileDialog* dialog = nullptr;
            QTRY_VERIFY((dialog = m_window->findChild<QFileDialog*>(QStringLiteral("officeDialog"))) != nullptr &&
                        dialog->isVisible() && qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr);
            m_person->press(Qt::Key_A, Qt::ControlModifier);
            m_person->type(folder);
            m_person->press(Qt::Key_Return);
        };
        press("otherOffice");
        QTRY_COMPARE(panel(), QStringLiteral("startPanel"));
        QVERIFY(fs::create_directory(top() / "nothing"));
        choose(path("nothing"));
        QTRY_VERIFY2(words("startMessage").contains(QStringLiteral("no office")), qPrintable(words("startMessage")));
        QSignalSpy chosen(m_window.get(), &ui::MainWindow::officeChosen);
        choose(path("second"));
        QTRY_COMPARE(m_window->currentPage(), m_window->unlockPage());
        QTRY_COMPARE(m_window->unlockPage()->profiles()->currentText(), QStringLiteral("second"));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<fs::path>(), top() / "second");
        // Back from the ways is back to the office that is there.
        press("otherOffice");
        m_person->press(Qt::Key_Escape);
        QTRY_COMPARE(m_window->currentPage(), m_window->unlockPage());
    }

    /// An administrator writes the file that a new person brings along.
    void theDeskWritesAnEnrolmentFile() {
        model::FoundRequest request;
        request.folder = top() / "office";
        request.officeName = "Office";
        request.name = request.label = "first";
        request.cost = {crypto::kMinMemoryKiB, 1, 1};
        QVERIFY(model::Workspace::found(request, crypto::asBytes("words"), {m_clock.get(), m_random.get()}));
        open(request.folder);
        m_person->unlock(QStringLiteral("first"), QStringLiteral("words"));
        m_person->press(Qt::Key_K, Qt::ControlModifier);
        m_person->type(QStringLiteral("enrolment"));
        m_person->press(Qt::Key_Return);
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = m_window->findChild<QFileDialog*>(QStringLiteral("enrolmentDialog"))) != nullptr &&
                    dialog->isVisible() && qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr);
        m_person->press(Qt::Key_A, Qt::ControlModifier);
        m_person->type(path("for-chen.json"));
        m_person->press(Qt::Key_Return);
        QTRY_VERIFY(fs::exists(top() / "for-chen.json"));
        QTRY_VERIFY(m_session->quiet());
        const auto office = model::officeToJoin(top() / "for-chen.json");
        QVERIFY(office);
        QCOMPARE(office->folder, fs::canonical(request.folder));
        m_person->lock();
    }

    /// At 1280 x 720 and 200 % the forms scroll with the keyboard, and nothing is cut at the side.
    void aSmallWindowShowsWhereTheKeyboardIs() {
        open(top() / "touchstone");
        m_window->resize(640, 360);
        QTRY_VERIFY(m_window->width() <= 660);
        m_person->press(Qt::Key_Space);
        auto* area = m_window->setupPage()->findChild<QScrollArea*>();
        for (const char* name : {"folder", "chooseFolder", "officeName", "name", "label", "role-officer", "certified",
                                 "suite-intl-1", "newPassphrase", "repeatedPassphrase", "go"}) {
            m_person->tabTo(QLatin1String(name));
            QWidget* here = QApplication::focusWidget();
            const QRect place(here->mapTo(area->viewport(), QPoint(0, 0)), here->size());
            QVERIFY2(area->viewport()->rect().contains(place), name);
        }
    }
};

int main(int argc, char** argv) {
    leaveTheNetwork(); // before there are threads
    ui::prepareFonts();
    QApplication application(argc, argv);
    TestSetup test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_setup.moc"
