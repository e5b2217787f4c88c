// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/key_sheet.h"

#include "ui/actions/action_registry.h"
#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace ui {

KeySheet::KeySheet(ActionRegistry& actions, QWidget* window)
    : QFrame(window), m_actions(actions), m_tree(new QTreeWidget(this)), m_foot(new QLabel(this)) {
    setObjectName(QStringLiteral("keySheet"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto* title = new QLabel(this);
    makeHeading(title, 2);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(title);
    layout->addWidget(m_tree);
    layout->addWidget(m_foot);
    m_foot->setObjectName(QStringLiteral("keyFoot"));
    m_foot->setWordWrap(true);
    setMeaning(m_foot, Meaning::muted);
    m_phrases.set(title, {"Keys (Esc closes)", "快捷键（Esc 关闭）"});
    m_phrases.name(m_tree, {"Keys", "快捷键"});
    m_phrases.name(this, {"Keys", "快捷键"});
    m_tree->setColumnCount(2);
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setItemDelegate(new RowDelegate(m_tree));
    m_tree->installEventFilter(this);
    m_phrases.always([this] {
        m_foot->setText(say(m_footWords));
        if (isVisible()) refill();
    });
    hide();
}

void KeySheet::setFoot(const Text& words) {
    m_footWords = words;
    m_foot->setText(say(words));
    m_foot->setVisible(!words.empty());
}

void KeySheet::start(const QWidget* view) {
    m_view = view;
    m_before = QApplication::focusWidget();
    const QWidget* window = parentWidget();
    const int width = qMin(620, window->width() - 40);
    setGeometry((window->width() - width) / 2, 40, width, qMin(560, window->height() - 80));
    refill();
    show();
    raise();
    m_tree->setFocus(Qt::ShortcutFocusReason);
}

void KeySheet::refill() {
    m_tree->clear();
    const auto group = [this](const QString& name) {
        auto* item = new QTreeWidgetItem(m_tree, {name});
        QFont bold = font();
        bold.setBold(true);
        item->setFont(0, bold);
        item->setFlags(Qt::ItemIsEnabled);
        return item;
    };
    const auto line = [](QTreeWidgetItem* top, const ActionRegistry::Entry& entry) {
        QStringList keys;
        for (const auto& key : entry.action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
        new QTreeWidgetItem(top, {say(entry.spec.name).remove(u'&'), keys.join(QStringLiteral(", "))});
    };
    std::vector<std::pair<Text, QTreeWidgetItem*>> parts; // of the window, each with keys of its own
    const auto part = [&](const Text& where) {
        for (const auto& [name, top] : parts) {
            if (name == where) return top;
        }
        return parts.emplace_back(where, group(say(where))).second;
    };
    const auto here = [this](const QWidget* within) {
        return m_view && within != nullptr && (within == m_view || m_view->isAncestorOf(within));
    };
    const auto addParts = [&](bool ofView) {
        for (const auto& note : m_actions.notes()) {
            if (here(note.within) == ofView) new QTreeWidgetItem(part(note.where), {say(note.what), note.keys});
        }
        for (const auto& entry : m_actions.entries()) {
            if (entry.spec.within != nullptr && here(entry.spec.within) == ofView &&
                !entry.action->shortcuts().isEmpty())
                line(part(entry.spec.where), entry);
        }
    };
    addParts(true);
    for (const Menu menu : {Menu::file, Menu::edit, Menu::view, Menu::caseMenu, Menu::help, Menu::none}) {
        QTreeWidgetItem* top = nullptr;
        for (const auto& entry : m_actions.entries()) {
            if (entry.spec.menu != menu || entry.spec.within != nullptr || entry.action->shortcuts().isEmpty())
                continue;
            if (top == nullptr)
                top = group(menu == Menu::none ? say("Elsewhere", "其他") : say(menuTitle(menu)).remove(u'&'));
            line(top, entry);
        }
    }
    addParts(false);
    m_tree->expandAll();
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
}

bool KeySheet::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_F1) {
            hide();
            if (m_before) m_before->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    if (event->type() == QEvent::FocusOut && isVisible()) hide();
    return QFrame::eventFilter(watched, event);
}

} // namespace ui
