// SPDX-License-Identifier: GPL-3.0-or-later
// How the window behaves towards people: locking never asks, whatever is open; a warning comes before; what is copied
// does not stay; what is new is told without saying what; settings are each person's own.
#include "tests/ui/desk_test.h"
#include "ui/actions/action_registry.h"
#include "ui/actions/key_sheet.h"
#include "ui/actions/palette.h"
#include "ui/casefile/facts_page.h"
#include "ui/forms/form_editor.h"
#include "ui/list/filter_line.h"
#include "ui/presence/notifier.h"
#include "ui/presence/presence.h"
#include "ui/setup/setup_page.h"
#include "ui/shell/idle_watch.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/news_watch.h"
#include "ui/shell/settings_page.h"
#include "ui/text/clipboard.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTreeWidget>

namespace {

class FakePresence : public ui::Presence {
public:
    bool screen = false;
    bool sleep = false;
    int settledCalls = 0;
    [[nodiscard]] bool hearsScreen() const override { return screen; }
    [[nodiscard]] bool hearsSleep() const override { return sleep; }
    void settled() override { ++settledCalls; }
};

class FakeNotifier : public ui::Notifier {
public:
    QStringList lines;
    int taken = 0;
    void tell(const QString& line) override { lines << line; }
    void takeBack() override { ++taken; }
};

} // namespace

