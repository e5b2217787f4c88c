// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/casefile/evidence_page.h"

#include "model/case/body.h"
#include "model/workflow/engine.h"
#include "ui/casefile/evidence_model.h"
#include "ui/forms/value_words.h"
#include "ui/theme/row_table.h"

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>

#include <algorithm>

namespace ui {

EvidencePage::EvidencePage(OpenCase& open, QWidget* parent)
    : QWidget(parent), m_open(open), m_items(new EvidenceModel(open, this)), m_table(new RowTable(this)),
      m_category(new QComboBox(this)), m_add(new QPushButton(this)), m_copy(new QPushButton(this)),
      m_fetch(new QPushButton(this)), m_hint(new QLabel(this)), m_empty(new QLabel(this)), m_detail(new QLabel(this)),
      m_running(new QWidget(this)), m_bar(new QProgressBar(m_running)), m_rate(new QLabel(m_running)),
      m_cancel(new QPushButton(m_running)) {
    setObjectName(QStringLiteral("evidencePage"));
    m_table->setObjectName(QStringLiteral("evidenceTable"));
    m_category->setObjectName(QStringLiteral("evidenceCategory"));
    m_add->setObjectName(QStringLiteral("addEvidence"));
    m_fetch->setObjectName(QStringLiteral("fetchEvidence"));
    for (const auto& one : model::evidenceCategories()) m_category->addItem(say(one.title), str(one.id));
    m_category->setCurrentIndex(m_category->findData(QStringLiteral("electronic")));
    auto* categoryLabel = new QLabel(this);
    categoryLabel->setBuddy(m_category);
    setMeaning(m_hint, Meaning::muted);
    // Hidden, it still takes what the buttons do not need.
    QSizePolicy rest(QSizePolicy::Ignored, QSizePolicy::Preferred);
    rest.setRetainSizeWhenHidden(true);
    m_hint->setSizePolicy(rest);
    m_empty->setObjectName(QStringLiteral("noEvidence"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    setMeaning(m_empty, Meaning::muted);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(12, 8, 12, 8);
    top->setSpacing(8);
    top->addWidget(categoryLabel);
    top->addWidget(m_category);
    top->addWidget(m_add);
    top->addWidget(m_copy);
    top->addWidget(m_fetch);
    top->addWidget(m_hint, 1);

    m_table->setModel(m_items);
    m_table->setAlternatingRowColors(true);
    m_table->setFit({EvidenceModel::name,
                     180,
                     {EvidenceModel::digest, EvidenceModel::by, EvidenceModel::added, EvidenceModel::size},
                     [this](int column) {
                         const QFontMetrics words(m_table->font());
                         int width = 0;
                         switch (column) {
                         case EvidenceModel::category:
                             for (const auto& one : model::evidenceCategories()) {
                                 width = qMax(width, words.horizontalAdvance(say(one.title)));
                             }
                             return width;
                         case EvidenceModel::size: return words.horizontalAdvance(QStringLiteral("888.8 MB"));
                         case EvidenceModel::added: return words.horizontalAdvance(QStringLiteral("2026-08-28 08:28"));
                         case EvidenceModel::digest:
                             return words.horizontalAdvance(QStringLiteral("dddd dddd dddd dddd…"));
                         default: return 14 * words.averageCharWidth();
                         }
                     }});

    auto* running = new QHBoxLayout(m_running);
    running->setContentsMargins(12, 6, 12, 6);
    running->setSpacing(8);
    running->addWidget(m_bar, 1);
    running->addWidget(m_rate);
    running->addWidget(m_cancel);
    m_running->hide();
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setContentsMargins(12, 6, 12, 8);
    setMeaning(m_detail, Meaning::muted);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_running);
    layout->addWidget(m_detail);

    m_phrases.set(categoryLabel, {"&Kind", "种类(&K)"});
    m_phrases.set(m_add, {"Add files…", "添加文件…"});
    m_phrases.set(m_copy, {"Save a copy…", "另存副本…"});
    m_phrases.set(m_cancel, {"Cancel", "取消"});
    m_phrases.set(m_hint, {"or drop files, or Ctrl+V", "或拖入文件，或按 Ctrl+V"});
    m_phrases.name(m_category, {"Kind of evidence", "证据种类"});
    m_phrases.name(m_table, {"Evidence", "证据"});
    m_phrases.name(m_bar, {"Progress", "进度"});
    m_phrases.name(m_detail, {"Details of the evidence selected", "所选证据的详情"});
    m_phrases.always([this] {
        const auto& all = model::evidenceCategories();
        for (int i = 0; i < m_category->count(); ++i)
            m_category->setItemText(i, say(all[static_cast<std::size_t>(i)].title));
        m_table->viewport()->update();
        sayDetail();
    });
    connect(m_add, &QPushButton::clicked, this, &EvidencePage::chooseFiles);
    connect(m_copy, &QPushButton::clicked, this, &EvidencePage::saveCopy);
    connect(m_fetch, &QPushButton::clicked, this, &EvidencePage::fetch);
    connect(m_cancel, &QPushButton::clicked, &open, &OpenCase::stop);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] { sayDetail(); });
    for (const auto signal : {&OpenCase::opened, &OpenCase::closed, &OpenCase::loaded}) {
        connect(&open, signal, this, &EvidencePage::refresh);
    }
    connect(&open, &OpenCase::busyChanged, this, &EvidencePage::refresh);
    connect(&open, &OpenCase::fetchingChanged, this, &EvidencePage::refresh);
    connect(&open, &OpenCase::progress, this, &EvidencePage::sayProgress);
    connect(&open, &OpenCase::evidenceTaken, this, &EvidencePage::sayOutcomes);
}

