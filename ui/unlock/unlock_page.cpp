// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/unlock/unlock_page.h"

#include "model/base/token.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>

namespace ui {

namespace {

/// How soon a token that was plugged in is seen, in milliseconds.
constexpr int kLookAgain = 1'500;

} // namespace

UnlockPage::UnlockPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_title(new QLabel(this)), m_office(new QLabel(this)),
      m_language(new QComboBox(this)), m_profiles(new QComboBox(this)), m_passphrase(new PassphraseLine(true, this)),
      m_passphraseLabel(new QLabel(this)), m_token(new QLabel(this)), m_again(new QTimer(this)),
      m_message(new QLabel(this)), m_reason(new QLabel(this)), m_unlock(new QPushButton(this)),
      m_quit(new QPushButton(this)), m_join(new QPushButton(this)), m_lost(new QPushButton(this)),
      m_other(new QPushButton(this)) {
    setObjectName(QStringLiteral("unlockPage"));
    m_profiles->setObjectName(QStringLiteral("profile"));
    m_passphrase->line()->setObjectName(QStringLiteral("passphrase"));
    m_unlock->setObjectName(QStringLiteral("unlock"));
    m_join->setObjectName(QStringLiteral("join"));
    m_lost->setObjectName(QStringLiteral("lost"));
    m_other->setObjectName(QStringLiteral("otherOffice"));
    m_language->setObjectName(QStringLiteral("language"));
    m_message->setObjectName(QStringLiteral("unlockMessage"));
    makeHeading(m_title, 1);
    setMeaning(m_office, Meaning::muted);
    setMeaning(m_reason, Meaning::muted);
    m_token->setObjectName(QStringLiteral("token"));
    m_again->setSingleShot(true);
    m_again->setInterval(kLookAgain);
    for (auto* label : {m_message, m_reason, m_office, m_token}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    // Lines keep their height, so that nothing jumps when a message comes.
    m_message->setMinimumHeight(40);
    m_message->setAlignment(Qt::AlignTop);
    m_unlock->setDefault(true);
    m_language->addItem(QStringLiteral("English"));
    m_language->addItem(QStringLiteral("中文"));

    auto* box = new QWidget(this);
    box->setFixedWidth(520);
    auto* grid = new QGridLayout(box);
    grid->setVerticalSpacing(8);
    grid->setHorizontalSpacing(12);
    auto* head = new QHBoxLayout;
    auto* mark = new QLabel(box);
    m_phrases.always([mark] { mark->setPixmap(icon(QStringLiteral("touchstone")).pixmap(28, 28)); });
    head->setSpacing(8);
    head->addWidget(mark);
    head->addWidget(m_title);
    head->addStretch(1);
    head->addWidget(m_language);
    grid->addLayout(head, 0, 0, 1, 3);
    grid->addWidget(m_office, 1, 0, 1, 3);
    auto* profileLabel = new QLabel(box);
    profileLabel->setBuddy(m_profiles);
    m_passphraseLabel->setContentsMargins(0, 5, 0, 0); // beside the line, and not beside the word below it
    m_passphraseLabel->setBuddy(m_passphrase->line());
    grid->addWidget(profileLabel, 2, 0);
    grid->addWidget(m_profiles, 2, 1, 1, 2);
    grid->addWidget(m_token, 3, 1, 1, 2);
    grid->addWidget(m_passphraseLabel, 4, 0, Qt::AlignTop);
    grid->addWidget(m_passphrase, 4, 1, 1, 2);
    grid->addWidget(m_message, 5, 1, 1, 2);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_quit);
    buttons->addStretch(1);
    buttons->addWidget(m_unlock);
    grid->addLayout(buttons, 6, 1, 1, 2);
    grid->addWidget(m_reason, 7, 0, 1, 3);
    auto* others = new QHBoxLayout;
    others->setSpacing(8);
    others->addWidget(m_join);
    others->addWidget(m_lost);
    others->addWidget(m_other);
    others->addStretch(1);
    grid->addLayout(others, 8, 1, 1, 2);
    grid->setColumnStretch(1, 1);
    auto* outer = new QGridLayout(this);
    outer->setRowStretch(0, 2);
    outer->setRowStretch(2, 3);
    outer->setColumnStretch(0, 1);
    outer->setColumnStretch(2, 1);
    outer->addWidget(box, 1, 1); // in a column of its own width, so that it is as high as its words then need

    m_phrases.set(m_title, {"Touchstone", "试金石 Touchstone"});
    m_phrases.set(profileLabel, {"&Profile", "身份(&P)"});
    m_phrases.set(m_quit, {"Quit", "退出"});
    m_phrases.name(m_profiles, {"Profile", "身份"});
    m_phrases.set(m_join, {"Ask to &join…", "申请加入(&J)…"});
    m_phrases.tip(m_join, {"Makes keys for a new person of this office, who then waits for an administrator",
                           "为本办公室的新人生成密钥，随后等待系统管理员批准"});
    m_phrases.tip(m_lost, {"Makes new keys for the profile above, which two people agree to",
                           "为上方所选身份生成新密钥，须由两人同意"});
    m_phrases.set(m_other, {"&Other office…", "其他办公室(&O)…"});
    m_phrases.name(m_language, {"Language", "语言"});
    m_phrases.always([this] { sayAll(); });

    connect(m_unlock, &QPushButton::clicked, this, &UnlockPage::tryUnlock);
    connect(m_passphrase->line(), &QLineEdit::returnPressed, this, &UnlockPage::tryUnlock);
    connect(m_quit, &QPushButton::clicked, this, &UnlockPage::quitWanted);
    connect(m_join, &QPushButton::clicked, this, [this] {
        if (m_info) emit joinWanted(m_info->folder);
    });
    connect(m_lost, &QPushButton::clicked, this, [this] {
        if (chosen() != nullptr) emit lostWanted(*chosen());
    });
    connect(m_other, &QPushButton::clicked, this, &UnlockPage::otherOfficeWanted);
    connect(m_language, &QComboBox::activated, this,
            [this](int index) { emit languageWanted(index == 1 ? Language::zh : Language::en); });
    connect(m_profiles, &QComboBox::currentIndexChanged, this, [this] {
        m_attempts = 0;
        m_error.reset();
        m_heard.reset();
        lookAtToken();
        sayAll();
    });
    connect(m_again, &QTimer::timeout, this, &UnlockPage::lookAtToken);
    connect(&session, &Session::unlockFailed, this, [this](const Error& error) {
        setBusy(false);
        m_error = error;
        if (error.code == model::Code::locked) ++m_attempts;
        lookAtToken(); // it says by now what is left of its tries
        sayAll();
        m_passphrase->line()->setFocus(Qt::OtherFocusReason);
        m_passphrase->line()->selectAll();
        QAccessibleAnnouncementEvent event(m_message, m_message->text());
        event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
        QAccessible::updateAccessibility(&event);
    });
}

void UnlockPage::showOffice(const Result<model::OfficeInfo>& info) {
    const QString before = m_profiles->currentData().toString();
    m_profiles->clear();
    m_error.reset();
    m_info.reset();
    if (!info) {
        m_error = info.error();
    } else {
        m_info = *info;
        for (const auto& profile : info->profiles) m_profiles->addItem(str(profile.label), str(profile.id.hex()));
        if (const int at = m_profiles->findData(before); at >= 0) m_profiles->setCurrentIndex(at);
    }
    m_unlock->setEnabled(m_profiles->count() > 0);
    m_join->setEnabled(m_info.has_value());
    m_lost->setEnabled(m_profiles->count() > 0);
    lookAtToken();
    sayAll();
}

const model::Profile* UnlockPage::chosen() const {
    const auto at = m_profiles->currentIndex();
    return m_info && at >= 0 ? &m_info->profiles[static_cast<std::size_t>(at)] : nullptr;
}

void UnlockPage::chooseProfile(const QString& label) {
    if (!m_info) return;
    for (std::size_t i = 0; i < m_info->profiles.size(); ++i) {
        const auto& profile = m_info->profiles[i];
        if (str(profile.label) == label || str(profile.id.hex()) == label)
            m_profiles->setCurrentIndex(static_cast<int>(i));
    }
}

void UnlockPage::start() {
    m_attempts = 0;
    m_error.reset();
    m_passphrase->clear();
    setBusy(false);
    lookAtToken();
    sayAll();
    m_passphrase->line()->setFocus(Qt::OtherFocusReason);
}

void UnlockPage::setBusy(bool busy) {
    m_busy = busy;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_profiles, m_unlock, m_join, m_other})
        widget->setEnabled(!busy);
    m_join->setEnabled(!busy && m_info);
    m_unlock->setEnabled(!busy && m_profiles->count() > 0);
    m_lost->setEnabled(!busy && m_profiles->count() > 0);
    m_passphrase->line()->setReadOnly(busy); // not disabled: the keyboard must stay where it is
    sayAll();
}

void UnlockPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    lookAtToken();
}

bool UnlockPage::asksPin() const {
    if (chosen() == nullptr || !chosen()->token) return false;
    return !m_heard || !*m_heard || (*m_heard)->has_value(); // else new keys wait that a passphrase opens
}

void UnlockPage::lookAtToken() {
    m_again->stop();
    m_session.cancel(m_asked);
    const auto* const profile = chosen();
    if (profile == nullptr || !profile->token) {
        m_heard.reset();
        return;
    }
    if (!isVisible() || m_session.state() != Session::State::locked) return;
    m_asked = m_session.atGate(
        this, [whose = *profile](GatePort& gate) { return gate.tokenAsked(whose); },
        [this](Result<std::optional<crypto::TokenInfo>> heard) {
            m_heard = std::move(heard);
            if (!*m_heard) m_again->start();
            const QString before = m_token->text();
            sayAll();
            if (m_token->text() == before) return;
            QAccessibleAnnouncementEvent event(m_token, m_token->text());
            QAccessible::updateAccessibility(&event);
        });
}

/// Which token, whether it is there, and what it says of its tries.
QString UnlockPage::tokenWords() const {
    if (!asksPin()) return {};
    const auto title = model::tokenTitle(*chosen()->token);
    if (!m_heard) return say(title);
    if (!*m_heard) {
        const auto again = model::Text{"It is being looked for.", "正在等待插入。"};
        return QStringLiteral("⚠ ") + say(model::fill({"{0}. {1}", "{0}。{1}"}, m_heard->error().what, again)) +
               (m_heard->error().where.empty() ? QString() : QStringLiteral(" ") + str(m_heard->error().where));
    }
    const auto& token = ***m_heard;
    const auto tries = model::tokenTries(token);
    if (tries.empty()) return say(model::tokenTitle(token.name));
    return QStringLiteral("⚠ ") + say(model::fill({"{0}. {1}.", "{0}。{1}。"}, model::tokenTitle(token.name), tries));
}

