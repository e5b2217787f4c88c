// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/evidence_model.h"

#include "ui/casefile/open_case.h"
#include "ui/forms/value_words.h"

#include <QFont>

namespace ui {
namespace {
const Text kHeaders[EvidenceModel::columnCount_] = {
    {"Name", "名称"},      {"Kind", "种类"}, {"Size", "大小"},
    {"Added", "加入时间"}, {"By", "加入人"}, {"SHA-256", "SHA-256"},
};
} // namespace

EvidenceModel::EvidenceModel(OpenCase& open, QObject* parent) : QAbstractTableModel(parent), m_open(open) {}

void EvidenceModel::reset() {
    beginResetModel();
    const auto* view = m_open.view();
    m_items = view != nullptr ? view->state.evidence : std::vector<model::EvidenceItem>{};
    m_places = view != nullptr ? view->places : std::vector<model::EvidencePlace>{};
    endResetModel();
}

model::EvidencePlace EvidenceModel::place(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return at < m_places.size() ? m_places[at] : model::EvidencePlace::here;
}

int EvidenceModel::rowOf(ItemId id) const {
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].id == id) return static_cast<int>(i);
    }
    return -1;
}

int EvidenceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int EvidenceModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(columnCount_); }

QVariant EvidenceModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& one = item(index.row());
    if (role == Qt::FontRole && one.excluded) {
        QFont font;
        font.setStrikeOut(true);
        return font;
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case name:
        return (one.readable ? str(one.name) : say("(not readable)", "（无法读取）")) +
               (one.withdrawn  ? say(" · taken back", " · 已撤回")
                : one.excluded ? say(" · excluded", " · 已排除")
                               : QString()) +
               (place(index.row()) == model::EvidencePlace::notHere ? say(" · not on this machine", " · 本机没有")
                                                                    : QString());
    case category: return sayEvidenceCategory(one.category);
    case size: return sayBytes(one.readable ? one.size : one.storedSize);
    case added: return sayMinute(one.place.time);
    case by: return m_open.session().isOpen() ? sayPerson(one.place.by, m_open.office()) : QString();
    case digest: return one.readable ? shortDigest(one.sha256) + u'…' : QString();
    default: return {};
    }
}

QVariant EvidenceModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount_) return {};
    return say(kHeaders[section]);
}

} // namespace ui