void EvidencePage::refresh() {
    const QModelIndex current = m_table->currentIndex();
    const ItemId kept =
        current.isValid() && current.row() < m_items->rowCount() ? m_items->item(current.row()).id : ItemId{};
    m_items->reset();
    if (const int row = m_items->rowOf(kept); row >= 0) m_table->selectRow(row);
    const auto* view = m_open.view();
    bool may = false;
    QString why;
    if (view != nullptr) {
        const auto allowed =
            model::mayAddMaterial(*view->definition, view->state, *m_open.office().registered, m_open.office().me);
        may = allowed.has_value();
        if (!may) why = say(allowed.error());
    }
    m_add->setEnabled(may && !m_open.busy());
    m_add->setToolTip(why);
    if (!m_open.busy() && !m_open.fetching()) m_running->hide();
    sayDetail();
    if (m_awaited && m_items->rowCount() > 0) {
        m_awaited = false;
        if (m_category->hasFocus()) m_table->setFocus(Qt::OtherFocusReason);
    }
}

void EvidencePage::focusFirst() {
    if (m_items->rowCount() > 0 || !m_add->isEnabled()) focusList();
    else m_add->setFocus(Qt::OtherFocusReason);
}

void EvidencePage::focusList() {
    m_awaited = m_items->rowCount() == 0;
    if (m_awaited) m_category->setFocus(Qt::OtherFocusReason);
    else m_table->setFocus(Qt::OtherFocusReason);
}

void EvidencePage::showItem(ItemId item) {
    focusFirst();
    if (const int row = m_items->rowOf(item); row >= 0) m_table->selectRow(row);
}

ItemId EvidencePage::selected() const {
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() && current.row() < m_items->rowCount() ? m_items->item(current.row()).id : ItemId{};
}

std::vector<ItemId> EvidencePage::missing() const {
    std::vector<ItemId> items;
    for (int row = 0; row < m_items->rowCount(); ++row) {
        if (m_items->place(row) == model::EvidencePlace::notHere && m_items->item(row).readable)
            items.push_back(m_items->item(row).id);
    }
    return items;
}

/// The button stands for the piece that is selected if that is not here, else for all that are not.
void EvidencePage::offerFetch() {
    const auto all = missing();
    const bool one = std::ranges::contains(all, selected());
    const bool offered = !all.empty() && m_open.session().isOpen() && m_open.office().hubElsewhere;
    m_fetch->setVisible(offered);
    m_fetch->setEnabled(offered && !m_open.fetching());
    m_fetch->setText(one ? say("&Fetch from the hub", "从服务器获取(&F)")
                         : say("&Fetch all %1 from the hub", "从服务器获取全部 %1 件(&F)").arg(all.size()));
}

void EvidencePage::fetch() {
    const auto all = missing();
    if (all.empty() || m_open.fetching()) return;
    if (m_fetch->hasFocus()) focusList(); // the button rests meanwhile, and would lose the keyboard
    m_clock.start();
    m_open.fetchEvidence(std::ranges::contains(all, selected()) ? std::vector{selected()} : all);
}

void EvidencePage::sayDetail() {
    offerFetch();
    const QModelIndex current = m_table->currentIndex();
    const bool here = current.isValid() && current.row() < m_items->rowCount() && m_open.view() != nullptr;
    m_copy->setEnabled(here && m_items->item(current.row()).readable && !m_open.busy());
    const bool none = m_items->rowCount() == 0;
    m_table->setVisible(!none);
    m_empty->setVisible(none);
    m_empty->setText(
        !m_add->toolTip().isEmpty()
            ? say("No evidence yet.", "尚无证据。") + QStringLiteral("\n") + m_add->toolTip()
            : say("No evidence yet.\nDrop files anywhere on the window, or press Ctrl+V after copying them in a file manager.",
                  "尚无证据。\n将文件拖到窗口任意位置，或在文件管理器中复制后按 Ctrl+V。"));
    m_detail->setVisible(!none);
    m_hint->setVisible(!none && m_add->isEnabled());
    if (!here) {
        m_detail->setText(say("Select a piece of evidence to see its hash and where it came from.",
                              "选择一件证据即可查看其摘要值和来源。"));
        return;
    }
    const auto& one = m_items->item(current.row());
    QStringList lines;
    lines << QStringLiteral("SHA-256 ") + longDigest(one.sha256);
    lines << say("From %1 · %2 · changed there %3", "来自 %1 · %2 · 原修改时间 %3")
                 .arg(str(one.source), str(one.mediaType), sayMinute(one.modified));
    lines << say("Sealed as %1 (%2) · event %3", "封存为 %1（%2）· 事件 %3")
                 .arg(shortDigest(one.address) + u'…', sayBytes(one.storedSize), shortDigest(one.place.event) + u'…');
    lines << say(model::placeTitle(m_items->place(current.row())));
    if (one.withdrawn) lines << say("Taken back: it was taken in by mistake", "已撤回：误录入");
    else if (one.excluded) lines << say("Excluded: %1", "已排除：%1").arg(str(one.exclusionReason));
    m_detail->setText(lines.join(u'\n'));
}

