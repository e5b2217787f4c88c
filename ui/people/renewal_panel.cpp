// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/renewal_panel.h"

#include "ui/people/panel_parts.h"
#include "ui/text/say.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

RenewalPanel::RenewalPanel(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_about(wrapped(this, "renewalAbout", Meaning::plain)),
      m_digits(new QLabel(this)), m_compare(wrapped(this, "renewalCompare", Meaning::muted)),
      m_whyCaption(new QLabel(this)), m_why(new QLineEdit(this)),
      m_reason(wrapped(this, "renewalReason", Meaning::warn)), m_propose(button(this, "proposeKeys")),
      m_approve(button(this, "approveKeys")), m_decline(button(this, "declineKeys")) {
    setObjectName(QStringLiteral("renewalPanel"));
    makeHeading(m_title, 3);
    m_digits->setObjectName(QStringLiteral("renewalFingerprint"));
    m_digits->setTextFormat(Qt::PlainText);
    makeDigits(m_digits);
    m_why->setObjectName(QStringLiteral("renewalWhy"));
    m_why->setMaxLength(2'000);
    m_whyCaption->setBuddy(m_why);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 6, 0, 6);
    box->setSpacing(6);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_title, m_about, m_digits, m_compare, m_whyCaption, m_why, m_reason})
        box->addWidget(widget);
    box->addLayout(rowOf({m_propose, m_approve, m_decline}));

    m_phrases.set(m_title, {"New keys", "更换密钥"});
    m_phrases.set(m_whyCaption, {"&What happened", "原因(&W)"});
    m_phrases.set(m_propose, {"&Propose these keys", "提议使用该密钥(&P)"});
    m_phrases.set(m_approve, {"Appro&ve these keys", "批准使用该密钥(&V)"});
    m_phrases.set(m_decline, {"&Decline", "否决(&D)"});
    m_phrases.set(
        m_compare,
        {"Let the person read these digits out to you, face to face or over the telephone. From the approval on "
         "the old keys open and sign nothing more; what they signed before stays valid.",
         "请由本人当面或通过电话读出以上数字并逐位核对。批准后原密钥不能再使用；此前的签名仍然有效。"});
    m_phrases.always([this] { sayAll(); });
    connect(m_why, &QLineEdit::textChanged, this, &RenewalPanel::sayButtons);
    connect(m_propose, &QPushButton::clicked, this, [this] { emit proposeWanted(m_why->text().trimmed()); });
    connect(m_approve, &QPushButton::clicked, this, &RenewalPanel::approveWanted);
    connect(m_decline, &QPushButton::clicked, this, &RenewalPanel::declineWanted);
}

void RenewalPanel::show(const std::optional<model::Renewal>& renewal, const QString& proposer) {
    const bool same = renewal && m_renewal && renewal->fingerprint == m_renewal->fingerprint;
    if (!same) m_why->clear();
    m_renewal = renewal;
    m_proposer = proposer;
    sayAll();
}

void RenewalPanel::setBusy(bool busy) {
    m_busy = busy;
    sayButtons();
}

void RenewalPanel::sayAll() {
    setVisible(m_renewal.has_value());
    const QString digits = m_renewal ? sayFingerprint(m_renewal->fingerprint.hex()) : QString();
    m_digits->setText(digits.isEmpty() ? digits : digits.left(39) + u'\n' + digits.mid(40));
    m_digits->setAccessibleName(digits);
    m_about->setText(
        !m_renewal ? QString()
        : m_renewal->proposed
            ? say("%1 proposes these keys: %2", "%1 提议更换为以下密钥：%2").arg(m_proposer, str(m_renewal->why))
            : say("This person has lost their keys and made new ones. An administrator proposes them, a second person "
                  "approves them.",
                  "此人丢失了密钥并已生成新密钥。须由系统管理员提议，并由第二人批准。"));
    sayButtons();
}

void RenewalPanel::sayButtons() {
    const bool may = m_renewal && !m_renewal->whyNot;
    const bool proposes = may && !m_renewal->proposed;
    m_reason->setText(m_renewal && m_renewal->whyNot ? say(*m_renewal->whyNot) : QString());
    m_reason->setVisible(!m_reason->text().isEmpty());
    for (QWidget* widget : std::initializer_list<QWidget*>{m_whyCaption, m_why, m_propose})
        widget->setVisible(proposes);
    m_approve->setVisible(may && m_renewal->proposed);
    m_decline->setVisible(m_renewal && m_renewal->mayDecline);
    m_propose->setEnabled(!m_busy && !m_why->text().trimmed().isEmpty());
    m_approve->setEnabled(!m_busy);
    m_decline->setEnabled(!m_busy);
}

} // namespace ui
