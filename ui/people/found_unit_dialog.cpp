// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/found_unit_dialog.h"

#include "ui/people/panel_parts.h"
#include "ui/text/say.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace ui {

FoundUnitDialog::FoundUnitDialog(const OfficeView& office, QWidget* parent)
    : QDialog(parent), m_name(new QLineEdit(this)), m_people(new QListWidget(this)),
      m_why(wrapped(this, "unitWhy", Meaning::warn)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this)),
      m_registered(office.registered) {
    setObjectName(QStringLiteral("foundUnitDialog"));
    setWindowTitle(say("Found a unit", "设立处室"));
    m_name->setObjectName(QStringLiteral("unitName"));
    m_name->setMaxLength(static_cast<int>(model::kUnitNameLimit));
    m_people->setObjectName(QStringLiteral("unitPeople"));
    auto* about = wrapped(this, "unitAbout", Meaning::muted);
    about->setText(
        say("New cases of its people are its own, and others see nothing of them. The cases before stay the whole "
            "office's. A unit cannot be renamed or dissolved.",
            "其成员新登记的案件归该处室，其他人员完全不可见；此前的案件仍属全单位。处室不能改名或撤销。"));
    auto* nameLabel = new QLabel(say("&Name", "名称(&N)"), this);
    nameLabel->setBuddy(m_name);
    m_name->setAccessibleName(say("Name", "名称"));
    auto* peopleLabel = new QLabel(say("&First members", "初始成员(&F)"), this);
    peopleLabel->setBuddy(m_people);
    m_people->setAccessibleName(say("First members", "初始成员"));
    model::Unit wanted; // a further one
    for (const auto& one : office.people) {
        const auto* const person = office.registered ? office.registered->person(one.id) : nullptr;
        if (!person || !wanted.suits(*person)) continue;
        auto* item = new QListWidgetItem(str(one.name), m_people);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Unchecked);
        item->setData(Qt::UserRole, str(one.id.hex()));
    }
    if (m_people->count() > 0) m_people->setCurrentRow(0);
    m_buttons->button(QDialogButtonBox::Ok)->setText(say("Found the unit", "设立"));
    m_buttons->button(QDialogButtonBox::Ok)->setObjectName(QStringLiteral("foundUnitNow"));
    m_buttons->button(QDialogButtonBox::Cancel)->setText(say("Cancel", "取消"));
    for (auto* one : m_buttons->buttons()) one->setIcon({});
    auto* box = new QVBoxLayout(this);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{about, nameLabel, m_name, peopleLabel, m_people, m_why, m_buttons})
        box->addWidget(widget);
    resize(440, 420);
    connect(m_name, &QLineEdit::textChanged, this, &FoundUnitDialog::sayButtons);
    connect(m_people, &QListWidget::itemChanged, this, &FoundUnitDialog::sayButtons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    sayButtons();
}

std::string FoundUnitDialog::name() const { return utf8(m_name->text().trimmed()); }

std::vector<PersonId> FoundUnitDialog::members() const {
    std::vector<PersonId> out;
    for (int row = 0; row < m_people->count(); ++row) {
        const auto* const item = m_people->item(row);
        const auto id = PersonId::fromHex(utf8(item->data(Qt::UserRole).toString()));
        if (item->checkState() == Qt::Checked && id) out.push_back(*id);
    }
    return out;
}

void FoundUnitDialog::sayButtons() {
    const auto named = model::checkUnitName(name());
    const bool taken = m_registered && m_registered->hasUnitLike(name());
    QString why;
    if (!name().empty() && !named) why = say(named.error());
    else if (taken) why = say("There is a unit of this name", "已有同名单位");
    else if (named && members().empty()) why = say("A unit begins with its first member", "处室须至少有一名成员");
    m_why->setText(why);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(named && !taken && !members().empty());
}

} // namespace ui
