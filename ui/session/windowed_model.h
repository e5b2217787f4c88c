// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

#include <QAbstractTableModel>

#include <algorithm>
#include <list>
#include <unordered_map>
#include <utility>

namespace ui {

/// The rows of a list that may be very long. It holds their keys, 8 bytes each, and a few pages of what they show; what
/// it does not hold it asks of the reader and shows as a placeholder meanwhile. It never waits. What a row shows, and
/// which keys there are, is its heir's. `Key` is the member of a row that is its key, and `Read` the question that
/// gives rows for keys. GUI thread.
template <typename Row, std::int64_t Row::* Key, auto Read>
class WindowedModel : public QAbstractTableModel {
public:
    /// Rows of one page, and how many pages are kept.
    static constexpr int kPageRows = 64;
    static constexpr std::size_t kPages = 48;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_keys.size());
    }
    /// What a row shows, or null while it is not here. Asks for it then.
    const Row* row(int index) const;
    [[nodiscard]] const std::vector<std::int64_t>& keys() const { return m_keys; }

protected:
    /// Pages are asked for on this lane of the reader, where a newer question replaces the older.
    WindowedModel(Session& session, int lane, QObject* parent)
        : QAbstractTableModel(parent), m_session(session), m_lane(lane) {}

    [[nodiscard]] Session& session() const { return m_session; }
    /// Shows these rows. Whether they are others than before.
    bool takeKeys(std::vector<std::int64_t> keys);
    /// Shows these pages of them. Those that a page lacks are gone.
    void takePages(const std::vector<int>& pages, Result<std::vector<Row>> answer);
    /// Asks again for what the rows in view show, but not for which they are.
    void refreshPages();
    /// Forgets every row. Inside a reset of the model.
    void forgetRows();
    virtual void sayFailed(const Error& error) = 0;

private:
    static constexpr std::size_t kMostWanted = 4;
    struct Page {
        std::vector<std::optional<Row>> rows;
        bool stale = false;
        std::list<int>::iterator use;
    };
    void want(int page) const;
    void askPages() const;
    /// The places of a page's rows: the first, and that behind the last.
    [[nodiscard]] std::pair<std::size_t, std::size_t> placesOf(int page) const {
        const auto first = static_cast<std::size_t>(page) * kPageRows;
        return {first, std::min(first + kPageRows, m_keys.size())};
    }
    void sayChanged(std::size_t first, std::size_t end) {
        if (end > first)
            emit dataChanged(index(static_cast<int>(first), 0), index(static_cast<int>(end) - 1, columnCount() - 1));
    }

    Session& m_session;
    int m_lane;
    std::vector<std::int64_t> m_keys;
    std::uint64_t m_generation = 0; ///< of m_keys; page answers of another one are dropped
    mutable std::unordered_map<int, Page> m_pages;
    mutable std::list<int> m_recent;  ///< pages, the one used last first
    mutable std::list<int> m_wanted;  ///< pages asked for by the view, the newest first
    mutable std::vector<int> m_asked; ///< pages on their way
    mutable bool m_asking = false;    ///< a request for pages is about to be sent
};

template <typename Row, std::int64_t Row::* Key, auto Read>
bool WindowedModel<Row, Key, Read>::takeKeys(std::vector<std::int64_t> keys) {
    if (keys == m_keys) return false;
    if (!m_keys.empty() && keys.size() > m_keys.size() && std::equal(m_keys.begin(), m_keys.end(), keys.begin())) {
        // The rest of a list whose first rows are shown already: what is selected stays so.
        beginInsertRows({}, rowCount(), static_cast<int>(keys.size()) - 1);
        const int last = (rowCount() - 1) / kPageRows;
        m_keys = std::move(keys);
        if (const auto page = m_pages.find(last); page != m_pages.end())
            page->second.stale = true; // it may have had gaps
        endInsertRows();
        return true;
    }
    beginResetModel();
    forgetRows();
    m_keys = std::move(keys);
    endResetModel();
    return true;
}

