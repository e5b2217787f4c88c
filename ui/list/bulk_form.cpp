// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/bulk_form.h"

#include "ui/forms/form_editor.h"
#include "ui/forms/value_words.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QComboBox>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {
namespace {

/// The digits of a number as people type it, with or without separators.
QString digits(const QString& typed) {
    QString out;
    for (const QChar one : typed.normalized(QString::NormalizationForm_KC)) {
        if (one.isDigit()) out += one;
        else if (!one.isSpace() && one != u',' && one != u'.') return {};
    }
    return out;
}

} // namespace

BulkForm::BulkForm(QWidget* parent)
    : QWidget(parent), m_what(new QComboBox(this)), m_rows(new QFormLayout), m_hint(new QLabel(this)),
      m_scroll(new QScrollArea(this)), m_countLabel(new QLabel(this)), m_count(new QLineEdit(this)),
      m_fault(new QLabel(this)) {
    m_what->setObjectName(QStringLiteral("bulkWhat"));
    m_count->setObjectName(QStringLiteral("bulkCount"));
    m_fault->setObjectName(QStringLiteral("bulkFault"));
    m_hint->setObjectName(QStringLiteral("bulkHint"));
    m_hint->setWordWrap(true);
    setMeaning(m_hint, Meaning::muted);
    m_fault->setWordWrap(true);
    setMeaning(m_fault, Meaning::danger);
    m_fault->hide();
    m_countLabel->setWordWrap(true);
    m_countLabel->setBuddy(m_count);
    m_count->setMaximumWidth(120);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* whatLabel = new QLabel(this);
    setMeaning(whatLabel, Meaning::muted);
    whatLabel->setBuddy(m_what);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->addRow(whatLabel, m_what);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(m_rows);
    layout->addWidget(m_hint);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_countLabel);
    layout->addWidget(m_count);
    layout->addWidget(m_fault);
    m_phrases.set(whatLabel, {"What", "事项"});
    m_phrases.name(m_what, {"What is done to the selected cases", "对所选案件的办理事项"});
    m_phrases.name(m_scroll, {"Form", "表单"});
    m_phrases.name(m_count, {"How many cases", "案件数量"});
    connect(m_what, &QComboBox::currentIndexChanged, this, &BulkForm::showChoice);
    connect(m_count, &QLineEdit::textEdited, this, [this] { m_fault->hide(); });
    m_phrases.always([this] {
        if (m_choices.empty()) return;
        const std::string typed = draft();
        const int at = m_what->currentIndex();
        offer();
        m_what->setCurrentIndex(at);
        showChoice();
        setDraft(typed);
    });
}

const BulkForm::Choice* BulkForm::choice() const {
    const int at = m_what->currentIndex();
    return at < 0 || static_cast<std::size_t>(at) >= m_choices.size() ? nullptr
                                                                      : &m_choices[static_cast<std::size_t>(at)];
}

void BulkForm::start(Kind kind, const OfficeView& office, const model::CaseSummary& summary) {
    clear();
    m_office = office;
    m_summary = summary;
    if (!m_office.workflow || !m_office.registered) return;
    const auto options = model::bulkOptions(*m_office.workflow, *m_office.registered, m_office.me, summary.stages);
    if (options.assignable != 0) {
        m_choices.push_back({Kind::assign, {}, {"Assign a person", "指派人员"}, options.assignable});
        if (!summary.people.empty())
            m_choices.push_back({Kind::release, {}, {"Release a person", "解除指派"}, options.assignable});
    }
    for (const auto& step : options.steps) m_choices.push_back({Kind::step, step.step, step.title, step.cases});
    if (options.notable != 0) m_choices.push_back({Kind::note, {}, {"Add a note", "添加备注"}, options.notable});
    offer();
    const auto wanted = std::ranges::find(m_choices, kind, &Choice::kind);
    m_what->setCurrentIndex(wanted == m_choices.end() ? 0 : static_cast<int>(wanted - m_choices.begin()));
    const bool many = summary.cases > model::kUncountedBulk;
    m_countLabel->setVisible(many);
    m_count->setVisible(many);
    showChoice();
}

void BulkForm::offer() {
    const QSignalBlocker quiet(m_what);
    m_what->clear();
    for (const auto& one : m_choices)
        m_what->addItem(
            one.cases == m_summary.cases
                ? say(one.title)
                : say(one.title) +
                      say(" (%1 of %2)", "（%1/%2 件）").arg(sayNumber(one.cases), sayNumber(m_summary.cases)));
    m_what->setEnabled(!m_choices.empty());
}

