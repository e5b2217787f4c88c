// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/work_page.h"

#include "model/law/money.h"
#include "model/workflow/engine.h"
#include "model/workflow/penalty_check.h"
#include "ui/casefile/step_form.h"
#include "ui/casefile/tracks_panel.h"
#include "ui/forms/value_words.h"
#include "ui/theme/wrap_delegate.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTreeWidget>

#include <algorithm>
#include <ranges>

namespace ui {

WorkPage::WorkPage(OpenCase& open, QWidget* parent)
    : QWidget(parent), m_open(open), m_stack(new QStackedWidget(this)), m_overview(new QWidget(this)),
      m_peopleTitle(new QLabel(m_overview)), m_people(new QTreeWidget(m_overview)),
      m_assignBar(new QWidget(m_overview)), m_role(new QComboBox(m_assignBar)), m_person(new QComboBox(m_assignBar)),
      m_assign(new QPushButton(m_assignBar)), m_release(new QPushButton(m_assignBar)),
      m_assignWhy(new QLabel(m_overview)), m_stepsTitle(new QLabel(m_overview)), m_buttons(new QVBoxLayout),
      m_tracks(new TracksPanel(open, m_overview)), m_blockedTitle(new QLabel(m_overview)),
      m_blocked(new QTreeWidget(m_overview)), m_decisionTitle(new QLabel(m_overview)), m_decisionRows(new QFormLayout),
      m_decision(new QPushButton(m_overview)), m_aboutTitle(new QLabel(m_overview)), m_aboutRows(new QFormLayout),
      m_form(new StepForm(open, this)) {
    setObjectName(QStringLiteral("workPage"));
    m_people->setObjectName(QStringLiteral("assignments"));
    m_role->setObjectName(QStringLiteral("assignRole"));
    m_person->setObjectName(QStringLiteral("assignPerson"));
    m_assign->setObjectName(QStringLiteral("assign"));
    m_blocked->setObjectName(QStringLiteral("blockedSteps"));
    m_decision->setObjectName(QStringLiteral("decisionPdf"));
    for (auto* title : {m_peopleTitle, m_stepsTitle, m_blockedTitle, m_decisionTitle, m_aboutTitle})
        makeHeading(title, 2);
    for (auto* rows : {m_decisionRows, m_aboutRows}) {
        rows->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
        rows->setHorizontalSpacing(16);
        rows->setVerticalSpacing(6);
    }
    m_people->setRootIsDecorated(false);
    m_people->setColumnCount(3);
    new WrapDelegate(m_people);
    m_people->header()->resizeSection(0, 200);
    m_people->header()->resizeSection(1, 200);
    m_role->setMinimumWidth(150);
    m_person->setMinimumWidth(150);
    m_assignWhy->setWordWrap(true);
    setMeaning(m_assignWhy, Meaning::muted);
    auto* bar = new QHBoxLayout(m_assignBar);
    bar->setContentsMargins(0, 0, 0, 0);
    auto* roleLabel = new QLabel(m_assignBar);
    auto* personLabel = new QLabel(m_assignBar);
    roleLabel->setBuddy(m_role);
    personLabel->setBuddy(m_person);
    for (auto* label : {roleLabel, personLabel}) setMeaning(label, Meaning::muted);
    bar->setSpacing(8);
    bar->addWidget(roleLabel);
    bar->addWidget(m_role);
    bar->addWidget(personLabel);
    bar->addWidget(m_person);
    bar->addWidget(m_assign);
    bar->addStretch(1);
    bar->addWidget(m_release);
    m_buttons->setSpacing(6);
    m_blocked->setColumnCount(2);
    m_blocked->setRootIsDecorated(true);
    m_blocked->header()->resizeSection(0, 250);
    new WrapDelegate(m_blocked);

    auto* layout = new QVBoxLayout(m_overview);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    const auto part = [layout](QLabel* title) {
        layout->addWidget(title);
        return layout;
    };
    part(m_stepsTitle)->addLayout(m_buttons);
    layout->addWidget(m_tracks);
    layout->addSpacing(10);
    part(m_decisionTitle)->addLayout(m_decisionRows);
    layout->addWidget(m_decision, 0, Qt::AlignLeft);
    layout->addSpacing(10);
    part(m_aboutTitle)->addLayout(m_aboutRows);
    layout->addSpacing(10);
    part(m_peopleTitle)->addWidget(m_people);
    layout->addWidget(m_assignBar);
    layout->addWidget(m_assignWhy);
    layout->addSpacing(10);
    part(m_blockedTitle)->addWidget(m_blocked);
    layout->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_overview);
    m_stack->addWidget(scroll);
    m_stack->addWidget(m_form);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);

    m_phrases.name(scroll, {"Work", "办理"});
    m_phrases.name(m_people, {"People on the case", "承办人员"});
    m_phrases.name(m_role, {"Part in the case", "案件角色"});
    m_phrases.name(m_person, {"Person", "人员"});
    m_phrases.name(m_blocked, {"Steps that cannot be taken now", "目前不能进行的步骤"});
    m_phrases.set(roleLabel, {"Part", "角色"});
    m_phrases.set(personLabel, {"Person", "人员"});
    m_phrases.set(m_assign, {"Assign", "指派"});
    m_phrases.set(m_release, {"Release the person selected", "解除所选人员"});
    m_phrases.set(m_decision, {"Save the decision as PDF…", "将决定书存为 PDF…"});
    m_phrases.always([this] {
        m_peopleTitle->setText(say("People on the case", "承办人员"));
        m_stepsTitle->setText(say("What you can do now", "您现在可以进行"));
        m_decisionTitle->setText(say("The decision", "处罚决定"));
        m_aboutTitle->setText(say("What the case is about", "案情"));
        m_blockedTitle->setText(say("Not possible now, and why", "目前不能进行及原因"));
        m_people->setHeaderLabels({say("Person", "人员"), say("Part", "角色"), say("Since", "开始时间")});
        m_blocked->setHeaderLabels(
            {say("Step", "步骤"), say("What stands against it · what would cure it", "原因 · 解决办法")});
        if (m_open.view() != nullptr && m_open.session().isOpen()) refresh();
    });
    connect(m_role, &QComboBox::currentIndexChanged, this, &WorkPage::fillPersons);
    connect(m_assign, &QPushButton::clicked, this, &WorkPage::assign);
    connect(m_release, &QPushButton::clicked, this, &WorkPage::release);
    connect(m_people, &QTreeWidget::itemSelectionChanged, this,
            [this] { m_release->setVisible(!m_people->selectedItems().isEmpty()); });
    connect(m_decision, &QPushButton::clicked, this, &WorkPage::decisionWanted);
    connect(m_tracks, &TracksPanel::stepWanted, this, &WorkPage::startStep);
    connect(m_form, &StepForm::left, this, [this] {
        m_stack->setCurrentIndex(0);
        focusFirst();
    });
    connect(&open, &OpenCase::opened, this, &WorkPage::clear);
    connect(&open, &OpenCase::closed, this, &WorkPage::clear);
    connect(&open, &OpenCase::loaded, this, &WorkPage::refresh);
}

