// SPDX-License-Identifier: GPL-3.0-or-later
// The window over an office of values: unlocking, locking that leaves nothing behind, names for everything that can be
// reached, actions that say why not, drafts.
#include "tests/ui/desk_test.h"
#include "ui/actions/palette.h"
#include "ui/actions/tab_order.h"
#include "ui/casefile/facts_page.h"
#include "ui/casefile/step_form.h"
#include "ui/casefile/work_page.h"
#include "ui/forms/form_editor.h"
#include "ui/list/filter_line.h"
#include "ui/setup/setup_page.h"
#include "ui/shell/message_bar.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QToolBar>

namespace {

/// Every node of the accessibility tree that can be seen, but not the cells of tables, of which there may be millions.
void visit(QAccessibleInterface* node, const std::function<void(QAccessibleInterface*)>& look, int depth = 0) {
    if (node == nullptr || !node->isValid() || node->state().invisible || depth > 40) return;
    look(node);
    const auto role = node->role();
    const bool cells = role == QAccessible::Table || role == QAccessible::List || role == QAccessible::Tree;
    const int count = cells ? std::min(node->childCount(), 60) : node->childCount();
    for (int i = 0; i < count; ++i) visit(node->child(i), look, depth + 1);
}

bool isInteractive(QAccessible::Role role) {
    switch (role) {
    case QAccessible::Button:
    case QAccessible::CheckBox:
    case QAccessible::ComboBox:
    case QAccessible::EditableText:
    case QAccessible::Table:
    case QAccessible::Tree:
    case QAccessible::List:
    case QAccessible::PageTab:
    case QAccessible::PageTabList:
    case QAccessible::RadioButton:
    case QAccessible::ProgressBar: return true;
    default: return false;
    }
}

} // namespace

