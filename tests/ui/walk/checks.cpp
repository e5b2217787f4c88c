// SPDX-License-Identifier: GPL-3.0-or-later
// Names, order, reach and room: what can be asked of widgets. What can be seen in pixels is in contrast.cpp.
#include "tests/ui/walk/checks.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMap>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScreen>
#include <QScrollArea>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTest>
#include <QTextDocument>

#include <functional>
#include <optional>

namespace walk {
namespace {

/// This window, and every other top-level window that can be seen.
QList<QWidget*> windowsInView(QWidget& window) {
    QList<QWidget*> all{&window};
    for (auto* other : QApplication::topLevelWidgets()) {
        if (other != &window && other->isVisible() && other->windowType() != Qt::ToolTip) all << other;
    }
    return all;
}

bool isInteractive(QAccessible::Role role) {
    switch (role) {
    case QAccessible::Button:
    case QAccessible::ButtonDropDown:
    case QAccessible::ButtonMenu:
    case QAccessible::CheckBox:
    case QAccessible::ComboBox:
    case QAccessible::EditableText:
    case QAccessible::Link:
    case QAccessible::List:
    case QAccessible::MenuItem:
    case QAccessible::PageTab:
    case QAccessible::ProgressBar:
    case QAccessible::RadioButton:
    case QAccessible::Slider:
    case QAccessible::SpinBox:
    case QAccessible::Table:
    case QAccessible::Tree: return true;
    default: return false;
    }
}

QString whereIs(QAccessibleInterface* node) {
    QStringList way;
    for (auto* at = node; at != nullptr && way.size() < 6; at = at->parent()) {
        if (at->object() != nullptr) {
            const auto* widget = qobject_cast<const QWidget*>(at->object());
            way.prepend(widget != nullptr ? describe(widget)
                                          : QString::fromUtf8(at->object()->metaObject()->className()));
        }
    }
    return way.join(QStringLiteral(" > "));
}

/// The cells of a table that can be seen. A table of a million cases says that it has seven million children.
void visitCells(QAccessibleInterface* node, const std::function<void(QAccessibleInterface*)>& look) {
    auto* view = qobject_cast<QAbstractItemView*>(node->object());
    auto* table = node->tableInterface();
    if (view == nullptr || table == nullptr || view->model() == nullptr) return;
    const QRect port = view->viewport()->rect();
    const int rows = std::min(table->rowCount(), 2000);
    for (int row = 0; row < rows; ++row) {
        const QModelIndex first = view->model()->index(row, 0, view->rootIndex());
        const QRect place = view->visualRect(first);
        if (place.top() > port.bottom()) break;
        if (place.bottom() < port.top()) continue;
        for (int column = 0; column < table->columnCount(); ++column) {
            if (auto* cell = table->cellAt(row, column)) look(cell);
        }
    }
}

void visit(QAccessibleInterface* node, const std::function<void(QAccessibleInterface*)>& look,
           const std::function<void(QAccessibleInterface*)>& cell, int depth = 0) {
    if (node == nullptr || !node->isValid() || node->state().invisible || depth > 60) return;
    look(node);
    const auto role = node->role();
    if (role == QAccessible::Table || role == QAccessible::Tree || role == QAccessible::List) {
        visitCells(node, cell);
        return;
    }
    for (int i = 0; i < node->childCount(); ++i) visit(node->child(i), look, cell, depth + 1);
}

/// The letter after the mark of "&Folder", in lower case.
std::optional<QChar> letterOf(const QString& text) {
    for (qsizetype i = 0; i + 1 < text.size(); ++i) {
        if (text[i] != u'&') continue;
        if (text[i + 1] == u'&') {
            ++i;
            continue;
        }
        return text[i + 1].toLower();
    }
    return std::nullopt;
}

void faultsOfLetters(QWidget* window, QStringList& faults) {
    QMap<QChar, QStringList> owners;
    const auto note = [&](const QString& text, const QString& who) {
        if (const auto letter = letterOf(text)) owners[*letter] << who;
    };
    for (auto* widget : widgetsInView(*window)) {
        if (widget->window() != window) continue;
        if (const auto* button = qobject_cast<QAbstractButton*>(widget)) note(button->text(), describe(button));
        if (const auto* label = qobject_cast<QLabel*>(widget); label != nullptr && label->buddy() != nullptr)
            note(label->text(), describe(label));
        if (const auto* bar = qobject_cast<QMenuBar*>(widget)) {
            for (const auto* action : bar->actions()) note(action->text(), QStringLiteral("menu ") + action->text());
        }
        if (const auto* tabs = qobject_cast<QTabBar*>(widget)) {
            for (int i = 0; i < tabs->count(); ++i) note(tabs->tabText(i), QStringLiteral("tab ") + tabs->tabText(i));
        }
    }
    for (auto it = owners.cbegin(); it != owners.cend(); ++it) {
        if (it->size() > 1)
            faults << QStringLiteral("the letter %1 leads to %2").arg(it.key()).arg(it->join(QStringLiteral(" and ")));
    }
}

bool takesTab(const QWidget* widget) {
    return widget->isVisible() && widget->isEnabled() && widget->focusProxy() == nullptr &&
           (widget->focusPolicy() & Qt::TabFocus) != 0;
}

/// The nearest widget that holds both, and what of it leads to each.
struct Fork {
    const QWidget* first = nullptr;
    const QWidget* second = nullptr;
    const QWidget* holder = nullptr;
};

Fork forkOf(const QWidget* a, const QWidget* b) {
    QList<const QWidget*> way;
    for (const QWidget* at = a; at != nullptr; at = at->parentWidget()) way << at;
    const QWidget* second = b;
    for (const QWidget* at = b; at != nullptr; second = at, at = at->parentWidget()) {
        const auto here = way.indexOf(at);
        if (here >= 0) return {here == 0 ? a : way[here - 1], second, at};
    }
    return {};
}

QRect placeIn(const QWidget* widget, const QWidget* holder) {
    if (widget == holder) return widget->rect();
    return {widget->mapTo(holder, QPoint(0, 0)), widget->size()};
}

/// Everything it holds is pushed behind its edges on purpose, and can be scrolled to.
bool scrolls(const QWidget* widget) {
    return widget->parentWidget() != nullptr &&
           qobject_cast<const QAbstractScrollArea*>(widget->parentWidget()) != nullptr;
}

/// What a label needs is more than it has; empty if it fits.
QString lack(const QLabel& label) {
    if (label.text().isEmpty() || !label.pixmap().isNull()) return {};
    const QRect room =
        label.contentsRect().marginsRemoved({label.margin(), label.margin(), label.margin(), label.margin()});
    if (Qt::mightBeRichText(label.text()) && label.textFormat() != Qt::PlainText) {
        QTextDocument page;
        page.setDefaultFont(label.font());
        page.setDocumentMargin(0);
        page.setHtml(label.text());
        if (label.wordWrap()) page.setTextWidth(room.width());
        const QSize need = page.size().toSize();
        if (need.width() <= room.width() + 1 && need.height() <= room.height() + 1) return {};
        return QStringLiteral("needs %1 × %2, has %3 × %4")
            .arg(need.width())
            .arg(need.height())
            .arg(room.width())
            .arg(room.height());
    }
    int flags = static_cast<int>(label.alignment()) | Qt::TextExpandTabs;
    if (label.buddy() != nullptr) flags |= Qt::TextShowMnemonic;
    if (label.wordWrap()) flags |= Qt::TextWordWrap;
    const QRect need = label.fontMetrics().boundingRect(QRect(0, 0, label.wordWrap() ? room.width() : 100'000, 100'000),
                                                        flags, label.text());
    // The box of a Chinese line is two pixels higher than its characters are drawn.
    if (need.width() <= room.width() + 1 && need.height() <= room.height() + 2) return {};
    return QStringLiteral("needs %1 × %2, has %3 × %4")
        .arg(need.width())
        .arg(need.height())
        .arg(room.width())
        .arg(room.height());
}

bool shortenedWithTip(const QString& text, const QWidget& widget) {
    return text.contains(u'…') && !widget.toolTip().isEmpty();
}

QString lackOf(const QAbstractButton& button) {
    if (button.text().isEmpty()) return {};
    const QSize need = button.sizeHint();
    if (need.width() <= button.width() + 1 && need.height() <= button.height() + 1) return {};
    return QStringLiteral("needs %1 × %2, has %3 × %4")
        .arg(need.width())
        .arg(need.height())
        .arg(button.width())
        .arg(button.height());
}

QString lackOf(const QComboBox& box) {
    QStyleOptionComboBox option;
    option.initFrom(&box);
    option.editable = box.isEditable();
    const QRect room = box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box);
    const int need = box.fontMetrics().horizontalAdvance(box.currentText());
    if (box.isEditable() || need <= room.width() + 1) return {};
    return QStringLiteral("needs %1, has %2").arg(need).arg(room.width());
}

void faultsOfHeader(const QHeaderView& header, QStringList& faults) {
    if (header.orientation() != Qt::Horizontal || header.model() == nullptr) return;
    for (int i = 0; i < header.count(); ++i) {
        if (header.isSectionHidden(i)) continue;
        const int need = header.sectionSizeHint(i);
        if (need > header.sectionSize(i) + 1)
            faults << QStringLiteral("header “%1” of %2 needs %3, has %4")
                          .arg(header.model()->headerData(i, Qt::Horizontal).toString(),
                               describe(header.parentWidget()))
                          .arg(need)
                          .arg(header.sectionSize(i));
    }
}

/// A widget with words that lies partly behind the edge of what holds it, where nothing can be scrolled.
QString cutBy(const QWidget* widget) {
    for (const QWidget* at = widget; at->parentWidget() != nullptr && !at->isWindow(); at = at->parentWidget()) {
        if (scrolls(at)) return {};
        const QWidget* holder = at->parentWidget();
        if (scrolls(holder)) return {};
        if (!holder->rect().contains(placeIn(widget, holder)))
            return QStringLiteral("lies behind the edge of ") + describe(holder);
    }
    return {};
}

} // namespace

