// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of the office and its log in the desk's window, by keyboard, over an office of values.
#include "tests/ui/desk_test.h"
#include "ui/list/filter_line.h"
#include "ui/list/view_bar.h"
#include "ui/log/log_filter.h"
#include "ui/log/log_model.h"
#include "ui/log/log_page.h"
#include "ui/overview/bar.h"
#include "ui/overview/bar_chart.h"
#include "ui/overview/overview_page.h"
#include "ui/overview/overview_section.h"
#include "ui/overview/paper.h"
#include "ui/overview/period_choice.h"
#include "ui/overview/table_twin.h"
#include "ui/overview/tile_row.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/row_table.h"

#include <QAbstractItemModelTester>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>

namespace {

QStringList announced;

void listen(QAccessibleEvent* event) {
    if (event->type() == QAccessible::Announcement)
        announced << static_cast<QAccessibleAnnouncementEvent*>(event)->message();
}

} // namespace

class TestOverviewPages : public fake::DeskTest {
    Q_OBJECT

private slots:
    void initTestCase() { beginAll(); }

    void init() {
        makeOffice();
        m_office->vocabulary->values[model::FilterField::assigned].push_back(
            {m_office->me.hex(), model::same("Officer Canary"), {}, {}, {}});
        openWindow({1280, 800});
        announced.clear();
    }
    void cleanup() {
        m_office->holdOverview = false;
        QAccessible::installUpdateHandler(nullptr);
        closeWindow();
    }