void BulkForm::clear() {
    const QSignalBlocker quiet(m_what);
    m_choices.clear();
    m_what->clear();
    m_office = {};
    m_summary = {};
    m_role = m_person = nullptr;
    m_form = nullptr;
    m_note = nullptr;
    m_body = nullptr;
    delete m_scroll->takeWidget();
    m_count->clear();
    m_fault->clear();
    m_fault->hide();
    m_hint->clear();
    m_countLabel->clear();
}

void BulkForm::showChoice() {
    m_role = m_person = nullptr;
    m_form = nullptr;
    m_note = nullptr;
    m_touched = false;
    m_fault->hide();
    m_body = new QWidget(m_scroll);
    const Choice* one = choice();
    if (one != nullptr) {
        switch (one->kind) {
        case Kind::assign: showPeople(false); break;
        case Kind::release: showPeople(true); break;
        case Kind::step: showStep(one->step); break;
        case Kind::note: showNote(); break;
        }
    }
    const bool asks = m_body->layout() != nullptr;
    m_scroll->setWidget(m_body);
    m_scroll->setVisible(asks);
    m_scroll->setMinimumHeight(asks ? qMin(m_body->sizeHint().height(), 120) : 0);
    showHint();
    m_countLabel->setText(say("These are %1 cases. Type their number to go on:", "共 %1 件。请输入件数以继续：")
                              .arg(sayNumber(m_summary.cases)));
    emit chosen();
}

void BulkForm::showHint() {
    const Choice* one = choice();
    if (one == nullptr) {
        m_hint->setText(say("Nothing can be done to these cases at once: in their stages it is not for you, or each is "
                            "decided by itself.",
                            "这些案件不能批量办理：所处阶段不由您办理，或须逐件决定。"));
    } else if (one->cases != m_summary.cases) {
        m_hint->setText(say("%1 of the %2 cases stand in a stage for it; the others will be named with the reason.",
                            "%2 件中有 %1 件处于可办理的阶段，其余将列明原因。")
                            .arg(sayNumber(one->cases), sayNumber(m_summary.cases)));
    } else {
        m_hint->setText(say("Each case is judged and signed by itself. Approvals and final decisions are not made for "
                            "several at once.",
                            "逐件审查并签名。审批和最终决定不得批量作出。"));
    }
}

void BulkForm::showPeople(bool release) {
    auto* rows = new QFormLayout(m_body);
    rows->setContentsMargins(0, 0, 0, 0);
    m_person = new QComboBox(m_body);
    m_person->setObjectName(QStringLiteral("bulkPerson"));
    m_person->setAccessibleName(say("Person", "人员"));
    m_role = new QComboBox(m_body);
    m_role->setObjectName(QStringLiteral("bulkRole"));
    m_role->setAccessibleName(say("Part in the case", "案件角色"));
    for (const auto& one : m_office.workflow->roles) {
        if (one.assigned) m_role->addItem(say(one.title), str(one.id));
    }
    fillPersons(release);
    connect(m_role, &QComboBox::currentIndexChanged, m_person, [this, release] { fillPersons(release); });
    rows->addRow(say("Person", "人员"), m_person);
    rows->addRow(say("Part", "角色"), m_role);
}

void BulkForm::fillPersons(bool release) {
    const QVariant before = m_person->currentData();
    m_person->clear();
    const std::string role = utf8(m_role->currentData().toString());
    std::vector<PersonId> which;
    if (release) {
        for (const auto& [id, count] : m_summary.people) which.push_back(id);
    } else {
        which = model::assignable(*m_office.workflow, *m_office.registered, role);
    }
    // In the order of their names, as everywhere.
    for (const auto& person : m_office.people) {
        if (std::ranges::contains(which, person.id)) m_person->addItem(str(person.name), str(person.id.hex()));
    }
    if (const int at = m_person->findData(before); at >= 0) m_person->setCurrentIndex(at);
}

void BulkForm::showStep(const std::string& step) {
    const auto* found = m_office.workflow->step(step);
    if (found == nullptr || found->form.empty()) return;
    auto* rows = new QVBoxLayout(m_body);
    rows->setContentsMargins(0, 0, 0, 0);
    m_form = new FormEditor(found->form, m_office, m_body);
    rows->addWidget(m_form);
    connect(m_form, &FormEditor::edited, this, [this] { m_touched = true; });
}

