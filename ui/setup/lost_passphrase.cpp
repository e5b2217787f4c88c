// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/lost_passphrase.h"

#include "ui/setup/keys_choice.h"
#include "ui/theme/theme.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

LostPassphrase::LostPassphrase(Session& session, const model::Profile& profile, QWidget* parent)
    : QDialog(parent), m_session(session), m_person(profile.id), m_about(new QLabel(this)),
      m_keys(new KeysChoice(session, this)), m_message(new QLabel(this)), m_digits(new QLabel(this)),
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
    for (QWidget* widget : std::initializer_list<QWidget*>{m_about, m_keys, m_message, m_digits})
        box->addWidget(widget);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_ask);
    box->addLayout(buttons);
    setMinimumWidth(540);
    m_phrases.title(this, profile.token ? Text{"Lost token", "丢失智能密码钥匙"} : Text{"Lost passphrase", "丢失口令"});
    m_phrases.set(
        m_about,
        model::fill(
            profile.token
                ? Text{"Nobody can get the keys of “{0}” out of a lost or locked token. You can make new keys "
                       "under a passphrase, or on another token. They work once an administrator has proposed them "
                       "and a second person has approved them; you stay who you are, with your roles and cases.",
                       "无人能从丢失或锁定的智能密码钥匙中取出“{0}”的密钥。您可以用口令生成新密钥，或在另一智能密码钥匙中"
                       "生成，经系统管理员提议并由第二人批准后生效；您的身份、角色和案件不变。"}
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

// What is folded out or said below a line makes it higher; a window does not see by itself what wrapped words need.
bool LostPassphrase::event(QEvent* event) {
    const bool done = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest) {
        const int needed = layout()->totalHeightForWidth(width());
        if (needed > height()) resize(width(), needed);
    }
    return done;
}

/// The fingerprint of the new keys, or why there are none.
struct LostPassphrase::Made {
    Result<model::Digest> keys;
    std::optional<TokenFault> ofToken = {};
};

void LostPassphrase::ask() {
    if (auto* const line = m_keys->check()) {
        line->takeKeyboardForFault();
        return;
    }
    m_ask->setEnabled(false);
    setMeaning(m_message, Meaning::plain);
    m_message->setText(
        m_keys->onToken() ? say("Making the key on the token, and trying it out.", "正在智能密码钥匙中生成密钥并试用。")
                          : say("Making keys; this takes a moment on purpose.", "正在生成密钥；为安全起见需要片刻。"));
    const auto keys = std::make_shared<NewKeys>(m_keys->keys());
    m_session.atGate(
        this,
        [person = m_person, keys](GatePort& gate) -> Made {
            const auto office = gate.inspect();
            if (!office) return {std::unexpected(office.error())};
            if (auto fault = faultOfToken(gate, *keys, office->suite))
                return {std::unexpected(fault->error), std::move(fault)};
            auto made = gate.askForNewKeys(person, *keys);
            auto ofPin = made ? std::nullopt : faultOfPin(*keys, made.error());
            return {std::move(made), std::move(ofPin)};
        },
        [this, keys](const Made& made) {
            if (made.keys && keys->token) m_session.noteTokenModule(keys->module);
            answer(made);
        });
}

void LostPassphrase::answer(const Made& made) {
    const bool good = made.keys.has_value();
    m_ask->setEnabled(!good);
    setMeaning(m_message, good ? Meaning::ok : Meaning::danger);
    if (made.ofToken) {
        m_message->clear();
        m_keys->blame(*made.ofToken)->takeKeyboardForFault();
        return;
    }
    const bool onToken = m_keys->onToken();
    m_keys->setVisible(!good);
    m_ask->setVisible(!good);
    m_digits->setVisible(good);
    if (!good) {
        m_message->setText(say(made.keys.error()));
        return;
    }
    m_keys->clear();
    m_message->setText(
        say("The new keys wait. Read these digits out to the administrator and to the second person, face to face or "
            "over the telephone. ",
            "新密钥等待批准。请当面或通过电话将以下数字读给系统管理员和第二人核对，") +
        (onToken ? say("Then unlock with the token's PIN.", "批准后即可用智能密码钥匙的 PIN 码解锁。")
                 : say("Then unlock with the new passphrase.", "批准后即可用新口令解锁。")));
    const QString digits = sayFingerprint(made.keys->hex());
    m_digits->setText(digits.left(39) + u'\n' + digits.mid(40));
    m_digits->setAccessibleName(digits);
    m_close->setFocus(Qt::OtherFocusReason);
}

} // namespace ui
