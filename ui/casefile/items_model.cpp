// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/items_model.h"

#include "model/case/changes.h"
#include "ui/casefile/citation_field.h"
#include "ui/casefile/open_case.h"
#include "ui/forms/value_words.h"
#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace ui {

namespace {

const Text kChronologyHeaders[] = {
    {"Date", "日期"}, {"What happened", "事件经过"}, {"Evidence", "证据"}, {"Who", "记录人"}};
const Text kPartyHeaders[] = {{"Name", "名称或姓名"},       {"Role", "在案中的地位"},  {"Kind", "类型"},
                              {"Number", "证件号码或编号"}, {"Country", "国家或地区"}, {"Evidence", "证据"}};
/// The fields behind the columns of a party; the last one is not one of them.
constexpr const char* kPartyColumns[] = {"name", "role", "kind", "identifier", "country"};

QString wordsOf(const model::Form& form, const char* name) {
    const auto at = form.find(name);
    if (at == form.end()) return {};
    return say(
        std::ranges::find(model::itemFields(model::ItemSort::party), name, &model::Field::id)->words(at->second));
}

} // namespace

ItemsModel::ItemsModel(OpenCase& open, model::ItemSort sort, QObject* parent)
    : QAbstractTableModel(parent), m_open(open), m_sort(sort) {}

void ItemsModel::setTold(bool told) {
    m_told = told;
    reset();
}

void ItemsModel::reset() {
    beginResetModel();
    m_rows.clear();
    if (const auto* view = m_open.view()) {
        const auto& state = view->state;
        const auto& items = m_sort == model::ItemSort::chronology ? state.chronology : state.parties;
        const auto changes = model::changesByOthers(items, m_open.office().me, m_open.known());
        const auto changed = [&](ItemId id) { return std::ranges::contains(changes, id, &model::ItemChange::item); };
        if (m_sort == model::ItemSort::chronology) {
            for (const auto& line : view->chronology) {
                if (line.entry.isNull() && !m_told) continue;
                m_rows.push_back({line.entry, line, {}, !line.entry.isNull() && changed(line.entry)});
            }
        } else {
            auto respondent = view->definition ? model::respondentOf(*view->definition, state) : model::Form{};
            if (!respondent.empty()) m_rows.push_back({{}, {}, std::move(respondent), false});
            for (const auto& party : items) {
                if (!party.withdrawn) m_rows.push_back({party.id, {}, party.values(), changed(party.id)});
            }
        }
    }
    endResetModel();
}

int ItemsModel::rowOf(ItemId id) const {
    const auto found = std::ranges::find(m_rows, id, &Row::item);
    return found == m_rows.end() || id.isNull() ? -1 : static_cast<int>(found - m_rows.begin());
}

std::vector<int> ItemsModel::leastFirst() const {
    return m_sort == model::ItemSort::chronology ? std::vector{3, 2} : std::vector{5, 4, 2, 3};
}

QString ItemsModel::widest(int column) const {
    QString widest = column == 0 && m_sort == model::ItemSort::chronology ? QStringLiteral("2026-08-28 08:28")
                                                                          : QStringLiteral("mmmmm");
    for (const auto& row : m_rows) {
        const QString words = cell(row, column);
        if (words.size() > widest.size()) widest = words;
    }
    return widest.left(32);
}

int ItemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ItemsModel::columnCount(const QModelIndex& parent) const {
    if (parent.isValid()) return 0;
    return static_cast<int>(m_sort == model::ItemSort::chronology ? std::size(kChronologyHeaders)
                                                                  : std::size(kPartyHeaders));
}

QString ItemsModel::cell(const Row& row, int column) const {
    const auto& state = m_open.view()->state;
    const auto* item = m_sort == model::ItemSort::chronology ? state.entry(row.item) : state.party(row.item);
    QString evidence = item == nullptr ? QString() : sayCitations(item->evidence, state);
    if (m_sort == model::ItemSort::party) {
        if (column == static_cast<int>(std::size(kPartyColumns))) return evidence;
        if (column == 1 && row.item.isNull()) return say("respondent · from the facts", "当事人 · 源自事实");
        return wordsOf(row.party, kPartyColumns[column]);
    }
    switch (column) {
    case 0:
        return row.line.to.empty() ? str(row.line.from) : str(row.line.from) + QStringLiteral(" – ") + str(row.line.to);
    case 1: return say(row.line.words).simplified();
    case 2: return evidence;
    default: return row.item.isNull() ? say("from the log", "源自历史") : sayPerson(row.line.place.by, m_open.office());
    }
}

QVariant ItemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount() || m_open.view() == nullptr) return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool marked = row.changed && index.column() == restColumn();
    switch (role) {
    case Qt::DisplayRole: return marked ? QStringLiteral("● ") + cell(row, index.column()) : cell(row, index.column());
    case Qt::ToolTipRole:
        return marked ? say("New or changed by others since you looked", "您上次查看后由他人新增或更改")
                      : cell(row, index.column());
    case Qt::AccessibleTextRole:
        return (marked ? say("New or changed by others: ", "他人新增或更改：") : QString()) + cell(row, index.column());
    case kMeaningRole:
        if (marked) return static_cast<int>(Meaning::accent);
        return row.item.isNull() ? QVariant(static_cast<int>(Meaning::muted)) : QVariant();
    default: return {};
    }
}

QVariant ItemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount()) return {};
    return say(m_sort == model::ItemSort::chronology ? kChronologyHeaders[section] : kPartyHeaders[section]);
}

} // namespace ui
