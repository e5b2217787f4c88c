// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/message_bar.h"

#include "ui/theme/icons.h"

#include <QAccessible>
#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace ui {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_words(new QLabel(this)), m_act(new QPushButton(this)), m_close(new QToolButton(this)) {
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
    layout->addWidget(m_act);
    layout->addWidget(m_close);
    m_act->setObjectName(QStringLiteral("messageAct"));
    m_act->setAutoDefault(false);
    m_act->hide();
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* old, QWidget* now) {
        if (now == m_act) m_before = old;
    });
    connect(m_act, &QPushButton::clicked, this, [this] {
        if (m_act->hasFocus() && m_before) m_before->setFocus(Qt::OtherFocusReason);
        // It says something of its own, or closes.
        const auto run = m_run;
        clear();
        if (run) run();
    });
    m_phrases.name(m_close, {"Close the message", "关闭消息"});
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    m_leave.setSingleShot(true);
    connect(&m_leave, &QTimer::timeout, this, [this] {
        if (m_act->hasFocus()) m_leave.start();
        else clear();
    });
    hide();
}

void MessageBar::say(Meaning meaning, const QString& words) {
    const QString shape = meaning == Meaning::ok       ? QStringLiteral("✓ ")
                          : meaning == Meaning::danger ? QStringLiteral("✕ ")
                          : meaning == Meaning::warn   ? QStringLiteral("! ")
                                                       : QString();
    m_words->setText(shape + words);
    setMeaning(m_words, meaning);
    m_act->hide();
    m_run = nullptr;
    show();
    if (meaning == Meaning::ok || meaning == Meaning::muted) m_leave.start(8000);
    else m_leave.stop();
    QAccessibleAnnouncementEvent event(this, words);
    if (meaning == Meaning::danger) event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::offer(const QString& words, const QString& button, std::function<void()> run) {
    say(Meaning::ok, words);
    m_run = std::move(run);
    m_act->setText(button);
    m_act->setAccessibleDescription(words);
    m_act->show();
    m_leave.start(10'000);
}

void MessageBar::takeBackOffer() {
    if (m_run) clear();
}

void MessageBar::clear() {
    m_leave.stop();
    m_words->clear();
    m_act->setAccessibleDescription({});
    m_act->hide();
    m_run = nullptr;
    hide();
}

QString MessageBar::words() const { return m_words->text(); }

} // namespace ui