QString describe(const QWidget* widget) {
    if (widget == nullptr) return QStringLiteral("nothing");
    QString name = QString::fromUtf8(widget->metaObject()->className());
    if (!widget->objectName().isEmpty()) name += QStringLiteral(" ") + widget->objectName();
    if (const auto* label = qobject_cast<const QLabel*>(widget))
        name += QStringLiteral(" “%1”").arg(label->text().left(60));
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget);
        button != nullptr && !button->text().isEmpty())
        name += QStringLiteral(" “%1”").arg(button->text());
    return name;
}

QList<QWidget*> widgetsInView(QWidget& window) {
    QList<QWidget*> all;
    for (auto* top : windowsInView(window)) {
        all << top;
        for (auto* widget : top->findChildren<QWidget*>()) {
            if (widget->isVisible() && !widget->visibleRegion().isEmpty() && widget->window() == top) all << widget;
        }
    }
    return all;
}

QStringList faultsOfNames(QWidget& window) {
    QStringList faults;
    for (auto* top : windowsInView(window)) {
        visit(
            QAccessible::queryAccessibleInterface(top),
            [&](QAccessibleInterface* node) {
                const auto* widget = qobject_cast<QWidget*>(node->object());
                const bool focusable = widget != nullptr && takesTab(widget);
                if (node->role() == QAccessible::NoRole) faults << QStringLiteral("no role: ") + whereIs(node);
                if ((isInteractive(node->role()) || focusable) && node->text(QAccessible::Name).isEmpty())
                    faults << QStringLiteral("no name: ") + whereIs(node);
                const auto* line = qobject_cast<QLineEdit*>(node->object());
                if (line != nullptr && line->echoMode() == QLineEdit::Password && !line->text().isEmpty() &&
                    (node->text(QAccessible::Value).contains(line->text()) ||
                     (node->textInterface() != nullptr &&
                      node->textInterface()->text(0, node->textInterface()->characterCount()).contains(line->text()))))
                    faults << QStringLiteral("a password can be read: ") + whereIs(node);
            },
            [&](QAccessibleInterface* cell) {
                if (cell->role() == QAccessible::NoRole)
                    faults << QStringLiteral("a cell without a role in ") + whereIs(cell);
            });
        faultsOfLetters(top, faults);
    }
    return faults;
}

