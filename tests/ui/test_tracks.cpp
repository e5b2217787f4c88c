// SPDX-License-Identifier: GPL-3.0-or-later
// Side procedures in the case file, over an office of values, by keyboard: what is open, what can be done in it, and
// how one is opened.
#include "tests/ui/desk_test.h"
#include "tests/ui/walk/practice.h"
#include "ui/casefile/case_side.h"
#include "ui/casefile/step_form.h"
#include "ui/casefile/tracks_panel.h"
#include "ui/casefile/work_page.h"

#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

#include <algorithm>

class TestTracks : public fake::DeskTest {
    Q_OBJECT

    [[nodiscard]] ui::CaseFilePage* page() { return m_window->caseFile(); }
    [[nodiscard]] ui::TracksPanel* panel() { return page()->workPage()->findChild<ui::TracksPanel*>(); }
    [[nodiscard]] QPushButton* button(const char* name) {
        return panel()->findChild<QPushButton*>(QLatin1String(name));
    }
    [[nodiscard]] QString words() {
        QStringList all;
        for (const auto* label : panel()->findChildren<QLabel*>()) {
            if (label->isVisibleTo(panel())) all << label->text();
        }
        return all.join(u'\n');
    }
    static QString focusName() {
        const auto* focus = QApplication::focusWidget();
        return focus == nullptr ? QString() : focus->objectName();
    }

