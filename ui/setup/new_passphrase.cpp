// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/new_passphrase.h"

#include "model/workspace/setup_rules.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace ui {

namespace {

PassphraseLine* named(PassphraseLine* made, const char* name) {
    made->line()->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

NewPassphrase::NewPassphrase(QWidget* parent)
    : QWidget(parent), m_typed(named(new PassphraseLine(false), "newPassphrase")),
      m_repeated(named(new PassphraseLine(false), "repeatedPassphrase")),
      m_first(new CheckedLine(m_typed, m_typed->line(), {"&Passphrase", "口令(&P)"},
                              {"Several words picked by chance. Nobody can recover it for you.",
                               "请用几个随机选出的词。遗忘后无人能够找回。"},
                              this)),
      m_second(new CheckedLine(m_repeated, m_repeated->line(), {"Passphrase, &again", "再次输入口令(&A)"}, {}, this)) {
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(8);
    box->addWidget(m_first);
    box->addWidget(m_second);
    connect(m_typed->line(), &QLineEdit::textChanged, this,
            [this] { m_first->setAdvice(model::passphraseAdvice(m_typed->secret().view())); });
    connect(m_repeated->line(), &QLineEdit::editingFinished, this, [this] {
        if (m_repeated->line()->text().isEmpty()) return; // nothing was answered yet
        m_second->check(model::checkRepeated(m_typed->secret().view(), m_repeated->secret().view()));
    });
}

CheckedLine* NewPassphrase::check() {
    const auto typed = m_typed->secret();
    if (!m_first->check(model::checkNewPassphrase(typed.view()))) return m_first;
    return m_second->check(model::checkRepeated(typed.view(), m_repeated->secret().view())) ? nullptr : m_second;
}

void NewPassphrase::clear() {
    m_typed->clear();
    m_repeated->clear();
    m_first->check({});
    m_second->check({});
}

} // namespace ui
