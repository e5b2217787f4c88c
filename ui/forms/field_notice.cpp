// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/field_notice.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>

namespace ui {

namespace {

QLabel* label(QWidget* parent, Meaning meaning) {
    auto* words = new QLabel(parent);
    words->setTextFormat(Qt::PlainText); // what others typed is text
    words->setWordWrap(true);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setMeaning(words, meaning);
    return words;
}

} // namespace

FieldNotice::FieldNotice(const Notice& notice, QWidget* parent) : QFrame(parent), m_notice(notice) {
    setObjectName(QStringLiteral("fieldNotice"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 2, 0, 4);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    auto* head = label(this, m_notice.asks ? Meaning::warn : Meaning::accent);
    head->setText((m_notice.asks ? QStringLiteral("▲ ") : QStringLiteral("● ")) + m_notice.words);
    grid->addWidget(head, 0, 0, 1, 2);
    int row = 1;
    for (const auto& [title, value] : m_notice.lines) {
        auto* name = label(this, Meaning::muted);
        name->setWordWrap(false);
        m_phrases.set(name, title);
        auto* text = label(this, Meaning::plain);
        text->setText(value);
        grid->addWidget(name, row, 0, Qt::AlignTop);
        grid->addWidget(text, row++, 1);
    }
    if (!m_notice.ways.empty()) grid->addLayout(makeWays(), row, 0, 1, 2);
    m_phrases.always([this] { setAccessibleName(words()); });
    QAccessibleAnnouncementEvent event(this, words());
    QAccessible::updateAccessibility(&event);
}

QLayout* FieldNotice::makeWays() {
    auto* ways = new QHBoxLayout;
    ways->setSpacing(8);
    for (std::size_t i = 0; i < m_notice.ways.size(); ++i) {
        auto* button = new QPushButton(this);
        button->setObjectName(QStringLiteral("notice-") + m_notice.ways[i].id);
        m_phrases.set(button, m_notice.ways[i].label);
        // Later: what it does may take this notice away, and the button with it.
        const auto go = [this, i] {
            const auto way = m_notice.ways[i].go;
            way();
        };
        connect(button, &QPushButton::clicked, this, go, Qt::QueuedConnection);
        ways->addWidget(button);
        m_buttons.push_back(button);
    }
    ways->addStretch(1);
    return ways;
}

QString FieldNotice::words() const {
    QStringList all{m_notice.words};
    for (const auto& [title, value] : m_notice.lines) all << say(title) + QStringLiteral(": ") + value;
    return all.join(QStringLiteral(" "));
}

bool FieldNotice::says(const Notice& notice) const {
    return notice.words == m_notice.words && notice.asks == m_notice.asks && notice.lines == m_notice.lines &&
           notice.ways.size() == m_notice.ways.size();
}

void FieldNotice::focusFirst() {
    if (!m_buttons.empty()) m_buttons.front()->setFocus(Qt::OtherFocusReason);
}

} // namespace ui
