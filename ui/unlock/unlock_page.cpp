// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/unlock/unlock_page.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/unlock/caps_lock.h"

#include <QAccessible>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace ui {

UnlockPage::UnlockPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_title(new QLabel(this)), m_office(new QLabel(this)),
      m_profiles(new QComboBox(this)), m_passphrase(new QLineEdit(this)), m_reveal(new QToolButton(this)),
      m_caps(new QLabel(this)), m_message(new QLabel(this)), m_reason(new QLabel(this)),
      m_unlock(new QPushButton(this)), m_quit(new QPushButton(this)), m_language(new QComboBox(this)) {
    setObjectName(QStringLiteral("unlockPage"));
    m_profiles->setObjectName(QStringLiteral("profile"));
    m_passphrase->setObjectName(QStringLiteral("passphrase"));
    m_unlock->setObjectName(QStringLiteral("unlock"));
    m_language->setObjectName(QStringLiteral("language"));
    m_message->setObjectName(QStringLiteral("unlockMessage"));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setMaxLength(1024);
    // An input method would show and remember what is typed.
    m_passphrase->setAttribute(Qt::WA_InputMethodEnabled, false);
    m_passphrase->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhHiddenText | Qt::ImhNoPredictiveText |
                                      Qt::ImhNoAutoUppercase);
    m_passphrase->setContextMenuPolicy(Qt::NoContextMenu);
    m_passphrase->installEventFilter(this);
    m_reveal->setIcon(icon(QStringLiteral("eye")));
    m_reveal->setFocusPolicy(Qt::NoFocus);
    m_reveal->setFixedSize(28, 28);
    makeHeading(m_title, 1);
    setMeaning(m_office, Meaning::muted);
    setMeaning(m_caps, Meaning::warn);
    setMeaning(m_reason, Meaning::muted);
    for (auto* label : {m_message, m_reason, m_office}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    // Lines keep their height, so that nothing jumps when a message comes.
    m_caps->setMinimumHeight(20);
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
    auto* passphraseLabel = new QLabel(box);
    profileLabel->setBuddy(m_profiles);
    passphraseLabel->setBuddy(m_passphrase);
    grid->addWidget(profileLabel, 2, 0);
    grid->addWidget(m_profiles, 2, 1, 1, 2);
    grid->addWidget(passphraseLabel, 3, 0);
    grid->addWidget(m_passphrase, 3, 1);
    grid->addWidget(m_reveal, 3, 2);
    grid->addWidget(m_caps, 4, 1, 1, 2);
    grid->addWidget(m_message, 5, 1, 1, 2);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_quit);
    buttons->addStretch(1);
    buttons->addWidget(m_unlock);
    grid->addLayout(buttons, 6, 1, 1, 2);
    grid->addWidget(m_reason, 7, 0, 1, 3);
    grid->setColumnStretch(1, 1);
    auto* outer = new QGridLayout(this);
    outer->setRowStretch(0, 2);
    outer->setRowStretch(2, 3);
    outer->addWidget(box, 1, 0, Qt::AlignCenter);
    setTabOrder(m_profiles, m_passphrase);
    setTabOrder(m_passphrase, m_unlock);
    setTabOrder(m_unlock, m_quit);
    setTabOrder(m_quit, m_language);

    m_phrases.set(m_title, {"Touchstone", "试金石 Touchstone"});
    m_phrases.set(profileLabel, {"&Profile", "身份(&P)"});
    m_phrases.set(passphraseLabel, {"Pass&phrase", "口令(&W)"});
    m_phrases.set(m_quit, {"Quit", "退出"});
    m_phrases.name(m_profiles, {"Profile", "身份"});
    m_phrases.name(m_passphrase, {"Passphrase", "口令"});
    m_phrases.name(m_reveal, {"Show the passphrase while held", "按住显示口令"});
    m_phrases.tip(m_reveal, {"Shows the passphrase while held", "按住时显示口令"});
    m_phrases.name(m_language, {"Language", "语言"});
    m_phrases.always([this] { sayAll(); });

    connect(m_unlock, &QPushButton::clicked, this, &UnlockPage::tryUnlock);
    connect(m_passphrase, &QLineEdit::returnPressed, this, &UnlockPage::tryUnlock);
    connect(m_quit, &QPushButton::clicked, this, &UnlockPage::quitWanted);
    connect(m_reveal, &QToolButton::pressed, this, [this] { m_passphrase->setEchoMode(QLineEdit::Normal); });
    connect(m_reveal, &QToolButton::released, this, [this] { m_passphrase->setEchoMode(QLineEdit::Password); });
    connect(m_language, &QComboBox::activated, this,
            [this](int index) { emit languageWanted(index == 1 ? Language::zh : Language::en); });
    connect(m_profiles, &QComboBox::currentIndexChanged, this, [this] {
        m_attempts = 0;
        m_error.reset();
        sayAll();
    });
    connect(&session, &Session::unlockFailed, this, [this](const Error& error) {
        setBusy(false);
        m_error = error;
        if (error.code == model::Code::locked) ++m_attempts;
        sayAll();
        m_passphrase->setFocus(Qt::OtherFocusReason);
        m_passphrase->selectAll();
        QAccessibleAnnouncementEvent event(m_message, m_message->text());
        event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
        QAccessible::updateAccessibility(&event);
    });
}

