// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/windowed_model.h"

namespace ui {

/// What is asked of the log: a query, with the case as it was typed. GUI thread.
struct LogQuestion {
    model::LogQuery query;
    std::string reference; ///< the number of a case; empty: all
    friend bool operator==(const LogQuestion&, const LogQuestion&) = default;
};

/// Entries of the log as a reader gives them.
using LogRows = WindowedModel<model::OfficeLogEntry, &model::OfficeLogEntry::key, &ReaderPort::logPage>;

/// The log of the office, newest first.
class LogModel : public LogRows {
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
    const model::OfficeLogEntry* entry(int index) const { return row(index); }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    static constexpr std::size_t kFirstEntries = 200; ///< asked for first, the rest behind them

signals:
    void arrived(qsizetype count, bool differs);
    void loadingChanged();
    /// No such case, or the log cannot be read.
    void failed(const model::Error& error);

private:
    void askKeys(std::size_t limit);
    void sayFailed(const Error& error) override { emit failed(error); }
    [[nodiscard]] QString text(const model::OfficeLogEntry& entry, int column) const;

    LogQuestion m_question;
    bool m_loading = false;
};

} // namespace ui
