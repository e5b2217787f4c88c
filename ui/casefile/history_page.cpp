// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/history_page.h"

#include "model/case/body.h"
#include "ui/forms/value_words.h"
#include "ui/theme/row_table.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui {
namespace {
const Text kHistoryHeaders[HistoryModel::columnCount_] = {
    {"No.", "序号"}, {"Sealed", "封存时间"}, {"Who", "何人"}, {"What", "事项"}, {"Signature", "签名"},
};

QString saySignature(bool valid) {
    return valid
               ? say("The signature holds: these are, byte for byte, the words that this person signed with their own "
                     "key. Nobody can have changed them since, nor can somebody else have written them.",
                     "签名有效：内容与此人用本人密钥签名时逐字节一致，此后未被更改，也非他人所写。")
               : say("The signature does not hold: this is not what the person signed, or it was not signed with "
                     "their key. Do not rely on it, and have everything checked (File, Check everything).",
                     "签名无效：内容与此人签名时不一致，或并非用其密钥签名。请勿采信，并通过“文件 > 核验全部”核查。");
}

} // namespace

HistoryModel::HistoryModel(OpenCase& open, QObject* parent) : QAbstractTableModel(parent), m_open(open) {}

void HistoryModel::reset() {
    beginResetModel();
    m_entries = m_open.view() != nullptr ? m_open.view()->log : std::vector<model::LogEntry>{};
    if (!m_openings) std::erase_if(m_entries, [](const auto& one) { return one.kind == model::CaseOpened::kKind; });
    endResetModel();
}

void HistoryModel::showOpenings(bool show) {
    if (show == m_openings) return;
    m_openings = show;
    reset();
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(columnCount_); }

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount() || !m_open.session().isOpen()) return {};
    const auto& one = entry(index.row());
    if (role == Qt::FontRole && one.withdrawn && index.column() == summary) {
        QFont struck;
        struck.setStrikeOut(true);
        return struck;
    }
    if (role == Qt::ForegroundRole) {
        if (index.column() == signature) return colorOf(one.signatureValid ? Meaning::ok : Meaning::danger, QPalette());
        if (one.seq == 0) return colorOf(Meaning::warn, QPalette());
        return {};
    }
    // What the word means is said where it stands, to the eye and to screen readers.
    if (index.column() == signature && (role == Qt::ToolTipRole || role == Qt::AccessibleDescriptionRole))
        return saySignature(one.signatureValid);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case seq: return one.seq == 0 ? say("waits", "待确认") : QString::number(one.seq);
    case time: return sayMinute(one.time);
    case author: return sayPerson(one.author, m_open.office());
    case summary:
        return say(one.summary) +
               (one.withdrawn ? say("  · taken back by %1, %2", "  · 已由%1撤回，%2")
                                    .arg(sayPerson(one.withdrawn->by, m_open.office()), sayMinute(one.withdrawn->time))
                              : QString()) +
               (one.behind ? say("  · landed on a later state", "  · 落在更新的状态上") : QString());
    case signature: return one.signatureValid ? say("✓ holds", "✓ 有效") : say("✕ does not hold", "✕ 无效");
    default: return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount_) return {};
    return say(kHistoryHeaders[section]);
}

HistoryPage::HistoryPage(OpenCase& open, QWidget* parent)
    : QWidget(parent), m_open(open), m_entries(new HistoryModel(open, this)), m_table(new RowTable(this)),
      m_openings(new QCheckBox(this)), m_undo(new QPushButton(this)), m_detail(new QLabel(this)),
      m_note(new QLineEdit(this)), m_add(new QPushButton(this)) {
    setObjectName(QStringLiteral("historyPage"));
    m_table->setObjectName(QStringLiteral("historyTable"));
    m_openings->setObjectName(QStringLiteral("openings"));
    m_undo->setObjectName(QStringLiteral("undoEntry"));
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setMaxLength(4000);
    m_table->setModel(m_entries);
    m_table->setAlternatingRowColors(true);
    m_table->setFit({HistoryModel::summary, 220, {HistoryModel::time, HistoryModel::author}, [this](int column) {
                         const QFontMetrics words(m_table->font());
                         switch (column) {
                         case HistoryModel::seq: return words.horizontalAdvance(say("waits", "待确认"));
                         case HistoryModel::time: return words.horizontalAdvance(QStringLiteral("2026-08-28 08:28"));
                         case HistoryModel::signature: return words.horizontalAdvance(say("✕ does not hold", "✕ 无效"));
                         default: return 14 * words.averageCharWidth();
                         }
                     }});
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setWordWrap(true);
    m_detail->setContentsMargins(12, 6, 12, 4);
    setMeaning(m_detail, Meaning::muted);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 4, 12, 8);
    bar->setSpacing(8);
    auto* noteLabel = new QLabel(this);
    noteLabel->setBuddy(m_note);
    bar->addWidget(noteLabel);
    bar->addWidget(m_note, 1);
    bar->addWidget(m_add);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(12, 0, 12, 6);
    top->addWidget(m_openings);
    top->addStretch(1);
    top->addWidget(m_undo);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_detail);
    layout->addLayout(bar);
    sayWords(noteLabel);
    connect(m_openings, &QCheckBox::toggled, this, [this](bool show) {
        m_entries->showOpenings(show);
        sayDetail();
    });
    connect(m_undo, &QPushButton::clicked, this, &HistoryPage::undoEntry);
    connect(m_add, &QPushButton::clicked, this, &HistoryPage::addNote);
    connect(m_note, &QLineEdit::returnPressed, this, &HistoryPage::addNote);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] { sayDetail(); });
    for (const auto signal : {&OpenCase::opened, &OpenCase::closed}) {
        connect(&open, signal, this, [this] {
            m_note->clear();
            m_askedDraft = false;
            // An auditor has come for this: who looked at what.
            m_openings->setChecked(m_open.session().isOpen() && m_open.office().has(model::Role::auditor));
            refresh();
        });
    }
    connect(&open, &OpenCase::loaded, this, &HistoryPage::refresh);
}