void WorkPage::clear() {
    m_form->clear();
    m_tracks->clear();
    m_stack->setCurrentIndex(0);
    m_people->clear();
    m_blocked->clear();
    m_role->clear();
    m_person->clear();
    m_assignWhy->clear();
    m_decision->hide();
    for (auto* rows : {m_decisionRows, m_aboutRows}) {
        while (rows->rowCount() > 0) rows->removeRow(0);
    }
    for (auto* title : {m_decisionTitle, m_aboutTitle}) title->hide();
    while (auto* item = m_buttons->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void WorkPage::refresh() {
    fillSteps();
    fillDecision();
    fillAbout();
    fillPeople();
}

void WorkPage::line(QFormLayout* rows, const QString& title, const QString& words, Meaning meaning) {
    if (words.isEmpty()) return;
    auto* name = new QLabel(title, m_overview);
    name->setWordWrap(true);
    name->setFixedWidth(130);
    setMeaning(name, Meaning::muted);
    auto* value = new QLabel(words, m_overview);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (meaning != Meaning::plain) setMeaning(value, meaning);
    rows->addRow(name, value);
}

void WorkPage::fillDecision() {
    const auto& view = *m_open.view();
    while (m_decisionRows->rowCount() > 0) m_decisionRows->removeRow(0);
    const model::StepTaken* decided = m_open.decision();
    m_decision->setVisible(decided != nullptr);
    m_decisionTitle->setVisible(decided != nullptr);
    if (decided == nullptr) return;
    const auto* step = view.definition->step(decided->step);
    line(m_decisionRows, say("Signed", "签署"),
         QStringLiteral("✓ ") + say("%1, %2 · entry %3 of the history", "%1，%2 · 历史第 %3 条")
                                    .arg(sayPerson(decided->place.by, m_open.office()), sayMinute(decided->place.time))
                                    .arg(decided->place.seq),
         Meaning::ok);
    if (!decided->readable || step == nullptr) {
        line(m_decisionRows, say("Contents", "内容"), say("Sealed for you", "对您密封"), Meaning::muted);
        return;
    }
    for (const auto& one : std::views::reverse(view.state.steps)) { // what was approved last is what was decided
        const auto* taken = view.definition->step(one.step);
        if (taken == nullptr || decided->step != "issue_decision") break;
        const auto field = std::ranges::find(taken->form, model::FieldType::penalty, &model::Field::type);
        const auto value = field == taken->form.end() ? one.form.end() : one.form.find(field->id);
        if (value == one.form.end()) continue;
        if (const auto penalty = model::parsePenaltyValue(value->second)) {
            line(m_decisionRows, say("Fine", "罚款"), say(model::law::moneyText(penalty->proposal.fine)));
        }
        break;
    }
    for (const auto& field : step->form) {
        const auto value = decided->form.find(field.id);
        if (value != decided->form.end())
            line(m_decisionRows, say(field.title), sayValue(field, value->second, m_open.office()));
    }
}

void WorkPage::fillAbout() {
    const auto& view = *m_open.view();
    while (m_aboutRows->rowCount() > 0) m_aboutRows->removeRow(0);
    bool sealed = false;
    for (const auto& field : view.definition->facts) {
        const auto fact = view.state.facts.find(field.id);
        if (fact == view.state.facts.end() || field.id == "title") continue; // the title stands above
        sealed = sealed || !fact->second.readable;
        constexpr int kLongest = 900;
        QString words = sayValue(field, fact->second.value, m_open.office());
        if (words.size() > kLongest) words = words.left(kLongest) + u'…';
        line(m_aboutRows, say(field.title), words);
    }
    if (m_aboutRows->rowCount() == 0) {
        line(m_aboutRows, say("Facts", "事实"),
             sealed ? say("Sealed for you", "对您密封") : say("None stated yet", "尚未记载"), Meaning::muted);
    }
    m_aboutTitle->show();
}

void WorkPage::fillPeople() {
    const auto& view = *m_open.view();
    const auto& office = m_open.office();
    m_people->clear();
    for (const auto& one : view.state.assignments) {
        auto* item =
            new QTreeWidgetItem(m_people, {sayPerson(one.person, office), sayCaseRole(*view.definition, one.role),
                                           sayMinute(one.place.time)});
        item->setData(0, Qt::UserRole, str(one.person.hex()));
        item->setData(1, Qt::UserRole, str(one.role));
    }
    m_people->setVisible(!view.state.assignments.empty());
    m_release->setVisible(false);
    const auto may = model::mayAssign(*view.definition, view.state, *office.registered, office.me);
    const QString role = m_role->currentData().toString();
    m_role->clear();
    for (const auto& one : view.definition->roles) {
        if (one.assigned) m_role->addItem(say(one.title), str(one.id));
    }
    if (const int at = m_role->findData(role); at >= 0) m_role->setCurrentIndex(at);
    fillPersons();
    // A line of choices with nothing to choose is no help; what stands against it is said instead.
    const bool anyone = may && std::ranges::any_of(view.definition->roles, [&](const model::CaseRole& one) {
                            return one.assigned && std::ranges::any_of(office.people, [&](const Colleague& person) {
                                       return model::mayAssign(*view.definition, view.state, *office.registered,
                                                               office.me, person.id, one.id)
                                           .has_value();
                                   });
                        });
    const bool nobody = view.state.assignments.empty();
    m_assignBar->setVisible(anyone);
    m_assignWhy->setVisible(!anyone || nobody);
    m_assignWhy->setText(!may     ? say(may.error())
                         : anyone ? say("Nobody is assigned yet.", "尚未指派人员。")
                                  : say("Nobody else can be assigned in this stage.", "本阶段没有其他可指派的人员。"));
}

void WorkPage::fillPersons() {
    const QString before = m_person->currentData().toString();
    m_person->clear();
    const auto* view = m_open.view();
    if (view == nullptr || !m_open.session().isOpen() || m_role->currentIndex() < 0) return;
    const auto& office = m_open.office();
    const std::string role = utf8(m_role->currentData().toString());
    for (const auto& person : office.people) {
        const auto may =
            model::mayAssign(*view->definition, view->state, *office.registered, office.me, person.id, role);
        if (may) m_person->addItem(str(person.name), str(person.id.hex()));
    }
    if (const int at = m_person->findData(before); at >= 0) m_person->setCurrentIndex(at);
    m_assign->setEnabled(m_person->count() > 0);
    m_person->setEnabled(m_person->count() > 0);
}

namespace {

/// What leads on stands first, where the keyboard is; then what was done in this stage and may be done once more, then
/// what leads back.
std::vector<model::StepOption> inOrderOfWork(const model::CaseView& view) {
    const auto place = [&](const std::string& stage) {
        return std::ranges::find(view.definition->stages, stage, &model::Stage::id) - view.definition->stages.begin();
    };
    const auto rank = [&, here = place(view.state.stage)](const model::StepOption& option) {
        if (option.to == view.state.stage) return view.state.lastStep(option.step) == nullptr ? 0 : 1;
        return place(option.to) < here ? 2 : 0;
    };
    auto options = view.steps;
    std::erase_if(options, [](const model::StepOption& option) { return !option.track.empty(); });
    std::ranges::stable_sort(options, {}, rank);
    return options;
}

} // namespace

void WorkPage::fillSteps() {
    const auto& view = *m_open.view();
    QString focused;
    while (auto* item = m_buttons->takeAt(0)) {
        if (item->widget() != nullptr && item->widget()->hasFocus()) focused = item->widget()->objectName();
        delete item->widget();
        delete item;
    }
    m_blocked->clear();
    for (const auto& option : inOrderOfWork(view)) {
        if (option.allowed()) {
            auto* button = new QPushButton(m_overview);
            button->setObjectName(QStringLiteral("step-") + str(option.step));
            const bool stays = option.to == view.state.stage;
            button->setText(say(option.title) +
                            (stays ? QString() : QStringLiteral("  →  ") + sayStage(*view.definition, option.to)));
            button->setAutoDefault(true);
            connect(button, &QPushButton::clicked, this, [this, step = option.step] { startStep(step); });
            m_buttons->addWidget(button, 0, Qt::AlignLeft);
            button->show(); // or it could not take the keyboard before the next turn of the event loop
            if (button->objectName() == focused) {
                button->setFocus();
                focused.clear();
            }
            continue;
        }
        addBlocked(option);
    }
    // What others could open here and now is of no help; what this person could open but for a rule is.
    for (const auto& option : view.steps) {
        if (!option.track.empty() && !option.allowed() && (option.mine || !option.opens())) addBlocked(option);
    }
    if (m_buttons->count() == 0) {
        auto* none = new QLabel(say("Nothing for you in this stage.", "本阶段没有您可以进行的步骤。"), m_overview);
        setMeaning(none, Meaning::muted);
        m_buttons->addWidget(none);
    }
    m_blocked->setVisible(m_blocked->topLevelItemCount() > 0);
    m_blockedTitle->setVisible(m_blocked->topLevelItemCount() > 0);
    m_tracks->refresh();
    if (!focused.isEmpty()) focusFirst(); // the step that was taken is no longer there
}

void WorkPage::addBlocked(const model::StepOption& option) {
    const auto& view = *m_open.view();
    const auto* one = option.on ? view.state.track(*option.on) : nullptr;
    const auto* side = view.definition->track(option.track);
    QString title = say(option.title);
    if (one != nullptr) title = say(model::titleOf(*view.definition, view.state, *one)) + QStringLiteral(" · ") + title;
    else if (side != nullptr) title = say(side->title) + QStringLiteral(" · ") + title;
    auto* top = new QTreeWidgetItem(m_blocked, {title, say(option.refusals.front())});
    top->setToolTip(1, say(option.refusals.front()));
    for (std::size_t i = 1; i < option.refusals.size(); ++i) {
        auto* more = new QTreeWidgetItem(top, {QString(), say(option.refusals[i])});
        more->setToolTip(1, say(option.refusals[i]));
    }
    top->setExpanded(true);
}

void WorkPage::startStep(const std::string& step, const std::optional<model::Digest>& on) {
    const auto* option = m_open.option(step, on);
    if (option == nullptr) return;
    if (!option->allowed()) {
        emit m_open.said(Meaning::warn, say(option->refusals.front()));
        return;
    }
    m_stack->setCurrentIndex(1);
    m_form->start(step, option->on);
}

void WorkPage::focusAssign() {
    if (m_stack->currentIndex() == 1) {
        emit m_open.said(Meaning::warn, say("Submit this step or cancel it (Esc) before you assign people.",
                                            "请先提交或取消（Esc）本步骤，再指派人员。"));
        return;
    }
    if (!m_assignBar->isVisibleTo(this)) {
        emit m_open.said(Meaning::warn, m_assignWhy->text());
        focusFirst(); // whoever was led here reads on in this page
        return;
    }
    m_role->setFocus(Qt::ShortcutFocusReason);
}

void WorkPage::focusFirst() {
    for (int i = 0; i < m_buttons->count(); ++i) {
        auto* button = qobject_cast<QPushButton*>(m_buttons->itemAt(i)->widget());
        if (button != nullptr) {
            button->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    if (auto* button = m_tracks->first(); button != nullptr) button->setFocus(Qt::OtherFocusReason);
    else if (m_decision->isVisibleTo(this)) m_decision->setFocus(Qt::OtherFocusReason);
    else if (m_assignBar->isVisibleTo(this)) m_role->setFocus(Qt::OtherFocusReason);
    else if (m_blocked->isVisibleTo(this)) m_blocked->setFocus(Qt::OtherFocusReason);
    else if (m_fallback != nullptr)
        m_fallback->setFocus(Qt::OtherFocusReason); // nothing to do here; Esc still leads back
}

void WorkPage::submit() {
    if (m_stack->currentIndex() == 1) m_form->submit();
}

void WorkPage::keepDraft() { m_form->keepDraft(); }

void WorkPage::assign() {
    const auto person = PersonId::fromHex(utf8(m_person->currentData().toString()));
    const std::string role = utf8(m_role->currentData().toString());
    if (!person || role.empty()) return;
    m_open.command(
        [id = m_open.id(), person = *person, role](WriterPort& office) { return office.assign(id, person, role); },
        model::fill({"Assigned: {0}", "已指派：{0}"}, utf8(m_person->currentText())));
}

void WorkPage::release() {
    const auto selected = m_people->selectedItems();
    if (selected.isEmpty()) return;
    const auto person = PersonId::fromHex(utf8(selected.front()->data(0, Qt::UserRole).toString()));
    const std::string role = utf8(selected.front()->data(1, Qt::UserRole).toString());
    if (!person) return;
    m_open.command(
        [id = m_open.id(), person = *person, role](WriterPort& office) { return office.release(id, person, role); },
        model::fill({"Released: {0}", "已解除：{0}"}, utf8(selected.front()->text(0))));
}

} // namespace ui
