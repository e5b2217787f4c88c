// SPDX-License-Identifier: GPL-3.0-or-later
// The filter as people use it: what it offers while they type, its conditions as buttons, and the filters they keep.
#include "tests/ui/desk_test.h"
#include "ui/list/filter_chips.h"
#include "ui/list/filter_line.h"
#include "ui/list/filter_popup.h"
#include "ui/list/saved_filters.h"
#include "ui/list/view_bar.h"
#include "ui/shell/message_bar.h"

#include <QClipboard>
#include <QDialog>
#include <QHeaderView>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QToolButton>

class TestFilter : public fake::DeskTest {
    Q_OBJECT

private slots:
    void initTestCase() { beginAll(); }
    void init() {
        makeOffice();
        openWindow();
        unlock();
    }
    void cleanup() { closeWindow(); }

    void offersFieldsAndValues() {
        start();
        QTest::keyClicks(line(), QStringLiteral("min"));
        QVERIFY(popup()->isVisible());
        QCOMPARE(popup()->count(), 1);
        QVERIFY(popup()->chosen() == nullptr); // nothing by itself
        QTest::keyClick(line(), Qt::Key_Tab);
        QCOMPARE(line()->text(), QStringLiteral("mineral:"));
        QVERIFY(line()->hasFocus());
        QVERIFY(popup()->isVisible() && popup()->count() > 5); // the values follow at once
        QTest::qWait(300);
        QVERIFY(!line()->fault()); // what is missing is being offered, not blamed
        QTest::keyClicks(line(), QStringLiteral("dys"));
        QTest::keyClick(line(), Qt::Key_Down);
        QVERIFY(popup()->chosen() != nullptr);
        QTest::keyClick(line(), Qt::Key_Return);
        QCOMPARE(line()->text(), QStringLiteral("mineral:dysprosium"));
        QVERIFY(!popup()->isVisible());
        QTRY_VERIFY(shows("mineral:dysprosium"));
        // One step back in the line, as in any line.
        line()->undo();
        QCOMPARE(line()->text(), QStringLiteral("mineral:dys"));
    }

    void enterAppliesWhatWasTyped() {
        start();
        QTest::keyClicks(line(), QStringLiteral("stage"));
        QVERIFY(popup()->isVisible());
        QTest::keyClick(line(), Qt::Key_Return);
        QVERIFY(!popup()->isVisible());
        QTRY_VERIFY(shows("stage")); // a word that is searched for
        // Esc sends the offers away and leaves the words.
        QTest::keyClicks(line(), QStringLiteral(":rec"));
        QVERIFY(popup()->isVisible());
        QTest::keyClick(line(), Qt::Key_Escape);
        QVERIFY(!popup()->isVisible());
        QCOMPARE(line()->text(), QStringLiteral("stage:rec"));
    }

    void pinyinFindsAStage() {
        m_languages.show(ui::Language::zh);
        start();
        commit(QStringLiteral("阶段："));
        QTRY_VERIFY(std::ranges::any_of(line()->vocabulary().of(model::FilterField::stage),
                                        [](const auto& one) { return !one.pinyin.empty(); }));
        QTest::keyClicks(line(), QStringLiteral("dcqz"));
        QVERIFY(popup()->isVisible());
        QCOMPARE(popup()->count(), 1);
        QTest::keyClick(line(), Qt::Key_Tab);
        QCOMPARE(line()->text(), QStringLiteral("阶段：调查取证"));
        QTRY_VERIFY(shows("stage:investigation"));
        QTRY_COMPARE(chips(), QStringList{QStringLiteral("阶段：调查取证")});
    }

    void halfAWordOffersNothing() {
        start();
        QInputMethodEvent composing(QStringLiteral("jie"), {});
        QCoreApplication::sendEvent(line(), &composing);
        QVERIFY(!popup()->isVisible());
        commit(QStringLiteral("阶"));
        QVERIFY(popup()->isVisible());
        // The offers never outlive the keyboard's visit.
        m_window->listPage()->focusList();
        QTRY_VERIFY(!popup()->isVisible());
    }

