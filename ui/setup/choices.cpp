// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/choices.h"

#include "ui/setup/checked_line.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>

namespace ui {

namespace {

using model::Role;

/// What people of a role do, for somebody who has to choose.
Text dutyOf(Role role) {
    switch (role) {
    case Role::officer:
        return {"Takes reports in, verifies them and proposes to file a case.", "受理并核实举报，提出立案建议。"};
    case Role::investigator:
        return {"Investigates the cases that are assigned, and proposes penalties.",
                "调查被指派的案件，提出处罚建议。"};
    case Role::supervisor: return {"Assigns people, approves, and issues decisions.", "指派人员、审批并作出决定。"};
    case Role::custodian: return {"Alone can read who reported.", "唯一可以查看举报人身份的人。"};
    case Role::auditor: return {"Checks the record, and changes nothing.", "核查记录，不作任何更改。"};
    case Role::administrator:
        return {"Admits people and changes their roles. A founder always is one.",
                "批准人员加入并更改其角色。设立者必为系统管理员。"};
    }
    return {};
}

/// A button and, beside it, a sentence about it.
void addRow(QGridLayout* grid, QAbstractButton* button, const Text& name, const Text& duty, Phrases& phrases) {
    const int row = grid->rowCount();
    auto* note = makeNote(button->parentWidget());
    note->setWordWrap(false); // one line each
    grid->addWidget(button, row, 0, Qt::AlignTop);
    grid->addWidget(note, row, 1);
    phrases.set(button, name);
    phrases.set(note, duty);
    phrases.always([button, duty] { button->setAccessibleDescription(say(duty)); });
}

QGridLayout* makeGrid(QWidget* of, const Text& heading, Phrases& phrases) {
    auto* box = new QVBoxLayout(of);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    auto* label = new QLabel(of);
    phrases.set(label, heading);
    box->addWidget(label);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, 150);
    grid->setColumnStretch(1, 1);
    box->addLayout(grid);
    return grid;
}

} // namespace

RoleChoice::RoleChoice(QWidget* parent) : QWidget(parent) {
    auto* grid = makeGrid(this, {"What you do in the office", "您在办公室的职责"}, m_phrases);
    for (const Role role :
         {Role::officer, Role::investigator, Role::supervisor, Role::custodian, Role::auditor, Role::administrator}) {
        auto* box = new QCheckBox(this);
        box->setObjectName(QStringLiteral("role-") + str(model::roleName(role)));
        addRow(grid, box, model::roleTitle(role), dutyOf(role), m_phrases);
        m_roles.emplace_back(role, box);
        if (role != Role::administrator) continue;
        box->setChecked(true);
        box->setEnabled(false);
    }
    m_certified = new QCheckBox(this); // last, as Tab leads there last
    m_certified->setObjectName(QStringLiteral("certified"));
    addRow(grid, m_certified, {"Certificate", "执法资格"},
           {"You hold one: only who does may investigate (APL 42).",
            "持有行政执法证：持证人员方可调查（《行政处罚法》第42条）。"},
           m_phrases);
}

std::set<Role> RoleChoice::roles() const {
    std::set<Role> chosen;
    for (const auto& [role, box] : m_roles) {
        if (box->isChecked()) chosen.insert(role);
    }
    return chosen;
}

bool RoleChoice::certified() const { return m_certified->isChecked(); }

SuiteChoice::SuiteChoice(QWidget* parent)
    : QWidget(parent), m_international(new QRadioButton(this)), m_chinese(new QRadioButton(this)) {
    auto* grid = makeGrid(this, {"Cryptography; it cannot be changed later", "密码算法，以后不能更改"}, m_phrases);
    m_international->setObjectName(QStringLiteral("suite-intl-1"));
    m_chinese->setObjectName(QStringLiteral("suite-gm-1"));
    addRow(grid, m_international, {"International (intl-1)", "国际算法 (intl-1)"},
           {"Used all over the world; also withstands quantum computers.", "国际通用，也能抵御量子计算机。"},
           m_phrases);
    addRow(grid, m_chinese, {"Chinese (gm-1)", "国密算法 (gm-1)"},
           {"SM2, SM3, SM4, where rules ask for them; not quantum-safe.",
            "SM2、SM3、SM4，用于要求商用密码的场合；不抗量子。"},
           m_phrases);
    m_international->setChecked(true);
}

crypto::Suite SuiteChoice::suite() const { return m_chinese->isChecked() ? crypto::Suite::gm1 : crypto::Suite::intl1; }

} // namespace ui