void UnlockPage::showOffice(const Result<model::OfficeInfo>& info) {
    const QString chosen = m_profiles->currentData().toString();
    m_profiles->clear();
    m_error.reset();
    if (!info) {
        m_error = info.error();
        m_office->clear();
    } else {
        m_office->setText(str(info->folder.string()) + QStringLiteral(" · ") +
                          str(info->fingerprint.hex().substr(0, 16)));
        for (const auto& profile : info->profiles) {
            m_profiles->addItem(str(profile.label) +
                                    (profile.admitted ? QString() : say(" (waits to be admitted)", "（待批准）")),
                                str(profile.id.hex()));
        }
        if (const int at = m_profiles->findData(chosen); at >= 0) m_profiles->setCurrentIndex(at);
    }
    m_unlock->setEnabled(m_profiles->count() > 0);
    sayAll();
}

void UnlockPage::chooseProfile(const QString& label) {
    for (int i = 0; i < m_profiles->count(); ++i) {
        if (m_profiles->itemText(i) == label || m_profiles->itemData(i).toString() == label)
            m_profiles->setCurrentIndex(i);
    }
}

void UnlockPage::start() {
    m_attempts = 0;
    m_error.reset();
    m_passphrase->clear();
    m_caps->clear();
    setBusy(false);
    sayAll();
    m_passphrase->setFocus(Qt::OtherFocusReason);
}

void UnlockPage::setBusy(bool busy) {
    m_busy = busy;
    for (QWidget* widget : {static_cast<QWidget*>(m_profiles), static_cast<QWidget*>(m_unlock)})
        widget->setEnabled(!busy);
    m_passphrase->setReadOnly(busy); // not disabled: the keyboard must stay where it is
    sayAll();
}

void UnlockPage::tryUnlock() {
    if (m_busy) return;
    const auto person = PersonId::fromHex(utf8(m_profiles->currentData().toString()));
    if (!person || m_passphrase->text().isEmpty()) {
        m_passphrase->setFocus(Qt::OtherFocusReason);
        return;
    }
    QByteArray typed = m_passphrase->text().toUtf8();
    crypto::Secret secret(crypto::ByteView(reinterpret_cast<const std::uint8_t*>(typed.constData()),
                                           static_cast<std::size_t>(typed.size())));
    crypto::wipe({reinterpret_cast<std::uint8_t*>(typed.data()), static_cast<std::size_t>(typed.size())});
    m_error.reset();
    setBusy(true);
    m_session.unlock(*person, std::move(secret));
}

void UnlockPage::sayAll() {
    m_unlock->setText(m_busy ? say("Unlocking…", "正在解锁…") : say("&Unlock", "解锁(&U)"));
    m_language->setCurrentIndex(currentLanguage() == Language::zh ? 1 : 0);
    if (!m_caps->text().isEmpty()) m_caps->setText(say("⚠ Caps Lock is on", "⚠ 大写锁定已打开"));
    QString message;
    Meaning meaning = Meaning::muted;
    if (m_busy) {
        message = say("The passphrase is being checked; this takes a moment on purpose.",
                      "正在核对口令；为安全起见需要片刻。");
    } else if (m_error && m_error->code == model::Code::locked) {
        message = say("✕ Passphrase not accepted (attempt %1). Nothing was changed.",
                      "✕ 口令不正确（第%1次）。没有任何改动。")
                      .arg(m_attempts);
        meaning = Meaning::danger;
    } else if (m_error) {
        message = QStringLiteral("✕ ") + say(*m_error);
        meaning = Meaning::danger;
    }
    m_message->setText(message);
    setMeaning(m_message, meaning);
    m_reason->setText(say(m_session.lockReason()));
}

bool UnlockPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_passphrase && event->type() == QEvent::KeyPress) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (key.key() == Qt::Key_CapsLock) {
            m_caps->setText(m_caps->text().isEmpty() ? say("⚠ Caps Lock is on", "⚠ 大写锁定已打开") : QString());
        } else if (const auto caps = capsLockOf(key); caps != CapsLock::unknown) {
            m_caps->setText(caps == CapsLock::on ? say("⚠ Caps Lock is on", "⚠ 大写锁定已打开") : QString());
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