    void chipsTakeConditionsAway() {
        start();
        line()->apply(QStringLiteral("-stage:received 锑 due<7d sort:due"));
        QCOMPARE(chips(), (QStringList{QStringLiteral("not stage: Report received"), QStringLiteral("due < 7 days")}));
        m_languages.show(ui::Language::zh);
        QTRY_COMPARE(chips(), (QStringList{QStringLiteral("非 阶段：举报登记"), QStringLiteral("期限 < 7天")}));
        auto* first = buttons().first();
        first->setFocus();
        QTest::keyClick(first, Qt::Key_Space);
        QCOMPARE(line()->text(), QStringLiteral("锑 due<7d sort:due"));
        QVERIFY(line()->hasFocus());
        QTRY_VERIFY(shows("锑 due<7d sort:due"));
        // What is wrong stands in the place of the buttons, so that the list does not move.
        const int top = m_window->listPage()->table()->mapTo(m_window.get(), QPoint(0, 0)).y();
        line()->apply(QStringLiteral("due<"));
        QVERIFY(line()->fault().has_value());
        auto* fault = m_window->findChild<QLabel*>(QStringLiteral("filterFault"));
        QTRY_VERIFY(fault->isVisible() && !buttons().first()->isVisible());
        QCOMPARE(m_window->listPage()->table()->mapTo(m_window.get(), QPoint(0, 0)).y(), top);
    }

    void aHeaderOrdersThroughTheLine() {
        start();
        line()->apply(QStringLiteral("is:open sort:due 锑"));
        m_window->listPage()->cases()->sort(ui::CaseListModel::title, Qt::AscendingOrder);
        QCOMPARE(line()->text(), QStringLiteral("is:open  锑 sort:title"));
        QTRY_VERIFY(shows("is:open 锑 sort:title"));
        m_languages.show(ui::Language::zh);
        m_window->listPage()->cases()->sort(ui::CaseListModel::due, Qt::DescendingOrder);
        QVERIFY(line()->text().endsWith(QStringLiteral("排序:-期限")));
        QTRY_VERIFY(shows("is:open 锑 sort:-due"));
    }

    void viewsSpeakTheLanguage() {
        m_languages.show(ui::Language::zh);
        for (int number = 1; number <= 4; ++number) {
            const QString filter = m_window->listPage()->views()->filterAt(number);
            QVERIFY2(!filter.contains(QRegularExpression(QStringLiteral("[a-z]"))), qPrintable(filter));
            QVERIFY(model::parseFilter(ui::utf8(filter), *m_office->vocabulary));
        }
    }