template <typename Row, std::int64_t Row::* Key, auto Read>
void WindowedModel<Row, Key, Read>::forgetRows() {
    m_keys.clear();
    m_keys.shrink_to_fit();
    m_pages.clear();
    m_recent.clear();
    m_wanted.clear();
    m_asked.clear();
    ++m_generation;
}

template <typename Row, std::int64_t Row::* Key, auto Read>
void WindowedModel<Row, Key, Read>::refreshPages() {
    for (auto& [number, page] : m_pages) page.stale = true;
    sayChanged(0, m_keys.size());
}

template <typename Row, std::int64_t Row::* Key, auto Read>
const Row* WindowedModel<Row, Key, Read>::row(int index) const {
    const int number = index / kPageRows;
    const auto found = m_pages.find(number);
    if (found != m_pages.end()) m_recent.splice(m_recent.begin(), m_recent, found->second.use);
    // What is on its way is not asked for again: the new question would take the place of the old one, and while a view
    // scrolls none would ever be answered.
    if ((found == m_pages.end() || found->second.stale) && !std::ranges::contains(m_asked, number)) want(number);
    if (found == m_pages.end()) return nullptr;
    const auto at = static_cast<std::size_t>(index % kPageRows);
    return at < found->second.rows.size() && found->second.rows[at] ? &*found->second.rows[at] : nullptr;
}

template <typename Row, std::int64_t Row::* Key, auto Read>
void WindowedModel<Row, Key, Read>::want(int page) const {
    std::erase(m_wanted, page);
    m_wanted.push_front(page);
    if (m_wanted.size() > kMostWanted) m_wanted.pop_back();
    if (std::exchange(m_asking, true)) return;
    // Later, when the whole paint has said what it needs.
    QMetaObject::invokeMethod(const_cast<WindowedModel*>(this), [this] { askPages(); }, Qt::QueuedConnection);
}

template <typename Row, std::int64_t Row::* Key, auto Read>
void WindowedModel<Row, Key, Read>::askPages() const {
    m_asking = false;
    if (m_wanted.empty() || !m_session.isOpen()) return;
    const std::vector<int> pages(m_wanted.begin(), m_wanted.end());
    m_asked = pages;
    std::vector<std::int64_t> keys;
    for (const int page : pages) {
        const auto [first, end] = placesOf(page);
        for (auto i = first; i < end; ++i) keys.push_back(m_keys[i]);
    }
    auto* self = const_cast<WindowedModel*>(this);
    m_session.read(
        m_lane, self, [keys = std::move(keys)](ReaderPort& reader) { return (reader.*Read)(keys); },
        [self, pages, generation = m_generation](Result<std::vector<Row>> answer) {
            if (generation != self->m_generation) return;
            self->m_asked.clear();
            self->takePages(pages, std::move(answer));
        });
}

template <typename Row, std::int64_t Row::* Key, auto Read>
void WindowedModel<Row, Key, Read>::takePages(const std::vector<int>& pages, Result<std::vector<Row>> answer) {
    if (!answer) {
        // Interrupted for a list that is asked anew, or failed: the next paint asks again.
        if (answer.error().code != model::Code::cancelled) sayFailed(answer.error());
        m_wanted.clear();
        return;
    }
    std::unordered_map<std::int64_t, Row> byKey;
    for (auto& one : *answer) byKey.emplace(one.*Key, std::move(one));
    for (const int number : pages) {
        std::erase(m_wanted, number);
        auto& page = m_pages[number];
        if (page.rows.empty()) page.use = m_recent.insert(m_recent.begin(), number);
        page.stale = false;
        page.rows.assign(kPageRows, std::nullopt);
        const auto [first, end] = placesOf(number);
        for (auto i = first; i < end; ++i) {
            const auto found = byKey.find(m_keys[i]);
            if (found != byKey.end()) page.rows[i - first] = std::move(found->second);
        }
        sayChanged(first, end);
    }
    while (m_recent.size() > kPages) {
        m_pages.erase(m_recent.back());
        m_recent.pop_back();
    }
    if (!m_wanted.empty()) askPages();
}

} // namespace ui