void BulkForm::showNote() {
    auto* rows = new QVBoxLayout(m_body);
    rows->setContentsMargins(0, 0, 0, 0);
    m_note = new QPlainTextEdit(m_body);
    m_note->setObjectName(QStringLiteral("bulkNote"));
    m_note->setAccessibleName(say("Note", "备注"));
    m_note->setPlaceholderText(say("The same note in every case", "写入每件案件的备注"));
    m_note->setTabChangesFocus(true);
    m_note->setMinimumHeight(56);
    rows->addWidget(m_note);
    connect(m_note, &QPlainTextEdit::textChanged, this, [this] { m_touched = true; });
}

void BulkForm::fault(const QString& words, QWidget* where) {
    m_fault->setText(QStringLiteral("✕ ") + words);
    m_fault->show();
    if (where != nullptr) where->setFocus(Qt::OtherFocusReason);
    QAccessibleAnnouncementEvent event(this, words);
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&event);
}

Result<model::BulkCommand> BulkForm::command() {
    m_fault->hide();
    const auto missing = [this](Text what, QWidget* where) -> std::unexpected<Error> {
        fault(say(what), where);
        return model::fail(model::Code::usage, std::move(what));
    };
    const Choice* one = choice();
    if (one == nullptr)
        return missing({"Nothing can be done to these cases at once.", "这些案件不能批量办理。"}, m_what);
    model::BulkCommand command;
    if (one->kind == Kind::step) {
        model::Form form;
        if (m_form != nullptr) {
            TRY_ASSIGN(form, m_form->values()); // says itself what is missing
        }
        command = model::BulkTakeStep{one->step, std::move(form)};
    } else if (one->kind == Kind::note) {
        const QString text = m_note->toPlainText().trimmed();
        if (text.isEmpty()) return missing({"Write the note.", "请填写备注。"}, m_note);
        command = model::BulkNote{utf8(text)};
    } else {
        const auto person = PersonId::fromHex(utf8(m_person->currentData().toString()));
        if (!person) return missing({"Choose a person.", "请选择人员。"}, m_person);
        const std::string role = utf8(m_role->currentData().toString());
        if (one->kind == Kind::assign) command = model::BulkAssign{*person, role};
        else command = model::BulkRelease{*person, role};
    }
    if (m_summary.cases > model::kUncountedBulk && digits(m_count->text()) != QString::number(m_summary.cases)) {
        return missing(model::fill({"Type {0}, the number of cases, to go on.", "请输入件数 {0} 以继续。"},
                                   std::to_string(m_summary.cases)),
                       m_count);
    }
    return command;
}

Text BulkForm::doing(std::uint64_t cases) const {
    Text count =
        cases == 1 ? Text{"1 case", "1 件案件"} : model::fill({"{0} cases", "{0} 件案件"}, utf8(sayNumber(cases)));
    const Choice* one = choice();
    if (one == nullptr) return count;
    const std::string who = m_person == nullptr ? std::string() : utf8(m_person->currentText());
    switch (one->kind) {
    case Kind::assign: return model::fill({"Assign {0} to {1}", "将 {0}指派给 {1}"}, count, who);
    case Kind::release: return model::fill({"Release {1} from {0}", "解除 {1} 在 {0}中的指派"}, count, who);
    case Kind::note: return model::fill({"Add a note to {0}", "为 {0}添加备注"}, count);
    case Kind::step: break;
    }
    return model::fill({"{1}: {0}", "{1}：{0}"}, count, one->title);
}

void BulkForm::focusFirst() {
    if (m_person != nullptr && m_person->count() > 0) m_person->setFocus(Qt::OtherFocusReason);
    else if (m_note != nullptr) m_note->setFocus(Qt::OtherFocusReason);
    else m_what->setFocus(Qt::OtherFocusReason); // a step is chosen before its form is filled
}

std::string BulkForm::draftKey() const {
    const Choice* one = choice();
    if (one == nullptr || (m_form == nullptr && m_note == nullptr)) return {};
    return one->kind == Kind::note ? "bulk/note" : "bulk/" + one->step;
}

std::string BulkForm::draft() const {
    if (m_note != nullptr) return utf8(m_note->toPlainText());
    return m_form == nullptr ? std::string() : packForm(m_form->typed());
}

void BulkForm::setDraft(const std::string& text) {
    if (text.empty()) return;
    if (m_note != nullptr) m_note->setPlainText(str(text));
    else if (m_form != nullptr) m_form->setValues(unpackForm(text));
    m_touched = true; // it is to be kept again
}

} // namespace ui
