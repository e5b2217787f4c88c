// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/unlock/passphrase_line.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/unlock/caps_lock.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace ui {

PassphraseLine::PassphraseLine(bool room, QWidget* parent)
    : QWidget(parent), m_line(new QLineEdit(this)), m_reveal(new QToolButton(this)), m_caps(new QLabel(this)),
      m_room(room) {
    m_line->setEchoMode(QLineEdit::Password);
    m_line->setMaxLength(1024);
    // An input method would show and remember what is typed.
    m_line->setAttribute(Qt::WA_InputMethodEnabled, false);
    m_line->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhHiddenText | Qt::ImhNoPredictiveText |
                                Qt::ImhNoAutoUppercase);
    m_line->setContextMenuPolicy(Qt::NoContextMenu);
    m_line->installEventFilter(this);
    setFocusProxy(m_line);
    m_reveal->setIcon(icon(QStringLiteral("eye")));
    m_reveal->setFocusPolicy(Qt::NoFocus);
    m_reveal->setFixedSize(28, 28);
    setMeaning(m_caps, Meaning::warn);
    m_caps->setMinimumHeight(20);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(4);
    grid->addWidget(m_line, 0, 0);
    grid->addWidget(m_reveal, 0, 1);
    grid->addWidget(m_caps, 1, 0, 1, 2);
    m_phrases.always([this] { sayAll(); });
    connect(m_reveal, &QToolButton::pressed, this, [this] { m_line->setEchoMode(QLineEdit::Normal); });
    connect(m_reveal, &QToolButton::released, this, [this] { m_line->setEchoMode(QLineEdit::Password); });
}

void PassphraseLine::sayAll() {
    m_reveal->setAccessibleName(m_pin ? say("Show the PIN while held", "按住显示 PIN 码")
                                      : say("Show the passphrase while held", "按住显示口令"));
    m_reveal->setToolTip(m_pin ? say("Shows the PIN while held", "按住时显示 PIN 码")
                               : say("Shows the passphrase while held", "按住时显示口令"));
    setCaps(!m_caps->text().isEmpty());
}

void PassphraseLine::setPin(bool pin) {
    m_pin = pin;
    sayAll();
}

crypto::Secret PassphraseLine::secret() const {
    QByteArray typed = m_line->text().toUtf8();
    crypto::Secret secret(crypto::ByteView(reinterpret_cast<const std::uint8_t*>(typed.constData()),
                                           static_cast<std::size_t>(typed.size())));
    crypto::wipe({reinterpret_cast<std::uint8_t*>(typed.data()), static_cast<std::size_t>(typed.size())});
    return secret;
}

void PassphraseLine::clear() {
    m_line->clear();
    m_line->setEchoMode(QLineEdit::Password);
    setCaps(false);
}

void PassphraseLine::setCaps(bool on) {
    m_caps->setText(on ? say("⚠ Caps Lock is on", "⚠ 大写锁定已打开") : QString());
    m_caps->setVisible(on || m_room);
}

bool PassphraseLine::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (key.key() == Qt::Key_CapsLock) setCaps(m_caps->text().isEmpty());
        else if (const auto caps = capsLockOf(key); caps != CapsLock::unknown) setCaps(caps == CapsLock::on);
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
