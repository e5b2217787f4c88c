// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/saved_filters.h"

#include <algorithm>

namespace ui {

SavedFilters::SavedFilters(Session& session, QObject* parent) : QObject(parent), m_session(session) {}

const model::SavedFilter* SavedFilters::named(const QString& name) const {
    const auto found = std::ranges::find(m_all, utf8(name), &model::SavedFilter::name);
    return found == m_all.end() ? nullptr : &*found;
}

void SavedFilters::load() {
    m_session.write(
        this, [](WriterPort& office) { return office.savedFilters(); },
        [this](Result<std::vector<model::SavedFilter>> read) {
            if (!read) {
                emit failed(read.error());
                return;
            }
            m_all = *std::move(read);
            emit changed();
        });
}

void SavedFilters::clear() { m_all.clear(); }

std::optional<Error> SavedFilters::put(const QString& name, const QString& line) {
    auto filters = m_all;
    if (auto put = model::putSaved(filters, {utf8(name.trimmed()), utf8(line.trimmed())}); !put) return put.error();
    keep(std::move(filters));
    return std::nullopt;
}

std::optional<DroppedFilter> SavedFilters::remove(const QString& name) {
    auto filters = m_all;
    const auto found = std::ranges::find(filters, utf8(name), &model::SavedFilter::name);
    if (found == filters.end()) return std::nullopt;
    DroppedFilter dropped{*found, static_cast<std::size_t>(found - filters.begin())};
    filters.erase(found);
    keep(std::move(filters));
    return dropped;
}

void SavedFilters::putBack(const DroppedFilter& dropped) {
    if (named(str(dropped.filter.name)) != nullptr) return;
    auto filters = m_all;
    const auto at = std::min(dropped.at, filters.size());
    filters.insert(filters.begin() + static_cast<std::ptrdiff_t>(at), dropped.filter);
    keep(std::move(filters));
}

QString SavedFilters::asText() const { return str(model::printSaved(m_all)); }

Result<std::size_t> SavedFilters::take(const QString& text) {
    TRY_ASSIGN(auto read, model::parseSaved(utf8(text)));
    auto filters = m_all;
    for (auto& one : read) TRY(model::putSaved(filters, one));
    keep(std::move(filters));
    return read.size();
}

void SavedFilters::keep(std::vector<model::SavedFilter> filters) {
    m_all = std::move(filters);
    emit changed();
    m_session.write(
        this, [kept = m_all](WriterPort& office) { return office.keepFilters(kept); },
        [this](const Result<void>& done) {
            if (done) return;
            emit failed(done.error());
            load(); // what is shown is what is kept
        });
}

} // namespace ui
