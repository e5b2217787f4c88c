// SPDX-License-Identifier: GPL-3.0-or-later
// Tab goes as one reads, whatever was made first; Enter presses the button that it led to.
#include "ui/actions/enter_presses.h"
#include "ui/actions/tab_order.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCheckBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

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
    void keyPressEvent(QKeyEvent* event) override {
        if (!ui::enterPresses(*this, *event)) QWidget::keyPressEvent(event);
    }
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
    void enterPressesTheButtonThatHasTheKeyboard() {
        Window window;
        auto* column = new QVBoxLayout(&window);
        auto* push = new QPushButton(&window);
        auto* tool = new QToolButton(&window);
        auto* box = new QCheckBox(&window);
        auto* line = window.line("line");
        auto* text = new QPlainTextEdit(&window);
        tool->setFocusPolicy(Qt::StrongFocus);
        for (QWidget* one : std::initializer_list<QWidget*>{push, tool, box, line, text}) column->addWidget(one);
        window.start();
        const QSignalSpy pushed(push, &QPushButton::clicked);
        const QSignalSpy used(tool, &QToolButton::clicked);
        push->setFocus();
        QTest::keyClick(push, Qt::Key_Return);
        QTest::keyClick(push, Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(pushed.size(), 2);
        QTest::keyClick(push, Qt::Key_Return, Qt::ControlModifier);
        QTest::keyClick(push, Qt::Key_Return, Qt::ShiftModifier);
        QKeyEvent held(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, QStringLiteral("\r"), true);
        QApplication::sendEvent(push, &held);
        QCOMPARE(pushed.size(), 2); // other keys; and a key that is held presses once
        tool->setFocus();
        QTest::keyClick(tool, Qt::Key_Return);
        QCOMPARE(used.size(), 1);
        for (QWidget* one : std::initializer_list<QWidget*>{box, line, text}) {
            one->setFocus();
            QTest::keyClick(one, Qt::Key_Return);
        }
        QVERIFY(!box->isChecked());
        QCOMPARE(text->toPlainText(), QStringLiteral("\n"));
        push->setFocus();
        push->setEnabled(false); // the keyboard goes on
        QTest::keyClick(push, Qt::Key_Return);
        QCOMPARE(pushed.size(), 2);
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
