// SPDX-License-Identifier: GPL-3.0-or-later
// Tab goes as one reads, whatever was made first.
#include "ui/actions/tab_order.h"

#include <QApplication>
#include <QBoxLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

namespace {

class Window : public QWidget {
public:
    QLineEdit* line(const char* name, QWidget* parent = nullptr) {
        auto* made = new QLineEdit(parent != nullptr ? parent : this);
        made->setObjectName(QLatin1String(name));
        return made;
    }
    void start() {
        show();
        QVERIFY(QTest::qWaitForWindowActive(this));
        if (focusWidget() != nullptr) focusWidget()->clearFocus(); // given by the window system, to whatever it likes
    }
    /// What has the keyboard after each of so many Tabs.
    QStringList walk(int steps, Qt::Key key = Qt::Key_Tab) {
        QStringList way;
        for (int i = 0; i < steps; ++i) {
            QTest::keyClick(focusWidget() != nullptr ? focusWidget() : this, key,
                            key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
            way << (focusWidget() == nullptr ? QString() : focusWidget()->objectName());
        }
        return way;
    }

protected:
    bool focusNextPrevChild(bool next) override { return ui::focusAsRead(*this, next); }
};

QStringList words(const char* line) { return QString::fromLatin1(line).split(u' '); }

} // namespace

class TestTabOrder : public QObject {
    Q_OBJECT
private slots:
    void rowsAreReadAcross() {
        Window window;
        auto* grid = new QGridLayout(&window);
        grid->addWidget(window.line("d"), 1, 1); // made in any order
        grid->addWidget(window.line("a"), 0, 0);
        grid->addWidget(window.line("c"), 1, 0);
        grid->addWidget(window.line("b"), 0, 1);
        window.start();
        QCOMPARE(window.walk(6), words("a b c d a b"));
        QCOMPARE(window.walk(3, Qt::Key_Backtab), words("a d c"));
    }
    void columnsAreReadDown() {
        Window window;
        auto* row = new QHBoxLayout(&window);
        auto* left = new QVBoxLayout;
        auto* tall = window.line("tall");
        tall->setMinimumHeight(200);
        left->addWidget(window.line("a"));
        left->addSpacing(60);
        left->addWidget(window.line("b"));
        left->addStretch();
        row->addLayout(left);
        row->addWidget(tall);
        window.start();
        QCOMPARE(window.walk(4), words("a b tall a"));
    }
    void whatCannotTakeItIsPassedOver() {
        Window window;
        auto* column = new QVBoxLayout(&window);
        for (const char* name : {"a", "hidden", "off", "click", "b"}) column->addWidget(window.line(name));
        window.findChild<QLineEdit*>(QStringLiteral("hidden"))->hide();
        window.findChild<QLineEdit*>(QStringLiteral("off"))->setEnabled(false);
        window.findChild<QLineEdit*>(QStringLiteral("click"))->setFocusPolicy(Qt::ClickFocus);
        window.start();
        QCOMPARE(window.walk(3), words("a b a"));
    }
    /// A part that is made while the window is open stands where it is seen.
    void whatIsMadeLaterStandsInItsPlace() {
        Window window;
        auto* column = new QVBoxLayout(&window);
        column->addWidget(window.line("a"));
        column->addWidget(window.line("c"));
        window.start();
        QCOMPARE(window.walk(1), words("a"));
        auto* later = window.line("b");
        column->insertWidget(1, later);
        later->show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QTRY_VERIFY(later->y() > 0);
        QCOMPARE(window.walk(3), words("b c a"));
    }
    void whatIsScrolledAwayIsShown() {
        Window window;
        auto* column = new QVBoxLayout(&window);
        column->addWidget(window.line("a"));
        auto* area = new QScrollArea(&window);
        area->setFocusPolicy(Qt::NoFocus);
        area->setWidgetResizable(true);
        auto* body = new QWidget;
        auto* inside = new QVBoxLayout(body);
        auto* first = window.line("b", body);
        auto* last = window.line("c", body);
        inside->addWidget(first);
        inside->addSpacing(2000);
        inside->addWidget(last);
        area->setWidget(body);
        column->addWidget(area);
        window.resize(300, 200);
        window.start();
        QCOMPARE(window.walk(1), words("a"));
        QCOMPARE(window.walk(1, Qt::Key_Backtab), words("c"));
        QVERIFY(area->viewport()->rect().contains(last->mapTo(area->viewport(), last->rect().center())));
        QCOMPARE(window.walk(2), words("a b"));
        QVERIFY(area->viewport()->rect().contains(first->mapTo(area->viewport(), first->rect().center())));
    }
    void nothingThatTakesItIsSaid() {
        Window window;
        window.start();
        QVERIFY(!ui::focusAsRead(window, true));
        QVERIFY(ui::tabOrder(window).isEmpty());
    }
};

QTEST_MAIN(TestTabOrder)
#include "test_tab_order.moc"
