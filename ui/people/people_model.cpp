// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/people_model.h"

#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace ui {
namespace {
const Text kHeaders[PeopleModel::columnCount_] = {
    {"Name", "姓名"}, {"Label", "标签"}, {"Roles", "角色"}, {"Certificate", "执法资格"}, {"Standing", "状态"},
};
} // namespace

QString sayRoles(const std::set<model::Role>& roles) {
    QStringList words;
    for (const auto role : roles) words << say(model::roleTitle(role));
    return words.join(say(", ", "、"));
}

Text standingOf(const model::PersonEntry& person) {
    if (!person.admitted) return {"Asks to join", "申请加入"};
    if (person.renewal && person.renewal->proposed) return {"New keys proposed", "已提议更换密钥"};
    if (person.renewal) return {"Asks for new keys", "申请更换密钥"};
    if (!person.active) return {"Has left", "已离岗"};
    return {"Works here", "在岗"};
}

void PeopleModel::show(std::vector<model::PersonEntry> people) {
    beginResetModel();
    m_people = std::move(people);
    endResetModel();
}

bool PeopleModel::shows(const std::vector<model::PersonEntry>& people) const {
    return std::ranges::equal(m_people, people, [](const auto& a, const auto& b) {
        return a.id == b.id && a.label == b.label && a.name == b.name && a.roles == b.roles &&
               a.certified == b.certified && a.active == b.active && a.admitted == b.admitted &&
               a.fingerprint == b.fingerprint && a.whyNot.has_value() == b.whyNot.has_value() &&
               a.renewal.has_value() == b.renewal.has_value() &&
               (!a.renewal ||
                (a.renewal->fingerprint == b.renewal->fingerprint && a.renewal->proposed == b.renewal->proposed));
    });
}

void PeopleModel::sayAnew() {
    if (m_people.empty()) return;
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount_ - 1));
    emit headerDataChanged(Qt::Horizontal, 0, columnCount_ - 1);
}

int PeopleModel::rowOf(PersonId id) const {
    const auto at = std::ranges::find(m_people, id, &model::PersonEntry::id);
    return at == m_people.end() ? -1 : static_cast<int>(at - m_people.begin());
}

int PeopleModel::requests() const {
    return static_cast<int>(std::ranges::count(m_people, false, &model::PersonEntry::admitted));
}

int PeopleModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_people.size());
}

int PeopleModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(columnCount_); }

QVariant PeopleModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& one = person(index.row());
    if (role == kMeaningRole) {
        if ((!one.admitted || one.renewal) && index.column() == standing) return static_cast<int>(Meaning::warn);
        return static_cast<int>(one.admitted && !one.active ? Meaning::muted : Meaning::plain);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case name: return str(one.name.empty() ? one.label : one.name);
    case label: return str(one.label);
    case roles: return sayRoles(one.roles);
    case certified: return one.certified ? say("✓ certified", "✓ 持证") : QString();
    case standing: return say(standingOf(one));
    default: return {};
    }
}

QVariant PeopleModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount_) return {};
    return say(kHeaders[section]);
}

} // namespace ui
