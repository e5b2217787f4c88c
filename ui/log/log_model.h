// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

#include <QAbstractTableModel>

#include <list>
#include <unordered_map>

namespace ui {

/// What is asked of the log: a query, with the case as it was typed. GUI thread.
struct LogQuestion {
    model::LogQuery query;
    std::string reference; ///< the number of a case; empty: all
    friend bool operator==(const LogQuestion&, const LogQuestion&) = default;
};

/// The log of the office, newest first. It holds the keys of its entries, 8 bytes each, and a few pages of what they
/// show; what it does not hold it asks of the reader and shows as a placeholder meanwhile.
class LogModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { time, where, who, what, commit, signature, columnCount_ };

    explicit LogModel(Session& session, QObject* parent = nullptr);

    /// Asks anew; the old entries stay until the answer is here.
    void ask(const LogQuestion& question);
    void refresh() { ask(m_question); }
    void clear();
    [[nodiscard]] bool loading() const { return m_loading; }
    /// What an entry shows, or null while it is not here. Asks for it then.
    const model::OfficeLogEntry* entry(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    static constexpr std::size_t kFirstEntries = 200; ///< asked for first, the rest behind them
    static constexpr int kPageEntries = 50;
    static constexpr std::size_t kPages = 40;

signals:
    void arrived(qsizetype count, bool differs);
    void loadingChanged();
    /// No such case, or the log cannot be read.
    void failed(const model::Error& error);

private:
    struct LogPagePart {
        std::vector<std::optional<model::OfficeLogEntry>> entries;
        std::list<int>::iterator use;
    };
    void askKeys(std::size_t limit);
    void takeKeys(std::vector<std::int64_t> keys);
    void askPages() const;
    void takePages(const std::vector<int>& pages, Result<std::vector<model::OfficeLogEntry>> answer);
    [[nodiscard]] QString text(const model::OfficeLogEntry& entry, int column) const;

    Session& m_session;
    LogQuestion m_question;
    std::vector<std::int64_t> m_keys;
    std::uint64_t m_generation = 0; ///< of m_keys; page answers of another one are dropped
    mutable std::unordered_map<int, LogPagePart> m_pages;
    mutable std::list<int> m_recent; ///< pages, the one used last first
    mutable std::list<int> m_wanted; ///< pages asked for by the view, the newest first
    mutable std::vector<int> m_asked;
    mutable bool m_asking = false;
    bool m_loading = false;
};

} // namespace ui
