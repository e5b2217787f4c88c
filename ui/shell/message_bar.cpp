// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/message_bar.h"

#include "ui/theme/icons.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace ui {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), m_words(new QLabel(this)), m_close(new QToolButton(this)) {
    setObjectName(QStringLiteral("messageBar"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Highlight);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setObjectName(QStringLiteral("messageWords"));
    m_close->setIcon(icon(QStringLiteral("cross")));
    m_close->setAutoRaise(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 6, 4);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_close);
    m_phrases.name(m_close, {"Close the message", "关闭消息"});
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    m_leave.setSingleShot(true);
    m_leave.setInterval(8000);
    connect(&m_leave, &QTimer::timeout, this, &MessageBar::clear);
    hide();
}

void MessageBar::say(Meaning meaning, const QString& words) {
    const QString shape = meaning == Meaning::ok       ? QStringLiteral("✓ ")
                          : meaning == Meaning::danger ? QStringLiteral("✕ ")
                          : meaning == Meaning::warn   ? QStringLiteral("! ")
                                                       : QString();
    m_words->setText(shape + words);
    setMeaning(m_words, meaning);
    show();
    if (meaning == Meaning::ok || meaning == Meaning::muted) m_leave.start();
    else m_leave.stop();
    QAccessibleAnnouncementEvent event(this, words);
    if (meaning == Meaning::danger) event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::clear() {
    m_leave.stop();
    m_words->clear();
    hide();
}

QString MessageBar::words() const { return m_words->text(); }

} // namespace ui
