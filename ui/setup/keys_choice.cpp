// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/keys_choice.h"

#include <QCheckBox>
#include <QVBoxLayout>

namespace ui {

KeysChoice::KeysChoice(Session& session, QWidget* parent)
    : QWidget(parent), m_onToken(new QCheckBox(this)), m_passphrase(new NewPassphrase(this)),
      m_token(new TokenChoice(session, this)) {
    m_onToken->setObjectName(QStringLiteral("onToken"));
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(12);
    box->addWidget(m_onToken, 0, Qt::AlignLeft);
    box->addWidget(m_passphrase);
    box->addWidget(m_token);
    show();
    m_phrases.set(m_onToken, {"&Keep the key that signs on a token (smart card, USB token)",
                              "签名密钥存于智能密码钥匙（智能卡、USB Key）(&K)"});
    const Text why{"It is made there and never leaves it; the token's PIN unlocks the office in place of a passphrase.",
                   "密钥在其中生成，不可导出；以其 PIN 码代替口令解锁办公室。"};
    m_phrases.tip(m_onToken, why);
    m_phrases.always([this, why] { m_onToken->setAccessibleDescription(say(why)); });
    connect(m_onToken, &QCheckBox::toggled, this, &KeysChoice::show);
}

bool KeysChoice::onToken() const { return m_onToken->isChecked(); }

void KeysChoice::show() {
    m_passphrase->setVisible(!onToken());
    m_token->setVisible(onToken());
}

CheckedLine* KeysChoice::check(crypto::Suite suite) {
    return onToken() ? m_token->check(suite) : m_passphrase->check();
}

NewKeys KeysChoice::keys() const {
    if (onToken()) return m_token->keys();
    return {m_passphrase->secret(), {}, {}};
}

void KeysChoice::clear() {
    m_passphrase->clear();
    m_token->clear();
    m_onToken->setChecked(false);
}

} // namespace ui
