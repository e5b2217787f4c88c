// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hub/question_panel.h"

#include "model/workspace/hub_oversight.h"
#include "ui/hub/parts.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace ui {

QuestionPanel::QuestionPanel(QWidget* parent)
    : QFrame(parent), m_words(hub::label(this, "questionWords", Meaning::warn)),
      m_help(hub::label(this, "questionHelp", Meaning::muted)), m_stay(hub::button(this, "questionStay")),
      m_go(hub::button(this, "questionGo")) {
    setObjectName(QStringLiteral("hubQuestion"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(12);
    buttons->addWidget(m_stay);
    buttons->addWidget(m_go);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 4);
    layout->addWidget(m_words);
    layout->addWidget(m_help);
    layout->addLayout(buttons);
    m_phrases.name(this, {"The exchange asks", "同步询问"});
    m_phrases.set(m_stay, {"Stay stopped", "保持中止"});
    m_phrases.set(
        m_help,
        {"If you do not know why, stay stopped and ask an administrator. What is said here waits; nothing is lost.",
         "如不清楚原因，请保持中止并联系系统管理员。此处提交的内容处于待发状态，不会丢失。"});
    m_phrases.always([this] { sayAll(); });
    connect(m_stay, &QPushButton::clicked, this, &QuestionPanel::declined);
    connect(m_go, &QPushButton::clicked, this, [this] {
        if (m_question) emit agreed(*m_question);
    });
    hide();
}

void QuestionPanel::show(const std::optional<model::HubQuestion>& question) {
    m_question = question;
    sayAll();
    setVisible(question.has_value());
}

QWidget* QuestionPanel::firstButton() const { return m_stay; }

void QuestionPanel::sayAll() {
    if (!m_question) return m_words->clear();
    m_words->setText(say(model::questionWords(*m_question)));
    m_go->setText(m_question->what == model::HubQuestion::What::givesBack ? say("Give back and go on", "交还并继续")
                                                                          : say("Take it and go on", "接受并继续"));
}

} // namespace ui
