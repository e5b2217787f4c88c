// SPDX-License-Identifier: GPL-3.0-or-later
// Coming to an office with the key that signs on a token, by keyboard, through the real window and the real model, with
// a real SoftHSM2 behind a module that counts PINs and is pulled out as hardware is.
#include "model/workspace/invitation.h"
#include "tests/support/far_hub.h"
#include "tests/support/soft_token.h"
#include "tests/ui/walk/walk.h"
#include "ui/session/live_office.h"
#include "ui/setup/setup_page.h"
#include "ui/theme/theme.h"
#include "ui/unlock/unlock_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopeGuard>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

namespace fs = std::filesystem;

class TestTokenSetup : public QObject {
    Q_OBJECT

    std::unique_ptr<SoftToken> m_soft;
    std::unique_ptr<crypto::Tokens> m_tokens;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<model::Clock> m_clock = model::systemClock();
    std::unique_ptr<crypto::Random> m_random = crypto::systemRandom();
    ui::LanguageSwitch m_languages;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<walk::Person> m_person;

    [[nodiscard]] fs::path top() const { return m_folder->path().toStdString(); }
    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    static QString pin() { return QString::fromLatin1(SoftToken::kPin.data()); }

    void open(const fs::path& office, model::Surroundings with) {
        close();
        m_session = std::make_unique<ui::Session>(ui::liveOffice(office, std::move(with)));
        m_window = std::make_unique<ui::MainWindow>(*m_session);
        m_window->setPlaces(top() / "touchstone", top() / "touchstone-practice");
        m_window->resize(1280, 720);
        m_window->start();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get(), 20'000));
        m_person = std::make_unique<walk::Person>(*m_session, *m_window, fs::path{});
        QTRY_VERIFY(m_session->quiet());
    }
    void open(const fs::path& office) {
        model::Surroundings with{m_clock.get(), m_random.get()};
        with.tokens = m_tokens.get();
        open(office, with);
    }
    void close() {
        m_person.reset();
        m_window.reset();
        m_session.reset();
    }
    /// In the window, or in a dialog over it.
    template <typename Widget>
    Widget* find(const char* name) const {
        for (auto* widget : m_window->findChildren<Widget*>(QLatin1String(name))) {
            if (widget->isVisible()) return widget;
        }
        return nullptr;
    }
    [[nodiscard]] QString words(const char* label) const {
        const auto* found = find<QLabel>(label);
        return found != nullptr ? found->text() : QString();
    }
    [[nodiscard]] QString panel() const { return m_window->setupPage()->panel()->objectName(); }
    static QString focused() {
        return QApplication::focusWidget() != nullptr ? QApplication::focusWidget()->objectName() : QString();
    }
    void fill(const char* name, const QString& text) {
        m_person->tabTo(QLatin1String(name));
        m_person->press(Qt::Key_A, Qt::ControlModifier);
        m_person->type(text);
    }
    void press(const char* name) {
        m_person->tabTo(QLatin1String(name));
        m_person->press(Qt::Key_Space);
    }
    void fillFounding() {
        press("way-found");
        fill("officeName", QStringLiteral("检验局"));
        fill("name", QStringLiteral("Li Wei"));
        fill("label", QStringLiteral("head"));
    }
    /// The token is asked for, and the list has come.
    void foldOut() {
        press("onToken");
        QTRY_VERIFY(find<QComboBox>("token") != nullptr && find<QComboBox>("token")->count() > 0);
    }
    /// Presses the button, and the form says at this line what is wrong.
    void refuses(const char* line, const char* said) {
        const auto keys = m_soft->keys();
        press("go");
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->setupPage()->working(), 60'000);
        QTRY_COMPARE(focused(), QLatin1String(line));
        const QString note = words(qPrintable(QLatin1String(line) + QStringLiteral("Note")));
        QVERIFY2(note.startsWith(QStringLiteral("✕")) && note.contains(QString::fromUtf8(said)), qPrintable(note));
        auto* area = m_window->setupPage()->findChild<QScrollArea*>();
        const auto* here = QApplication::focusWidget();
        QTRY_VERIFY(area->viewport()->rect().contains(QRect(here->mapTo(area->viewport(), QPoint()), here->size())));
        QCOMPARE(m_soft->keys(), keys); // nothing is left on the token
        QVERIFY(!fs::exists(top() / "touchstone"));
    }
    void unlockWithPin(const QString& profile) {
        QTRY_COMPARE(m_window->currentPage(), m_window->unlockPage());
        QTRY_COMPARE(m_window->unlockPage()->profiles()->currentText(), profile);
        QTRY_VERIFY2(words("token").contains(QStringLiteral("Li Wei")), qPrintable(words("token")));
        m_person->tabTo(QStringLiteral("passphrase"));
        m_person->type(pin());
        m_person->press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen(), 60'000);
    }

private slots:
    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::light); }
    void init() {
        QTest::failOnWarning();
        m_soft = std::make_unique<SoftToken>();
        m_tokens = std::make_unique<crypto::Tokens>(SoftToken::kStrict);
        m_folder = std::make_unique<QTemporaryDir>();
        m_languages.show(ui::Language::en);
    }
    void cleanup() {
        close();
        m_tokens.reset();
        m_soft.reset();
    }

    void nobodyElseSeesMore() {
        open(top() / "touchstone");
        press("way-found");
        QVERIFY(find<QLineEdit>("newPassphrase") != nullptr && find<QLineEdit>("pin") == nullptr);
        QVERIFY(find<QCheckBox>("onToken") != nullptr && !find<QCheckBox>("onToken")->isChecked());
        foldOut();
        auto* area = m_window->setupPage()->findChild<QScrollArea*>();
        const auto* module = find<QLineEdit>("module");
        QTRY_VERIFY(
            area->viewport()->rect().contains(QRect(module->mapTo(area->viewport(), QPoint()), module->size())));
        QVERIFY(find<QLineEdit>("newPassphrase") == nullptr);
        auto* typed = find<QLineEdit>("pin");
        QVERIFY(typed != nullptr && typed->echoMode() == QLineEdit::Password);
        QVERIFY(!typed->testAttribute(Qt::WA_InputMethodEnabled));
        QCOMPARE(find<QLineEdit>("module")->text(), QString(SoftToken::kStrict));
        QVERIFY(find<QComboBox>("token")->currentText().startsWith(QStringLiteral("Li Wei · serial ")));
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(find<QComboBox>("token")->currentText().startsWith(QStringLiteral("Li Wei · 序列号 ")));
        m_languages.show(ui::Language::en);
        // What was typed does not outlive the form, and the next one begins folded.
        fill("pin", pin());
        m_person->press(Qt::Key_Escape);
        QTRY_COMPARE(panel(), QStringLiteral("startPanel"));
        press("way-found");
        QVERIFY(find<QLineEdit>("pin") == nullptr);
        foldOut();
        QVERIFY(find<QLineEdit>("pin")->text().isEmpty());
    }

    void foundsAnOffice() {
        open(top() / "touchstone");
        fillFounding();
        foldOut();
        fill("pin", pin());
        QSignalSpy module(m_session.get(), &ui::Session::tokenModuleUsed);
        press("go");
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("outcomePanel"), 120'000);
        QCOMPARE(m_soft->keys(), std::size_t{2});
        QCOMPARE(module.size(), 1);
        QCOMPARE(module[0][0].toString(), QString(SoftToken::kStrict));
        const auto info = must(model::inspectOffice(top() / "touchstone"));
        QVERIFY(info.profiles.at(0).token.has_value());
        QCOMPARE(info.profiles.at(0).token->label, std::string("Li Wei"));
        m_person->press(Qt::Key_Return);
        unlockWithPin(QStringLiteral("head"));
        QCOMPARE(m_session->office().myName, std::string("Li Wei"));
    }

    void eachFaultStandsAtItsLine() {
        open(top() / "touchstone");
        fillFounding();
        foldOut();
        refuses("pin", "PIN is needed");
        fill("pin", QStringLiteral("000000"));
        refuses("pin", "did not take this PIN");
        QVERIFY(words("pinNote").contains(QStringLiteral("A PIN was wrong since")));
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(words("pinNote").contains(QStringLiteral("不接受此 PIN 码")));
        m_languages.show(ui::Language::en);
        // Before the next one is typed, the token says so too.
        QTRY_VERIFY(words("tokenNote").contains(QStringLiteral("A PIN was wrong since")));
        fill("pin", QStringLiteral("111111"));
        refuses("pin", "This is the last try");
        QTRY_VERIFY(words("tokenNote").contains(QStringLiteral("This is the last try")));
        fill("pin", QStringLiteral("222222"));
        refuses("pin", "is locked");
        fill("pin", pin());
        refuses("token", "is locked");
        m_soft->set("wrong", false);
        m_soft->set("full");
        m_person->tabTo(QStringLiteral("go"));
        QTRY_VERIFY_WITH_TIMEOUT(!words("tokenNote").contains(QStringLiteral("locked")), 20'000); // it is looked again
        press("go");
        QTRY_VERIFY_WITH_TIMEOUT(words("formMessage").contains(QStringLiteral("takes no new key")), 60'000);
        QVERIFY(!fs::exists(top() / "touchstone"));
        m_soft->set("full", false);
        m_soft->set("old");
        refuses("token", "makes no Ed25519 keys");
        m_soft->set("old", false);
    }

    void theModuleAndTheTokenAreSaidToBeMissing() {
        m_soft->set("pulled");
        open(top() / "touchstone");
        fillFounding();
        press("onToken");
        QTRY_VERIFY(words("tokenNote").contains(QStringLiteral("None is plugged in")));
        fill("pin", pin());
        refuses("token", "is not plugged in");
        fill("module", QStringLiteral("/nowhere/module.so"));
        m_person->press(Qt::Key_Tab);
        QTRY_VERIFY2(words("moduleNote").contains(QStringLiteral("/nowhere/module.so")),
                     qPrintable(words("moduleNote")));
        refuses("module", "cannot be used");
        fill("module", QString(SoftToken::kStrict));
        m_person->press(Qt::Key_Tab);
        QTRY_VERIFY(words("tokenNote").contains(QStringLiteral("not plugged in")));
        QVERIFY(!words("moduleNote").contains(QStringLiteral("✕")));
        // Plugged in, it is found by itself; pulled out at the last moment, it is missed before anything is made.
        m_soft->set("pulled", false);
        QTRY_VERIFY_WITH_TIMEOUT(find<QComboBox>("token")->count() == 1, 20'000);
        QVERIFY(!words("tokenNote").contains(QStringLiteral("✕")));
        m_soft->set("pulled");
        refuses("token", "is not plugged in");
    }

    /// The suite is chosen on the same form; a token is for the other one.
    void aTokenIsNotForSm2() {
        open(top() / "touchstone");
        fillFounding();
        m_person->tabTo(QStringLiteral("suite-intl-1"));
        m_person->press(Qt::Key_Down);
        foldOut();
        fill("pin", pin());
        refuses("token", "SM2");
    }

    /// The program was told of no module: the person names it, and picks one token of two.
    void aModuleAndATokenAreChosen() {
        m_soft->add(QStringLiteral("Other"));
        model::Surroundings with{m_clock.get(), m_random.get()};
        open(top() / "touchstone", with);
        fillFounding();
        press("onToken");
        QTRY_VERIFY(!find<QLineEdit>("module")->text().isEmpty());
        press("chooseModule");
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = m_window->findChild<QFileDialog*>(QStringLiteral("moduleDialog"))) != nullptr &&
                    dialog->isVisible() && qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr);
        m_person->press(Qt::Key_A, Qt::ControlModifier);
        m_person->type(QString(SoftToken::kStrict));
        m_person->press(Qt::Key_Return);
        QTRY_COMPARE(find<QLineEdit>("module")->text(), QString(SoftToken::kStrict));
        auto* list = find<QComboBox>("token");
        QTRY_COMPARE(list->count(), 2);
        QVERIFY(list->itemText(0).startsWith(QStringLiteral("Li Wei")));
        QVERIFY(list->itemText(1).startsWith(QStringLiteral("Other")));
        QTRY_VERIFY(m_window->isActiveWindow());
        m_person->tabTo(QStringLiteral("token"));
        m_person->press(Qt::Key_Down);
        fill("pin", pin());
        press("go");
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("outcomePanel"), 120'000);
        QCOMPARE(must(model::inspectOffice(top() / "touchstone")).profiles.at(0).token->label, std::string("Other"));
        // The gate goes on with that module.
        m_person->press(Qt::Key_Return);
        QTRY_VERIFY(words("token").contains(QStringLiteral("Other")));
        m_person->type(pin());
        m_person->press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen(), 60'000);
    }

    void joinsAnOffice() {
        TestOffice bureau;
        open(top() / "touchstone");
        press("way-joinOffice");
        fill("place", QString::fromStdString(bureau.folder().string()));
        fill("name", QStringLiteral("陈伟"));
        fill("label", QStringLiteral("chen"));
        foldOut();
        fill("pin", QStringLiteral("000000"));
        refuses("pin", "did not take this PIN");
        fill("pin", pin());
        press("go");
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("outcomePanel"), 120'000);
        const auto info = must(model::inspectOffice(bureau.folder()));
        const auto chen = std::ranges::find(info.profiles, "chen", &model::Profile::label);
        QVERIFY(chen != info.profiles.end() && chen->token.has_value());
        must(bureau.as("admin")->admit(chen->id, {model::Role::officer}, false));
        m_person->press(Qt::Key_Return);
        QTRY_COMPARE(m_window->currentPage(), m_window->unlockPage());
        QTRY_VERIFY(words("token").contains(QStringLiteral("Li Wei")));
        m_person->type(pin());
        m_person->press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen(), 60'000);
        QCOMPARE(m_session->office().myName, std::string("陈伟"));
    }

    void joinsByAnInvitation() {
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
        foldOut();
        m_soft->set("pulled");
        fill("pin", pin());
        refuses("token", "is not plugged in");
        m_soft->set("pulled", false);
        QTRY_VERIFY2_WITH_TIMEOUT(find<QComboBox>("token")->count() == 1, qPrintable(words("moduleNote")), 20'000);
        press("go");
        QTRY_COMPARE_WITH_TIMEOUT(panel(), QStringLiteral("outcomePanel"), 120'000);
        const fs::path folder = top() / "touchstone";
        auto admin = hub.as("admin");
        const auto person = must(admin->takeInRequest(folder / model::kRequestFile));
        must(admin->admit(person, {model::Role::officer}, false));
        close(); // a token is open in one place
        auto with = hub.with(true);
        with.tokens = m_tokens.get();
        const auto joined = model::Workspace::unlock(folder, person, SoftToken::pin(), with);
        QVERIFY(joined);
        QCOMPARE((*joined)->nameOf(person), std::string("陈伟"));
    }

    /// Who lost a passphrase makes new keys on a token; approved by two, the PIN opens the office.
    void newKeysAreMadeOnAToken() {
        TestOffice bureau;
        const auto closing = qScopeGuard([this] { close(); }); // before the office is gone
        model::Surroundings with = bureau.with();
        with.tokens = m_tokens.get();
        open(bureau.folder(), with);
        QTRY_VERIFY(m_window->unlockPage()->profiles()->count() > 0);
        m_window->unlockPage()->chooseProfile(QStringLiteral("officer"));
        press("lost");
        QTRY_VERIFY(QApplication::activeModalWidget() != nullptr &&
                    QApplication::activeModalWidget()->isActiveWindow());
        foldOut();
        fill("pin", QStringLiteral("000000"));
        press("askForKeys");
        QTRY_VERIFY_WITH_TIMEOUT(words("pinNote").startsWith(QStringLiteral("✕")), 60'000);
        QCOMPARE(focused(), QStringLiteral("pin"));
        QVERIFY2(words("pinNote").contains(QStringLiteral("did not take this PIN")), qPrintable(words("pinNote")));
        fill("pin", pin());
        press("askForKeys");
        QTRY_VERIFY_WITH_TIMEOUT(words("lostMessage").contains(QStringLiteral("token's PIN")), 60'000);
        QCOMPARE(words("lostFingerprint").remove(u' ').remove(u'\n').size(), 64);
        press("lostClose");
        QTRY_VERIFY(QApplication::activeModalWidget() == nullptr && m_window->isActiveWindow());
        {
            auto admin = bureau.as("admin");
            const auto people = must(admin->people());
            const auto mine = std::ranges::find(people, bureau.id("officer"), &model::PersonEntry::id);
            QVERIFY(mine != people.end() && mine->renewal.has_value());
            must(admin->proposeIdentity(mine->id, mine->renewal->fingerprint, "lost"));
            must(bureau.as("supervisor")->approveIdentity(mine->id, mine->renewal->fingerprint));
        }
        m_person->tabTo(QStringLiteral("passphrase"));
        m_person->type(pin());
        m_person->press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen(), 60'000);
    }
};

QTEST_MAIN(TestTokenSetup)
#include "test_token_setup.moc"
