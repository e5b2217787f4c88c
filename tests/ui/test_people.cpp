// SPDX-License-Identifier: GPL-3.0-or-later
// The page of people: an administrator admits and changes by keyboard, others read and are told why, and nothing stays
// after locking.
#include "tests/ui/desk_test.h"
#include "ui/list/filter_line.h"
#include "ui/people/people_page.h"
#include "ui/people/person_panel.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/news_watch.h"
#include "ui/theme/row_table.h"

#include <QFileDialog>
#include <QCheckBox>
#include <QLineEdit>
#include <QLabel>
#include <QPushButton>

class TestPeople : public fake::DeskTest {
    Q_OBJECT

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        const auto add = [this](std::uint8_t id, const char* label, const char* name, bool admitted,
                                std::set<model::Role> roles) {
            auto& one = m_office->people.emplace_back();
            one.id.bytes.fill(id);
            one.label = label;
            one.name = name;
            one.roles = std::move(roles);
            one.admitted = admitted;
            one.active = admitted;
            one.fingerprint.bytes.fill(id);
        };
        add(1, "chen", "Chen Wei", false, {});
        add(7, "officer", "Officer Canary", true, {model::Role::officer, model::Role::administrator});
        add(9, "auditor", "Zhao Min", true, {model::Role::auditor});
        m_office->people[1].whyNot = model::Error{model::Code::refused,
                                                  {"Nobody changes their own roles", "不得变更本人角色"},
                                                  {"Ask another", "请他人办理"}};
        open();
    }
    void cleanup() { closeWindow(); }

    void aRequestFromAnotherMachineIsTakenIn() {
        QVERIFY(!action("office.request")->isEnabled()); // nobody but an administrator
        closeWindow();
        m_office->registered->people[m_office->me].roles.insert(model::Role::administrator);
        open();
        goThere();
        const auto take = [this] {
            action("office.request")->trigger();
            auto* dialog = m_window->findChild<QFileDialog*>(QStringLiteral("requestDialog"));
            QVERIFY(dialog != nullptr);
            emit dialog->fileSelected(QStringLiteral("request.json"));
            delete dialog;
        };
        m_office->requestFault = model::Error{model::Code::refused, {"It is for another office", "属于其他单位"}};
        take();
        QTRY_VERIFY(m_window->messages()->words().contains(QStringLiteral("another office")));
        QCOMPARE(page()->people()->rowCount(), 3);
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->requestFault.reset();
        }
        take();
        QTRY_COMPARE(page()->people()->rowCount(), 4);
        // They are shown, with what is to be compared before they are admitted.
        QTRY_VERIFY(panel()->isVisible());
        QCOMPARE(label("personName")->text(), QStringLiteral("Somebody from afar"));
        QVERIFY(m_window->messages()->words().contains(QStringLiteral("fingerprint")));
    }

    void aRequestIsAdmittedByKeyboard() {
        goThere();
        QCOMPARE(page()->people()->rowCount(), 3);
        QVERIFY(page()->table()->selectionModel()->selectedRows().isEmpty()); // nobody is chosen by itself
        QVERIFY(label("peopleAbout")->text().contains(QStringLiteral("1 ask to join")));
        press(Qt::Key_Down);
        QTRY_VERIFY(panel()->isVisible());
        QCOMPARE(label("personFingerprint")->text().simplified(),
                 ui::sayFingerprint(m_office->people[0].fingerprint.hex()));
        QVERIFY(label("personCompare")->isVisible());
        auto* admit = button("admit");
        QVERIFY(admit->isVisible() && !admit->isEnabled()); // no role yet, and that is said
        QVERIFY(label("personReason")->text().contains(QStringLiteral("at least one role")));
        tabTo("personRole-officer");
        press(Qt::Key_Space);
        tabTo("personCertified");
        press(Qt::Key_Space);
        tabTo("admit");
        press(Qt::Key_Space);
        QTRY_VERIFY(m_window->messages()->words().contains(QStringLiteral("Chen Wei is admitted")));
        QTRY_VERIFY(m_window->settled());
        const std::lock_guard guard(m_office->mutex);
        QVERIFY(m_office->people[0].admitted && m_office->people[0].certified);
        QCOMPARE(m_office->people[0].roles, std::set{model::Role::officer});
        QCOMPARE(panel()->shown(), m_office->people[0].id); // the person stays chosen
        QVERIFY(page()->table()->hasFocus());
    }

    void whoLeavesIsToldPlainlyAndComesBack() {
        goThere();
        press(Qt::Key_End);
        QTRY_VERIFY(panel()->isVisible());
        QVERIFY(label("personLeaving")->text().contains(QStringLiteral("Earlier signatures stay valid")));
        QTRY_VERIFY(button("personCases")->isVisible()); // the office of values has rows for every filter
        tabTo("personLeft");
        press(Qt::Key_Space);
        QTRY_VERIFY(m_window->messages()->words().contains(QStringLiteral("Zhao Min has left")));
        QTRY_VERIFY(m_window->settled());
        QVERIFY(!m_office->people[2].active);
        QCOMPARE(page()->people()->index(2, ui::PeopleModel::standing).data().toString(), QStringLiteral("Has left"));
        tabTo("personRole-investigator"); // with another role
        press(Qt::Key_Space);
        tabTo("personBack");
        press(Qt::Key_Space);
        QTRY_VERIFY(m_window->messages()->words().contains(QStringLiteral("works here again")));
        QTRY_VERIFY(m_window->settled());
        QCOMPARE(m_office->people[2].roles, (std::set{model::Role::auditor, model::Role::investigator}));
        tabTo("personCases");
        press(Qt::Key_Space);
        QCOMPARE(m_window->currentPage(), m_window->listPage());
        QVERIFY(m_window->listPage()->filterLine()->text().startsWith(QStringLiteral("is:open assigned:0909")));
    }

    /// The model's reason stands in the page, and what it concerns cannot be pressed.
    void whoMayNotChangeIsToldWhy() {
        goThere();
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        QTRY_VERIFY(panel()->isVisible());
        QCOMPARE(label("personReason")->text(), QStringLiteral("Nobody changes their own roles. Ask another."));
        for (const auto* check : panel()->findChildren<QCheckBox*>()) QVERIFY(!check->isEnabled());
        for (const char* name : {"admit", "savePerson", "personLeft", "personBack"})
            QVERIFY(!button(name)->isVisible());
        m_languages.show(ui::Language::zh);
        QTRY_COMPARE(label("personReason")->text(), QStringLiteral("不得变更本人角色。请他人办理。"));
    }

    /// Another person asks to join while the page is open: they are there at the next look, and nobody is disturbed.
    void whoAsksToJoinMeanwhileAppears() {
        goThere();
        press(Qt::Key_End);
        QTRY_VERIFY(panel()->isVisible());
        tabTo("personRole-investigator");
        press(Qt::Key_Space); // half chosen
        auto* focus = QApplication::focusWidget();
        const auto shown = panel()->shown();
        {
            const std::lock_guard guard(m_office->mutex);
            auto one = m_office->people.front();
            one.id.bytes.fill(2);
            one.label = "sun";
            one.name = "Sun Li";
            m_office->people.insert(m_office->people.begin(), one);
        }
        look();
        QCOMPARE(page()->people()->rowCount(), 4);
        QVERIFY(label("peopleAbout")->text().contains(QStringLiteral("2 ask to join")));
        QCOMPARE(page()->table()->currentIndex().row(), 3); // one row further down, and still chosen
        QCOMPARE(panel()->shown(), shown);
        QCOMPARE(QApplication::focusWidget(), focus);
        QVERIFY(check("personRole-investigator")->isChecked() && check("personRole-auditor")->isChecked());
        QVERIFY(!label("personReason")->isVisible()); // nothing of this person changed
        QVERIFY(button("savePerson")->isEnabled() && button("personCases")->isVisible());
        // Nothing is new: nothing moves.
        int resets = 0;
        connect(page()->people(), &QAbstractItemModel::modelReset, this, [&] { ++resets; });
        look();
        QCOMPARE(resets, 0);
        // Elsewhere nobody is asked about.
        m_window->showList();
        m_office->people.erase(m_office->people.begin());
        look();
        QCOMPARE(page()->people()->rowCount(), 4);
    }

    /// Another desk changes the person that is shown: what was left alone follows, what was chosen stays, and it is
    /// said.
    void whatAnotherDeskChangesIsFollowed() {
        goThere();
        press(Qt::Key_End);
        QTRY_VERIFY(panel()->isVisible());
        tabTo("personRole-investigator");
        press(Qt::Key_Space);
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->people[2].roles = {model::Role::auditor, model::Role::officer};
            m_office->people[2].certified = true;
            m_office->news = {1, {}, true};
        }
        look();
        QVERIFY(check("personRole-investigator")->isChecked() && check("personRole-auditor")->isChecked());
        QVERIFY(check("personRole-officer")->isChecked() && check("personCertified")->isChecked());
        QVERIFY(label("personReason")->text().contains(QStringLiteral("Somebody else has changed")));
        QCOMPARE(page()->people()->index(2, ui::PeopleModel::roles).data().toString(),
                 ui::sayRoles({model::Role::auditor, model::Role::officer}));
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(label("personReason")->text().contains(QStringLiteral("刚被他人更改")));
        m_languages.show(ui::Language::en);
        // Saved, it is theirs with what was chosen.
        tabTo("savePerson");
        press(Qt::Key_Space);
        QTRY_VERIFY(m_window->settled());
        QCOMPARE(m_office->people[2].roles,
                 (std::set{model::Role::auditor, model::Role::officer, model::Role::investigator}));
        QVERIFY(!label("personReason")->isVisible());
        // With nothing chosen it just follows.
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->people[2].roles = {model::Role::auditor};
        }
        look();
        QVERIFY(!check("personRole-investigator")->isChecked() && !label("personReason")->isVisible());
        // Who is gone is shown no more.
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->people.pop_back();
        }
        look();
        QVERIFY(!panel()->shown() && !panel()->isVisible());
    }

    /// Who has lost their keys has new ones by two people, each of whom sees what they compare.
    void newKeysAreProposedAndApprovedByKeyboard() {
        auto& one = m_office->people[2];
        one.renewal.emplace();
        one.renewal->fingerprint.bytes.fill(0x77);
        goThere();
        press(Qt::Key_End);
        QTRY_VERIFY(panel()->isVisible());
        QCOMPARE(page()->people()->index(2, ui::PeopleModel::standing).data().toString(),
                 QStringLiteral("Asks for new keys"));
        QCOMPARE(label("renewalFingerprint")->text().simplified(), ui::sayFingerprint(one.renewal->fingerprint.hex()));
        QVERIFY(label("renewalCompare")->text().contains(QStringLiteral("read these digits out")));
        QVERIFY(button("proposeKeys")->isVisible() && !button("proposeKeys")->isEnabled()); // not without a reason
        QVERIFY(!button("approveKeys")->isVisible() && !button("declineKeys")->isVisible());
        tabTo("renewalWhy");
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Laptop stolen"));
        tabTo("proposeKeys");
        press(Qt::Key_Space);
        QTRY_VERIFY(m_window->messages()->words().contains(QStringLiteral("second person approves")));
        QTRY_VERIFY(m_window->settled());
        QVERIFY(label("renewalAbout")->text().contains(QStringLiteral("Laptop stolen")));
        QVERIFY(label("renewalReason")->text().contains(QStringLiteral("second person")));
        QVERIFY(!button("proposeKeys")->isVisible() && !button("approveKeys")->isVisible());
        {
            const std::lock_guard guard(m_office->mutex); // as the second person sees it
            one.renewal->whyNot.reset();
            one.renewal->mayDecline = true;
            one.renewal->fingerprint.bytes.fill(0x78);
        }
        look();
        QVERIFY(button("declineKeys")->isVisible());
        tabTo("approveKeys");
        press(Qt::Key_Space);
        QTRY_VERIFY(m_window->messages()->words().contains(QStringLiteral("in force")));
        QTRY_VERIFY(m_window->settled());
        QVERIFY(!panel()->findChild<QWidget*>(QStringLiteral("renewalPanel"))->isVisible());
        QCOMPARE(one.fingerprint.bytes[0], std::uint8_t{0x78}); // what was shown
    }

    void openCasesAreHandedOver() {
        model::Holdings held;
        model::HeldCase one;
        one.reference = "2026-AAAA-BBBB";
        one.roles = {"investigator"};
        one.waits = true;
        held.cases = {one, one};
        m_office->holdings[m_office->people[2].id] = held;
        m_office->people[1].roles.insert(model::Role::investigator);
        goThere();
        press(Qt::Key_End);
        QTRY_VERIFY(button("handOver")->isVisible());
        QVERIFY(label("handOverAbout")->text().contains(QStringLiteral("2 open case(s); in 2 a step waits")));
        QVERIFY(!button("handOver")->isEnabled()); // to nobody
        tabTo("successor-investigator");
        press(Qt::Key_Down);
        tabTo("handOver");
        press(Qt::Key_Space);
        QTRY_VERIFY(m_window->messages()->words().contains(QStringLiteral("2 handed over")));
        QTRY_VERIFY(!button("handOver")->isVisible());
    }

    void aDrillSaysWhoCouldNotBeRecovered() {
        QVERIFY(!button("drill")->isVisible());
        m_office->registered->people[m_office->me].roles.insert(model::Role::administrator);
        closeWindow();
        open();
        model::PersonDrill sole{m_office->people[2].id, 0, {}};
        sole.gaps.push_back({model::DrillGap::Kind::unit,
                             "custody",
                             {},
                             0,
                             {"They alone open who reported", "仅此人"},
                             {"Make a second person identity custodian", "请再指定一名"}});
        m_office->drill.people = {sole};
        goThere();
        button("drill")->setFocus();
        press(Qt::Key_Space);
        QTRY_VERIFY(m_window->messages()->words().contains(QStringLiteral("Not everybody")));
        const auto* words = label("drillWords");
        QVERIFY(words->isVisible() && words->text().contains(QStringLiteral("Zhao Min: They alone open who reported")));
        QVERIFY(words->text().contains(QStringLiteral("→ Make a second person identity custodian")));
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(words->text().contains(QStringLiteral("请再指定一名")));
        m_languages.show(ui::Language::en);
    }

    /// Keys that are due from this person are handed on without anybody thinking of it.
    void keysAreTendedByThemselves() {
        QTRY_VERIFY(m_office->tended > 0);
        const int before = m_office->tended;
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->news = {1, {}, true};
        }
        goThere();
        look();
        QTRY_VERIFY(m_office->tended > before);
    }

    void whoLostTheirPassphraseAsksOnTheUnlockPage() {
        m_session->lock({"Locked", "已锁定"});
        auto* lost = m_window->findChild<QPushButton*>(QStringLiteral("lost"));
        QTRY_VERIFY(lost->isVisible() && lost->isEnabled());
        lost->setFocus();
        press(Qt::Key_Space);
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("lostPassphrase")) != nullptr);
        auto* dialog = m_window->findChild<QDialog*>(QStringLiteral("lostPassphrase"));
        for (const char* line : {"newPassphrase", "repeatedPassphrase"})
            QTest::keyClicks(dialog->findChild<QLineEdit*>(QLatin1String(line)),
                             QStringLiteral("five words by chance now"));
        dialog->findChild<QPushButton*>(QStringLiteral("askForKeys"))->click();
        auto* digits = dialog->findChild<QLabel*>(QStringLiteral("lostFingerprint"));
        QTRY_VERIFY(digits->isVisible());
        QVERIFY(digits->text().startsWith(QStringLiteral("5A5A"), Qt::CaseInsensitive));
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("lostMessage"))
                    ->text()
                    .contains(QStringLiteral("second person")));
        dialog->close();
    }

    void nothingOfItStaysAfterLocking() {
        goThere();
        press(Qt::Key_Down);
        QTRY_VERIFY(panel()->isVisible());
        m_session->lock({"Locked", "已锁定"});
        QCOMPARE(page()->people()->rowCount(), 0);
        for (const auto* one : page()->findChildren<QLabel*>()) {
            QVERIFY2(!one->text().contains(QStringLiteral("Chen")), qPrintable(one->objectName()));
            QVERIFY2(!one->text().contains(QStringLiteral("0101")), qPrintable(one->objectName()));
        }
        QVERIFY(!panel()->shown());
    }

    /// Who can admit is told of a request without looking for it.
    void anAdministratorIsToldWhoAsks() {
        m_office->registered->people[m_office->me].roles.insert(model::Role::administrator);
        m_window.reset();
        m_session.reset();
        open();
        QTRY_COMPARE(m_window->messages()->words(),
                     QStringLiteral("! 1 person asks to join: View → People of the office (Ctrl+Shift+O)."));
    }

    /// From the list to the roles, the certificate and then the button, as one reads.
    void tabGoesThroughThePersonAsOneReads() {
        goThere();
        press(Qt::Key_Down);
        QTRY_VERIFY(panel()->isVisible());
        QStringList names;
        for (int i = 0; i < 7; ++i) {
            press(Qt::Key_Tab);
            names << QApplication::focusWidget()->objectName();
        }
        QCOMPARE(names.first(), QStringLiteral("personRole-officer"));
        QCOMPARE(names.last(), QStringLiteral("personCertified"));
    }

    void escapeLeadsBack() {
        goThere();
        press(Qt::Key_Escape);
        QCOMPARE(m_window->currentPage(), m_window->listPage());
    }

