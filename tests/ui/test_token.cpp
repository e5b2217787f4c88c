// SPDX-License-Identifier: GPL-3.0-or-later
// Unlocking with a token through the real page on a real office, with a real SoftHSM2 behind a module that counts
// PINs and is pulled out as hardware is.
#include "crypto/random.h"
#include "model/base/clock.h"
#include "tests/support/office.h"
#include "tests/support/soft_token.h"
#include "ui/session/live_office.h"
#include "ui/theme/theme.h"
#include "ui/unlock/unlock_page.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

class TestUiToken : public QObject {
    Q_OBJECT

    SoftToken m_soft;
    crypto::Tokens m_tokens{SoftToken::kStrict};
    TestOffice m_office;
    ui::LanguageSwitch m_languages;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::UnlockPage> m_page;

    [[nodiscard]] model::Surroundings with() {
        auto with = m_office.with();
        with.tokens = &m_tokens;
        return with;
    }
    [[nodiscard]] QString words(const char* name) const {
        const auto* label = m_page->findChild<QLabel*>(QLatin1String(name));
        return label->isVisible() ? label->text() : QString();
    }
    void type(const QByteArray& pin) {
        auto* line = m_page->passphrase();
        line->clear();
        QTest::keyClicks(line, QString::fromLatin1(pin));
        QTest::keyClick(line, Qt::Key_Return);
    }
    static QByteArray pin() { return {SoftToken::kPin.data(), static_cast<qsizetype>(SoftToken::kPin.size())}; }

private slots:
    void initTestCase() {
        model::PersonRequest chief;
        chief.label = "chief";
        chief.name = "Chief";
        chief.roles = {model::Role::supervisor};
        const auto token = m_tokens.find("Li Wei");
        QVERIFY(token.has_value());
        chief.token = token->name;
        auto admin =
            must(model::Workspace::unlock(m_office.folder(), m_office.id("admin"), crypto::asBytes("admin"), with()));
        must(admin->addPerson(chief, SoftToken::pin()));
    }
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        ui::applyTheme(*qApp, ui::Scheme::light);
        m_languages.show(ui::Language::en);
        m_session = std::make_unique<ui::Session>(ui::liveOffice(m_office.folder(), with()));
        m_page = std::make_unique<ui::UnlockPage>(*m_session);
        // As the main window does: it is gone while the office is open, and begins anew when it is locked.
        connect(m_session.get(), &ui::Session::stateChanged, m_page.get(), [this](ui::Session::State state) {
            const bool back = state == ui::Session::State::locked && m_page->isHidden();
            if (back || state == ui::Session::State::open) m_page->start();
            if (back) m_page->show();
            if (state == ui::Session::State::open) m_page->hide();
        });
        m_session->inspect(m_page.get(), [this](const model::Result<model::OfficeInfo>& info) {
            m_page->showOffice(info);
            m_page->chooseProfile(QStringLiteral("chief"));
            m_page->start();
        });
        m_page->show();
        m_page->activateWindow();
        QTRY_COMPARE(m_page->profiles()->currentText(), QStringLiteral("chief"));
    }
    void cleanup() {
        m_page.reset();
        m_session.reset();
    }

    /// Row 5 of docs/checklist.md: the prompt names the token and the tries that are left; wrong twice, then right.
    void thePromptNamesTheTokenAndItsTries() {
        auto* page = m_page.get();
        QTRY_VERIFY(words("token").contains(QStringLiteral("Li Wei")));
        QVERIFY(words("token").contains(QStringLiteral("serial")) && !words("token").contains(u'⚠'));
        QCOMPARE(page->passphrase()->accessibleName(), QStringLiteral("PIN of the token"));
        QCOMPARE(page->passphrase()->echoMode(), QLineEdit::Password);

        type("000000");
        QTRY_VERIFY(words("unlockMessage").contains(QStringLiteral("did not take this PIN")));
        QTRY_VERIFY(words("token").contains(QStringLiteral("A PIN was wrong since")));
        QVERIFY(page->passphrase()->hasSelectedText());
        type("111111");
        QTRY_VERIFY(words("token").contains(QStringLiteral("This is the last try")));
        QVERIFY(!m_session->isOpen());
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(words("token").contains(QStringLiteral("最后一次机会")));
        QTRY_VERIFY(words("unlockMessage").contains(QStringLiteral("PIN 码")));
        QTRY_COMPARE(page->passphrase()->accessibleName(), QStringLiteral("智能密码钥匙的 PIN 码"));

        type(pin());
        QTRY_VERIFY(m_session->isOpen());
        // Locked again, it asks for the PIN again, and the tries are whole.
        m_session->lock({"Locked", "已锁定"});
        QTRY_VERIFY(words("token").contains(QStringLiteral("Li Wei")));
        QTRY_VERIFY(!words("token").contains(u'⚠'));
        QVERIFY(page->passphrase()->text().isEmpty());
        type("000000");
        QTRY_VERIFY(words("unlockMessage").contains(QStringLiteral("不接受此 PIN 码")));
        type(pin());
        QTRY_VERIFY(m_session->isOpen());
    }

    void aTokenThatIsMissingIsNamedAndLookedFor() {
        m_soft.set("pulled");
        m_page->start();
        QTRY_VERIFY(words("token").contains(QStringLiteral("is not plugged in")));
        QVERIFY(words("token").contains(QStringLiteral("Li Wei")));
        type(pin());
        QTRY_VERIFY(words("unlockMessage").contains(QStringLiteral("is not plugged in")));
        m_soft.set("pulled", false);
        QTRY_VERIFY_WITH_TIMEOUT(!words("token").contains(QStringLiteral("is not plugged in")), 10'000);
        type(pin());
        QTRY_VERIFY(m_session->isOpen());
    }

    void aLockedTokenIsSaid() {
        for (int i = 0; i < 3; ++i) {
            QTRY_VERIFY(m_session->state() == ui::Session::State::locked);
            type("000000");
            QTRY_VERIFY(words("unlockMessage").contains(QStringLiteral("✕")));
        }
        QTRY_VERIFY(words("token").contains(QStringLiteral("it is locked")));
        type(pin());
        QTRY_VERIFY(words("unlockMessage").contains(QStringLiteral("is locked")));
        QVERIFY(!m_session->isOpen());
        m_soft.set("wrong", false); // as whoever hands tokens out would
    }

    /// Who has a passphrase is asked for it as before.
    void othersAreAskedForTheirPassphrase() {
        auto* page = m_page.get();
        page->chooseProfile(QStringLiteral("officer"));
        QVERIFY(words("token").isEmpty());
        QCOMPARE(page->passphrase()->accessibleName(), QStringLiteral("Passphrase"));
        type("officer");
        QTRY_VERIFY(m_session->isOpen());
    }
};

QTEST_MAIN(TestUiToken)
#include "test_token.moc"