class TestDesk : public fake::DeskTest {
    Q_OBJECT

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        openWindow();
    }
    void cleanup() { closeWindow(); }

    void thePassphraseStaysSecret() {
        auto* line = m_window->unlockPage()->passphrase();
        QCOMPARE(line->echoMode(), QLineEdit::Password);
        QVERIFY(!line->testAttribute(Qt::WA_InputMethodEnabled));
        QVERIFY(line->inputMethodHints().testFlag(Qt::ImhSensitiveData));
        QTest::keyClicks(line, QStringLiteral("secret"));
        auto* node = QAccessible::queryAccessibleInterface(line);
        QVERIFY(!node->text(QAccessible::Value).contains(QStringLiteral("secret")));
    }

    void aWrongPassphraseIsSelectedAndCounted() {
        auto* page = m_window->unlockPage();
        QSignalSpy failed(m_session.get(), &ui::Session::unlockFailed);
        for (int attempt = 1; attempt <= 2; ++attempt) {
            page->passphrase()->setText(QStringLiteral("wrong"));
            QTest::keyClick(page->passphrase(), Qt::Key_Return);
            QTRY_COMPARE(failed.size(), attempt);
            QCOMPARE(page->passphrase()->selectedText().size(), 5);
            auto* message = page->findChild<QLabel*>(QStringLiteral("unlockMessage"));
            QVERIFY2(message->text().contains(QString::number(attempt)), qPrintable(message->text()));
        }
        QVERIFY(!m_session->isOpen());
        unlock();
        QVERIFY(page->passphrase()->text().isEmpty());
    }

    /// What is wrong with the machine is said on the form, and the place at its line.
    void setupSaysWhatTheChecksFind() {
        m_office->machineFault = {
            model::Code::failed, {"The clock shows 1970", "时钟显示1970年"}, {"Set the clock", "请校准时钟"}};
        m_window->findChild<QPushButton*>(QStringLiteral("otherOffice"))->click();
        inSetup<QPushButton>("way-found")->click();
        for (auto* line : m_window->setupPage()->panel()->findChildren<QLineEdit*>())
            line->setText(QStringLiteral("/answer"));
        inSetup<QPushButton>("go")->click();
        QTRY_VERIFY(!m_window->setupPage()->working());
        QCOMPARE(inSetup<QLabel>("formMessage")->text(), QStringLiteral("✕ The clock shows 1970. Set the clock."));
        m_languages.show(ui::Language::zh);
        QTRY_COMPARE(inSetup<QLabel>("formMessage")->text(), QStringLiteral("✕ 时钟显示1970年。请校准时钟。"));
        m_languages.show(ui::Language::en);
        m_office->machineFault.reset();
        m_office->placeFault = {model::Code::failed, {"No space", "没有空间"}, {"Free some", "请清理"}};
        inSetup<QPushButton>("go")->click();
        QTRY_VERIFY(!m_window->setupPage()->working());
        QCOMPARE(inSetup<QLabel>("folderNote")->text(), QStringLiteral("✕ No space. Free some."));
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("folder"));
    }

    /// Where no office is in question none is locked, and a form that is not saved stands beside no "Saved".
    void theLineOfStateSaysWhatIsTrue() {
        const auto state = [this] { return m_window->findChild<QLabel*>(QStringLiteral("workState"))->text(); };
        QCOMPARE(state(), QStringLiteral("locked"));
        m_window->findChild<QPushButton*>(QStringLiteral("otherOffice"))->click();
        QCOMPARE(m_window->currentPage(), m_window->setupPage());
        QCOMPARE(state(), QStringLiteral("no office is open"));
        m_languages.show(ui::Language::zh);
        QTRY_COMPARE(state(), QStringLiteral("未打开办公室"));
        m_languages.show(ui::Language::en);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(m_window->currentPage(), m_window->unlockPage());
        QTRY_COMPARE(state(), QStringLiteral("locked"));
        unlock();
        openFirstCase();
        QTRY_COMPARE(state(), QStringLiteral("✓ Signed work saved"));
    }

    void capsLockIsSaid() {
        auto* page = m_window->unlockPage();
        // A capital without Shift: only Caps Lock does that.
        QKeyEvent key(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, QStringLiteral("A"));
        QCoreApplication::sendEvent(page->passphrase(), &key);
        QVERIFY(says(page, QStringLiteral("Caps Lock")));
        QKeyEvent lower(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, QStringLiteral("a"));
        QCoreApplication::sendEvent(page->passphrase(), &lower);
        QVERIFY(!says(page, QStringLiteral("Caps Lock")));
    }

    void lockingLeavesNothing() {
        unlock();
        openFirstCase();
        QVERIFY(findsCanary()); // the canary is found while it is open, or the search proves nothing
        m_window->lock({"Locked.", "已锁定。"});
        QCOMPARE(m_window->currentPage(), m_window->unlockPage());
        QVERIFY(!findsCanary());
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("locked")));
        QVERIFY(m_window->listPage()->filterLine()->text().isEmpty());
        QCOMPARE(m_window->listPage()->cases()->rowCount(), 0);
    }

    void lockingKeepsTheHalfWrittenText() {
        unlock();
        openFirstCase();
        m_window->caseFile()->showTab(ui::CaseFilePage::facts);
        auto* form = m_window->caseFile()->factsPage()->form();
        QVERIFY(form != nullptr);
        auto* narrative = qobject_cast<QPlainTextEdit*>(form->editor("narrative")->input());
        QVERIFY(narrative != nullptr);
        narrative->setPlainText(QStringLiteral("half a sentence"));
        QVERIFY(m_window->caseFile()->factsPage()->dirty());
        QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), m_window->unlockPage());
        unlock();
        QTRY_COMPARE(m_window->currentPage(), m_window->caseFile());
        QTRY_VERIFY(m_window->caseFile()->factsPage()->form() != nullptr);
        QTRY_COMPARE(
            qobject_cast<QPlainTextEdit*>(m_window->caseFile()->factsPage()->form()->editor("narrative")->input())
                ->toPlainText(),
            QStringLiteral("half a sentence"));
    }

    void itLocksItself() {
        m_window->setIdleSeconds(1);
        unlock();
        QTRY_COMPARE_WITH_TIMEOUT(m_window->currentPage(), m_window->unlockPage(), 5000);
        QVERIFY(!m_session->isOpen());
    }

    void everythingHasAName_data() {
        QTest::addColumn<bool>("zh");
        QTest::newRow("en") << false;
        QTest::newRow("zh") << true;
    }
    void everythingHasAName() {
        QFETCH(bool, zh);
        m_languages.show(zh ? ui::Language::zh : ui::Language::en);
        m_window->resize(1280, 800);
        checkView("unlock", zh);
        checkSetup(zh);
        unlock();
        QTRY_VERIFY(m_window->settled());
        checkView("list", zh);
        m_window->listPage()->filterLine()->apply(QStringLiteral("is:unseen"));
        checkView("list with a fault", zh);
        m_window->listPage()->filterLine()->apply(QString());
        openFirstCase();
        for (const auto tab :
             {ui::CaseFilePage::work, ui::CaseFilePage::facts, ui::CaseFilePage::evidence, ui::CaseFilePage::history}) {
            m_window->caseFile()->showTab(tab);
            QTRY_VERIFY(m_window->settled());
            checkView(qPrintable(QStringLiteral("case, part %1").arg(int(tab))), zh);
        }
        m_window->caseFile()->showTab(ui::CaseFilePage::work);
        auto* work = m_window->caseFile()->workPage();
        work->startStep("reject");
        QCOMPARE(work->stepForm()->step(), std::string("reject"));
        checkView("step", zh);
        QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
        checkView("step with a missing answer", zh);
        work->stepForm()->form()->setValues({{"reason", "Not about export control."}});
        QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(work->stepForm()->asking());
        checkView("the question before signing", zh);
        work->stepForm()->clear();
        m_window->showList();
        m_office->decided = true;
        openFirstCase();
        checkView("decided", zh);
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        checkNames("palette");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        checkNames("keys");
    }

    void aDecidedCaseShowsItsDecision() {
        m_office->decided = true;
        unlock();
        openFirstCase();
        auto* work = m_window->caseFile()->workPage();
        auto* save = m_window->findChild<QPushButton*>(QStringLiteral("decisionPdf"));
        QVERIFY(save->isVisible());
        for (const char* words : {"The decision", "2026-17", "2026-11-23", "CNY 9,100,000.00", "Officer Canary"}) {
            QVERIFY2(says(work, QString::fromLatin1(words)), words);
        }
        QSignalSpy wanted(work, &ui::WorkPage::decisionWanted);
        QTest::keyClick(save, Qt::Key_Space);
        QCOMPARE(wanted.size(), 1);
        // A case without a decision shows nothing of it.
        m_office->decided = false;
        m_session->noteChanged(m_window->caseFile()->open().id());
        QTRY_VERIFY(!save->isVisible());
        QVERIFY(!says(work, QStringLiteral("2026-17")));
    }

    void withoutEvidenceItSaysWhatToDo() {
        m_office->noEvidence = true;
        unlock();
        openFirstCase();
        m_window->caseFile()->showTab(ui::CaseFilePage::evidence);
        auto* empty = m_window->findChild<QLabel*>(QStringLiteral("noEvidence"));
        QVERIFY(empty->isVisible());
        QVERIFY(empty->text().contains(QStringLiteral("Ctrl+V")));
        QVERIFY(!m_window->findChild<QTableView*>(QStringLiteral("evidenceTable"))->isVisible());
        m_office->noEvidence = false;
        m_session->noteChanged(m_window->caseFile()->open().id());
        QTRY_VERIFY(!empty->isVisible());
        QVERIFY(m_window->findChild<QTableView*>(QStringLiteral("evidenceTable"))->isVisible());
    }

    void aNarrowWindowIsForTheList() {
        unlock();
        auto* views = m_window->findChild<QWidget*>(QStringLiteral("views"));
        auto* preview = m_window->findChild<QWidget*>(QStringLiteral("preview"));
        auto* side = m_window->findChild<QWidget*>(QStringLiteral("caseSide"));
        m_window->resize(640, 400); // 1280 x 800 at 200 %
        QVERIFY2(m_window->width() <= 640 && m_window->height() <= 400,
                 qPrintable(QStringLiteral("%1 x %2").arg(m_window->width()).arg(m_window->height())));
        QTRY_VERIFY(!views->isVisible() && !preview->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        QVERIFY(views->isVisible());
        openFirstCase();
        QTRY_VERIFY(!side->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        QVERIFY(side->isVisible());
        m_window->resize(1280, 800);
        QTRY_VERIFY(side->isVisible());
        m_window->showList();
        QTRY_VERIFY(views->isVisible() && preview->isVisible());
    }

    void everyActionHasBothNamesAndNoKeyTwice() {
        const auto& entries = m_window->actions().entries();
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto& entry = entries[i];
            QVERIFY(!entry.spec.name.en.empty() && !entry.spec.name.zh.empty());
            for (std::size_t k = 0; k < i; ++k) {
                const auto& other = entries[k];
                QVERIFY2(other.spec.id != entry.spec.id, qPrintable(entry.spec.id));
                // Two parts of the window may use one key; the window itself and a part may not.
                if (other.spec.within != nullptr && entry.spec.within != nullptr &&
                    other.spec.within != entry.spec.within)
                    continue;
                for (const auto& key : entry.spec.keys)
                    QVERIFY2(!other.spec.keys.contains(key),
                             qPrintable(key.toString() + QStringLiteral(": ") + entry.spec.id + u' ' + other.spec.id));
            }
            // A bare letter would be typed somewhere.
            for (const auto& key : entry.spec.keys) {
                const bool letter = key[0].keyboardModifiers() == Qt::NoModifier && key[0].key() >= Qt::Key_A &&
                                    key[0].key() <= Qt::Key_Z;
                QVERIFY2(!letter || entry.spec.within != nullptr, qPrintable(entry.spec.id));
            }
            // What cannot be done says why.
            QVERIFY2(entry.action->isEnabled() || !entry.whyNot.empty(), qPrintable(entry.spec.id));
        }
    }

    void theToolsAreThoseOfThePage() {
        auto* tools = m_window->findChild<QToolBar*>(QStringLiteral("tools"));
        QVERIFY(!tools->isVisible()); // locked
        unlock();
        QVERIFY(tools->isVisible());
        for (const QString& id : m_window->listPage()->tools() + m_window->caseFile()->tools()) {
            if (id.isEmpty()) continue;
            QVERIFY2(m_window->actions().action(id) != nullptr, qPrintable(id));
            QVERIFY2(!m_window->actions().action(id)->icon().isNull(), qPrintable(id));
        }
        auto* import = m_window->actions().action(QStringLiteral("reports.import"));
        auto* save = m_window->actions().action(QStringLiteral("case.save"));
        auto* write = m_window->actions().action(QStringLiteral("report.new"));
        QVERIFY(tools->actions().contains(import) && !tools->actions().contains(save));
        QVERIFY(tools->actions().contains(write));
        openFirstCase();
        QVERIFY(!tools->actions().contains(import) && tools->actions().contains(save));
        m_window->setToolsShown(false);
        QVERIFY(!tools->isVisible());
        m_window->showList();
        QVERIFY(!tools->isVisible());
        m_window->setToolsShown(true);
        QVERIFY(tools->isVisible());
        m_window->lock({});
        QVERIFY(!tools->isVisible());
    }

    void anEmptyListSaysHowReportsCome() {
        unlock();
        m_window->listPage()->filterLine()->apply(QStringLiteral("nothing"));
        QTRY_COMPARE(m_window->listPage()->cases()->rowCount(), 0);
        for (const char* key : {"(Ctrl+N)", "(Ctrl+I)"})
            QTRY_VERIFY2(says(m_window->listPage(), QLatin1String(key)), key);
    }

    void lettersActInTheListUnlessSwitchedOff() {
        unlock();
        auto* table = m_window->listPage()->table();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_J);
        QTRY_VERIFY(m_window->listPage()->currentCase().has_value());
        m_window->setLettersOn(false);
        QTest::keyClick(table, Qt::Key_N);
        QCOMPARE(m_window->currentPage(), m_window->listPage());
        m_window->setLettersOn(true);
        QTest::keyClick(table, Qt::Key_N);
        QTRY_COMPARE(m_window->currentPage(), m_window->caseFile());
        auto* note = m_window->findChild<QLineEdit*>(QStringLiteral("note"));
        QTRY_VERIFY(note->hasFocus());
        QTest::keyClicks(note, QStringLiteral("nae"));
        QCOMPARE(note->text(), QStringLiteral("nae")); // in an editor they are letters
    }

    void theSlashGoesToTheFilterButNotFromAnEditor() {
        unlock();
        m_window->listPage()->focusList();
        QTest::keyClick(m_window->listPage()->table(), Qt::Key_Slash);
        QTRY_VERIFY(m_window->listPage()->filterLine()->hasFocus());
        openFirstCase();
        m_window->caseFile()->addNote();
        auto* note = m_window->findChild<QLineEdit*>(QStringLiteral("note"));
        QTest::keyClicks(note, QStringLiteral("a/b"));
        QCOMPARE(note->text(), QStringLiteral("a/b"));
        QCOMPARE(m_window->currentPage(), m_window->caseFile());
    }

    void escLeavesTheCaseAndTheFilterStays() {
        unlock();
        m_window->listPage()->filterLine()->apply(QStringLiteral("is:open tungsten"));
        openFirstCase();
        m_window->caseFile()->showTab(ui::CaseFilePage::history);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(m_window->currentPage(), m_window->listPage());
        QCOMPARE(m_window->listPage()->filterLine()->text(), QStringLiteral("is:open tungsten"));
    }

    void aStepThatCannotBeTakenBackAsksInPlace() {
        unlock();
        openFirstCase();
        auto* work = m_window->caseFile()->workPage();
        work->startStep("reject");
        auto* form = work->stepForm();
        QCOMPARE(form->step(), std::string("reject"));
        QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!form->asking()); // the reason is missing; the keyboard is where it belongs
        form->form()->setValues({{"reason", "Not about export control."}});
        QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(form->asking());
        QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(form->step().empty());
    }

    void enterPressesTheButtonOfAStep() {
        unlock();
        openFirstCase();
        auto* work = m_window->caseFile()->workPage();
        work->startStep("reject");
        auto* form = work->stepForm();
        form->form()->setValues({{"reason", "Not about export control."}});
        auto* sign = form->findChild<QPushButton*>(QStringLiteral("submitStep"));
        sign->setFocus();
        press(Qt::Key_Return);
        QVERIFY(form->asking());
        form->findChild<QPushButton*>(QStringLiteral("cancelStep"))->setFocus();
        press(Qt::Key_Enter, Qt::KeypadModifier);
        QVERIFY(!form->asking());
        sign->setFocus();
        press(Qt::Key_Return);
        QVERIFY(form->asking());
        press(Qt::Key_Return); // the keyboard is on it still
        QTRY_VERIFY(form->step().empty());
    }

    void theLanguageSwitchesEverywhere() {
        unlock();
        openFirstCase();
        m_languages.show(ui::Language::zh);
        QTRY_COMPARE(m_window->caseFile()->tabs()->tabText(ui::CaseFilePage::history).left(2), QStringLiteral("历史"));
        m_window->caseFile()->showTab(ui::CaseFilePage::facts);
        // No English is left on any button or label that the program itself words.
        for (auto* button : m_window->findChildren<QPushButton*>()) {
            if (!button->isVisible() || button->text().isEmpty()) continue;
            bool chinese = false;
            for (const QChar c : button->text()) chinese = chinese || c.unicode() >= 0x4e00;
            QVERIFY2(chinese, qPrintable(button->text()));
        }
    }

