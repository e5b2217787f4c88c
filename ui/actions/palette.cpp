// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/palette.h"

#include "ui/actions/action_registry.h"
#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace ui {
namespace {

/// Every word of the query occurs in one of the names: "dec pdf" finds "Save decision as PDF…".
bool matches(const ActionSpec& spec, const QString& query) {
    const QString all = (str(spec.name.en) + u' ' + str(spec.name.zh) + u' ' + spec.id).toCaseFolded();
    for (const QString& word : query.toCaseFolded().split(u' ', Qt::SkipEmptyParts)) {
        if (!all.contains(word)) return false;
    }
    return true;
}

} // namespace

Palette::Palette(ActionRegistry& actions, QWidget* window)
    : QFrame(window), m_actions(actions), m_line(new QLineEdit(this)), m_list(new QListWidget(this)) {
    setObjectName(QStringLiteral("palette"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_line);
    layout->addWidget(m_list);
    m_phrases.placeholder(m_line, {"What do you want to do?", "想做什么？"});
    m_phrases.name(m_line, {"Find an action", "查找操作"});
    m_phrases.name(m_list, {"Actions found", "找到的操作"});
    m_phrases.name(this, {"Actions", "操作"});
    m_line->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_line, &QLineEdit::textChanged, this, &Palette::refill);
    connect(m_line, &QLineEdit::returnPressed, this, &Palette::runCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &Palette::runCurrent);
    hide();
}

void Palette::start() {
    m_before = QApplication::focusWidget();
    const QWidget* window = parentWidget();
    const int width = qMin(560, window->width() - 40);
    setGeometry((window->width() - width) / 2, 60, width, qMin(380, window->height() - 100));
    m_line->clear();
    refill();
    show();
    raise();
    m_line->setFocus(Qt::ShortcutFocusReason);
}

void Palette::refill() {
    m_list->clear();
    const auto& entries = m_actions.entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        if (!entry.action->isVisible() || !matches(entry.spec, m_line->text())) continue;
        QString words = say(entry.spec.name);
        words.remove(u'&');
        if (!entry.spec.keys.isEmpty()) {
            words += QStringLiteral("   ") + entry.spec.keys.first().toString(QKeySequence::NativeText);
        }
        if (!entry.whyNot.empty()) words += QStringLiteral(" — ") + say(entry.whyNot);
        auto* item = new QListWidgetItem(words, m_list);
        item->setData(Qt::UserRole, static_cast<int>(i));
        if (!entry.action->isEnabled()) item->setData(kMeaningRole, static_cast<int>(Meaning::muted));
    }
    if (m_list->count() > 0) m_list->setCurrentRow(0);
}

void Palette::runCurrent() {
    const QListWidgetItem* item = m_list->currentItem();
    if (item == nullptr) return;
    QAction* action = m_actions.entries()[static_cast<std::size_t>(item->data(Qt::UserRole).toInt())].action;
    if (!action->isEnabled()) return; // the line says why
    leave();
    action->trigger();
}

void Palette::leave() {
    hide();
    if (m_before) m_before->setFocus(Qt::OtherFocusReason);
}

bool Palette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            leave();
            return true;
        }
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) {
            const int step = key->key() == Qt::Key_Down ? 1 : -1;
            m_list->setCurrentRow(qBound(0, m_list->currentRow() + step, m_list->count() - 1));
            return true;
        }
    }
    if (event->type() == QEvent::FocusOut && isVisible()) hide();
    return QFrame::eventFilter(watched, event);
}

} // namespace ui