class TestManners : public fake::DeskTest {
    Q_OBJECT

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        m_presence = std::make_unique<FakePresence>();
        m_notifier = std::make_unique<FakeNotifier>();
        openWindow();
        m_window->follow(m_presence.get());
        m_window->setNotifier(m_notifier.get());
        unlock();
    }
    void cleanup() { closeWindow(); }

    /// What takes long is said in the line of state, with how far it is, and ends when a person says so.
    void whatTakesLongIsShownAndStopped() {
        auto* far = m_window->findChild<QLabel*>(QStringLiteral("longProgress"));
        auto* stop = m_window->findChild<QPushButton*>(QStringLiteral("stopLong"));
        auto* give = m_window->actions().action(QStringLiteral("office.stop"));
        QVERIFY(!far->isVisible() && !stop->isVisible() && !give->isEnabled());
        m_window->listPage()->focusList();
        auto* before = QApplication::focusWidget();
        m_office->holdLong = true;
        m_window->actions().action(QStringLiteral("office.verify"))->trigger();
        QTRY_COMPARE(far->text(), QStringLiteral("Checking every hash, signature and chain 30 %"));
        QCOMPARE(stop->accessibleName(), QStringLiteral("Stop: Checking every hash, signature and chain"));
        for (int i = 0; i < 60 && !stop->hasFocus(); ++i) QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(stop->hasFocus());
        QTest::keyClick(stop, Qt::Key_Space);
        QTRY_COMPARE(m_window->messages()->words(), QStringLiteral("! Stopped: not everything was checked."));
        QVERIFY(!far->isVisible() && !stop->isVisible() && far->text().isEmpty());
        QVERIFY(QApplication::focusWidget() != nullptr && QApplication::focusWidget()->isVisible());
        before->setFocus();

        m_office->imported.taken = 5'000;
        m_window->actions().action(QStringLiteral("reports.import"))->trigger();
        auto* dialog = m_window->findChild<QFileDialog*>(QStringLiteral("importDialog"));
        emit dialog->filesSelected({QStringLiteral("a.csv")});
        delete dialog;
        QTRY_VERIFY(far->text().contains(u','));
        QVERIFY2(far->text().startsWith(QStringLiteral("Importing reports ")), qPrintable(far->text()));
        QTRY_VERIFY(give->isEnabled());
        give->trigger();
        QTRY_VERIFY2(m_window->messages()->words().contains(QStringLiteral("Stopped. What was taken in stays")),
                     qPrintable(m_window->messages()->words()));
        // Locked meanwhile, nothing of it is left.
        m_window->actions().action(QStringLiteral("office.verify"))->trigger();
        QTRY_VERIFY(far->isVisible());
        m_window->lock({"Away.", "离开。"});
        QVERIFY(!far->isVisible() && far->text().isEmpty());
    }

    /// Dialogs of files begin where the person was last for the same kind of thing, at first among their documents.
    void dialogsOfFilesBeginWhereThePersonWas() {
        const auto beginsIn = [this](const char* action, const char* name, const QStringList& chosen) {
            this->action(action)->trigger();
            auto* dialog = m_window->findChild<QFileDialog*>(QLatin1String(name));
            if (dialog == nullptr) return QString();
            const QString folder = dialog->directory().absolutePath();
            if (!chosen.isEmpty()) emit dialog->filesSelected(chosen);
            delete dialog;
            return folder;
        };
        const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
        const QString first = QDir(documents).exists() ? documents : QDir::homePath();
        const QTemporaryDir used;
        QCOMPARE(beginsIn("reports.import", "importDialog", {used.filePath(QStringLiteral("a.csv"))}), first);
        QCOMPARE(beginsIn("office.enrolment", "enrolmentDialog", {}), first);
        QCOMPARE(beginsIn("reports.import", "importDialog", {}), used.path());
    }

    /// What came of an import is said in words that fit the number, with the place of what is wrong and its cure.
    void anImportSaysWhatCameOfIt() {
        const auto words = [this](std::uint64_t taken, std::uint64_t refused,
                                  std::vector<model::ImportProblem> problems) {
            m_office->imported.taken = taken;
            m_office->imported.refused = refused;
            m_office->imported.problems = std::move(problems);
            m_window->actions().action(QStringLiteral("reports.import"))->trigger();
            auto* dialog = m_window->findChild<QFileDialog*>(QStringLiteral("importDialog"));
            emit dialog->filesSelected({QStringLiteral("a.csv")});
            delete dialog;
        };
        words(1, 0, {});
        QTRY_COMPARE(m_window->messages()->words(), QStringLiteral("✓ 1 report was taken in."));
        const model::Text reason{"No id.", "缺编号。"}, cure{"Give one.", "请填写。"};
        words(0, 1, {{"/d/a.csv", {0, "id", reason, cure, false}}});
        QTRY_COMPARE(m_window->messages()->words(),
                     QStringLiteral("! 0 reports were taken in; 1 was not. a.csv: No id. Give one."));
        words(2, 3, {{"/d/a.csv", {4, "value", reason, cure, false}}});
        QTRY_COMPARE(m_window->messages()->words(),
                     QStringLiteral("! 2 reports were taken in; 3 were not. a.csv, line 4, value: No id. Give one."));
    }

    void locksWhenNobodyIsThere_data() {
        QTest::addColumn<ui::Away>("why");
        QTest::addColumn<QString>("said");
        QTest::newRow("sleep") << ui::Away::sleep << QStringLiteral("before the machine went to sleep");
        QTest::newRow("lock") << ui::Away::screenLock << QStringLiteral("together with the screen");
        QTest::newRow("switch") << ui::Away::userSwitch << QStringLiteral("another user");
        QTest::newRow("saver") << ui::Away::screenSaver << QStringLiteral("screen saver");
    }
    void locksWhenNobodyIsThere() {
        QFETCH(ui::Away, why);
        QFETCH(QString, said);
        emit m_presence->away(why);
        QVERIFY(!m_session->isOpen());
        QCOMPARE(m_window->currentPage(), m_window->unlockPage());
        QTRY_COMPARE(m_presence->settledCalls, 1); // once the vault is closed
        QTRY_VERIFY(says(m_window->unlockPage(), said));
        emit m_presence->away(why); // the second signal of the same thing finds it locked
        QTRY_COMPARE(m_presence->settledCalls, 2);
    }

    void whetherItLocksWithTheScreenIsSaid() {
        auto* foot = m_window->findChild<QLabel*>(QStringLiteral("keyFoot"));
        auto* hearing = m_window->findChild<QLabel*>(QStringLiteral("hearing"));
        QVERIFY(foot->text().contains(QStringLiteral("does not lock with the screen")));
        m_presence->screen = m_presence->sleep = true;
        emit m_presence->hearingChanged();
        QVERIFY(foot->text().contains(QStringLiteral("locks with the screen and before sleep")));
        QCOMPARE(hearing->text(), foot->text());
        m_languages.show(ui::Language::zh);
        QTRY_VERIFY(foot->text().contains(QStringLiteral("随之锁定")));
    }

    /// Row 6: each thing that can be open, and the lock that asks nothing.
    void locksWhateverIsOpen_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"dialog", "menu", "choices", "completions", "editor", "palette", "keys", "import"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void locksWhateverIsOpen() {
        QFETCH(QString, what);
        if (what == QLatin1String("dialog")) {
            m_window->listPage()->filterLine()->apply(QStringLiteral("stage:received"));
            m_window->listPage()->keepFilter();
            QTRY_VERIFY(!m_window->findChildren<QDialog*>().isEmpty());
        } else if (what == QLatin1String("menu")) {
            auto* menu = m_window->menuBar()->actions().first()->menu();
            menu->popup(m_window->mapToGlobal(QPoint(10, 10)));
            QTRY_VERIFY(menu->isVisible());
        } else if (what == QLatin1String("choices")) {
            press(Qt::Key_Comma, Qt::ControlModifier);
            auto* choices = m_window->settings()->findChild<QComboBox*>(QStringLiteral("idleMinutes"));
            choices->showPopup();
            QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
        } else if (what == QLatin1String("completions")) {
            press(Qt::Key_F, Qt::ControlModifier);
            QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("stage:"));
        } else if (what == QLatin1String("editor")) {
            openFirstCase();
            auto* facts = m_window->caseFile()->findChild<QLineEdit*>();
            QVERIFY(facts != nullptr);
            facts->setFocus();
            QTest::keyClicks(facts, QStringLiteral("half written"));
        } else if (what == QLatin1String("palette")) {
            press(Qt::Key_K, Qt::ControlModifier);
        } else if (what == QLatin1String("keys")) {
            press(Qt::Key_F1);
        } else {
            m_office->holdPages = true; // a reader that does not come back
            m_window->listPage()->refresh();
        }
        QElapsedTimer took;
        took.start();
        m_session->lock({"Locked", "已锁定"});
        const auto milliseconds = took.elapsed();
        m_office->holdPages = false;
        QVERIFY(!m_session->isOpen());
        QCOMPARE(m_window->currentPage(), m_window->unlockPage());
        QVERIFY(QApplication::activePopupWidget() == nullptr);
        for (const auto* top : QApplication::topLevelWidgets())
            QVERIFY2(top == m_window.get() || !top->isVisible(), top->metaObject()->className());
        QVERIFY2(milliseconds < 2000, qPrintable(QString::number(milliseconds))); // it did not wait for anybody
        QCOMPARE(m_window->findChildren<QDialog*>().size(), 0);
        unlock(); // and all of it goes on
    }

    void aWarningComesBeforeAndAnyKeyPostponesIt() {
        auto& watch = m_window->idleWatch();
        QSignalSpy countdown(&watch, &ui::IdleWatch::countdown);
        QSignalSpy idle(&watch, &ui::IdleWatch::idle);
        watch.startMs(60'000, 59'950); // the warning begins at once, the end is far away
        QTRY_VERIFY(!countdown.isEmpty());
        QVERIFY(countdown.last().at(0).toInt() > 0);
        press(Qt::Key_Shift);
        QCOMPARE(countdown.last().at(0).toInt(), 0);
        QVERIFY(idle.isEmpty());
        watch.startMs(100, 90);
        QTRY_COMPARE(idle.size(), 1);
        QVERIFY(!m_session->isOpen());
        QVERIFY(m_session->lockReason().en.find("without a key") != std::string::npos);
    }

    void whatIsCopiedIsMarkedAndTakenOff() {
        openFirstCase();
        auto* line = m_window->caseFile()->findChild<QLineEdit*>();
        line->setText(QStringLiteral("copied words"));
        line->setFocus();
        QTest::keyClick(line, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(line, Qt::Key_C, Qt::ControlModifier);
        const auto* data = QApplication::clipboard()->mimeData();
        QCOMPARE(data->text(), QStringLiteral("copied words"));
        QCOMPARE(data->data(QLatin1String(ui::Clipboard::kHint)), QByteArray("secret"));
        m_session->lock({"Locked", "已锁定"});
        QVERIFY(QApplication::clipboard()->text().isEmpty());
        // What is copied while it is locked is nobody's secret, and is left alone.
        QApplication::clipboard()->setText(QStringLiteral("a shopping list"));
        QVERIFY(!QApplication::clipboard()->mimeData()->hasFormat(QLatin1String(ui::Clipboard::kHint)));
        unlock();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("a shopping list"));
    }

    void whatIsCopiedLeavesAfterAWhileWhereAsked() {
        ui::Clipboard clipboard;
        clipboard.guard(1);
        QApplication::clipboard()->setText(QStringLiteral("soon gone"));
        QTRY_VERIFY_WITH_TIMEOUT(QApplication::clipboard()->text().isEmpty(), 10'000);
    }

    void newThingsAreToldWithoutSayingWhat() {
        auto& news = m_window->news();
        QSignalSpy came(&news, &ui::NewsWatch::came);
        news.setWatched(false);
        m_window->listPage()->table()->selectRow(4);
        QTRY_VERIFY(m_window->listPage()->currentCase().has_value());
        const auto chosen = m_window->listPage()->currentCase();
        const int asked = m_office->rowsAsked;
        find(3);
        QTRY_COMPARE(came.size(), 1);
        QCOMPARE(m_notifier->lines, QStringList{QStringLiteral("3 new items")});
        QTRY_VERIFY(m_office->rowsAsked > asked); // the list is asked anew
        QTRY_VERIFY(m_window->settled());
        QCOMPARE(m_window->listPage()->currentCase(), chosen); // and the person stays where they were
        find(2);                                               // within ten minutes: counted, not told
        QTRY_COMPARE(came.size(), 2);
        QCOMPARE(m_notifier->lines.size(), 1);
        news.setWatched(true); // they look: it is taken back
        QVERIFY(m_notifier->taken > 0);
        find(1);
        QTRY_COMPARE(came.size(), 3);
        QCOMPARE(m_notifier->lines.size(), 1); // who looks is told by the list
    }

    void notificationsCanBeOff() {
        choose<QCheckBox>("notifications", [](QCheckBox* box) { QTest::keyClick(box, Qt::Key_Space); });
        QSignalSpy came(&m_window->news(), &ui::NewsWatch::came);
        m_window->news().setWatched(false);
        find(3);
        QTRY_COMPARE(came.size(), 1);
        QVERIFY(m_notifier->lines.isEmpty());
    }

    void itLooksByItself() {
        auto& news = m_window->news();
        const int before = m_office->looks;
        news.setInterval(10);
        QTRY_VERIFY(m_office->looks > before + 1);
        news.setInterval(30'000);
        QTRY_VERIFY(m_session->quiet()); // no look is on its way
        const int then = m_office->looks;
        m_session->lock({"Locked", "已锁定"});
        news.look(); // a locked office is not looked into
        unlock();
        QCOMPARE(m_office->looks.load(), then);
    }

    void whatIsDueIsSaidAtUnlock() {
        QVERIFY(m_window->messages()->words().isEmpty());
        m_session->lock({"Locked", "已锁定"});
        m_office->dueToday = 3;
        unlock();
        QTRY_VERIFY(
            m_window->messages()->words().endsWith(QStringLiteral("3 of your cases are due today or overdue.")));
    }

    void settingsArePersonsOwnAndStay() {
        choose<QComboBox>("idleMinutes", [](QComboBox* box) { QTest::keyClick(box, Qt::Key_Down); });
        choose<QComboBox>("clipboardSeconds", [](QComboBox* box) { QTest::keyClick(box, Qt::Key_Down); });
        QCOMPARE(m_window->settings()->settings().idleMinutes, 15);
        const auto kept = [this] {
            const std::lock_guard guard(m_office->mutex);
            return m_office->drafts[ui::kDeskSettings];
        };
        QTRY_COMPARE(kept(), std::string("idle 15\nclipboard 30\nnotifications 1\n"));
        m_session->lock({"Locked", "已锁定"});
        unlock();
        QCOMPARE(m_window->settings()->settings(), (ui::DeskSettings{15, 30, true}));
        // What nobody wrote changes nothing.
        const ui::DeskSettings usual;
        for (const char* text : {"", "idle", "idle x\nclipboard -1", "idle 999999\nnotifications 2\nfoo 1\n"})
            QCOMPARE(ui::parseSettings(text, usual), usual);
    }

    void thePaletteFindsByPinyin_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("id");
        const auto row = [](const char* typed, const char* id) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << id;
        };
        row("lock", "session.lock");
        row("锁定", "session.lock");
        row("suoding", "session.lock");
        row("sd", "session.lock");
        row("tuichu", "app.quit");
        row("tc", "app.quit");
        row("quit", "app.quit");
        row("daorujubao", "reports.import");
        row("drjb", "reports.import");
        row("import rep", "reports.import");
        row("heyan", "office.verify");
        row("核验", "office.verify");
        row("shezhi", "view.settings");
        row("sz", "view.settings");
        row("bangongshirenyuan", "view.people");
        row("bgsry", "view.people");
        row("people", "view.people");
        row("anjianliebiao", "view.list");
        row("ajlb", "view.list");
        row("kuaijiejian", "help.keys");
        row("tianjiabeizhu", "case.note");
        row("tjbz", "case.note");
        row("zhipairenyuan", "case.assign");
        row("chazhao", "help.palette");
    }
    void thePaletteFindsByPinyin() {
        QFETCH(QString, typed);
        QFETCH(QString, id);
        auto* palette = m_window->findChild<ui::Palette*>();
        press(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(m_session->quiet()); // the pinyin is learned
        auto* line = palette->findChild<QLineEdit*>();
        line->setText(typed);
        const auto name = m_window->actions().action(id)->text().remove(u'&');
        const auto* list = palette->findChild<QListWidget*>();
        bool found = false;
        for (int i = 0; i < list->count(); ++i) found |= list->item(i)->text().startsWith(name);
        QVERIFY2(found, qPrintable(name));
    }

    /// Keys that work in one part of the window only are found in the palette as well.
    void thePaletteKnowsKeysOfParts() {
        press(Qt::Key_K, Qt::ControlModifier);
        auto* palette = m_window->findChild<ui::Palette*>();
        palette->findChild<QLineEdit*>()->setText(QStringLiteral("next case"));
        const auto* list = palette->findChild<QListWidget*>();
        bool found = false;
        for (int i = 0; i < list->count(); ++i)
            found |= list->item(i)->text().contains(QStringLiteral("J / ↓ — In the list"));
        QVERIFY(found);
    }

    void theSheetBeginsWithTheKeysOfTheView() {
        press(Qt::Key_F1);
        const auto* tree = m_window->findChild<ui::KeySheet*>()->findChild<QTreeWidget*>();
        QCOMPARE(tree->topLevelItem(0)->text(0), QStringLiteral("In the list"));
        press(Qt::Key_Escape);
        openFirstCase();
        press(Qt::Key_F1);
        QVERIFY(tree->topLevelItem(0)->text(0) != QStringLiteral("In the list"));
        // All of the registry's keys are there, each once.
        int lines = 0;
        for (int i = 0; i < tree->topLevelItemCount(); ++i) lines += tree->topLevelItem(i)->childCount();
        int keys = static_cast<int>(m_window->actions().notes().size());
        for (const auto& entry : m_window->actions().entries()) keys += entry.action->shortcuts().isEmpty() ? 0 : 1;
        QCOMPARE(lines, keys);
    }

    /// A folder that cannot be one is said when its line is left, while the other lines are still empty.
    void aWrongFolderIsSaidAtItsLine() {
        m_office->placeFault = {
            model::Code::usage, {"The folder is not empty", "文件夹不为空"}, {"Choose a new one", "请选择新的"}};
        m_session->lock({"Locked", "已锁定"});
        m_window->findChild<QPushButton*>(QStringLiteral("otherOffice"))->click();
        inSetup<QPushButton>("way-found")->click();
        auto* folder = inSetup<QLineEdit>("folder");
        folder->setText(QStringLiteral("/usr"));
        QTest::keyClick(folder, Qt::Key_Tab);
        QTRY_COMPARE(inSetup<QLabel>("folderNote")->text(),
                     QStringLiteral("✕ The folder is not empty. Choose a new one."));
        QVERIFY(!folder->hasFocus()); // the person goes on typing where they are
        inSetup<QPushButton>("go")->click();
        QVERIFY(inSetup<QLabel>("folderNote")->text().contains(QStringLiteral("not empty")));
        m_office->placeFault.reset();
        folder->setText(QStringLiteral("/usr/office"));
        folder->setFocus();
        QTest::keyClick(folder, Qt::Key_Tab);
        QTRY_VERIFY(!inSetup<QLabel>("folderNote")->text().contains(u'✕'));
    }

    /// Row 55: at 640 x 400, which is 1280 x 800 at 200 %, every page fits, and so does whatever an action opens.
    void everythingFitsTheScreen_data() {
        QTest::addColumn<QSize>("size");
        QTest::newRow("1280x720") << QSize(1280, 720);
        QTest::newRow("640x400") << QSize(640, 400);
    }
    void everythingFitsTheScreen() {
        QFETCH(QSize, size);
        m_window->resize(size);
        const auto fits = [&](const char* what) {
            const auto* page = m_window->currentPage();
            const QSize least = page->minimumSizeHint();
            QVERIFY2(m_window->size() == size, what);
            QVERIFY2(least.width() <= page->width() && least.height() <= page->height(),
                     qPrintable(QStringLiteral("%1 needs %2 x %3 and has %4 x %5")
                                    .arg(QLatin1String(what))
                                    .arg(least.width())
                                    .arg(least.height())
                                    .arg(page->width())
                                    .arg(page->height())));
        };
        for (const auto language : {ui::Language::en, ui::Language::zh}) {
            m_languages.show(language);
            press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
            fits("people");
            press(Qt::Key_Comma, Qt::ControlModifier);
            fits("settings");
            openFirstCase();
            fits("case");
            opensNothingLarger(size);
            m_window->showList();
            QTRY_VERIFY(m_window->settled());
            m_window->listPage()->table()->selectRow(0);
            fits("list");
            opensNothingLarger(size);
        }
        m_session->lock({"Locked", "已锁定"});
        fits("unlock");
    }

private:
    /// Whatever the actions with … in their names open now is no larger than the window.
    void opensNothingLarger(const QSize& size) {
        const auto page = m_window->currentPage();
        for (const auto& entry : m_window->actions().entries()) {
            if (!entry.action->isEnabled() || !entry.action->text().endsWith(u'…')) continue;
            if (entry.spec.id == QLatin1String("office.verify")) continue; // asks nothing
            entry.action->trigger();
            for (auto* dialog : m_window->findChildren<QDialog*>()) {
                const QSize least = dialog->minimumSizeHint();
                QVERIFY2(least.width() <= size.width() && least.height() <= size.height(), qPrintable(entry.spec.id));
                delete dialog;
            }
            for (const char* name : {"palette", "keySheet"}) {
                auto* over = m_window->findChild<QWidget*>(QLatin1String(name));
                QVERIFY2(m_window->rect().contains(over->geometry()) || !over->isVisible(), name);
                over->hide();
            }
            if (m_window->currentPage() != page) return; // it leads to another page, which is looked at itself
        }
    }
    void unlock() {
        m_session->unlock(m_office->me, fake::secret());
        QTRY_VERIFY(m_session->isOpen());
        QTRY_VERIFY(m_window->settled()); // which may be a filter that shows nothing
    }
    template <typename Widget>
    Widget* inSetup(const char* name) {
        for (auto* widget : m_window->setupPage()->findChildren<Widget*>(QLatin1String(name))) {
            if (widget->isVisible()) return widget;
        }
        qFatal("%s is not shown", name);
    }
    void openFirstCase() {
        m_window->openCase(fake::caseOf(1));
        QTRY_VERIFY(m_window->caseFile()->open().view() != nullptr);
        m_window->caseFile()->showTab(ui::CaseFilePage::facts);
        QTRY_VERIFY(m_window->settled());
    }
    /// The next look finds this many things.
    void find(std::uint64_t items) {
        QTRY_VERIFY(m_session->quiet());
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->news = {items, {}, false};
        }
        m_window->news().look();
    }
    template <typename Widget, typename Do>
    void choose(const char* name, Do choice) {
        press(Qt::Key_Comma, Qt::ControlModifier);
        QTRY_COMPARE(m_window->currentPage(), m_window->settings());
        auto* widget = m_window->settings()->findChild<Widget*>(QLatin1String(name));
        widget->setFocus();
        choice(widget);
    }
    static bool says(QWidget* page, const QString& words) {
        for (const auto* label : page->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(words)) return true;
        }
        return false;
    }

    std::unique_ptr<FakePresence> m_presence;
    std::unique_ptr<FakeNotifier> m_notifier;
};

QTEST_MAIN(TestManners)
#include "test_manners.moc"