private:
    void open() {
        openWindow();
        unlock();
        QTRY_VERIFY(m_window->settled());
    }
    void goThere() {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(m_window->currentPage(), page());
        QTRY_VERIFY(m_window->settled());
        QVERIFY(page()->table()->hasFocus());
    }
    void tabTo(const char* name) {
        for (int i = 0; i < 40; ++i) {
            if (QApplication::focusWidget()->objectName() == QLatin1String(name)) return;
            press(Qt::Key_Tab);
        }
        qFatal("Tab does not lead to %s", name);
    }
    void look() {
        QTRY_VERIFY(m_window->settled());
        const int before = m_office->looks;
        m_window->news().look();
        QTRY_VERIFY(m_office->looks > before && m_window->settled());
    }
    [[nodiscard]] QCheckBox* check(const char* name) const {
        return page()->findChild<QCheckBox*>(QLatin1String(name));
    }
    [[nodiscard]] ui::PeoplePage* page() const { return m_window->people(); }
    [[nodiscard]] ui::PersonPanel* panel() const { return page()->findChild<ui::PersonPanel*>(); }
    [[nodiscard]] QLabel* label(const char* name) const { return page()->findChild<QLabel*>(QLatin1String(name)); }
    [[nodiscard]] QPushButton* button(const char* name) const {
        return page()->findChild<QPushButton*>(QLatin1String(name));
    }
};

QTEST_MAIN(TestPeople)
#include "test_people.moc"
