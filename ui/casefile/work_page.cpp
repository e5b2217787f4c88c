// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/work_page.h"

#include "model/workflow/engine.h"
#include "ui/casefile/step_form.h"
#include "ui/forms/value_words.h"
#include "ui/theme/wrap_delegate.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTreeWidget>

namespace ui {

WorkPage::WorkPage(OpenCase& open, QWidget* parent)
    : QWidget(parent), m_open(open), m_stack(new QStackedWidget(this)), m_overview(new QWidget(this)),
      m_peopleTitle(new QLabel(m_overview)), m_people(new QTreeWidget(m_overview)), m_assignBar(new QWidget(m_overview)),
      m_role(new QComboBox(m_assignBar)), m_person(new QComboBox(m_assignBar)), m_assign(new QPushButton(m_assignBar)),
      m_release(new QPushButton(m_assignBar)), m_assignWhy(new QLabel(m_overview)), m_stepsTitle(new QLabel(m_overview)),
      m_buttons(new QVBoxLayout), m_blockedTitle(new QLabel(m_overview)), m_blocked(new QTreeWidget(m_overview)),
      m_decision(new QPushButton(m_overview)), m_form(new StepForm(open, this)) {
    setObjectName(QStringLiteral("workPage"));
    m_people->setObjectName(QStringLiteral("assignments"));
    m_role->setObjectName(QStringLiteral("assignRole"));
    m_person->setObjectName(QStringLiteral("assignPerson"));
    m_assign->setObjectName(QStringLiteral("assign"));
    m_blocked->setObjectName(QStringLiteral("blockedSteps"));
    m_decision->setObjectName(QStringLiteral("decisionPdf"));
    for (auto* title : {m_peopleTitle, m_stepsTitle, m_blockedTitle}) makeHeading(title, 2);
    m_people->setRootIsDecorated(false);
    m_people->setColumnCount(3);
    m_people->header()->resizeSection(0, 200);
    m_people->header()->resizeSection(1, 200);
    m_role->setMinimumWidth(170);
    m_person->setMinimumWidth(200);
    m_assignWhy->setWordWrap(true);
    setMeaning(m_assignWhy, Meaning::muted);
    auto* bar = new QHBoxLayout(m_assignBar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->addWidget(m_role);
    bar->addWidget(m_person);
    bar->addWidget(m_assign);
    bar->addStretch(1);
    bar->addWidget(m_release);
    m_buttons->setSpacing(6);
    m_blocked->setColumnCount(2);
    new WrapDelegate(m_blocked);
    m_blocked->setUniformRowHeights(false);
    m_blocked->setRootIsDecorated(true);
    m_blocked->header()->resizeSection(0, 250);
    m_blocked->setMinimumHeight(140);

    auto* layout = new QVBoxLayout(m_overview);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_stepsTitle);
    layout->addLayout(m_buttons);
    layout->addWidget(m_decision, 0, Qt::AlignLeft);
    layout->addSpacing(6);
    layout->addWidget(m_peopleTitle);
    layout->addWidget(m_people);
    layout->addWidget(m_assignBar);
    layout->addWidget(m_assignWhy);
    layout->addSpacing(6);
    layout->addWidget(m_blockedTitle);
    layout->addWidget(m_blocked, 20);
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
    m_phrases.set(m_assign, {"Assign", "指派"});
    m_phrases.set(m_release, {"Release the person selected", "解除所选人员"});
    m_phrases.set(m_decision, {"Save the decision as PDF…", "将决定书存为 PDF…"});
    m_phrases.always([this] {
        m_peopleTitle->setText(say("People on the case", "承办人员"));
        m_stepsTitle->setText(say("What you can do now", "您现在可以进行"));
        m_blockedTitle->setText(say("Not possible now, and why", "目前不能进行及原因"));
        m_people->setHeaderLabels({say("Person", "人员"), say("Part", "角色"), say("Since", "开始时间")});
        m_blocked->setHeaderLabels({say("Step", "步骤"), say("What stands against it · what would cure it", "原因 · 解决办法")});
        if (m_open.view() != nullptr && m_open.session().isOpen()) refresh();
    });
    connect(m_role, &QComboBox::currentIndexChanged, this, &WorkPage::fillPersons);
    connect(m_assign, &QPushButton::clicked, this, &WorkPage::assign);
    connect(m_release, &QPushButton::clicked, this, &WorkPage::release);
    connect(m_people, &QTreeWidget::itemSelectionChanged, this,
            [this] { m_release->setVisible(!m_people->selectedItems().isEmpty()); });
    connect(m_decision, &QPushButton::clicked, this, &WorkPage::decisionWanted);
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
    m_stack->setCurrentIndex(0);
    m_people->clear();
    m_blocked->clear();
    m_role->clear();
    m_person->clear();
    m_assignWhy->clear();
    m_decision->hide();
    while (auto* item = m_buttons->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void WorkPage::refresh() {
    fillSteps();
    fillPeople();
}

void WorkPage::fillPeople() {
    const auto& view = *m_open.view();
    const auto& office = m_open.office();
    m_people->clear();
    for (const auto& one : view.state.assignments) {
        auto* item = new QTreeWidgetItem(m_people, {sayPerson(one.person, office), sayCaseRole(*view.definition, one.role),
                                                    sayMinute(one.place.time)});
        item->setData(0, Qt::UserRole, str(one.person.hex()));
        item->setData(1, Qt::UserRole, str(one.role));
    }
    m_people->setVisible(!view.state.assignments.empty());
    m_people->setFixedHeight(34 + 19 * static_cast<int>(std::min<std::size_t>(view.state.assignments.size(), 6)));
    m_release->setVisible(false);
    const auto may = model::mayAssign(*view.definition, view.state, *office.registered, office.me);
    m_assignBar->setVisible(may.has_value());
    m_assignWhy->setVisible(!may.has_value() || view.state.assignments.empty());
    m_assignWhy->setText(!may ? say(may.error()) : say("Nobody is assigned yet.", "尚未指派人员。"));
    const QString role = m_role->currentData().toString();
    m_role->clear();
    for (const auto& one : view.definition->roles) {
        if (one.assigned) m_role->addItem(say(one.title), str(one.id));
    }
    if (const int at = m_role->findData(role); at >= 0) m_role->setCurrentIndex(at);
    fillPersons();
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

void WorkPage::fillSteps() {
    const auto& view = *m_open.view();
    QString focused;
    while (auto* item = m_buttons->takeAt(0)) {
        if (item->widget() != nullptr && item->widget()->hasFocus()) focused = item->widget()->objectName();
        delete item->widget();
        delete item;
    }
    m_blocked->clear();
    QWidget* before = nullptr;
    for (const auto& option : view.steps) {
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
            setTabOrder(before != nullptr ? before : m_anchor, button);
            before = button;
            if (button->objectName() == focused) button->setFocus();
            continue;
        }
        auto* top = new QTreeWidgetItem(m_blocked, {say(option.title), say(option.refusals.front())});
        top->setToolTip(1, say(option.refusals.front()));
        for (std::size_t i = 1; i < option.refusals.size(); ++i) {
            auto* more = new QTreeWidgetItem(top, {QString(), say(option.refusals[i])});
            more->setToolTip(1, say(option.refusals[i]));
        }
        top->setExpanded(true);
    }
    if (m_buttons->count() == 0) {
        auto* none = new QLabel(say("Nothing for you in this stage.", "本阶段没有您可以进行的步骤。"), m_overview);
        setMeaning(none, Meaning::muted);
        m_buttons->addWidget(none);
    }
    m_blocked->setVisible(m_blocked->topLevelItemCount() > 0);
    m_blockedTitle->setVisible(m_blocked->topLevelItemCount() > 0);
    const bool decided = view.state.lastStep("issue_decision") != nullptr || view.state.lastStep("decide_no_penalty") != nullptr;
    m_decision->setVisible(decided);
}

void WorkPage::setTabAnchor(QWidget* anchor) { m_anchor = anchor; }

void WorkPage::startStep(const std::string& step) {
    const auto* option = m_open.option(step);
    if (option == nullptr) return;
    if (!option->allowed()) {
        emit m_open.said(Meaning::warn, say(option->refusals.front()));
        return;
    }
    m_stack->setCurrentIndex(1);
    m_form->start(step);
}

void WorkPage::focusAssign() {
    if (!m_assignBar->isVisibleTo(this)) {
        emit m_open.said(Meaning::warn, m_assignWhy->text());
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
    if (m_assignBar->isVisibleTo(this)) m_role->setFocus(Qt::OtherFocusReason);
    else m_blocked->setFocus(Qt::OtherFocusReason);
}

void WorkPage::submit() {
    if (m_stack->currentIndex() == 1) m_form->submit();
}

void WorkPage::keepDraft() { m_form->keepDraft(); }

void WorkPage::assign() {
    const auto person = PersonId::fromHex(utf8(m_person->currentData().toString()));
    const std::string role = utf8(m_role->currentData().toString());
    if (!person || role.empty()) return;
    m_open.command([id = m_open.id(), person = *person, role](WriterPort& office) { return office.assign(id, person, role); },
                   model::fill({"Assigned: {0}", "已指派：{0}"}, utf8(m_person->currentText())));
}

void WorkPage::release() {
    const auto selected = m_people->selectedItems();
    if (selected.isEmpty()) return;
    const auto person = PersonId::fromHex(utf8(selected.front()->data(0, Qt::UserRole).toString()));
    const std::string role = utf8(selected.front()->data(1, Qt::UserRole).toString());
    if (!person) return;
    m_open.command([id = m_open.id(), person = *person, role](WriterPort& office) { return office.release(id, person, role); },
                   model::fill({"Released: {0}", "已解除：{0}"}, utf8(selected.front()->text(0))));
}

} // namespace ui
