// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/facts_page.h"

#include "model/workflow/engine.h"
#include "ui/forms/live_form.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

namespace ui {

FactsPage::FactsPage(OpenCase& open, QWidget* parent)
    : QWidget(parent), m_open(open), m_scroll(new QScrollArea(this)), m_state(new QLabel(this)),
      m_save(new QPushButton(this)), m_discard(new QPushButton(this)) {
    setObjectName(QStringLiteral("factsPage"));
    m_save->setObjectName(QStringLiteral("saveFacts"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 6, 12, 6);
    bar->setSpacing(8);
    bar->addWidget(m_state, 1);
    bar->addWidget(m_discard);
    bar->addWidget(m_save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_scroll, 1);
    layout->addLayout(bar);
    m_rest.setSingleShot(true);
    m_rest.setInterval(2000);
    m_phrases.set(m_save, {"Save facts (Ctrl+S)", "保存事实 (Ctrl+S)"});
    m_phrases.set(m_discard, {"Discard changes", "放弃修改"});
    m_phrases.name(m_scroll, {"Facts", "事实"});
    m_phrases.always([this] { sayState(); });
    connect(&m_rest, &QTimer::timeout, this, &FactsPage::keepDraft);
    connect(m_save, &QPushButton::clicked, this, &FactsPage::save);
    connect(m_discard, &QPushButton::clicked, this, [this] {
        if (m_live != nullptr) m_live->discard();
        keepDraft();
        sayState();
    });
    connect(&open, &OpenCase::opened, this, &FactsPage::clear);
    connect(&open, &OpenCase::closed, this, &FactsPage::clear);
    connect(&open, &OpenCase::loaded, this, &FactsPage::show);
    connect(&open, &OpenCase::busyChanged, this, [this] { sayState(); });
}

void FactsPage::clear() {
    m_rest.stop();
    delete m_scroll->takeWidget();
    m_form = nullptr;
    m_live = nullptr;
    m_fromDraft = false;
    m_kept = false;
    m_wantedField.clear();
    sayState();
}

bool FactsPage::dirty() const { return m_live != nullptr && m_live->dirty(); }

void FactsPage::makeForm() {
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(12, 12, 12, 12);
    m_form = new FormEditor(m_open.view()->definition->facts, m_open.office(), body);
    m_live = new LiveForm(*m_form, m_open.office());
    layout->addWidget(m_form);
    layout->addStretch(1);
    m_scroll->setWidget(body);
    connect(m_live, &LiveForm::changedByHand, this, [this] {
        sayState();
        m_rest.start();
    });
}

void FactsPage::show() {
    const auto& view = *m_open.view();
    const bool first = m_form == nullptr;
    const bool mine =
        model::mayAddMaterial(*view.definition, view.state, *m_open.office().registered, m_open.office().me)
            .has_value();
    if (first) makeForm();
    m_form->setReadOnly(!mine);
    m_live->stateIs(view.state.facts, model::changesByOthers(view.state.facts, m_open.office().me, m_open.known()));
    if (first && mine) {
        m_open.readDraft("facts", this, [this](const std::string& text) {
            if (m_live == nullptr || m_live->dirty()) return;
            m_kept = true;
            m_fromDraft = m_live->takeDraft(text);
            if (!m_fromDraft) keepDraft(); // all of it was said meanwhile
            sayState();
        });
    }
    if (!m_wantedField.empty()) m_form->focusField(std::exchange(m_wantedField, {}));
    sayState();
}

void FactsPage::sayState() {
    const bool typed = dirty();
    const auto undecided = typed ? m_live->undecided().size() : 0;
    if (!typed) m_fromDraft = false;
    m_save->setEnabled(typed && !m_open.busy());
    m_discard->setVisible(typed);
    m_save->setVisible(m_form != nullptr);
    const auto* view = m_open.view();
    if (view == nullptr || m_form == nullptr) {
        m_state->clear();
        return;
    }
    const auto may =
        model::mayAddMaterial(*view->definition, view->state, *m_open.office().registered, m_open.office().me);
    m_save->setVisible(may.has_value());
    if (!may) m_state->setText(say(may.error()));
    else if (undecided > 0)
        m_state->setText(say("%1 of your fields were changed by others while you wrote: choose at each.",
                             "您填写的 %1 项在此期间被他人更改，请逐项选择。")
                             .arg(undecided));
    else if (m_fromDraft)
        m_state->setText(say("Your draft from before is shown; it is not saved yet.", "已恢复上次的草稿，尚未保存。"));
    else if (typed) m_state->setText(say("Not saved yet; a draft is kept.", "尚未保存；草稿已保留。"));
    else m_state->setText(say("Saved", "已保存"));
    m_state->setWordWrap(true);
    setMeaning(m_state, typed ? Meaning::warn : Meaning::muted);
}

void FactsPage::keepDraft() {
    m_rest.stop();
    if (!dirty() && !m_kept) return;
    m_kept = dirty();
    m_open.keepDraft("facts", m_kept ? m_live->draft() : std::string());
}

void FactsPage::focusField(const std::string& field) {
    if (m_form == nullptr) m_wantedField = field;
    else m_form->focusField(field);
}

void FactsPage::save() {
    if (!dirty() || m_open.busy()) return;
    if (!m_live->undecided().empty()) {
        emit m_open.said(Meaning::warn, say("Others changed fields while you wrote. Choose at each which value holds, "
                                            "then save.",
                                            "您填写期间他人更改了部分字段。请逐项选择以哪个值为准，然后保存。"));
        m_live->focusUndecided();
        return;
    }
    const auto changed = m_live->changed();
    if (!changed) {
        emit m_open.said(Meaning::danger, say(changed.error()));
        return;
    }
    m_open.command([id = m_open.id(), values = *changed](WriterPort& office) { return office.setFacts(id, values); },
                   {"The facts were saved and signed", "事实已保存并签名"},
                   [this](const std::optional<Error>& error) {
                       if (error) return;
                       m_rest.stop();
                       m_kept = false;
                       m_open.keepDraft("facts", {});
                   });
}

} // namespace ui
