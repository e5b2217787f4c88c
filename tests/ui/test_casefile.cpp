// SPDX-License-Identifier: GPL-3.0-or-later
// The case file over an office of values, by keyboard: chronology and parties, what others changed at its field, and
// the jumps to what is missing.
#include "tests/ui/desk_test.h"
#include "ui/casefile/case_side.h"
#include "ui/casefile/evidence_page.h"
#include "ui/casefile/facts_page.h"
#include "ui/casefile/history_page.h"
#include "ui/casefile/items_page.h"
#include "ui/casefile/step_form.h"
#include "ui/casefile/work_page.h"
#include "ui/forms/field_notice.h"
#include "ui/forms/live_form.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/row_table.h"

#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryFile>
#include <QTest>
#include <QTreeWidget>

using model::ItemSort;

class TestCaseFile : public fake::DeskTest {
    Q_OBJECT

    [[nodiscard]] ui::CaseFilePage* page() { return m_window->caseFile(); }
    void openFirst() {
        m_window->listPage()->table()->setFocus();
        QTest::keyClick(m_window->listPage()->table(), Qt::Key_Down);
        QTRY_VERIFY(m_window->listPage()->currentCase().has_value());
        QTest::keyClick(m_window->listPage()->table(), Qt::Key_Return);
        QTRY_VERIFY(page()->open().view() != nullptr);
        QTRY_VERIFY(m_session->quiet());
    }
    static QString focusName() {
        for (auto* at = QApplication::focusWidget(); at != nullptr; at = at->parentWidget()) {
            if (!at->objectName().isEmpty() && !at->objectName().startsWith(QStringLiteral("qt_")))
                return at->objectName();
        }
        return {};
    }
    static QString cell(ui::RowTable* table, int row, int column) {
        return table->model()->index(row, column).data().toString();
    }
    static QString noticeOf(ui::FormEditor* form, const char* field) {
        const auto* notice = form->editor(field)->notice();
        return notice == nullptr ? QString() : notice->words();
    }
    /// Somebody else says something of a fact, after which the windows look anew.
    void others(const char* field, const char* value) {
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->told.at(field).state(value, fake::placeOf(*m_office, fake::somebodyElse()), true);
        }
        emit m_session->caseChanged(page()->open().id());
        QTRY_VERIFY(m_session->quiet());
    }

    /// What the office holds of a fact.
    std::string saved(const char* field) {
        const std::lock_guard guard(m_office->mutex);
        return m_office->told.at(field).value;
    }

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        openWindow();
        unlock();
    }
    void cleanup() { closeWindow(); }

    // --- chronology

    void anEntryIsWrittenByKeyboard() {
        openFirst();
        press(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(page()->tabs()->currentIndex(), int(ui::CaseFilePage::chronology));
        QCOMPARE(focusName(), QStringLiteral("field-from"));
        type("2025-11");
        press(Qt::Key_Tab);
        press(Qt::Key_Tab);
        QCOMPARE(focusName(), QStringLiteral("field-text"));
        type("Loaded and sailed");
        press(Qt::Key_S, Qt::ControlModifier);
        auto* chronology = page()->chronologyPage();
        QTRY_COMPARE(m_office->statements.load(), 1);
        // It stands in its place in time, is selected, and the keyboard is in the table.
        QTRY_COMPARE(cell(chronology->table(), 0, 0), QStringLiteral("2025-11"));
        QTRY_COMPARE(chronology->table()->currentIndex().row(), 0);
        QCOMPARE(QApplication::focusWidget(), chronology->table());
        QCOMPARE(m_window->messages()->words(), QStringLiteral("✓ Stated it"));
        QVERIFY(!chronology->dirty());
        // Ctrl+Z directly after it is a way back.
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(m_window->messages()->words(), QStringLiteral("✓ Undone: Stated it"));
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->said, (std::vector<std::string>{"item 1", "undo of 1 as 2"}));
        QCOMPARE(chronology->table()->currentIndex().row(), 0);
        // Told from the log, below it; it cannot be written.
        QCOMPARE(cell(chronology->table(), 1, 3), QStringLiteral("from the log"));
        press(Qt::Key_Down);
        QVERIFY(chronology->form() == nullptr);
        press(Qt::Key_Up);
        press(Qt::Key_Return);
        QCOMPARE(focusName(), QStringLiteral("field-from"));
        // The first Esc leads out of the editor, the second out of the case.
        press(Qt::Key_Escape);
        QCOMPARE(QApplication::focusWidget(), chronology->table());
        press(Qt::Key_Escape);
        QCOMPARE(m_window->currentPage(), m_window->listPage());
    }

    void theHappeningsOfTheLogCanBeHidden() {
        openFirst();
        page()->showTab(ui::CaseFilePage::chronology);
        auto* table = page()->chronologyPage()->table();
        QCOMPARE(table->model()->rowCount(), 1);
        QVERIFY(!table->currentIndex().isValid()); // nothing is selected by itself
        page()->chronologyPage()->findChild<QWidget*>(QStringLiteral("told"))->setFocus();
        press(Qt::Key_Space);
        QCOMPARE(table->model()->rowCount(), 0);
    }

    void evidenceIsQuotedFromItsPage() {
        openFirst();
        press(Qt::Key_PageDown, Qt::ControlModifier);
        page()->showTab(ui::CaseFilePage::evidence);
        press(Qt::Key_Down);
        press(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
        auto* form = page()->chronologyPage()->form();
        QVERIFY(form != nullptr);
        QCOMPARE(focusName(), QStringLiteral("field-from"));
        type("2026-03-01");
        auto* citation = form->editor(std::string(model::kEvidenceField));
        QVERIFY(citation->typed().starts_with("0303"));
        auto* row = citation->findChild<QWidget*>(QStringLiteral("citation"));
        bool digest = false;
        for (const auto* label : row->findChildren<QLabel*>())
            digest = digest || label->text().startsWith(QStringLiteral("SHA-256 "));
        QVERIFY(digest);
        form->focusField("text");
        type("The contract says so");
        row->findChild<QLineEdit*>()->setFocus();
        type("page 3");
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(m_office->statements.load(), 1);
        QTRY_VERIFY(cell(page()->chronologyPage()->table(), 1, 2).endsWith(QStringLiteral("page 3")) ||
                    cell(page()->chronologyPage()->table(), 0, 2).endsWith(QStringLiteral("page 3")));
        // And back to the evidence.
        press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(page()->tabs()->currentIndex(), int(ui::CaseFilePage::evidence));
        QVERIFY(!page()->evidencePage()->selected().isNull());
    }

    void whatCannotBeSignedIsSaidAtItsField() {
        openFirst();
        press(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
        type("next week");
        page()->chronologyPage()->form()->focusField("text");
        type("x");
        press(Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(focusName(), QStringLiteral("field-from"));
        QVERIFY(m_window->messages()->words().contains(QStringLiteral("no such day")));
        press(Qt::Key_A, Qt::ControlModifier);
        type("2026-03-04");
        press(Qt::Key_Tab);
        type("2026-03-01");
        press(Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(focusName(), QStringLiteral("field-to"));
        QCOMPARE(m_office->statements.load(), 0);
    }

    void aHalfWrittenEntrySurvivesALock() {
        openFirst();
        press(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
        type("2026");
        page()->chronologyPage()->form()->focusField("text");
        type("Half a sentence CanaryTungsten");
        press(Qt::Key_L, Qt::ControlModifier);
        QTRY_VERIFY(!m_session->isOpen());
        for (const auto* edit : m_window->findChildren<QPlainTextEdit*>())
            QVERIFY(!edit->toPlainText().contains(QStringLiteral("CanaryTungsten")));
        unlock();
        QTRY_VERIFY(page()->open().view() != nullptr);
        QTRY_VERIFY(page()->chronologyPage()->form() != nullptr);
        QCOMPARE(page()->tabs()->currentIndex(), int(ui::CaseFilePage::chronology));
        QCOMPARE(page()->chronologyPage()->form()->editor("text")->typed(),
                 std::string("Half a sentence CanaryTungsten"));
        QCOMPARE(page()->chronologyPage()->form()->editor("from")->typed(), std::string("2026"));
        QVERIFY(page()->chronologyPage()->dirty());
    }

    void anEntryIsWithdrawn() {
        openFirst();
        press(Qt::Key_Q, Qt::ControlModifier | Qt::ShiftModifier);
        type("2026");
        page()->chronologyPage()->form()->focusField("text");
        type("x");
        press(Qt::Key_S, Qt::ControlModifier);
        auto* table = page()->chronologyPage()->table();
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QTRY_VERIFY(page()->chronologyPage()->form() != nullptr);
        page()->chronologyPage()->findChild<QPushButton*>(QStringLiteral("withdrawItem"))->setFocus();
        press(Qt::Key_Space);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QVERIFY(page()->chronologyPage()->form() == nullptr);
        QCOMPARE(QApplication::focusWidget(), table);
    }

    // --- parties

    void aPartyIsStatedAndBecomesTheRespondent() {
        openFirst();
        press(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
        auto* parties = page()->partiesPage();
        auto* form = parties->form();
        QVERIFY(form != nullptr);
        QCOMPARE(focusName(), QStringLiteral("field-kind"));
        press(Qt::Key_Down); // company
        form->focusField("name");
        type("Hechi Trading");
        form->focusField("identifier_kind");
        press(Qt::Key_Down);
        form->focusField("identifier");
        type("91110000802100434B");
        press(Qt::Key_S, Qt::ControlModifier); // a slip is no refusal
        QTRY_COMPARE(m_office->statements.load(), 1);
        QTRY_COMPARE(parties->table()->model()->rowCount(), 1);
        QTRY_VERIFY(parties->form() != nullptr);
        bool warned = false;
        for (const auto* label : parties->form()->findChildren<QLabel*>())
            warned = warned || label->text().contains(QStringLiteral("check digit"));
        QVERIFY(warned);
        parties->findChild<QPushButton*>(QStringLiteral("makeRespondent"))->setFocus();
        press(Qt::Key_Space);
        // The respondent is the first row, told from the facts, and selecting it leads there.
        QTRY_COMPARE(parties->table()->model()->rowCount(), 2);
        QCOMPARE(cell(parties->table(), 0, 0), QStringLiteral("Hechi Trading"));
        QCOMPARE(cell(parties->table(), 0, 1), QStringLiteral("respondent · from the facts"));
        QCOMPARE(m_office->facts["party_identifier"], std::string("91110000802100434B"));
        parties->table()->setFocus();
        press(Qt::Key_Home);
        press(Qt::Key_Return);
        press(Qt::Key_Space);
        QCOMPARE(page()->tabs()->currentIndex(), int(ui::CaseFilePage::facts));
        QCOMPARE(focusName(), QStringLiteral("field-party"));
    }

    // --- what others changed

    void aChangeByOthersIsMarkedAndCanBePutBack() {
        m_office->told["goods"].state("tin", {{}, m_office->me, {}, 3}, true);
        m_office->told["quantity"].state("5", {{}, fake::somebodyElse(), {}, 4}, true);
        m_office->told["unit"].state("t", {{}, m_office->me, {}, 5}, true);
        m_office->told["goods"].state("antimony", fake::placeOf(*m_office, fake::somebodyElse()), true);
        m_office->told["quantity"].state("6", fake::placeOf(*m_office, fake::somebodyElse()), true);
        openFirst();
        page()->showTab(ui::CaseFilePage::facts);
        auto* form = page()->factsPage()->form();
        QVERIFY(noticeOf(form, "unit").isEmpty());
        QVERIFY2(noticeOf(form, "quantity").contains(QStringLiteral("Before: 5")),
                 qPrintable(noticeOf(form, "quantity")));
        QVERIFY(form->editor("quantity")->notice()->findChild<QPushButton*>() ==
                nullptr); // nothing of ours to put back
        QVERIFY(noticeOf(form, "goods").contains(QStringLiteral("Yours: tin")));
        // Screen readers are told at the field itself.
        auto* node = QAccessible::queryAccessibleInterface(form->editor("goods")->input());
        QVERIFY(node->text(QAccessible::Description).contains(QStringLiteral("replaced what you stated")));
        QVERIFY(!page()->factsPage()->dirty());
        form->editor("goods")->notice()->findChild<QPushButton*>(QStringLiteral("notice-back"))->setFocus();
        press(Qt::Key_Space);
        QTRY_VERIFY(page()->factsPage()->dirty());
        QCOMPARE(form->editor("goods")->typed(), std::string("tin"));
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!page()->factsPage()->dirty());
        QTRY_VERIFY(noticeOf(form, "goods").isEmpty());
        QCOMPARE(m_office->told["goods"].value, std::string("tin"));
    }

    void bothChangedAFieldAndAreAsked() {
        for (const char* field : {"goods", "unit", "quantity"})
            m_office->told[field].state("a", {{}, m_office->me, {}, 3}, true);
        openFirst();
        page()->showTab(ui::CaseFilePage::facts);
        auto* facts = page()->factsPage();
        auto* form = facts->form();
        const auto write = [&](const char* field, const char* words) {
            form->focusField(field);
            press(Qt::Key_A, Qt::ControlModifier);
            type(words);
        };
        write("goods", "mine");
        write("unit", "same");
        others("goods", "theirs");
        others("unit", "same");       // both wrote the same: nothing to ask
        others("quantity", "theirs"); // untouched here: it follows
        QCOMPARE(form->editor("goods")->typed(), std::string("mine"));
        QCOMPARE(form->editor("quantity")->typed(), std::string("theirs"));
        QVERIFY(form->editor("goods")->notice()->asks());
        const QString words = noticeOf(form, "goods");
        for (const char* part : {"Before: a", "Yours: mine", "Theirs: theirs"})
            QVERIFY2(words.contains(QLatin1String(part)), qPrintable(words));
        QVERIFY(noticeOf(form, "unit").isEmpty() || !form->editor("unit")->notice()->asks());
        // Saving waits for the choice, and the keyboard is on it.
        press(Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(saved("goods"), std::string("theirs"));
        QCOMPARE(focusName(), QStringLiteral("notice-mine"));
        press(Qt::Key_Space);
        QTRY_VERIFY(form->editor("goods")->notice() == nullptr || !form->editor("goods")->notice()->asks());
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(saved("goods"), std::string("mine"));
        // The other way: theirs.
        write("goods", "mine again");
        others("goods", "theirs again");
        form->editor("goods")->notice()->findChild<QPushButton*>(QStringLiteral("notice-theirs"))->setFocus();
        press(Qt::Key_Space);
        QTRY_COMPARE(form->editor("goods")->typed(), std::string("theirs again"));
        QVERIFY(!facts->dirty());
    }

    void aDraftKnowsWhatItWasBasedOn() {
        m_office->told["goods"].state("a", {{}, m_office->me, {}, 3}, true);
        openFirst();
        page()->showTab(ui::CaseFilePage::facts);
        page()->factsPage()->form()->focusField("goods");
        press(Qt::Key_A, Qt::ControlModifier);
        type("draft");
        m_window->showList(); // the draft is kept
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->told["goods"].state("meanwhile", fake::placeOf(*m_office, fake::somebodyElse()), true);
        }
        QTRY_VERIFY(m_session->quiet());
        m_window->openCase(fake::caseOf(1));
        QTRY_VERIFY(page()->factsPage()->form() != nullptr);
        QTRY_VERIFY(page()->factsPage()->dirty());
        const QString words = noticeOf(page()->factsPage()->form(), "goods");
        for (const char* part : {"Before: a", "Yours: draft", "Theirs: meanwhile"})
            QVERIFY2(words.contains(QLatin1String(part)), qPrintable(words));
    }

    /// What was saved leaves no draft behind that would come back as a change later.
    void aSavedDraftIsGone() {
        m_office->told["goods"].state("a", {{}, m_office->me, {}, 3}, true);
        openFirst();
        page()->showTab(ui::CaseFilePage::facts);
        page()->factsPage()->form()->focusField("goods");
        press(Qt::Key_A, Qt::ControlModifier);
        type("saved");
        page()->factsPage()->keepDraft();
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!page()->factsPage()->dirty());
        page()->keep();
        QTRY_VERIFY(m_session->quiet());
        const std::lock_guard guard(m_office->mutex);
        QCOMPARE(m_office->drafts[page()->open().id().hex() + "/facts"], std::string());
    }

    void anEntryWithdrawnByOthersIsTold() {
        model::StatedItem item;
        item.id.bytes.fill(0x55);
        item.readable = item.withdrawn = true;
        item.entered = {{}, m_office->me, {}, 3};
        item.fields["from"].state("2026", item.entered, true);
        item.fields["text"].state("Sailed", item.entered, true);
        item.place = fake::placeOf(*m_office, fake::somebodyElse());
        m_office->chronology.push_back(item);
        openFirst();
        page()->showTab(ui::CaseFilePage::chronology);
        auto* chronology = page()->chronologyPage();
        bool told = false;
        for (const auto* label : chronology->findChildren<QLabel*>())
            told = told || (label->isVisible() && label->text().contains(QStringLiteral("Withdrawn by")) &&
                            label->text().contains(QStringLiteral("Sailed")));
        QVERIFY(told);
        QCOMPARE(chronology->table()->model()->rowCount(), 1);
        // Signing it again brings it back, as it was.
        chronology->findChild<QPushButton*>(QStringLiteral("showGone"))->setFocus();
        press(Qt::Key_Space);
        QCOMPARE(focusName(), QStringLiteral("field-from"));
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(chronology->table()->model()->rowCount(), 2);
    }

    // --- what is missing

    void everyJumpLandsWhereItCanBeGiven() {
        openFirst();
        auto* side = page()->findChild<ui::CaseSide*>();
        const struct {
            model::GuardKind guard;
            const char* name;
            int tab;
            const char* focus;
        } jumps[] = {
            {model::GuardKind::factSet, "goods", ui::CaseFilePage::facts, "field-goods"},
            {model::GuardKind::factSet, "party_identifier", ui::CaseFilePage::facts, "field-party_identifier"},
            {model::GuardKind::evidenceAtLeast, "", ui::CaseFilePage::evidence, "evidenceTable"},
        };
        for (const auto& jump : jumps) {
            page()->showTab(ui::CaseFilePage::history);
            side->jumpTo(jump.guard, QLatin1String(jump.name), QStringLiteral("accept"));
            QCOMPARE(page()->tabs()->currentIndex(), jump.tab);
            QCOMPARE(focusName(), QLatin1String(jump.focus));
        }
        using model::GuardKind;
        for (const auto guard : {GuardKind::stepTaken, GuardKind::stepNotTaken, GuardKind::notPerformedBy,
                                 GuardKind::notAssignedAs, GuardKind::deadlineNotPassed, GuardKind::deadlinePassed,
                                 GuardKind::certifiedActor, GuardKind::penaltyInRange, GuardKind::sameFormAs}) {
            page()->showTab(ui::CaseFilePage::history);
            side->jumpTo(guard, QStringLiteral("accept"), QStringLiteral("accept"));
            QCOMPARE(page()->tabs()->currentIndex(), int(ui::CaseFilePage::work));
            QVERIFY(page()->workPage()->isAncestorOf(QApplication::focusWidget()));
        }
        page()->showTab(ui::CaseFilePage::history);
        side->jumpTo(GuardKind::assignedAtLeast, {}, QStringLiteral("accept"));
        QCOMPARE(page()->tabs()->currentIndex(), int(ui::CaseFilePage::work));
        QVERIFY(page()->workPage()->isAncestorOf(QApplication::focusWidget()));
    }

    /// Those that this case lacks, by Enter on each line.
    void linesOfWhatIsMissingLead() {
        m_office->facts.erase("narrative");
        openFirst();
        auto* missing = page()->findChild<QTreeWidget*>(QStringLiteral("missing"));
        int lines = 0;
        for (int i = 0; i < missing->topLevelItemCount(); ++i) {
            auto* top = missing->topLevelItem(i);
            for (int j = 0; j < top->childCount(); ++j, ++lines) {
                page()->showTab(ui::CaseFilePage::history);
                missing->setFocus();
                missing->setCurrentItem(top->child(j));
                QTest::keyClick(missing, Qt::Key_Return);
                QVERIFY2(page()->tabs()->currentIndex() != int(ui::CaseFilePage::history),
                         qPrintable(top->child(j)->text(0)));
                QVERIFY(page()->tabs()->currentWidget()->isAncestorOf(QApplication::focusWidget()));
            }
        }
        QVERIFY(lines > 0);
    }

    /// Saving the decision is offered once there is one; until then the action says why not.
    void theDecisionIsSavedOnceThereIsOne() {
        openFirst();
        auto* action = m_window->actions().action(QStringLiteral("case.decision"));
        QVERIFY(!action->isEnabled());
        QVERIFY2(action->toolTip().contains(QStringLiteral("no decision yet")), qPrintable(action->toolTip()));
        page()->saveDecision();
        QVERIFY(m_window->findChild<QDialog*>(QStringLiteral("decisionDialog")) == nullptr);
        m_office->decided = true;
        m_session->noteChanged(page()->open().id());
        QTRY_VERIFY(action->isEnabled());
        QVERIFY2(action->toolTip().contains(QStringLiteral("PDF")), qPrintable(action->toolTip()));
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_window->findChild<QDialog*>(QStringLiteral("decisionDialog")) != nullptr);
        m_window->showList();
        QVERIFY(!action->isEnabled());
    }

    void peopleAreAssignedAfterTheStepThatIsBegun() {
        openFirst();
        press(Qt::Key_Return);
        auto* form = page()->workPage()->stepForm();
        QVERIFY(form->isAncestorOf(QApplication::focusWidget()));
        press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY2(m_window->messages()->words().contains(QStringLiteral("Esc")),
                 qPrintable(m_window->messages()->words()));
        QVERIFY(form->isAncestorOf(QApplication::focusWidget()));
    }

    /// Before a step is signed the form says what follows.
    void theFormSaysWhatFollows() {
        openFirst();
        press(Qt::Key_Return);
        auto* words = page()->workPage()->stepForm()->findChild<QLabel*>(QStringLiteral("foresight"));
        QVERIFY(words != nullptr && words->isVisible());
        QVERIFY2(words->text().contains(QStringLiteral("The case is in “")) ||
                     words->text().contains(QStringLiteral("The case is in \"")),
                 qPrintable(words->text()));
        QVERIFY(words->text().contains(QStringLiteral("Then: ")));
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(page()
                        ->workPage()
                        ->stepForm()
                        ->findChild<QLabel*>(QStringLiteral("foresight"))
                        ->text()
                        .contains(QString::fromUtf8("随后：")));
    }

    void theKeyboardGoesToTheEvidenceThatCame() {
        m_office->noEvidence = true;
        openFirst();
        page()->showTab(ui::CaseFilePage::evidence);
        auto* add = page()->evidencePage()->findChild<QPushButton*>(QStringLiteral("addEvidence"));
        QVERIFY(add != nullptr);
        add->setFocus();
        QTemporaryFile file;
        QVERIFY(file.open());
        m_office->noEvidence = false;
        page()->dropFiles({file.fileName().toStdString()});
        QTRY_COMPARE(focusName(), QStringLiteral("evidenceTable"));
    }

    void theHistorySaysWhatHoldsMeans() {
        openFirst();
        page()->showTab(ui::CaseFilePage::history);
        auto* table = page()->historyPage()->table();
        const auto index = table->model()->index(0, table->model()->columnCount() - 1);
        QVERIFY(index.data(Qt::ToolTipRole).toString().contains(QStringLiteral("signature")));
        QVERIFY(index.data(Qt::AccessibleDescriptionRole).toString().contains(QStringLiteral("signature")));
    }
};

QTEST_MAIN(TestCaseFile)
#include "test_casefile.moc"