    void keepsAFilter() {
        start();
        QTest::keyClicks(line(), QStringLiteral("is:open due<7d"));
        QTest::keyClick(line(), Qt::Key_Return);
        QTest::keyClick(line(), Qt::Key_D, Qt::ControlModifier);
        auto* dialog = m_window->findChild<QDialog*>(QStringLiteral("keepFilter"));
        QVERIFY(dialog != nullptr && dialog->isVisible());
        auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("filterName"));
        QTest::keyClicks(name, QStringLiteral("a=b"));
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(dialog->isVisible()); // the reason stands there
        name->clear();
        QTest::keyClicks(name, QStringLiteral("Due soon"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("keepFilter")) == nullptr);
        QTRY_COMPARE(kept(), (std::vector<model::SavedFilter>{{"Due soon", "is:open due<7d"}}));
        // It stands among the views with its count, and is marked as the one that is shown.
        auto* views = m_window->listPage()->views();
        QCOMPARE(views->currentSaved(), QStringLiteral("Due soon"));
        QTRY_COMPARE(views->currentItem()->text(1), QStringLiteral("1,000"));
        // The keys of the views are called by where they lead; a locked office does not say what anybody keeps.
        int number = 1;
        while (number < 6 && views->nameAt(number).en != "Due soon") ++number;
        const auto* key = m_window->actions().action(QStringLiteral("view.%1").arg(number));
        const auto* first = m_window->actions().action(QStringLiteral("view.1"));
        QCOMPARE(key->text(), QStringLiteral("Go to Due soon"));
        QCOMPARE(first->text(), QStringLiteral("Go to ") + ui::str(views->nameAt(1).en));
        // It comes back after a lock, and with another filter in the line.
        m_window->lock({"Locked.", "已锁定。"});
        QCOMPARE(key->text(), QStringLiteral("View %1").arg(number));
        QVERIFY(m_window->listPage()->savedFilters().all().empty());
        unlock();
        QTRY_COMPARE(m_window->listPage()->savedFilters().all().size(), 1u);
        QTRY_COMPARE(views->currentSaved(), QStringLiteral("Due soon"));
        // And it can be dropped.
        m_window->activateWindow(); // there is no window manager here to do so when the dialog closes
        QTRY_VERIFY(m_window->isActiveWindow());
        QTest::keyClick(m_window.get(), Qt::Key_Delete, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY2(!m_window->messages()->words().isEmpty(), "no message");
        QTRY_VERIFY2(kept().empty(), qPrintable(m_window->messages()->words()));
        QVERIFY(m_window->messages()->words().contains(QStringLiteral("Due soon = is:open due<7d")));
        QTest::keyClick(m_window.get(), Qt::Key_Delete, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_window->messages()->words().contains(QStringLiteral("None of the filters")));
    }

    /// Widths, order, panes and the filter, over a lock and over a new start of the program; and each person their own.
    void theListStaysAsItWasLeft() {
        start();
        line()->apply(QStringLiteral("is:open 锑 sort:-due"));
        auto* table = m_window->listPage()->table();
        const int count = table->model()->columnCount();
        ui::RowTable::Columns wanted;
        for (int i = 0; i < count; ++i) {
            wanted.widths.push_back(i == ui::CaseListModel::evidence ? 0 : 90 + i);
            wanted.order.push_back((i + 2) % count);
        }
        table->setColumns(wanted);
        const auto left = table->columns();
        QCOMPARE(left.order, wanted.order);
        for (int i = 0; i < count; ++i) {
            if (i != ui::CaseListModel::title) QCOMPARE(left.widths[std::size_t(i)], wanted.widths[std::size_t(i)]);
        }
        auto* split = m_window->listPage()->findChild<QSplitter*>();
        split->setSizes({230, 700, 320});
        const auto panes = split->sizes();
        m_window->lock({"Locked.", "已锁定。"});
        unlock();
        QCOMPARE(line()->text(), QStringLiteral("is:open 锑 sort:-due"));
        QCOMPARE(table->columns().order, left.order);
        m_window->close();
        m_window.reset();
        openWindow();
        unlock();
        QCOMPARE(line()->text(), QStringLiteral("is:open 锑 sort:-due"));
        QTRY_VERIFY(shows("is:open 锑 sort:-due"));
        table = m_window->listPage()->table();
        QCOMPARE(table->columns().order, left.order);
        for (int i = 0; i < count; ++i) {
            if (i != ui::CaseListModel::title)
                QCOMPARE(table->columns().widths[std::size_t(i)], wanted.widths[std::size_t(i)]);
        }
        QCOMPARE(m_window->listPage()->findChild<QSplitter*>()->sizes(), panes);
        m_window->actions().action(QStringLiteral("view.reset"))->trigger();
        QVERIFY(table->columns().widths.empty() && table->columns().order.empty());
    }