void UnlockPage::tryUnlock() {
    if (m_busy) return;
    const auto person = PersonId::fromHex(utf8(m_profiles->currentData().toString()));
    if (!person || m_passphrase->line()->text().isEmpty()) {
        m_passphrase->line()->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_error.reset();
    setBusy(true);
    m_session.unlock(*person, m_passphrase->secret());
}

void UnlockPage::sayAll() {
    const bool pin = asksPin();
    m_passphrase->setPin(pin);
    m_passphraseLabel->setText(pin ? say("PIN of the to&ken", "PIN 码(&W)") : say("Passph&rase", "口令(&W)"));
    m_passphrase->line()->setAccessibleName(pin ? say("PIN of the token", "智能密码钥匙的 PIN 码")
                                                : say("Passphrase", "口令"));
    m_lost->setText(pin ? say("&Lost token…", "丢失智能密码钥匙(&L)…") : say("&Lost passphrase…", "丢失口令(&L)…"));
    m_token->setText(tokenWords());
    m_token->setVisible(pin);
    setMeaning(m_token, m_token->text().startsWith(u'⚠') ? Meaning::warn : Meaning::muted);
    m_unlock->setText(m_busy ? say("Unlocking…", "正在解锁…") : say("&Unlock", "解锁(&U)"));
    m_language->setCurrentIndex(currentLanguage() == Language::zh ? 1 : 0);
    for (int i = 0; m_info && i < m_profiles->count(); ++i) {
        const auto& profile = m_info->profiles[static_cast<std::size_t>(i)];
        m_profiles->setItemText(i, str(profile.label) +
                                       (profile.admitted ? QString() : say(" (waits to be admitted)", "（待批准）")));
    }
    m_office->setText(m_info ? str(m_info->folder.string()) + QStringLiteral(" · ") +
                                   sayFingerprint(m_info->fingerprint.hex().substr(0, 16))
                             : QString());
    QString message;
    Meaning meaning = Meaning::muted;
    if (m_busy) {
        message = pin ? say("The token is checking the PIN.", "智能密码钥匙正在核对 PIN 码。")
                      : say("The passphrase is being checked; this takes a moment on purpose.",
                            "正在核对口令；为安全起见需要片刻。");
    } else if (m_error && !pin && m_error->code == model::Code::locked && chosen() != nullptr && chosen()->admitted) {
        message = say("✕ Passphrase not accepted (attempt %1). Nothing was changed.",
                      "✕ 口令不正确（第%1次）。没有任何改动。")
                      .arg(m_attempts);
        meaning = Meaning::danger;
    } else if (m_error) {
        message = QStringLiteral("✕ ") + say(*m_error);
        meaning = Meaning::danger;
    } else if (chosen() != nullptr && !chosen()->admitted) {
        message = say("This request to join waits. Unlocking is possible once an administrator has admitted it.",
                      "该加入申请正在等待。系统管理员批准后即可解锁。");
    }
    m_message->setText(message);
    setMeaning(m_message, meaning);
    m_reason->setText(say(m_session.lockReason()));
}

} // namespace ui