/// Whether a person who reads would look back to find `at` after `before`.
bool goesBack(const QWidget* before, const QWidget* at) {
    const Fork fork = forkOf(before, at);
    // One inside the other has no order; what scrolls is compared by what it holds.
    if (fork.holder == nullptr || fork.first == fork.second || fork.first == fork.holder || fork.second == fork.holder)
        return false;
    const QRect a = placeIn(fork.first, fork.holder);
    const QRect b = placeIn(fork.second, fork.holder);
    const bool oneRow = a.top() <= b.bottom() && b.top() <= a.bottom();
    return oneRow ? b.right() < a.left() : b.bottom() < a.top() && b.left() <= a.right();
}

QStringList faultsOfTab(QWidget& window) {
    QStringList faults;
    QWidget* top = QApplication::activeWindow() != nullptr ? QApplication::activeWindow() : &window;
    // What closes when the keyboard leaves it is not come back to: the way ends where it has been.
    QList<QWidget*> way;
    while (way.size() < 300) {
        QWidget* at = QApplication::focusWidget();
        if (at != nullptr && way.contains(at)) {
            way = way.mid(way.indexOf(at));
            break;
        }
        if (at != nullptr) way << at;
        QTest::keyClick(at != nullptr ? at : top, Qt::Key_Tab);
    }
    const QSet<QWidget*> reached(way.begin(), way.end());
    for (auto* widget : top->findChildren<QWidget*>()) {
        if (!takesTab(widget) || widget->window() != top || reached.contains(widget)) continue;
        const auto* radio = qobject_cast<QRadioButton*>(widget);
        if (radio != nullptr && radio->autoExclusive() && !radio->isChecked()) continue; // arrows lead there
        if (widget->parentWidget() != nullptr && reached.contains(widget->parentWidget())) continue; // a line of a box
        faults << QStringLiteral("Tab never reaches ") + describe(widget);
    }
    // It goes around once, wherever it began: to something before which nothing stands.
    bool around = false;
    const auto begins = [&way](const QWidget* at) {
        return std::ranges::none_of(way, [at](const QWidget* other) { return goesBack(at, other); });
    };
    for (qsizetype i = 0; i < way.size(); ++i) {
        const QWidget* before = way[i];
        const QWidget* at = way[(i + 1) % way.size()];
        if (before == at || !goesBack(before, at)) continue;
        if (!around && begins(at)) around = true;
        else faults << QStringLiteral("Tab goes from %1 back to %2").arg(describe(before), describe(at));
    }
    return faults;
}