void HistoryPage::sayWords(QLabel* noteLabel) {
    m_phrases.name(m_table, {"History", "历史"});
    m_phrases.name(m_note, {"Note", "备注"});
    m_phrases.name(m_detail, {"Details of the entry selected", "所选条目的详情"});
    m_phrases.placeholder(m_note, {"A note to the case…", "写一条备注…"});
    m_phrases.set(noteLabel, {"Note", "备注"});
    m_phrases.set(m_openings, {"Show who opened the case", "显示查阅记录"});
    m_phrases.set(m_undo, {"Undo this entry", "撤销此条"});
    m_phrases.set(m_add, {"Add note", "添加备注"});
    m_phrases.always([this] {
        m_table->viewport()->update();
        sayDetail();
    });
}

void HistoryPage::refresh() {
    m_entries->reset();
    sayDetail();
    if (m_open.view() != nullptr && !m_askedDraft) {
        m_askedDraft = true;
        m_open.readDraft("note", this, [this](const std::string& text) {
            if (m_note->text().isEmpty()) m_note->setText(str(text));
        });
    }
}

void HistoryPage::sayDetail() {
    const QModelIndex current = m_table->currentIndex();
    const bool here = current.isValid() && current.row() < m_entries->rowCount();
    m_undo->setEnabled(here && m_entries->entry(current.row()).undoable);
    if (!current.isValid() || current.row() >= m_entries->rowCount()) {
        m_detail->setText(m_entries->rowCount() == 0
                              ? QString()
                              : say("Select an entry to see its hashes, and what its signature says.",
                                    "选择一条即可查看其摘要值和签名的含义。"));
        return;
    }
    const auto& one = m_entries->entry(current.row());
    QStringList lines;
    lines << saySignature(one.signatureValid);
    lines << say("event  %1", "事件  %1").arg(longDigest(one.event));
    if (one.seq > 0)
        lines << say("link   %1 · commit %2", "链接  %1 · 提交 %2").arg(longDigest(one.link)).arg(one.commit);
    lines << say("%1 · written %2 · looking at entry %3", "%1 · 书写于 %2 · 当时看到第 %3 条")
                 .arg(str(one.kind), sayMinute(one.authorTime))
                 .arg(one.seen.seq);
    if (one.withdrawn)
        lines << say("taken back by %1 on %2", "由%1于%2撤回")
                     .arg(sayPerson(one.withdrawn->by, m_open.office()), sayMinute(one.withdrawn->time));
    m_detail->setText(lines.join(u'\n'));
}

void HistoryPage::undoEntry() {
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid() || current.row() >= m_entries->rowCount()) return;
    const auto& one = m_entries->entry(current.row());
    if (!one.undoable) return;
    m_open.command([id = m_open.id(), event = one.event](WriterPort& office) { return office.undo(id, event); },
                   model::fill({"Undone: {0}", "已撤销：{0}"}, one.summary));
}

void HistoryPage::focusNote() { m_note->setFocus(Qt::ShortcutFocusReason); }

void HistoryPage::keepDraft() {
    if (!m_note->text().trimmed().isEmpty()) m_open.keepDraft("note", utf8(m_note->text()));
}

void HistoryPage::addNote() {
    const std::string text = utf8(m_note->text().trimmed());
    if (text.empty()) {
        m_note->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_open.command([id = m_open.id(), text](WriterPort& office) { return office.addNote(id, text); },
                   {"The note was added and signed", "备注已添加并签名"},
                   [this](const std::optional<Error>& error) {
                       if (error) return;
                       m_note->clear();
                       m_open.keepDraft("note", {});
                   });
}

} // namespace ui