    /// The shipped procedure with side tracks that an officer can open in the first stage and move.
    static std::shared_ptr<const model::Definition> definition() {
        auto read = model::parseDefinition(walk::trackedDefinition());
        if (!read) qFatal("%s", read.error().what.en.c_str());
        for (auto& track : read->tracks) {
            for (auto& step : track.steps) {
                if (step.role == "investigator") step.role = "officer";
                if (step.opens) step.from = {"received"};
                std::erase_if(step.guards, [](const model::Guard& guard) {
                    return guard.kind == model::GuardKind::assignedAtLeast;
                });
            }
        }
        return std::make_shared<const model::Definition>(*std::move(read));
    }
    /// A seizure in this stage, opened in this entry of the log.
    static model::OpenedTrack seizure(const char* stage, std::uint8_t number, model::PersonId by) {
        model::OpenedTrack one;
        one.id.bytes.fill(number);
        one.track = "seizure";
        one.stage = stage;
        model::StepTaken opened;
        opened.step = "request_seal";
        opened.from = "received";
        opened.to = "requested";
        opened.track = "seizure";
        opened.on = one.id;
        opened.readable = true;
        opened.form = {{"items", "Ingots in store three"}};
        opened.place = {one.id, by, model::Instant(std::chrono::milliseconds(1'772'500'000'000)), number, 0};
        opened.order = number;
        one.steps = {opened};
        if (std::string_view(stage) == "requested") return one;
        model::StepTaken last = opened;
        last.step = std::string_view(stage) == "held" ? "seal" : "approve_seal";
        last.from = "requested";
        last.to = stage;
        last.form.clear();
        last.order = number + 50u;
        one.steps.push_back(last);
        return one;
    }

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        m_office->definition = definition();
    }
    void cleanup() { closeWindow(); }

    void nothingOfItWhereThereIsNone() {
        m_office->definition = std::make_shared<model::Definition>(*model::parseDefinition(model::shippedDefinition()));
        openWindow();
        unlock();
        openFirstCase();
        QVERIFY(!panel()->isVisible());
    }

    void eachOpenOneHasItsStagePeriodsAndSteps() {
        m_office->tracks = {seizure("allowed", 3, m_office->investigator), seizure("held", 4, m_office->investigator),
                            seizure("released", 5, m_office->investigator)};
        openWindow();
        unlock();
        openFirstCase();
        QVERIFY(panel()->isVisible());
        const QString all = words();
        QVERIFY2(all.contains("Sealing or seizure 1  ·  Approved in writing"), qPrintable(all));
        QVERIFY2(all.contains("Sealing or seizure 2  ·  Sealed or seized"), qPrintable(all));
        QVERIFY2(all.contains("✓ Sealing or seizure 3 · Released"), qPrintable(all));
        QVERIFY2(all.contains("entry 3 of the history"), qPrintable(all));
        QVERIFY2(all.contains("ACL 25") || all.contains("Administrative Compulsion Law"), qPrintable(all));
        QVERIFY(button("step-seal") != nullptr && button("step-release_seal-2") != nullptr);
        QVERIFY(button("step-release_seal-3") == nullptr); // it has ended
        QVERIFY(button("step-release_seal-2")->accessibleName().startsWith("Sealing or seizure 2"));
        // Of the main procedure nothing is said twice.
        QVERIFY(page()->workPage()->findChild<QPushButton*>("step-accept") != nullptr);
        auto* periods = page()->findChild<ui::CaseSide*>()->findChild<QTreeWidget*>("deadlines");
        bool shown = false;
        for (int i = 0; i < periods->topLevelItemCount(); ++i)
            shown = shown || periods->topLevelItem(i)->text(0).startsWith("Sealing or seizure 2 · ");
        QVERIFY(shown);
    }

    void aStepIsTakenInTheOneItBelongsTo() {
        m_office->tracks = {seizure("allowed", 3, m_office->investigator),
                            seizure("allowed", 4, m_office->investigator)};
        openWindow();
        unlock();
        openFirstCase();
        // By keyboard: the steps of side procedures stand behind those of the main one.
        for (int i = 0; i < 40 && focusName() != "step-seal-2"; ++i) press(Qt::Key_Tab);
        QCOMPARE(focusName(), QStringLiteral("step-seal-2"));
        press(Qt::Key_Space);
        auto* form = page()->workPage()->stepForm();
        QCOMPARE(form->step(), std::string("seal"));
        QVERIFY(form->on() == m_office->tracks[1].id);
        bool said = false;
        for (const auto* label : form->findChildren<QLabel*>())
            said = said || label->text().startsWith("“Sealing or seizure 2” goes to “Sealed or seized”.");
        QVERIFY(said);
        QVERIFY(focusName().startsWith("field-sealed_on") || QApplication::focusWidget()->parentWidget() != nullptr);
        type("2026-03-03");
        press(Qt::Key_Tab);
        type("Twenty ingots");
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!m_office->said.empty());
        QTRY_VERIFY(m_session->quiet());
        QVERIFY(m_office->lastOn == m_office->tracks[1].id);
    }

    void whatIsApprovedIsWhatWasAskedForThere() {
        auto first = seizure("requested", 3, m_office->investigator);
        auto second = seizure("requested", 4, m_office->investigator);
        second.steps[0].form["items"] = "Papers in the office";
        m_office->tracks = {first, second};
        openWindow();
        unlock();
        openFirstCase();
        button("step-approve_seal-2")->setFocus();
        press(Qt::Key_Space);
        auto* form = page()->workPage()->stepForm();
        bool shown = false;
        for (const auto* label : form->findChildren<QLabel*>()) {
            shown = shown || label->text() == "Papers in the office";
            QVERIFY(label->text() != "Ingots in store three");
        }
        QVERIFY(shown);
        press(Qt::Key_Escape);
        // Its draft is its own: what was begun in one is not there in the other.
        QTRY_COMPARE(page()->workPage()->stepForm()->step(), std::string());
    }

    void oneIsOpenedFromTheMenu() {
        openWindow();
        unlock();
        openFirstCase();
        auto* open = button("openTrack");
        QVERIFY(open != nullptr && open->isVisible());
        for (int i = 0; i < 40 && focusName() != "openTrack"; ++i) press(Qt::Key_Tab);
        QCOMPARE(focusName(), QStringLiteral("openTrack"));
        press(Qt::Key_Space);
        QTRY_VERIFY(open->menu()->isVisible());
        QCOMPARE(open->menu()->actions().size(), 3);
        QCOMPARE(open->menu()->actions().front()->text(),
                 QStringLiteral("Sealing or seizure: Ask for sealing or seizure"));
        QTest::keyClick(open->menu(), Qt::Key_Down);
        QTest::keyClick(open->menu(), Qt::Key_Return);
        auto* form = page()->workPage()->stepForm();
        QTRY_COMPARE(form->step(), std::string("request_seal"));
        QVERIFY(!form->on());
        type("Ingots");
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!m_office->said.empty());
        QVERIFY(!m_office->lastOn);
        QTRY_VERIFY(m_session->quiet());
    }

    void bothLanguages() {
        m_office->tracks = {seizure("held", 3, m_office->investigator)};
        openWindow();
        unlock();
        openFirstCase();
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(words().contains(QStringLiteral("另行程序")));
        QVERIFY2(words().contains(QStringLiteral("查封、扣押（1）  ·  查封、扣押中")), qPrintable(words()));
        QCOMPARE(button("openTrack")->text(), QStringLiteral("开启另行程序"));
    }
};

QTEST_MAIN(TestTracks)
#include "test_tracks.moc"
