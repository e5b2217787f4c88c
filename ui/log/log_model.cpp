// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/log_model.h"

#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <ranges>

namespace ui {
namespace {

constexpr int kKeysLane = 6;
constexpr int kEntriesLane = 7;
constexpr std::size_t kMostWanted = 4;

const Text kLogHeaders[LogModel::columnCount_] = {
    {"Sealed", "封存时间"}, {"Case", "案件"},   {"Who", "人员"},
    {"What", "内容"},       {"Commit", "提交"}, {"Signature", "签名"},
};

/// The case that a number means, by the reader's own list.
Result<std::optional<CaseId>> caseOf(ReaderPort& reader, const std::string& reference) {
    if (reference.empty()) return std::nullopt;
    model::CaseFilter filter;
    filter.conditions.push_back({model::FilterField::reference, model::Comparison::is, false, {reference}});
    TRY_ASSIGN(const auto rows, reader.rows(filter, 2));
    if (rows.size() != 1) {
        return model::fail(model::Code::notFound,
                           rows.empty() ? Text{"No case has this number", "没有此编号的案件"}
                                        : Text{"Several cases begin with this", "有多个案件以此开头"},
                           {"Write the whole number", "请输入完整编号"}, reference);
    }
    TRY_ASSIGN(const auto page, reader.page(rows));
    if (page.empty()) return std::nullopt;
    return page.front().id;
}

} // namespace

LogModel::LogModel(Session& session, QObject* parent) : QAbstractTableModel(parent), m_session(session) {}

void LogModel::ask(const LogQuestion& question) {
    const bool another = question != m_question || m_keys.empty();
    m_question = question;
    askKeys(another ? kFirstEntries : 0);
}

void LogModel::clear() {
    beginResetModel();
    m_keys.clear();
    m_keys.shrink_to_fit();
    m_pages.clear();
    m_recent.clear();
    m_wanted.clear();
    m_asked.clear();
    ++m_generation;
    m_question = {};
    m_loading = false;
    endResetModel();
}

void LogModel::askKeys(std::size_t limit) {
    if (!m_session.isOpen()) return;
    m_loading = true;
    emit loadingChanged();
    m_session.read(
        kKeysLane, this,
        [question = m_question, limit](ReaderPort& reader) -> Result<std::vector<std::int64_t>> {
            auto query = question.query;
            TRY_ASSIGN(const auto found, caseOf(reader, question.reference));
            if (found) query.caseId = found;
            return reader.logKeys(query, limit);
        },
        [this, limit](Result<std::vector<std::int64_t>> answer) {
            const bool more = limit != 0 && answer && answer->size() == limit;
            m_loading = more;
            if (answer) takeKeys(*std::move(answer));
            else if (answer.error().code != model::Code::cancelled) emit failed(answer.error());
            if (more) askKeys(0);
            else emit loadingChanged();
        });
}

void LogModel::takeKeys(std::vector<std::int64_t> keys) {
    const bool differs = keys != m_keys;
    if (differs && !m_keys.empty() && keys.size() > m_keys.size() &&
        std::ranges::equal(m_keys, keys | std::views::take(m_keys.size()))) {
        // The rest of what is shown already: what is selected stays.
        beginInsertRows({}, rowCount(), static_cast<int>(keys.size()) - 1);
        const int last = (rowCount() - 1) / kPageEntries; // it may have had gaps
        m_keys = std::move(keys);
        if (const auto page = m_pages.find(last); page != m_pages.end()) {
            m_recent.erase(page->second.use);
            m_pages.erase(page);
        }
        endInsertRows();
    } else if (differs) {
        beginResetModel();
        m_keys = std::move(keys);
        m_pages.clear();
        m_recent.clear();
        m_wanted.clear();
        m_asked.clear();
        ++m_generation;
        endResetModel();
    }
    emit arrived(static_cast<qsizetype>(m_keys.size()), differs);
}

const model::OfficeLogEntry* LogModel::entry(int row) const {
    const int number = row / kPageEntries;
    const auto found = m_pages.find(number);
    if (found != m_pages.end()) m_recent.splice(m_recent.begin(), m_recent, found->second.use);
    if (found == m_pages.end() && !std::ranges::contains(m_asked, number)) {
        std::erase(m_wanted, number);
        m_wanted.push_front(number);
        if (m_wanted.size() > kMostWanted) m_wanted.pop_back();
        if (!m_asking) {
            m_asking = true;
            // Later, when the whole paint has said what it needs.
            QMetaObject::invokeMethod(const_cast<LogModel*>(this), [this] { askPages(); }, Qt::QueuedConnection);
        }
    }
    if (found == m_pages.end()) return nullptr;
    const auto at = static_cast<std::size_t>(row % kPageEntries);
    return at < found->second.entries.size() && found->second.entries[at] ? &*found->second.entries[at] : nullptr;
}

void LogModel::askPages() const {
    m_asking = false;
    if (m_wanted.empty() || !m_session.isOpen()) return;
    const std::vector<int> pages(m_wanted.begin(), m_wanted.end());
    m_asked = pages;
    std::vector<std::int64_t> keys;
    for (const int page : pages) {
        const auto first = static_cast<std::size_t>(page) * kPageEntries;
        const auto last = std::min(first + kPageEntries, m_keys.size());
        for (auto i = first; i < last; ++i) keys.push_back(m_keys[i]);
    }
    auto* self = const_cast<LogModel*>(this);
    m_session.read(
        kEntriesLane, self, [keys = std::move(keys)](ReaderPort& reader) { return reader.logPage(keys); },
        [self, pages, generation = m_generation](Result<std::vector<model::OfficeLogEntry>> answer) {
            if (generation != self->m_generation) return;
            self->m_asked.clear();
            self->takePages(pages, std::move(answer));
        });
}

void LogModel::takePages(const std::vector<int>& pages, Result<std::vector<model::OfficeLogEntry>> answer) {
    if (!answer) {
        if (answer.error().code != model::Code::cancelled) emit failed(answer.error());
        m_wanted.clear(); // the next paint asks again
        return;
    }
    std::unordered_map<std::int64_t, model::OfficeLogEntry> byKey;
    for (auto& one : *answer) byKey.emplace(one.key, std::move(one));
    for (const int number : pages) {
        std::erase(m_wanted, number);
        auto& page = m_pages[number];
        if (page.entries.empty()) page.use = m_recent.insert(m_recent.begin(), number);
        page.entries.assign(kPageEntries, std::nullopt);
        const auto first = static_cast<std::size_t>(number) * kPageEntries;
        const auto last = std::min(first + kPageEntries, m_keys.size());
        for (auto i = first; i < last; ++i) {
            const auto found = byKey.find(m_keys[i]);
            if (found != byKey.end()) page.entries[i - first] = std::move(found->second);
        }
        if (last > first)
            emit dataChanged(index(static_cast<int>(first), 0), index(static_cast<int>(last) - 1, columnCount_ - 1));
    }
    while (m_recent.size() > kPages) {
        m_pages.erase(m_recent.back());
        m_recent.pop_back();
    }
    if (!m_wanted.empty()) askPages();
}

int LogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_keys.size());
}

int LogModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(columnCount_); }

QString LogModel::text(const model::OfficeLogEntry& entry, int column) const {
    switch (column) {
    case time: return sayMinute(entry.time);
    case where: return entry.inRegister ? say("register", "名册") : str(entry.reference);
    case who: return str(entry.authorName);
    case what: return say(entry.what);
    case commit: return QString::number(static_cast<qulonglong>(entry.commit));
    case signature: {
        const bool holds = entry.signature == model::SignatureState::valid;
        return (holds ? QStringLiteral("✓ ") : QStringLiteral("✕ ")) + say(model::signatureTitle(entry.signature));
    }
    default: return {};
    }
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto* shown = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        if (shown == nullptr) return index.column() == what ? QVariant(QStringLiteral("…")) : QVariant(QString());
        return text(*shown, index.column());
    case Qt::ToolTipRole: return shown == nullptr ? QVariant() : QVariant(text(*shown, index.column()));
    case Qt::AccessibleTextRole:
        if (shown == nullptr) return say("loading", "正在读取");
        return QString(say(kLogHeaders[index.column()]) + u' ' + text(*shown, index.column()));
    case kMeaningRole: {
        if (shown == nullptr) return {};
        const bool holds = shown->signature == model::SignatureState::valid;
        if (index.column() == signature) return static_cast<int>(holds ? Meaning::ok : Meaning::danger);
        if (index.column() == where && shown->inRegister) return static_cast<int>(Meaning::muted);
        return {};
    }
    default: return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount_) return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return say(kLogHeaders[section]);
    return {};
}

} // namespace ui
