// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/outcome_panel.h"

#include "model/practice/practice.h"
#include "model/workspace/invitation.h"
#include "ui/setup/checked_line.h"
#include "ui/theme/theme.h"

#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

OutcomePanel::OutcomePanel(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_words(new QLabel(this)), m_fingerprintLabel(new QLabel(this)),
      m_fingerprint(new QLabel(this)), m_advice(makeNote(this)), m_copy(new QPushButton(this)),
      m_goOn(new QPushButton(this)) {
    setObjectName(QStringLiteral("outcomePanel"));
    m_fingerprint->setObjectName(QStringLiteral("fingerprint"));
    m_words->setObjectName(QStringLiteral("outcomeWords"));
    m_copy->setObjectName(QStringLiteral("copy"));
    m_goOn->setObjectName(QStringLiteral("goOn"));
    m_goOn->setDefault(true);
    makeHeading(m_title, 1);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    QFont digits(m_fingerprint->font());
    digits.setFamilies(
        {QStringLiteral("Noto Sans Mono"), QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")});
    digits.setPixelSize(15);
    m_fingerprint->setFont(digits);
    m_fingerprint->setTextFormat(Qt::PlainText);
    m_fingerprint->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(10);
    box->addWidget(m_title);
    box->addWidget(m_words);
    box->addWidget(m_fingerprintLabel);
    box->addWidget(m_fingerprint);
    box->addWidget(m_advice);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    buttons->addWidget(m_goOn);
    box->addLayout(buttons);
    m_phrases.set(m_fingerprintLabel, {"Fingerprint of the office", "办公室指纹"});
    m_phrases.set(m_copy, {"Copy the fingerprint", "复制指纹"});
    m_phrases.set(m_goOn, {"Go on to unlock", "前往解锁"});
    m_phrases.always([this] { sayAll(); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(str(m_digits)); });
    connect(m_goOn, &QPushButton::clicked, this, &OutcomePanel::goOnWanted);
}

void OutcomePanel::showFounded(const model::OfficeInfo& office) {
    show(
        office, {"The office is founded", "办公室已设立"},
        model::fill(
            {"It is in {0}.\nA case needs two case officers with a certificate, and a head who approves what they "
             "propose. The others ask to join on the unlock page.",
             "位于 {0}。\n办理案件至少需要两名持证承办人，以及批准其建议的机关负责人。其他人员在解锁页申请加入。"},
            office.folder.string()),
        {"Write the fingerprint down and keep it away from this machine. It says for good which office this is: whoever "
         "joins compares it, and every decision carries it.",
         "请抄下指纹，并存放在本机以外。它永久标识本办公室：加入者据此核对，每份决定书都载有它。"});
}

void OutcomePanel::showJoined(const model::OfficeInfo& office, const std::string& label, model::PersonId person) {
    const auto mine = std::ranges::find(office.profiles, person, &model::Profile::id);
    const QString digits = mine == office.profiles.end() ? QString() : sayFingerprint(mine->fingerprint.hex());
    show(office, {"Your request waits", "您的申请正在等待"},
         model::fill(
             {"{0} has keys in the office in {1}. An administrator admits you on the page of people, and then you "
              "can unlock it.\nFingerprint of your keys, to be compared with what the administrator sees:\n{2}",
              "{0} 在 {1} 的办公室中已有密钥。系统管理员在人员页面接纳后即可解锁。\n"
              "您的密钥指纹，请与系统管理员所见核对：\n{2}"},
             label, office.folder.string(), utf8(digits.left(39) + u'\n' + digits.mid(40))),
         {"Compare the fingerprint with the one that the administrator wrote down.", "请与系统管理员抄下的指纹核对。"});
}

void OutcomePanel::showInvited(const model::OfficeInfo& office, const std::string& label, model::PersonId person) {
    const auto mine = std::ranges::find(office.profiles, person, &model::Profile::id);
    const QString digits = mine == office.profiles.end() ? QString() : sayFingerprint(mine->fingerprint.hex());
    show(office, {"Hand in your request", "请提交您的申请"},
         model::fill(
             {"{0} has keys on this machine. Give this file to an administrator, by mail or on a stick; it holds no "
              "secret:\n{1}\nOnce you are admitted you can unlock the office while the hub can be reached.\n"
              "Fingerprint of your keys, to be compared with what the administrator sees:\n{2}",
              "{0} 已在本机生成密钥。请将下列文件通过邮件或存储介质交给系统管理员，其中不含秘密：\n{1}\n"
              "获批后，在可连接服务器时即可解锁。\n您的密钥指纹，请与系统管理员所见核对：\n{2}"},
             label, (office.folder / model::kRequestFile).string(), utf8(digits.left(39) + u'\n' + digits.mid(40))),
         {"Compare the fingerprint with the one that the administrator wrote down.", "请与系统管理员抄下的指纹核对。"});
}

void OutcomePanel::showPractice(const model::OfficeInfo& office) {
    std::string labels;
    for (const auto& profile : office.profiles) labels += (labels.empty() ? "" : ", ") + profile.label;
    show(office, {"The practice office is ready", "练习办公室已就绪"},
         model::fill(
             {"It is in {0}. Its people are {1}.\nA passphrase is the word practice, a space and the label, such as "
              "\"{2}\"; all stand in README.txt there.",
              "位于 {0}。人员有：{1}。\n口令是单词 practice、空格和标签，例如“{2}”；全部写在其中的 README.txt。"},
             office.folder.string(), labels, model::practicePassphrase("officer")),
         {"Begin as officer, who has reports to take in.", "可先以 officer 身份开始，有待受理的举报。"});
}

void OutcomePanel::show(const model::OfficeInfo& office, Text heading, Text words, Text advice) {
    m_heading = std::move(heading);
    m_what = std::move(words);
    m_keep = std::move(advice);
    m_digits = office.fingerprint.hex();
    sayAll();
    m_goOn->setFocus(Qt::OtherFocusReason);
}

void OutcomePanel::sayAll() {
    m_title->setText(say(m_heading));
    m_words->setText(say(m_what));
    m_advice->setText(say(m_keep));
    // Two lines of eight groups: half of them is as far as an eye goes without losing its place.
    const QString all = sayFingerprint(m_digits);
    m_fingerprint->setText(all.left(39) + u'\n' + all.mid(40));
    m_fingerprint->setAccessibleName(all);
}

} // namespace ui
