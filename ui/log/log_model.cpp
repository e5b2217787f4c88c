// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/log_model.h"

#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

namespace ui {
namespace {

constexpr int kKeysLane = 6;
constexpr int kEntriesLane = 7;

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

LogModel::LogModel(Session& session, QObject* parent) : LogRows(session, kEntriesLane, parent) {}

void LogModel::ask(const LogQuestion& question) {
    const bool another = question != m_question || keys().empty();
    m_question = question;
    askKeys(another ? kFirstEntries : 0);
}

void LogModel::clear() {
    beginResetModel();
    forgetRows();
    m_question = {};
    m_loading = false;
    endResetModel();
}

void LogModel::askKeys(std::size_t limit) {
    if (!session().isOpen()) return;
    m_loading = true;
    emit loadingChanged();
    session().read(
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
            if (answer) {
                const bool differs = takeKeys(*std::move(answer));
                emit arrived(rowCount(), differs);
            } else if (answer.error().code != model::Code::cancelled) emit failed(answer.error());
            if (more) askKeys(0);
            else emit loadingChanged();
        });
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
