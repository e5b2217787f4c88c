// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/lost_passphrase.h"

#include "ui/setup/new_passphrase.h"
#include "ui/theme/theme.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

LostPassphrase::LostPassphrase(Session& session, const model::Profile& profile, QWidget* parent)
    : QDialog(parent), m_session(session), m_person(profile.id), m_about(new QLabel(this)),
      m_passphrase(new NewPassphrase(this)), m_message(new QLabel(this)), m_digits(new QLabel(this)),
      m_close(new QPushButton(this)), m_ask(new QPushButton(this)) { // in the order in which they stand: so goes Tab
    setObjectName(QStringLiteral("lostPassphrase"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_message->setObjectName(QStringLiteral("lostMessage"));
    m_digits->setObjectName(QStringLiteral("lostFingerprint"));
    m_ask->setObjectName(QStringLiteral("askForKeys"));
    m_close->setObjectName(QStringLiteral("lostClose"));
    for (auto* label : {m_about, m_message}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_digits->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_digits->hide();
    m_close->setAutoDefault(false);
    m_ask->setDefault(true);
    auto* box = new QVBoxLayout(this);
    box->setSpacing(10);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_about, m_passphrase, m_message, m_digits})
        box->addWidget(widget);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_ask);
    box->addLayout(buttons);
    setMinimumWidth(540);
    m_phrases.title(this, {"Lost passphrase", "丢失口令"});
    m_phrases.set(
        m_about,
        model::fill(
            profile.token
                ? Text{"Nobody can get the keys of “{0}” out of a lost or locked token. You can make new keys "
                       "under a passphrase, or on another token with touchstonectl recovery ask --token. They "
                       "work once an administrator has proposed them and a second person has approved them; "
                       "you stay who you are, with your roles and cases.",
                       "无人能从丢失或锁定的智能密码钥匙中取出“{0}”的密钥。您可以用口令生成新密钥，或用 touchstonectl "
                       "recovery ask --token 在另一智能密码钥匙中生成，经系统管理员提议并由第二人批准后生效；您的身份、角色和案件不变。"}
                : Text{"Nobody can find the passphrase of “{0}” for you. You can make new keys under a new one. They "
                       "work once an administrator has proposed them and a second person has approved them; you "
                       "stay who you are, with your roles and cases.",
                       "无人能找回“{0}”的口令。您可以用新口令生成新密钥，经系统管理员提议并由第二人批准后生效；您的身份、角色和案件不变。"},
            profile.label));
    m_phrases.set(m_ask, {"&Make new keys", "生成新密钥(&M)"});
    m_phrases.set(m_close, {"&Close", "关闭(&C)"});
    connect(m_ask, &QPushButton::clicked, this, &LostPassphrase::ask);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
}

void LostPassphrase::ask() {
    if (m_passphrase->check() != nullptr) return;
    m_ask->setEnabled(false);
    m_message->setText(say("Making keys; this takes a moment on purpose.", "正在生成密钥；为安全起见需要片刻。"));
    m_session.atGate(
        this,
        [person = m_person, secret = std::make_shared<crypto::Secret>(m_passphrase->secret())](GatePort& gate) {
            return gate.askForNewKeys(person, secret->view());
        },
        [this](const Result<model::Digest>& made) {
            m_ask->setEnabled(!made);
            setMeaning(m_message, made ? Meaning::ok : Meaning::danger);
            m_passphrase->setVisible(!made);
            m_ask->setVisible(!made);
            m_digits->setVisible(made.has_value());
            if (!made) {
                m_message->setText(say(made.error()));
                return;
            }
            m_passphrase->clear();
            m_message->setText(
                say("The new keys wait. Read these digits out to the administrator and to the second person, face "
                    "to face or over the telephone. Then unlock with the new passphrase.",
                    "新密钥等待批准。请当面或通过电话将以下数字读给系统管理员和第二人核对，批准后即可用新口令解锁。"));
            const QString digits = sayFingerprint(made->hex());
            m_digits->setText(digits.left(39) + u'\n' + digits.mid(40));
            m_digits->setAccessibleName(digits);
            m_close->setFocus(Qt::OtherFocusReason);
        });
}

} // namespace ui
