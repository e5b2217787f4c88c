// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/facts_page.h"

#include "model/workflow/engine.h"
#include "ui/forms/form_editor.h"

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
        if (m_form != nullptr) m_form->setValues(stated());
        m_open.keepDraft("facts", {});
        setDirty(false);
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
    m_definition = nullptr;
    m_fromDraft = false;
    m_wantedField.clear();
    setDirty(false);
}

model::Form FactsPage::stated() const {
    model::Form form;
    if (const auto* view = m_open.view()) {
        for (const auto& [field, fact] : view->state.facts) form[field] = fact.value;
    }
    return form;
}

void FactsPage::show() {
    const auto& view = *m_open.view();
    const bool first = m_form == nullptr || m_definition != view.definition.get();
    const bool mine =
        model::mayAddMaterial(*view.definition, view.state, *m_open.office().registered, m_open.office().me)
            .has_value();
    if (m_form == nullptr) {
        m_definition = view.definition.get();
        auto* body = new QWidget;
        auto* layout = new QVBoxLayout(body);
        layout->setContentsMargins(12, 12, 12, 12);
        m_form = new FormEditor(view.definition->facts, m_open.office(), body);
        layout->addWidget(m_form);
        layout->addStretch(1);
        m_scroll->setWidget(body);
        orderTabs(m_anchor, body, {m_discard, m_save});
        connect(m_form, &FormEditor::edited, this, [this] {
            setDirty(true);
            m_rest.start();
        });
    }
    m_form->setReadOnly(!mine);
    if (!m_dirty) m_form->setValues(stated());
    if (first && mine) {
        m_open.readDraft("facts", this, [this](const std::string& text) {
            if (m_dirty || m_form == nullptr) return;
            model::Form merged = stated();
            for (const auto& [field, value] : unpackForm(text)) merged[field] = value;
            if (merged == stated()) return;
            m_form->setValues(merged);
            m_fromDraft = true;
            setDirty(true);
        });
    }
    if (!m_wantedField.empty()) m_form->focusField(std::exchange(m_wantedField, {}));
    sayState();
}

void FactsPage::setDirty(bool dirty) {
    m_dirty = dirty;
    if (!dirty) m_fromDraft = false;
    sayState();
}

void FactsPage::sayState() {
    m_save->setEnabled(m_dirty && !m_open.busy());
    m_discard->setVisible(m_dirty);
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
    else if (m_fromDraft)
        m_state->setText(say("Your draft from before is shown; it is not saved yet.", "已恢复上次的草稿，尚未保存。"));
    else if (m_dirty) m_state->setText(say("Not saved yet; a draft is kept.", "尚未保存；草稿已保留。"));
    else m_state->setText(say("Saved", "已保存"));
    m_state->setWordWrap(true);
    setMeaning(m_state, m_dirty ? Meaning::warn : Meaning::muted);
}

void FactsPage::keepDraft() {
    m_rest.stop();
    if (m_dirty && m_form != nullptr) m_open.keepDraft("facts", packForm(m_form->typed()));
}

void FactsPage::focusField(const std::string& field) {
    if (m_form == nullptr) m_wantedField = field;
    else m_form->focusField(field);
}

void FactsPage::save() {
    if (!m_dirty || m_form == nullptr || m_open.busy()) return;
    auto values = m_form->values();
    if (!values) {
        emit m_open.said(Meaning::danger, say(values.error()));
        return;
    }
    // Only what differs is said; a field that was emptied is taken back with an empty value.
    model::Form changed;
    const model::Form before = stated();
    for (const auto& [field, value] : *values) {
        const auto found = before.find(field);
        if (found == before.end() || found->second != value) changed[field] = value;
    }
    for (const auto& [field, value] : before) {
        if (!value.empty() && !values->contains(field) && m_form->editor(field) != nullptr) changed[field] = {};
    }
    if (changed.empty()) {
        setDirty(false);
        return;
    }
    m_open.command([id = m_open.id(), changed](WriterPort& office) { return office.setFacts(id, changed); },
                   {"The facts were saved and signed", "事实已保存并签名"},
                   [this](const std::optional<Error>& error) {
                       if (error) return;
                       m_open.keepDraft("facts", {});
                       setDirty(false);
                   });
}

} // namespace ui