private:
    template <typename Widget>
    Widget* inSetup(const char* name) {
        for (auto* widget : m_window->setupPage()->findChildren<Widget*>(QLatin1String(name))) {
            if (widget->isVisible()) return widget;
        }
        qFatal("%s is not shown", name);
    }
    /// The pages of the first run, with and without faults, while they work, and their outcomes.
    void checkSetup(bool zh) {
        const auto at = [this](const char* panel) {
            return m_window->setupPage()->panel()->objectName() == QLatin1String(panel);
        };
        m_window->findChild<QPushButton*>(QStringLiteral("otherOffice"))->click();
        QTRY_VERIFY(at("startPanel"));
        checkView("ways", zh);
        m_office->none = true;
        m_office->holdSetup = true;
        for (const char* way : {"found", "joinOffice", "practice"}) {
            inSetup<QPushButton>(qPrintable(QStringLiteral("way-") + QLatin1String(way)))->click();
            checkView(way, zh);
            if (QLatin1String(way) != QLatin1String("practice")) {
                inSetup<QPushButton>("go")->click();
                checkView(qPrintable(QLatin1String(way) + QStringLiteral(" with faults")), zh);
            }
            for (auto* line : m_window->setupPage()->panel()->findChildren<QLineEdit*>())
                line->setText(QStringLiteral("/answer"));
            m_office->none = QLatin1String(way) != QLatin1String("joinOffice");
            inSetup<QPushButton>("go")->click();
            QTRY_VERIFY(at("workingPanel"));
            checkNames(qPrintable(QLatin1String(way) + QStringLiteral(" at work")));
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
            QTRY_VERIFY(!m_window->setupPage()->working());
            checkView(qPrintable(QLatin1String(way) + QStringLiteral(" stopped")), zh);
            m_office->holdSetup = false;
            inSetup<QPushButton>("go")->click();
            QTRY_VERIFY(at("outcomePanel"));
            checkView(qPrintable(QLatin1String(way) + QStringLiteral(" done")), zh);
            m_office->holdSetup = true;
            m_office->none = false;
            inSetup<QPushButton>("goOn")->click();
            QTRY_COMPARE(m_window->unlockPage()->profiles()->count(), 2);
            QTRY_COMPARE(m_window->currentPage(), m_window->unlockPage());
            m_window->findChild<QPushButton*>(QStringLiteral("otherOffice"))->click();
            m_office->none = true;
        }
        m_office->none = false;
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(m_window->currentPage(), m_window->unlockPage());
    }
    static bool says(QWidget* page, const QString& words) {
        for (const auto* label : page->findChildren<QLabel*>()) {
            if (label->text().contains(words)) return true;
        }
        return false;
    }
    /// Whether the canary is anywhere a person or a screen reader could find it.
    bool findsCanary() {
        const QString canary = QString::fromLatin1(fake::kCanary);
        bool found =
            m_window->windowTitle().contains(canary) || m_window->windowTitle().contains(QStringLiteral("2026-100001"));
        // Hidden widgets too: what is not shown is not forgotten.
        for (const auto* label : m_window->findChildren<QLabel*>()) {
            found = found || label->text().contains(canary) || label->toolTip().contains(canary);
        }
        for (const auto* edit : m_window->findChildren<QLineEdit*>()) found = found || edit->text().contains(canary);
        for (const auto* edit : m_window->findChildren<QPlainTextEdit*>())
            found = found || edit->toPlainText().contains(canary);
        for (const auto* view : m_window->findChildren<QAbstractItemView*>()) {
            const auto* model = view->model();
            if (model == nullptr) continue;
            for (int row = 0; row < std::min(model->rowCount(), 50); ++row) {
                for (int column = 0; column < model->columnCount(); ++column) {
                    found = found || model->index(row, column).data().toString().contains(canary);
                }
            }
        }
        visit(QAccessible::queryAccessibleInterface(m_window.get()), [&](QAccessibleInterface* node) {
            for (const auto text : {QAccessible::Name, QAccessible::Value, QAccessible::Description}) {
                found = found || node->text(text).contains(canary);
            }
        });
        return found;
    }
    /// Names and labels of what Tab reaches.
    void checkView(const char* where, bool zh) {
        checkNames(where);
        QCoreApplication::processEvents(); // what was queued for the layout
        QList<QWidget*> reached = ui::tabOrder(*m_window->currentPage());
        QVERIFY2(reached.size() > 1, where);
        for (const auto* widget : std::as_const(reached)) checkInput(where, widget, zh);
    }
    static QString wordsFor(const QWidget* widget) {
        return QStringLiteral("%1 (%2)").arg(widget->objectName(),
                                             QString::fromUtf8(widget->metaObject()->className()));
    }
    /// An input says in the language shown what it is for, and a label on the screen says it too.
    void checkInput(const char* where, const QWidget* widget, bool zh) {
        const bool input = qobject_cast<const QLineEdit*>(widget) != nullptr ||
                           qobject_cast<const QComboBox*>(widget) != nullptr ||
                           qobject_cast<const QPlainTextEdit*>(widget) != nullptr;
        if (!input) return;
        bool chinese = false;
        for (const QChar c : widget->accessibleName()) chinese = chinese || c.unicode() >= 0x4e00;
        const QString what = QString::fromUtf8(where) + u' ' + wordsFor(widget) + u' ' + widget->accessibleName();
        QVERIFY2(!widget->accessibleName().isEmpty() && chinese == zh, qPrintable(what));
        // What the filter is for stands in it while it is empty; what a language is called needs no other word.
        if (widget->objectName() == QStringLiteral("filter") || widget->objectName() == QStringLiteral("language"))
            return;
        bool labelled = false;
        for (const auto* label : m_window->findChildren<QLabel*>()) {
            labelled = labelled || (label->buddy() == widget && label->isVisible() && !label->text().isEmpty());
        }
        QVERIFY2(labelled, qPrintable(QStringLiteral("no label: ") + what));
    }
    void checkNames(const char* where) {
        visit(QAccessible::queryAccessibleInterface(m_window.get()), [&](QAccessibleInterface* node) {
            if (!isInteractive(node->role())) return;
            const QString object = node->object() != nullptr ? node->object()->objectName() : QString();
            QString line = QStringLiteral("%1: a node of role %2 has no name (%3, %4)")
                               .arg(QString::fromUtf8(where))
                               .arg(int(node->role()))
                               .arg(object, node->object() != nullptr
                                                ? QString::fromUtf8(node->object()->metaObject()->className())
                                                : QString());
            if (node->object() != nullptr && node->object()->parent() != nullptr)
                line += QStringLiteral(" in ") + node->object()->parent()->objectName();
            QVERIFY2(!node->text(QAccessible::Name).isEmpty(), qPrintable(line));
        });
    }
};

QTEST_MAIN(TestDesk)
#include "test_desk.moc"