void EvidencePage::chooseFiles() {
    if (!m_add->isEnabled()) {
        if (!m_add->toolTip().isEmpty()) emit m_open.said(Meaning::warn, m_add->toolTip());
        return;
    }
    auto* dialog = m_open.session().filePlaces().dialog(Files::evidence, say("Add evidence", "添加证据"),
                                                        QStringLiteral("evidenceDialog"), this);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& names) {
        std::vector<std::filesystem::path> files;
        for (const auto& name : names) files.emplace_back(utf8(name));
        take(files);
    });
    dialog->open();
}

std::vector<std::filesystem::path> EvidencePage::filesOf(const QMimeData* data) {
    std::vector<std::filesystem::path> files;
    if (data == nullptr || !data->hasUrls()) return files;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile()) files.emplace_back(utf8(url.toLocalFile()));
    }
    return files;
}

void EvidencePage::paste() {
    const auto files = filesOf(QGuiApplication::clipboard()->mimeData());
    if (files.empty()) {
        emit m_open.said(Meaning::warn, say("There are no files on the clipboard. Copy them in a file manager first.",
                                            "剪贴板中没有文件。请先在文件管理器中复制。"));
        return;
    }
    take(files);
}

void EvidencePage::take(const std::vector<std::filesystem::path>& files) {
    if (!m_add->isEnabled()) {
        emit m_open.said(Meaning::warn, m_add->toolTip().isEmpty()
                                            ? say("Wait until the work that runs is done.", "请等待当前处理完成。")
                                            : m_add->toolTip());
        return;
    }
    m_clock.start();
    if (m_add->hasFocus()) focusList(); // the button rests while the files are taken in, and would lose the keyboard
    m_open.addEvidence(files, utf8(m_category->currentData().toString()), {});
}

void EvidencePage::saveCopy() {
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid() || !m_copy->isEnabled()) return;
    const auto& one = m_items->item(current.row());
    // The name comes from outside: only its last part, and never a hidden file.
    QString name = str(one.name).section(u'/', -1);
    while (name.startsWith(u'.')) name.remove(0, 1);
    m_open.session().filePlaces().save(Files::copies, say("Save a copy", "另存副本"), QStringLiteral("copyDialog"),
                                       name, this, [this, id = one.id](const QString& target) {
                                           const auto write = [this, id, target] {
                                               m_open.exportEvidence(id, utf8(target));
                                           };
                                           if (!std::ranges::contains(missing(), id) || !m_open.office().hubElsewhere)
                                               return write();
                                           m_clock.start();
                                           m_open.fetchEvidence({id}, write);
                                       });
}

void EvidencePage::sayProgress(quint64 done, quint64 total) {
    m_running->setVisible((m_open.busy() || m_open.fetching()) && total > 0);
    if (total == 0) return;
    m_bar->setRange(0, 1000);
    m_bar->setValue(static_cast<int>(done * 1000 / total));
    const qint64 ms = qMax<qint64>(1, m_clock.elapsed());
    m_rate->setText(say("%1 of %2 · %3/s", "%1 / %2 · %3/秒")
                        .arg(sayBytes(done), sayBytes(total), sayBytes(done * 1000 / static_cast<quint64>(ms))));
}

void EvidencePage::sayOutcomes(const std::vector<model::EvidenceOutcome>& outcomes) {
    int taken = 0;
    int doubles = 0;
    QStringList failures;
    for (const auto& one : outcomes) {
        if (one.error) failures << str(one.source.filename().string()) + QStringLiteral(": ") + say(one.error->what);
        else if (one.duplicate) ++doubles;
        else ++taken;
    }
    QStringList words;
    words << say("%1 of %2 files taken in and sealed", "%2 个文件中已封存 %1 个").arg(taken).arg(outcomes.size());
    if (doubles > 0) words << say("%1 are in the case already", "%1 个已在本案中").arg(doubles);
    if (!failures.isEmpty())
        words << say("%1 failed: %2", "%1 个失败：%2").arg(failures.size()).arg(failures.join(QStringLiteral("; ")));
    emit m_open.said(!failures.isEmpty() ? Meaning::danger
                     : doubles > 0       ? Meaning::warn
                                         : Meaning::ok,
                     words.join(QStringLiteral(" · ")));
}

} // namespace ui
