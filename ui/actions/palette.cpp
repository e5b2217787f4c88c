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

/// Every word of the query occurs in one of the names: "dec pdf" finds "Save decision as PDF…", "suoding" and "sd" find
/// "锁定".
bool matches(const QString& names, const QString& query) {
    const QString all = names.toCaseFolded();
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
        const auto pinyin = m_pinyin.find(entry.spec.id);
        QString names = str(entry.spec.name.en) + u' ' + str(entry.spec.name.zh) + u' ' + entry.spec.id;
        if (pinyin != m_pinyin.end()) names += u' ' + pinyin->second;
        if (!entry.action->isVisible() || !matches(names.remove(u'&'), m_line->text())) continue;
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
    // Keys that are no actions are found too, to be learned: they can only be struck where they work.
    for (const auto& note : m_actions.notes()) {
        if (m_line->text().isEmpty()) break;
        if (!matches(str(note.what.en) + u' ' + str(note.what.zh) + u' ' + note.keys, m_line->text())) continue;
        auto* item = new QListWidgetItem(
            say(note.what) + QStringLiteral("   ") + note.keys + QStringLiteral(" — ") + say(note.where), m_list);
        item->setData(Qt::UserRole, -1);
        item->setData(kMeaningRole, static_cast<int>(Meaning::muted));
    }
    if (m_list->count() > 0) m_list->setCurrentRow(0);
}

void Palette::setPinyin(std::map<QString, QString> pinyin) {
    m_pinyin = std::move(pinyin);
    if (isVisible()) refill();
}

void Palette::runCurrent() {
    const QListWidgetItem* item = m_list->currentItem();
    if (item == nullptr) return;
    const int at = item->data(Qt::UserRole).toInt();
    if (at < 0) return; // a key that works in one part of the window only
    QAction* action = m_actions.entries()[static_cast<std::size_t>(at)].action;
    if (!action->isEnabled()) return; // the line says why
    leave();
    action->trigger();
}

void Palette::leave() {
    hide();
    if (m_before) m_before->setFocus(Qt::OtherFocusReason);
}

void Palette::hideEvent(QHideEvent* event) {
    m_line->setText(QString()); // what was typed may name people, and the office may be about to lock
    m_list->clear();
    QFrame::hideEvent(event);
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