    /// The board is one key away from the list, and every bar of it leads to its cases.
    void fromABarToItsCases() {
        open();
        QTest::keyClick(m_window->focusWidget(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), page());
        QTRY_VERIFY(page()->overview().has_value());
        auto* board = page()->section(QStringLiteral("load"));
        auto* first = bar(board);
        QVERIFY(first != nullptr);
        QCOMPARE(first->accessibleName(), QStringLiteral("Officer Canary, Open: 18")); // of the vocabulary
        first->setFocus(Qt::TabFocusReason);
        QTest::keyClick(first, Qt::Key_Right); // the overdue ones of the same person
        auto* overdue = qobject_cast<ui::Bar*>(m_window->focusWidget());
        QVERIFY(overdue != nullptr);
        QCOMPARE(overdue->accessibleName(), QStringLiteral("Officer Canary, Overdue: 3"));
        QTest::keyClick(overdue, Qt::Key_Left);
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Down);
        QCOMPARE(qobject_cast<ui::Bar*>(m_window->focusWidget())->accessibleName(), QStringLiteral("nobody, Open: 2"));
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Home);
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), m_window->listPage());
        const auto filter = m_window->listPage()->cases()->filter();
        QCOMPARE(filter.conditions.size(), std::size_t(1));
        QCOMPARE(filter.conditions.front().values.front(), m_office->me.hex());
        // And back.
        QTest::keyClick(m_window->focusWidget(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), page());
    }

    /// Only one bar of a chart is in the order of Tab; the keyboard stays on it when numbers change.
    void tabEntersAChartOnce() {
        open();
        show();
        for (const char* id : {"weeks", "minerals", "load"}) {
            const auto& bars = page()->section(QLatin1String(id))->chart()->bars();
            QVERIFY(bars.size() > 1);
            QCOMPARE(std::ranges::count(bars, Qt::StrongFocus, &ui::Bar::focusPolicy), 1);
        }
        auto* weeks = page()->section(QStringLiteral("weeks"))->chart();
        bar(page()->section(QStringLiteral("weeks")))->setFocus(Qt::TabFocusReason);
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Right);
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Right);
        auto* here = m_window->focusWidget();
        QCOMPARE(here, weeks->bars()[4]);
        const int asked = m_office->overviewsAsked;
        m_session->noteChanged({});
        QTRY_VERIFY(m_office->overviewsAsked > asked && page()->settled());
        QCOMPARE(m_window->focusWidget(), here);
        QCOMPARE(std::ranges::count(weeks->bars(), Qt::StrongFocus, &ui::Bar::focusPolicy), 1);
    }

    void tablesAreTheSameNumbers() {
        open();
        show();
        QTest::keyClick(m_window->focusWidget(), Qt::Key_T, Qt::ControlModifier);
        QCOMPARE(announced.last(), QStringLiteral("Tables are shown"));
        for (auto* section : page()->findChildren<ui::OverviewSection*>()) {
            if (section->table().rows.empty()) continue;
            QVERIFY(section->twin()->isVisibleTo(section));
            if (section->chart() != nullptr) QVERIFY(!section->chart()->isVisibleTo(section));
            auto* model = section->twin()->model();
            QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
            QCOMPARE(model->rowCount(), static_cast<int>(section->table().rows.size()));
            for (int row = 0; row < model->rowCount(); ++row) {
                for (int column = 0; column < model->columnCount(); ++column) {
                    const auto index = model->index(row, column);
                    QVERIFY(index.data(Qt::AccessibleTextRole).toString().contains(index.data().toString()));
                }
            }
        }
        auto* twin = page()->section(QStringLiteral("minerals"))->twin();
        twin->setFocus(Qt::TabFocusReason);
        twin->setCurrentIndex(twin->model()->index(1, 1));
        QCOMPARE(twin->currentIndex().data(Qt::AccessibleTextRole).toString(), QStringLiteral("gallium, Reports: 71"));
        QTest::keyClick(twin, Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), m_window->listPage());
        QCOMPARE(m_window->listPage()->filterLine()->text(), QStringLiteral("mineral:gallium"));
    }

    void whatIsHiddenSaysWhy() {
        open();
        show();
        auto* section = page()->section(QStringLiteral("minerals"));
        auto* hidden = section->chart()->bars()[2];
        QVERIFY(hidden->accessibleName().contains(QStringLiteral("not shown")));
        QVERIFY(section->table().note.en.contains("2 groups are not shown, 5 reports together"));
        hidden->setFocus(Qt::OtherFocusReason);
        QTest::keyClick(hidden, Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), page()); // there is no list to open
        QVERIFY(m_window->messages()->words().contains(QStringLiteral("who reported")));
        // A division that is withheld shows no group at all.
        QVERIFY(page()->section(QStringLiteral("violations"))->table().rows.empty());
        QVERIFY(!page()->section(QStringLiteral("violations"))->table().note.empty());
    }

    void theOldestOpensItsCase() {
        open();
        show();
        auto* twin = page()->section(QStringLiteral("oldest"))->twin();
        twin->setFocus(Qt::TabFocusReason);
        twin->setCurrentIndex(twin->model()->index(0, 0));
        QTest::keyClick(twin, Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), m_window->caseFile());
        QTRY_VERIFY(m_window->caseFile()->open().view() != nullptr);
        QCOMPARE(m_window->caseFile()->open().id(), fake::caseOf(1));
    }

    /// Old numbers stay while new ones are computed, and it is said that they are old.
    void oldNumbersStayUntilNewOnesCome() {
        open();
        show();
        QVERIFY(state().contains(QStringLiteral("computed at")));
        m_office->holdOverview = true;
        m_session->noteChanged({});
        QTRY_VERIFY(state().contains(QStringLiteral("computing")));
        QVERIFY(page()->tiles()->tiles().front()->number() == QStringLiteral("1000"));
        m_office->holdOverview = false;
        QTRY_VERIFY(page()->settled());
        QVERIFY(!state().contains(QStringLiteral("computing")));
        // A page that is not shown computes when it is shown again.
        m_window->showList();
        QTRY_VERIFY(m_window->settled());
        const int asked = m_office->overviewsAsked;
        m_session->noteChanged({});
        QTRY_VERIFY(m_session->quiet());
        QCOMPARE(m_office->overviewsAsked.load(), asked);
        show();
        QVERIFY(m_office->overviewsAsked > asked);
    }

    void anotherPeriod() {
        open();
        show();
        auto* kinds = page()->period()->kinds();
        kinds->setFocus(Qt::TabFocusReason);
        const int asked = m_office->overviewsAsked;
        QTest::keyClick(kinds, Qt::Key_End); // days of my own begin with those shown
        QTRY_VERIFY(m_office->overviewsAsked > asked && page()->settled());
        QTest::keyClick(kinds, Qt::Key_Up); // the last twelve weeks
        QTRY_VERIFY(page()->settled() && page()->overview()->weeks.size() == 12);
        QVERIFY(announced.last().contains(QStringLiteral("days in China")));
    }

    void saves() {
        open();
        show();
        QTemporaryDir folder;
        const auto save = [&](const char* action, const QString& name) {
            m_window->actions().action(QLatin1String(action))->trigger();
            auto* dialog = page()->findChild<QFileDialog*>(QStringLiteral("saveDialog"));
            if (dialog == nullptr) return QByteArray();
            const QString path = folder.filePath(name);
            emit dialog->fileSelected(path);
            dialog->close();
            if (!QTest::qWaitFor([&] { return QFile::exists(path) && m_session->quiet(); }, 10'000))
                return QByteArray();
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QByteArray csv = save("overview.csv", QStringLiteral("a.csv"));
        QVERIFY(csv.startsWith("\xEF\xBB\xBFTable,Row,Column,Number,Filter\r\n"));
        QVERIFY(csv.contains("Reports by mineral,gallium,Reports,71,mineral:gallium\r\n"));
        QVERIFY(csv.contains("tungsten,Reports,not shown,\r\n"));
        QVERIFY(m_window->messages()->words().contains(QStringLiteral("Saved as")));
        const QByteArray pdf = save("overview.pdf", QStringLiteral("a.pdf"));
        QVERIFY(pdf.startsWith("%PDF-") && pdf.size() > 4'000);
    }

    void lockingEmptiesBoth() {
        open();
        show();
        m_window->actions().action(QStringLiteral("view.log"))->trigger();
        QTRY_VERIFY(log()->settled() && log()->entries()->rowCount() == 1000);
        m_window->lock({"Locked", "已锁定"});
        QTRY_COMPARE(m_window->currentPage(), m_window->unlockPage());
        QVERIFY(!page()->overview() && page()->tiles()->tiles().empty());
        for (auto* section : page()->findChildren<ui::OverviewSection*>()) QVERIFY(section->table().rows.empty());
        QCOMPARE(log()->entries()->rowCount(), 0);
        QCOMPARE(log()->filter()->findChild<QComboBox*>(QStringLiteral("logPerson"))->count(), 1);
        for (const auto* widget : m_window->findChildren<QWidget*>())
            QVERIFY2(!widget->accessibleName().contains(QLatin1String(fake::kCanary)) &&
                         !widget->accessibleName().contains(QStringLiteral("Officer Canary")),
                     qPrintable(widget->objectName()));
    }

    void everyNumberHasANameInBothLanguages() {
        open();
        show();
        ui::LanguageSwitch languages;
        for (const auto language : {ui::Language::zh, ui::Language::en}) {
            languages.show(language);
            QTRY_VERIFY(page()->settled());
            for (const auto* one : page()->findChildren<ui::Bar*>()) QVERIFY(!one->accessibleName().isEmpty());
            for (const auto* one : page()->findChildren<ui::Tile*>()) QVERIFY(!one->accessibleName().isEmpty());
            QTRY_COMPARE(page()->section(QStringLiteral("load"))->chart()->accessibleName(),
                         language == ui::Language::zh ? QStringLiteral("各人员在办案件")
                                                      : QStringLiteral("Open cases by person"));
        }
    }

    void theLogKeepsItsPromises() {
        open();
        {
            ui::LogModel model(*m_session);
            QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
            model.ask({});
            QTRY_VERIFY(!model.loading() && model.entry(0) != nullptr);
            QCOMPARE(model.rowCount(), 1000);
            model.refresh();
            QTRY_VERIFY(!model.loading());
            model.clear();
        }
        ui::LogModel model(*m_session);
        QSignalSpy arrived(&model, &ui::LogModel::arrived);
        m_office->logEntries = 1'000'000;
        model.ask({});
        QTRY_VERIFY(!model.loading());
        QCOMPARE(model.rowCount(), 1'000'000);
        QCOMPARE(arrived.first().first().value<qsizetype>(), qsizetype(ui::LogModel::kFirstEntries));
        QVERIFY(model.entry(500'000) == nullptr);
        QCOMPARE(model.index(500'000, ui::LogModel::what).data().toString(), QStringLiteral("…"));
        QTRY_VERIFY(model.entry(500'000) != nullptr);
        QCOMPARE(model.entry(500'000)->key, std::int64_t(500'000));
        // Looking through it keeps a few pages and no more.
        for (int row = 0; row < 100'000; row += 1'999) {
            (void)model.entry(row);
            QTRY_VERIFY(model.entry(row) != nullptr);
        }
        QVERIFY(model.entry(500'000) == nullptr);
        QTRY_VERIFY(m_session->quiet());
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void theLogByKeyboard() {
        open();
        QTest::keyClick(m_window->focusWidget(), Qt::Key_9, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), log());
        QTRY_VERIFY(log()->settled() && log()->entries()->rowCount() == 1000);
        QVERIFY(log()->table()->hasFocus());
        QVERIFY(!log()->table()->currentIndex().isValid()); // nothing is selected by itself
        QVERIFY(announced.contains(QStringLiteral("1,000 entries")));
        QTest::keyClick(log()->table(), Qt::Key_Down);
        QTest::keyClick(log()->table(), Qt::Key_Return); // the newest entry is one of the register
        QVERIFY(m_window->messages()->words().contains(QStringLiteral("register")));
        QTest::keyClick(log()->table(), Qt::Key_Down);
        QTest::keyClick(log()->table(), Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), m_window->caseFile());
        QCOMPARE(m_window->caseFile()->tabs()->currentIndex(), int(ui::CaseFilePage::history));
        QTRY_VERIFY(m_window->settled());
    }

    void theLogIsFiltered() {
        open();
        m_window->actions().action(QStringLiteral("view.log"))->trigger();
        QTRY_VERIFY(log()->settled() && log()->entries()->rowCount() == 1000);
        auto* from = log()->filter()->findChild<QLineEdit*>(QStringLiteral("logFirst"));
        from->setFocus(Qt::TabFocusReason);
        QTest::keyClicks(from, QStringLiteral("2026-13"));
        QTest::keyClick(from, Qt::Key_Return);
        auto* fault = log()->filter()->findChild<QLabel*>(QStringLiteral("logFault"));
        QVERIFY(fault->isVisible() && fault->text().contains(QStringLiteral("2026-13")));
        const auto asked = queries();
        from->clear();
        QTest::keyClicks(from, QStringLiteral("2026-03-01"));
        QTest::keyClick(from, Qt::Key_Return);
        QTRY_VERIFY(queries() > asked && log()->settled());
        QVERIFY(!fault->isVisible());
        QVERIFY(last().first == model::parseDate("2026-03-01"));
        auto* kind = log()->filter()->findChild<QComboBox*>(QStringLiteral("logKind"));
        kind->setFocus(Qt::TabFocusReason);
        kind->setCurrentIndex(kind->findData(QStringLiteral("note.added")));
        emit kind->activated(kind->currentIndex());
        QTRY_VERIFY(log()->settled() && log()->entries()->rowCount() == 0);
        QVERIFY(last().kinds == std::vector<std::string>{"note.added"});
        kind->setCurrentIndex(0);
        emit kind->activated(0);
        auto* reference = log()->filter()->caseLine();
        reference->setFocus(Qt::TabFocusReason);
        QTest::keyClicks(reference, QStringLiteral("2026"));
        QTest::keyClick(reference, Qt::Key_Return);
        // The office of values has a thousand cases whatever is asked: which one is meant must be said.
        QTRY_VERIFY(m_window->messages()->words().contains(QStringLiteral("Several cases")));
    }

    /// What each sees first: an auditor the log, the others their list; nobody is kept from the rest.
    void rolesBeginAtTheirHome() {
        m_office->registered->people[m_office->me].roles = {model::Role::auditor};
        open();
        QTRY_COMPARE(m_window->currentPage(), log());
        QTRY_VERIFY(log()->settled());
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_window->currentPage(), m_window->listPage());
        QTest::keyClick(m_window->focusWidget(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), log());
        QTest::keyClick(m_window->focusWidget(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), page());
    }

    /// Among the views the pages of the office are opened with Enter; moving over them opens nothing.
    void viewsLeadToThePages() {
        open();
        auto* views = m_window->listPage()->views();
        views->setFocus(Qt::TabFocusReason);
        QTest::keyClick(views, Qt::Key_End);
        QCOMPARE(views->currentItem()->text(0), QStringLiteral("Log of the office"));
        QCOMPARE(m_window->currentPage(), m_window->listPage());
        QTest::keyClick(views, Qt::Key_Up); // what is due
        QTest::keyClick(views, Qt::Key_Up);
        QTest::keyClick(views, Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), page());
    }

private:
    void open() {
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QAccessible::installUpdateHandler(listen);
        m_session->unlock(m_office->me, fake::secret());
        QTRY_VERIFY(m_session->isOpen() && m_window->settled());
    }
    void show() {
        m_window->actions().action(QStringLiteral("view.overview"))->trigger();
        QTRY_VERIFY(page()->overview().has_value() && page()->settled());
    }
    [[nodiscard]] ui::OverviewPage* page() const { return m_window->overviewPage(); }
    [[nodiscard]] ui::LogPage* log() const { return m_window->logPage(); }
    [[nodiscard]] QString state() const { return page()->findChild<QLabel*>(QStringLiteral("overviewState"))->text(); }
    static ui::Bar* bar(ui::OverviewSection* section) { return qobject_cast<ui::Bar*>(section->shown()); }
    std::size_t queries() {
        const std::lock_guard guard(m_office->mutex);
        return m_office->logQueries.size();
    }
    model::LogQuery last() {
        const std::lock_guard guard(m_office->mutex);
        return m_office->logQueries.back();
    }
};

QTEST_MAIN(TestOverviewPages)
#include "test_overview.moc"