QStringList faultsOfFit(QWidget& window) {
    QStringList faults;
    for (auto* widget : widgetsInView(window)) {
        QString what;
        QString text;
        if (const auto* label = qobject_cast<QLabel*>(widget)) {
            what = lack(*label);
            text = label->text();
        } else if (const auto* button = qobject_cast<QAbstractButton*>(widget)) {
            what = lackOf(*button);
            text = button->text();
        } else if (const auto* box = qobject_cast<QComboBox*>(widget)) {
            what = lackOf(*box);
            text = box->currentText();
        } else if (const auto* header = qobject_cast<QHeaderView*>(widget)) {
            faultsOfHeader(*header, faults);
        }
        if (text.isEmpty()) continue;
        if (what.isEmpty()) what = cutBy(widget);
        else if (shortenedWithTip(text, *widget) || !widget->toolTip().isEmpty()) continue;
        if (!what.isEmpty()) faults << describe(widget) + QStringLiteral(" ") + what;
    }
    return faults;
}

QStringList faultsOfSize(QWidget& window) {
    QStringList faults;
    for (auto* top : windowsInView(window)) {
        const QSize room = top->screen()->availableSize();
        if (top->width() <= room.width() && top->height() <= room.height()) continue;
        faults << QStringLiteral("%1 is %2 × %3 on a screen of %4 × %5")
                      .arg(describe(top))
                      .arg(top->width())
                      .arg(top->height())
                      .arg(room.width())
                      .arg(room.height());
    }
    return faults;
}

} // namespace walk
