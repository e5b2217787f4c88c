// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/step_form.h"

#include "model/base/citation.h"
#include "model/workflow/engine.h"
#include "model/workflow/foresight.h"
#include "model/workflow/step_documents.h"
#include "ui/forms/form_editor.h"
#include "ui/forms/nearest_cases.h"
#include "ui/forms/penalty_editor.h"
#include "ui/forms/value_words.h"

#include <QAccessible>
#include <QFormLayout>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace ui {
namespace {

QLabel* plain(const QString& words, QWidget* parent, Meaning meaning = Meaning::plain) {
    auto* label = new QLabel(words, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFocusPolicy(Qt::NoFocus);
    if (meaning != Meaning::plain) setMeaning(label, meaning);
    return label;
}

} // namespace

StepForm::StepForm(OpenCase& open, QWidget* parent)
    : QWidget(parent), m_open(open), m_scroll(new QScrollArea(this)), m_confirm(new QFrame(this)),
      m_confirmWords(new QLabel(m_confirm)), m_cancel(new QPushButton(this)), m_submit(new QPushButton(this)) {
    setObjectName(QStringLiteral("stepForm"));
    m_submit->setObjectName(QStringLiteral("submitStep"));
    m_cancel->setObjectName(QStringLiteral("cancelStep"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_confirm->setFrameShape(QFrame::StyledPanel);
    m_confirm->setAutoFillBackground(true);
    m_confirm->setBackgroundRole(QPalette::Highlight);
    m_confirmWords->setWordWrap(true);
    m_confirmWords->setTextFormat(Qt::PlainText);
    auto* inside = new QHBoxLayout(m_confirm);
    inside->addWidget(m_confirmWords);
    m_confirm->hide();
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 6, 12, 8);
    bar->setSpacing(8);
    bar->addWidget(m_cancel);
    bar->addStretch(1);
    bar->addWidget(m_submit);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_confirm);
    layout->addLayout(bar);
    m_rest.setSingleShot(true);
    m_rest.setInterval(2000);
    connect(&m_rest, &QTimer::timeout, this, &StepForm::keepDraft);
    connect(m_cancel, &QPushButton::clicked, this, &StepForm::leave);
    connect(m_submit, &QPushButton::clicked, this, &StepForm::submit);
    connect(&open, &OpenCase::busyChanged, this, [this](bool busy) { m_submit->setEnabled(!busy); });
    m_phrases.name(m_scroll, {"Form", "表单"});
    m_phrases.always([this] {
        m_cancel->setText(say("Cancel (Esc)", "取消 (Esc)"));
        if (!m_step.empty() && m_open.view() != nullptr) {
            const model::Form typed = m_form != nullptr ? m_form->typed() : model::Form{};
            build();
            if (m_form != nullptr) m_form->setValues(typed);
        }
        ask(asking());
    });
}

bool StepForm::asking() const { return !m_confirm->isHidden(); }

void StepForm::clear() {
    m_rest.stop();
    m_step.clear();
    m_on.reset();
    m_form = nullptr;
    m_fixed.clear();
    m_fixedValues.clear();
    m_edited = false;
    m_confirm->hide();
    m_confirmWords->clear();
    delete m_scroll->takeWidget();
}

const model::OpenedTrack* StepForm::own() const {
    return m_on && m_open.view() != nullptr ? m_open.view()->state.track(*m_on) : nullptr;
}

std::string StepForm::draft() const { return "step/" + m_step + (m_on ? "/" + m_on->hex() : ""); }

void StepForm::start(const std::string& step, const std::optional<model::Digest>& on) {
    clear();
    m_step = step;
    m_on = on;
    build();
    if (m_form != nullptr) {
        for (const auto& field : m_open.view()->definition->anyStep(step)->form) {
            if (field.type != model::FieldType::penalty || m_fixed.contains(field.id)) continue;
            model::Form facts;
            for (const auto& [id, fact] : m_open.view()->state.facts) facts[id] = fact.value;
            static_cast<PenaltyEditor*>(m_form->editor(field.id))->suggest(facts);
        }
        m_edited = false;
        m_open.readDraft(draft(), this, [this, step, on](const std::string& text) {
            if (m_step != step || m_on != on || m_edited || m_form == nullptr) return;
            model::Form values = unpackForm(text);
            for (const auto& [field, value] : m_fixedValues) values[field] = value;
            m_form->setValues(values);
        });
        for (const auto& field : m_open.view()->definition->anyStep(step)->form) {
            if (m_fixed.contains(field.id) || m_fixedValues.contains(field.id)) continue;
            m_form->focusField(field.id);
            if (!m_fixed.empty()) { // from the top: what is approved is read before it is answered
                QMetaObject::invokeMethod(
                    m_scroll, [this] { m_scroll->verticalScrollBar()->setValue(0); }, Qt::QueuedConnection);
            }
            return;
        }
    }
    m_submit->setFocus(Qt::OtherFocusReason);
}

QString StepForm::whereTo(const model::Step& step) const {
    const auto& view = *m_open.view();
    const auto& track = view.definition->trackOf(step);
    const auto* one = own();
    const std::string& from = one == nullptr ? view.state.stage : one->stage;
    const std::string& to = model::targetOf(step, from);
    const auto* stage = track.stage(to);
    const QString where = stage == nullptr ? str(to) : say(stage->title);
    if (step.opens) return say("Opens “%1” in “%2”.", "开启“%1”，处于“%2”。").arg(say(track.title), where);
    const QString who = one == nullptr
                            ? say("The case", "案件")
                            : say("“%1”", "“%1”").arg(say(model::titleOf(*view.definition, view.state, *one)));
    return (to == from ? say("%1 stays in “%2”.", "%1仍处于“%2”。") : say("%1 goes to “%2”.", "%1进入“%2”。"))
        .arg(who, where);
}

void StepForm::build() {
    delete m_scroll->takeWidget();
    m_form = nullptr;
    m_fixed.clear();
    m_fixedValues.clear();
    const auto& view = *m_open.view();
    const model::Step* step = view.definition->anyStep(m_step);
    if (step == nullptr) return;
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    auto* title = plain(say(step->title), body);
    makeHeading(title, 1);
    layout->addWidget(title);
    QString under = whereTo(*step);
    if (!step->cite.empty()) under += QStringLiteral("  ") + say(model::citation(step->cite));
    layout->addWidget(plain(under, body, Meaning::muted));

    const model::StepTaken* proposal = step->approves.empty() ? nullptr : view.state.lastStep(step->approves, own());
    for (const auto& guard : step->guards) {
        if (guard.kind != model::GuardKind::sameFormAs) continue;
        m_fixed.insert(guard.fields.begin(), guard.fields.end());
        if (proposal == nullptr) proposal = view.state.lastStep(guard.step, own());
    }
    if (proposal != nullptr) addProposal(layout, *step, *proposal);
    addForm(layout, *step, proposal);
    addDocuments(layout, *step);
    addForesight(layout, *step);
    layout->addStretch(1);
    m_scroll->setWidget(body);
    m_submit->setText(step->confirm ? say("Sign… (Ctrl+Enter)", "签署… (Ctrl+Enter)")
                                    : say("Sign and submit (Ctrl+Enter)", "签名并提交 (Ctrl+Enter)"));
}

void StepForm::addProposal(QVBoxLayout* layout, const model::Step& step, const model::StepTaken& proposal) {
    const auto& view = *m_open.view();
    QWidget* body = layout->parentWidget();
    auto* head = plain(say("What was proposed", "提请审批的内容"), body);
    makeHeading(head, 2);
    layout->addSpacing(6);
    layout->addWidget(head);
    layout->addWidget(plain(say("by %1 on %2 · entry %3 of the history", "%1 于 %2 提出 · 历史第 %3 条")
                                .arg(sayPerson(proposal.place.by, m_open.office()), sayMinute(proposal.place.time))
                                .arg(proposal.place.seq),
                            body, Meaning::muted));
    if (!proposal.readable) {
        layout->addWidget(
            plain(say("✕ Its contents cannot be read here.", "✕ 此处无法读取其内容。"), body, Meaning::danger));
        return;
    }
    const model::Step* proposed = view.definition->anyStep(proposal.step);
    if (proposed == nullptr) return;
    std::vector<model::Field> shown; // what this step's own form does not show again
    for (const auto& field : proposed->form) {
        const bool again = m_fixed.contains(field.id) &&
                           std::ranges::any_of(step.form, [&](const model::Field& own) { return own.id == field.id; });
        if (!again && proposal.form.contains(field.id)) shown.push_back(field);
    }
    auto* rows = new QFormLayout;
    rows->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    rows->setHorizontalSpacing(16);
    rows->setVerticalSpacing(8);
    layout->addLayout(rows);
    for (const auto& field : shown) {
        if (field.type == model::FieldType::penalty) {
            auto* form = new FormEditor({field}, m_open.office(), body);
            bringNearest(static_cast<PenaltyEditor*>(form->editor(field.id)));
            form->setValues(proposal.form);
            form->setReadOnly(true);
            layout->addWidget(form);
            continue;
        }
        auto* title = plain(say(field.title), body, Meaning::muted);
        title->setFixedWidth(130);
        rows->addRow(title, plain(sayValue(field, proposal.form.at(field.id), m_open.office()), body));
    }
    QString digests = say("Signed event  %1", "已签名事件  %1").arg(longDigest(proposal.place.event));
    for (const auto& field : proposed->form) {
        const auto value = proposal.form.find(field.id);
        if (field.type != model::FieldType::penalty || value == proposal.form.end()) continue;
        digests += u'\n' + say("Bytes of “%1”, SHA-256  %2", "“%1”的字节，SHA-256  %2")
                               .arg(say(field.title), longDigest(crypto::sha256(crypto::asBytes(value->second))));
    }
    auto* label = plain(digests, body, Meaning::muted);
    label->setObjectName(QStringLiteral("proposalDigest"));
    layout->addWidget(label);
    layout->addSpacing(10);
}

void StepForm::addForm(QVBoxLayout* layout, const model::Step& step, const model::StepTaken* proposal) {
    if (step.form.empty()) return;
    QWidget* body = layout->parentWidget();
    // What is approved comes first: it is what this is about.
    auto fields = step.form;
    std::ranges::stable_partition(fields, [this](const model::Field& field) { return m_fixed.contains(field.id); });
    m_form = new FormEditor(fields, m_open.office(), body);
    for (const auto& field : fields) {
        if (field.type == model::FieldType::penalty)
            bringNearest(static_cast<PenaltyEditor*>(m_form->editor(field.id)));
    }
    if (proposal != nullptr) {
        for (const auto& field : m_fixed) {
            const auto value = proposal->form.find(field);
            if (value != proposal->form.end()) m_fixedValues[field] = value->second;
        }
        m_form->setValues(m_fixedValues);
        for (const auto& field : m_fixed) {
            if (auto* editor = m_form->editor(field)) editor->setReadOnly(true);
        }
    }
    // What its documents say already is not typed once more, and cannot be said otherwise.
    model::Form said;
    const auto& view = *m_open.view();
    model::takeOverFromDocuments(*view.definition, view.state, step, said, own());
    for (const auto& [field, value] : said) {
        m_fixedValues.emplace(field, value);
        m_form->setValue(field, value);
        if (auto* editor = m_form->editor(field)) editor->setReadOnly(true);
    }
    layout->addWidget(m_form);
    connect(m_form, &FormEditor::edited, this, [this] {
        m_edited = true;
        m_rest.start();
        ask(false);
    });
}

void StepForm::bringNearest(PenaltyEditor* editor) {
    auto* const nearest = editor->nearest();
    const auto ask = [this, nearest](const model::law::ArticleId& governing) {
        m_open.session().read(
            0, nearest,
            [governing, but = m_open.view()->state.id](ReaderPort& reader) {
                return reader.precedents(governing, but);
            },
            [nearest, governing](Result<std::vector<model::Precedent>> answer) {
                if (answer) nearest->setPrecedents(governing, *std::move(answer));
            });
    };
    connect(nearest, &NearestCases::wanted, this, ask);
}

void StepForm::addDocuments(QVBoxLayout* layout, const model::Step& step) {
    if (step.documents.empty()) return;
    const auto& view = *m_open.view();
    QWidget* body = layout->parentWidget();
    auto* head = plain(say("What is signed with it", "一并签署的文书"), body);
    makeHeading(head, 2);
    layout->addSpacing(6);
    layout->addWidget(head);
    QStringList lines;
    for (const auto& entry : step.documents) {
        const auto found = model::documentToSign(*view.definition, view.state, step, entry, own());
        if (!found) {
            lines << QStringLiteral("✕ ") + say(found.error());
            continue;
        }
        const auto& one = **found;
        lines << say("%1, made by %2, %3", "%1，%2 于 %3 制作")
                     .arg(say(entry.title), sayPerson(one.place.by, m_open.office()), sayMinute(one.place.time));
        if (one.readable) lines << QStringLiteral("SHA-256  ") + longDigest(one.sha256);
    }
    auto* label = plain(lines.join(u'\n'), body);
    label->setObjectName(QStringLiteral("signedDocuments"));
    layout->addWidget(label);
}

void StepForm::addForesight(QVBoxLayout* layout, const model::Step& step) {
    const auto& view = *m_open.view();
    const auto& office = m_open.office();
    QWidget* body = layout->parentWidget();
    auto* head = plain(say("If this is signed today", "如今日签署"), body);
    makeHeading(head, 2);
    layout->addSpacing(6);
    layout->addWidget(head);
    const auto seen = model::foresee(*view.definition, view.state, *office.registered, office.me, step,
                                     model::systemClock()->now(), m_calendars.of(office.registered->calendar), own());
    QStringList lines;
    bool warns = false;
    for (const auto& line : model::foresightLines(seen, *view.definition, *office.registered)) {
        lines << (line.warns ? QStringLiteral("⚠ ") : QStringLiteral("• ")) + say(line.words);
        warns = warns || line.warns;
    }
    auto* words = plain(lines.join(u'\n'), body, warns ? Meaning::warn : Meaning::muted);
    words->setObjectName(QStringLiteral("foresight"));
    layout->addWidget(words);
}

void StepForm::ask(bool asking) {
    const auto* view = m_open.view();
    const model::Step* step = view == nullptr || m_step.empty() ? nullptr : view->definition->anyStep(m_step);
    m_confirm->setVisible(asking && step != nullptr);
    if (step == nullptr) return;
    if (asking) {
        m_confirmWords->setText(
            say("“%1” cannot be taken back. You sign it as %2, looking at entry %3 of the history (%4…). Sign now?",
                "“%1”不可撤回。您将以 %2 的身份签署，依据历史第 %3 条（%4…）。现在签署？")
                .arg(say(step->title), sayPerson(m_open.office().me, m_open.office()))
                .arg(view->state.head.seq)
                .arg(shortDigest(view->state.head.link)));
    }
    m_submit->setText(asking          ? say("Sign now (Ctrl+Enter)", "立即签署 (Ctrl+Enter)")
                      : step->confirm ? say("Sign… (Ctrl+Enter)", "签署… (Ctrl+Enter)")
                                      : say("Sign and submit (Ctrl+Enter)", "签名并提交 (Ctrl+Enter)"));
}

void StepForm::submit() {
    const auto* option = m_open.option(m_step, m_on);
    if (option == nullptr || m_open.busy()) return;
    model::Form form;
    if (m_form != nullptr) {
        auto values = m_form->values();
        if (!values) {
            emit m_open.said(Meaning::danger, say(values.error()));
            return;
        }
        form = *std::move(values);
        for (const auto& [field, value] : m_fixedValues) form[field] = value; // the very bytes
    }
    if (option->confirm && !asking()) {
        ask(true);
        m_submit->setFocus(Qt::OtherFocusReason);
        QAccessibleAnnouncementEvent event(m_confirmWords, m_confirmWords->text());
        event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
        QAccessible::updateAccessibility(&event);
        return;
    }
    m_open.command([id = m_open.id(), step = m_step, form,
                    on = m_on](WriterPort& office) { return office.takeStep(id, step, form, on); },
                   model::fill({"Done and signed: {0}", "已完成并签名：{0}"}, option->title),
                   [this](const std::optional<Error>& error) {
                       ask(false);
                       if (error) {
                           if (m_form != nullptr) m_form->showError(*error);
                           return;
                       }
                       m_open.keepDraft(draft(), {});
                       clear();
                       emit left();
                   });
}

void StepForm::keepDraft() {
    m_rest.stop();
    if (m_edited && m_form != nullptr) m_open.keepDraft(draft(), packForm(m_form->typed()));
}

void StepForm::leave() {
    if (asking()) {
        ask(false);
        return;
    }
    keepDraft();
    clear();
    emit left();
}

void StepForm::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        leave();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace ui
