// SPDX-License-Identifier: GPL-3.0-or-later
// The windowed list: it never waits, drops what is late, keeps the selection; and the keys of the filter and the list.
#include "tests/ui/fake_office.h"
#include "ui/list/case_list_model.h"
#include "ui/list/case_list_view.h"
#include "ui/list/filter_line.h"
#include "ui/list/list_page.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QRegularExpression>
#include <QTest>

class TestList : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::light); }

    void init() {
        // The one warning that is let pass is Qt's own, of a platform without a window manager.
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_office = std::make_shared<fake::Office>();
        m_session = std::make_unique<ui::Session>(std::make_unique<fake::Gate>(m_office));
    }
    void cleanup() {
        m_office->holdPages = false;
        m_session.reset();
    }

    void theModelKeepsItsPromises() {
        open();
        ui::CaseListModel model(*m_session);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFilter({});
        QTRY_COMPARE(model.rowCount(), 1000);
        QTRY_VERIFY(model.row(0) != nullptr);
        QCOMPARE(model.index(0, ui::CaseListModel::reference).data().toString(), QStringLiteral("2026-101000"));
        QSignalSpy wanted(&model, &ui::CaseListModel::orderWanted);
        model.sort(ui::CaseListModel::reference, Qt::AscendingOrder);
        QCOMPARE(wanted.size(), 1); // the filter line says it, and then the model is told
        model.setFilter(model::parseFilter("sort:reference").value().filter);
        QTRY_COMPARE(model.rowId(0), 1);
        model.refresh();
        QTRY_VERIFY(model.row(0) != nullptr);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void aPageThatIsNotHereIsAPlaceholder() {
        m_office->rows = 1'000'000;
        open();
        ui::CaseListModel model(*m_session);
        model.setFilter({});
        QTRY_COMPARE(model.rowCount(), 1'000'000);
        m_office->holdPages = true;
        QElapsedTimer clock;
        clock.start();
        QVERIFY(model.row(500'000) == nullptr);
        QCOMPARE(model.index(500'000, ui::CaseListModel::title).data().toString(), QStringLiteral("…"));
        QVERIFY2(clock.elapsed() < 100, "the GUI thread waited for a page");
        m_office->holdPages = false;
        QTRY_VERIFY(model.row(500'000) != nullptr);
    }

    void whatIsOnItsWayIsNotAskedForAgain() {
        open();
        ui::CaseListModel model(*m_session);
        model.setFilter({});
        QTRY_VERIFY(!model.loading());
        const int before = m_office->pagesAsked;
        // A view that asks at every turn of the loop, as one that scrolls does.
        QElapsedTimer clock;
        clock.start();
        while (model.row(500) == nullptr && clock.elapsed() < 5'000) QCoreApplication::processEvents();
        QVERIFY(model.row(500) != nullptr);
        QCOMPARE(m_office->pagesAsked - before, 1);
    }

    void theFirstRowsComeBeforeTheRest() {
        m_office->rows = 100'000;
        open();
        ui::CaseListModel model(*m_session);
        QSignalSpy arrived(&model, &ui::CaseListModel::rowsArrived);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.setFilter({});
        QTRY_VERIFY(!model.loading());
        QCOMPARE(arrived.size(), 2);
        QCOMPARE(arrived.first().first().value<qsizetype>(), qsizetype(ui::CaseListModel::kFirstRows));
        QCOMPARE(inserted.size(), 1); // not reset: what was selected meanwhile stays
        QCOMPARE(model.rowCount(), 100'000);
        // The last page of the first rows was not whole.
        (void)model.row(static_cast<int>(ui::CaseListModel::kFirstRows));
        QTRY_VERIFY(model.row(static_cast<int>(ui::CaseListModel::kFirstRows)) != nullptr);
    }

    void whatSearchDoesNotFindYetIsSaid() {
        m_office->rows = 3;
        open();
        ui::ListPage page(*m_session);
        page.start();
        QTRY_COMPARE(page.cases()->rowCount(), 3);
        // The page has asked for its filters, and behind every command what is left is indexed: let that be over. Two
        // questions, because the first may come between the command and its indexing.
        QTRY_VERIFY(m_session->quiet());
        for (int i = 0; i < 2; ++i) {
            bool answered = false;
            m_session->inspect(&page, [&](const auto&) { answered = true; });
            QTRY_VERIFY(answered);
        }
        m_office->unsearchable = 5'000; // an import has just ended
        page.cases()->setFilter(model::parseFilter("word").value().filter);
        QTRY_COMPARE(page.cases()->unsearchable(), std::uint64_t(5'000));
        // What is left is indexed behind any command, and the search asked again.
        m_session->write(&page, [](ui::WriterPort& office) { return office.draft("x"); }, [](const auto&) {});
        QTRY_COMPARE(page.cases()->unsearchable(), std::uint64_t(0));
        QCOMPARE(m_office->unsearchable.load(), 0);
    }

    void memoryStaysBounded() {
        m_office->rows = 100'000;
        open();
        ui::CaseListModel model(*m_session);
        model.setFilter({});
        QTRY_COMPARE(model.rowCount(), 100'000);
        for (int row = 0; row < 100'000; row += 997) {
            (void)model.row(row);
            QTRY_VERIFY(model.row(row) != nullptr);
        }
        // The first page was given up long ago: more than kPages others were looked at.
        QVERIFY(model.row(0) == nullptr);
    }

    void aNewFilterDropsTheAnswerToTheOld() {
        m_office->rows = 100; // all of them arrive at once
        open();
        ui::CaseListModel model(*m_session);
        QSignalSpy arrived(&model, &ui::CaseListModel::rowsArrived);
        for (int i = 0; i < 5; ++i) {
            model.setFilter(model::parseFilter("word" + std::to_string(i)).value().filter);
        }
        QTRY_COMPARE(arrived.size(), 1);
        QVERIFY(model.filter() == model::parseFilter("word4").value().filter);
    }

    void keysOfTheFilter() {
        open();
        ui::ListPage page(*m_session);
        page.resize(1000, 600);
        page.show();
        page.start();
        QTRY_COMPARE(page.cases()->rowCount(), 1000);
        // Nothing is selected at the start.
        QVERIFY(!page.table()
                     ->selectionModel()
                     ->hasSelection()); // Qt gives a focused view a current row, which is no choice
        page.focusFilter();
        QTest::keyClick(page.filterLine(), Qt::Key_Delete);
        QTest::keyClicks(page.filterLine(), QStringLiteral("is:open"));
        QTRY_VERIFY(page.cases()->filter() == model::parseFilter("is:open").value().filter && !page.cases()->loading());
        // Down goes to row 1 at once.
        QTest::keyClick(page.filterLine(), Qt::Key_Down);
        QCOMPARE(page.table()->currentIndex().row(), 0);
        // Enter opens it, also when its page is still on its way.
        QSignalSpy opened(&page, &ui::ListPage::opened);
        QTest::keyClick(page.table(), Qt::Key_Return);
        QTRY_COMPARE(opened.size(), 1);
        // Also when even the rows of the new filter are: nothing of the old list is opened.
        page.filterLine()->apply(QStringLiteral("is:open sort:changed"));
        QTest::keyClick(page.filterLine(), Qt::Key_Down);
        QVERIFY(!page.table()->currentIndex().isValid());
        QTest::keyClick(page.table(), Qt::Key_Return);
        QTRY_COMPARE(opened.size(), 2);
        QCOMPARE(opened.last().first().value<model::CaseId>(), fake::caseOf(page.cases()->rowId(0)));
        // J and K move; above the first row is the filter.
        QTest::keyClick(page.table(), Qt::Key_J);
        QCOMPARE(page.table()->currentIndex().row(), 1);
        QTest::keyClick(page.table(), Qt::Key_K);
        QCOMPARE(page.table()->currentIndex().row(), 0);
        // Esc clears, the second Esc leaves.
        QSignalSpy left(page.filterLine(), &ui::FilterLine::leave);
        QTest::keyClick(page.filterLine(), Qt::Key_Escape);
        QVERIFY(page.filterLine()->text().isEmpty());
        QCOMPARE(left.size(), 0);
        QTest::keyClick(page.filterLine(), Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
    }

    void aFaultIsMarkedAndTheListStays() {
        open();
        ui::ListPage page(*m_session);
        page.show();
        page.start();
        QTRY_COMPARE(page.cases()->rowCount(), 1000);
        const auto before = page.cases()->filter();
        page.filterLine()->apply(QStringLiteral("is:unseen"));
        QVERIFY(page.filterLine()->fault().has_value());
        QCOMPARE(page.cases()->filter(), before);
        QCOMPARE(page.cases()->rowCount(), 1000);
        page.filterLine()->apply(QStringLiteral("is:open"));
        QVERIFY(!page.filterLine()->fault().has_value());
    }

    void halfAChineseWordIsNoQuery() {
        open();
        ui::ListPage page(*m_session);
        page.show();
        page.start();
        QTRY_COMPARE(page.cases()->rowCount(), 1000);
        page.filterLine()->apply(QString());
        QTRY_VERIFY(page.settled() && m_session->quiet());
        const auto asked = m_office->rowsAsked.load();
        QInputMethodEvent composing(QStringLiteral("ti"), {});
        QCoreApplication::sendEvent(page.filterLine(), &composing);
        // No rest runs after which it would be applied, and nothing is on its way.
        QVERIFY(!page.filterLine()->resting());
        QVERIFY(m_session->quiet());
        QCOMPARE(m_office->rowsAsked.load(), asked);
        QVERIFY(!page.cases()->filter().searches());
        QInputMethodEvent commit;
        commit.setCommitString(QStringLiteral("锑矿"));
        QCoreApplication::sendEvent(page.filterLine(), &commit);
        QVERIFY(page.filterLine()->resting());
        QTRY_VERIFY(page.cases()->filter() == model::parseFilter("锑矿").value().filter);
    }

    void nothingIsChosenByItself() {
        open();
        ui::ListPage page(*m_session);
        page.resize(1200, 600);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.start();
        QTRY_VERIFY(page.settled() && m_session->quiet());
        QVERIFY(page.table()->hasFocus());
        const auto untouched = [&] {
            return !page.table()->currentIndex().isValid() && !page.table()->selectionModel()->hasSelection() &&
                   !page.currentCase() && m_office->viewsAsked == 0;
        };
        QVERIFY(untouched());
        // The keyboard comes and goes, as Tab, a click on another program and F6 do.
        for (const auto reason :
             {Qt::TabFocusReason, Qt::ActiveWindowFocusReason, Qt::ShortcutFocusReason, Qt::OtherFocusReason}) {
            page.filterLine()->setFocus(Qt::OtherFocusReason);
            page.table()->setFocus(reason);
            QVERIFY(page.table()->hasFocus());
            QTRY_VERIFY(page.settled() && m_session->quiet());
            QVERIFY(untouched());
        }
        page.refresh();
        QTRY_VERIFY(page.settled() && m_session->quiet());
        QVERIFY(untouched());
        QTest::keyClick(page.table(), Qt::Key_J);
        QCOMPARE(page.table()->currentIndex().row(), 0);
        QTRY_COMPARE(m_office->viewsAsked.load(), 1);
    }

    void aKeyBeforeTheRowsAreHereIsKept() {
        open();
        ui::ListPage page(*m_session);
        page.show();
        page.start();
        QTest::keyClick(page.table(), Qt::Key_J);
        QVERIFY(!page.table()->currentIndex().isValid());
        QTRY_COMPARE(page.table()->currentIndex().row(), 0);
    }

    void columnsFitTheWindow_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("zh");
        for (const int width : {300, 480, 800, 1140, 1440}) {
            for (const bool zh : {false, true}) QTest::addRow("%d %s", width, zh ? "zh" : "en") << width << zh;
        }
    }
    void columnsFitTheWindow() {
        QFETCH(int, width);
        QFETCH(bool, zh);
        ui::LanguageSwitch languages;
        languages.show(zh ? ui::Language::zh : ui::Language::en);
        open();
        ui::CaseListModel model(*m_session);
        ui::CaseListView view(model);
        view.resize(width, 400);
        view.show();
        model.setFilter({});
        QTRY_VERIFY(model.rowCount() == 1000 && view.rowsAreHere());
        QVERIFY(view.horizontalHeader()->length() <= view.viewport()->width());
        QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
        QVERIFY(!view.isColumnHidden(ui::CaseListModel::stage) && !view.isColumnHidden(ui::CaseListModel::title));
        if (width >= 800) {
            for (const auto column :
                 {ui::CaseListModel::reference, ui::CaseListModel::due, ui::CaseListModel::assignees}) {
                QVERIFY(!view.isColumnHidden(column));
            }
            const QFontMetrics words(view.font());
            QVERIFY(view.columnWidth(ui::CaseListModel::title) >= 30 * words.averageCharWidth());
            // Where the title needs the room a deadline says its days without the date.
            const int days = words.horizontalAdvance(ui::sayDays(-88));
            const int due = view.columnWidth(ui::CaseListModel::due);
            QVERIFY2(due >= days + 12, qPrintable(QString::number(due)));
            QCOMPARE(due >= days + words.horizontalAdvance(QStringLiteral("2026-08-28 · ")) + 12, width >= 1140);
            // No word of a column that is not the title is cut.
            for (int column = 0; column < ui::CaseListModel::columnCount_; ++column) {
                if (view.isColumnHidden(column) || column == ui::CaseListModel::title) continue;
                const int needed = words.horizontalAdvance(model.index(0, column).data().toString()) + 12 +
                                   (column == ui::CaseListModel::stage ? 18 : 0);
                QVERIFY2(view.columnWidth(column) >= needed, qPrintable(QString::number(column)));
            }
        }
        QCOMPARE(view.isColumnHidden(ui::CaseListModel::evidence), width < 1140);
        languages.show(ui::Language::en);
    }

    void theSelectionSurvivesARefresh() {
        open();
        ui::CaseListModel model(*m_session);
        ui::CaseListView view(model);
        view.resize(800, 400);
        view.show();
        model.setFilter({});
        QTRY_COMPARE(model.rowCount(), 1000);
        view.selectRow(10);
        const auto id = model.rowId(10);
        QSignalSpy wanted(&model, &ui::CaseListModel::orderWanted);
        model.sort(ui::CaseListModel::reference, Qt::AscendingOrder);
        QCOMPARE(wanted.size(), 1); // the filter line says it, and then the model is told
        model.setFilter(model::parseFilter("sort:reference").value().filter);
        QTRY_COMPARE(model.rowId(0), 1);
        QTRY_VERIFY(!model.loading());
        QVERIFY(view.currentIndex().isValid()); // though it is not among the first rows of the new order
        QCOMPARE(model.rowId(view.currentIndex().row()), id);
        QCOMPARE(view.rowHeight(0), ui::kRowHeight);
    }

private:
    void open() {
        m_session->unlock(m_office->me, fake::secret());
        QTRY_VERIFY(m_session->isOpen());
    }
    std::shared_ptr<fake::Office> m_office;
    std::unique_ptr<ui::Session> m_session;
};

QTEST_MAIN(TestList)
#include "test_list.moc"