    void aLayoutThatCannotBeReadIsNone_data() {
        QTest::addColumn<QString>("kept");
        QTest::newRow("nothing") << QString();
        QTest::newRow("words") << QStringLiteral("widths a b\norder 1 1 1\npanes -5\nfilter");
        QTest::newRow("too few") << QStringLiteral("widths 10\norder 3 2 1\npanes 1");
        QTest::newRow("huge") << QStringLiteral("widths 99999999999 1\n") + QString(100'000, u'x');
    }
    void aLayoutThatCannotBeReadIsNone() {
        QFETCH(QString, kept);
        m_window->lock({"Locked.", "已锁定。"});
        QTRY_VERIFY(keptLayout().contains("filter")); // what the lock wrote
        {
            const std::lock_guard guard(m_office->mutex);
            m_office->drafts[ui::kListLayout] = ui::utf8(kept);
        }
        unlock();
        QVERIFY(m_window->listPage()->table()->columns().widths.empty());
        QVERIFY(m_window->listPage()->table()->columns().order.empty());
        QVERIFY(!line()->text().isEmpty()); // the first view
    }

    void sharesFiltersAsText() {
        m_office->saved = {{"到期", "期限<7天"}, {"Gone", "assigned:Nobody-of-this-name"}};
        m_window->lock({"Locked.", "已锁定。"});
        unlock();
        auto& saved = m_window->listPage()->savedFilters();
        QTRY_COMPARE(saved.all().size(), 2u);
        m_window->actions().action(QStringLiteral("filter.copy"))->trigger();
        const QString text = QApplication::clipboard()->text();
        QCOMPARE(text, QStringLiteral("到期 = 期限<7天\nGone = assigned:Nobody-of-this-name\n"));
        m_window->actions().action(QStringLiteral("filter.take"))->trigger();
        QCOMPARE(saved.all().size(), 2u); // the same names replace themselves
        QApplication::clipboard()->setText(QStringLiteral("New = is:open\nbad"));
        m_window->actions().action(QStringLiteral("filter.take"))->trigger();
        QCOMPARE(saved.all().size(), 2u); // nothing of a text that cannot be read whole
        QVERIFY(m_window->messages()->words().contains(QStringLiteral("2")));
        QApplication::clipboard()->setText(QStringLiteral("New = is:open"));
        m_window->actions().action(QStringLiteral("filter.take"))->trigger();
        QTRY_COMPARE(kept().size(), 3u);
        // What we copied does not stay behind a lock.
        m_window->actions().action(QStringLiteral("filter.copy"))->trigger();
        m_window->lock({"Locked.", "已锁定。"});
        QVERIFY(QApplication::clipboard()->text().isEmpty());
    }

private:
    /// With an empty filter that has the keyboard.
    void start() {
        m_window->listPage()->focusFilter();
        QTest::keyClick(line(), Qt::Key_Delete);
        QVERIFY(line()->hasFocus());
        QTRY_VERIFY(shows(""));
    }
    void commit(const QString& text) {
        QInputMethodEvent event;
        event.setCommitString(text);
        QCoreApplication::sendEvent(line(), &event);
    }
    ui::FilterLine* line() { return m_window->listPage()->filterLine(); }
    ui::FilterPopup* popup() { return line()->popup(); }
    bool shows(std::string_view filter) {
        auto* cases = m_window->listPage()->cases();
        return !cases->loading() && cases->filter() == model::parseFilter(filter, *m_office->vocabulary).value().filter;
    }
    QList<QToolButton*> buttons() {
        QList<QToolButton*> shown;
        for (auto* button : m_window->findChild<ui::FilterChips*>()->findChildren<QToolButton*>()) {
            if (!button->isHidden()) shown << button;
        }
        return shown;
    }
    QStringList chips() {
        QStringList words;
        for (auto* button : buttons()) words << button->text().chopped(3); // without the cross
        return words;
    }
    std::string keptLayout() {
        const std::lock_guard guard(m_office->mutex);
        return m_office->drafts[ui::kListLayout];
    }
    std::vector<model::SavedFilter> kept() {
        const std::lock_guard guard(m_office->mutex);
        return m_office->saved;
    }
};

QTEST_MAIN(TestFilter)
#include "test_filter.moc"
