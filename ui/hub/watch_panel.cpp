// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hub/watch_panel.h"

#include "ui/hub/parts.h"
#include "ui/hub/qr_view.h"

#include <QAccessible>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int kLimitMost = 1'000'000;

QLabel* heading(QWidget* parent) {
    auto* made = new QLabel(parent);
    makeHeading(made, 2);
    return made;
}

QLineEdit* numberEdit(QWidget* parent, const char* name) {
    auto* made = new QLineEdit(parent);
    made->setObjectName(QLatin1String(name));
    made->setValidator(new QIntValidator(0, kLimitMost, made));
    made->setMaximumWidth(120);
    return made;
}

QHBoxLayout* row(std::initializer_list<QWidget*> widgets) {
    auto* made = new QHBoxLayout;
    made->setSpacing(12);
    for (auto* one : widgets) made->addWidget(one, qobject_cast<QLineEdit*>(one) != nullptr ? 1 : 0);
    made->addStretch(0);
    return made;
}

} // namespace

WatchPanel::WatchPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_none(hub::label(this, "noFindings", Meaning::muted)),
      m_findings(new QListWidget(this)), m_save(hub::button(this, "saveProof")),
      m_headAbout(hub::label(this, "headAbout", Meaning::muted)), m_qr(new QrView(this)),
      m_head(hub::label(this, "headWords")), m_saveHeads(hub::button(this, "saveHeads")), m_theirs(new QLineEdit(this)),
      m_compare(hub::button(this, "compareHeads")), m_file(hub::button(this, "compareFile")),
      m_result(hub::label(this, "compareResult")), m_commits(numberEdit(this, "askCommits")),
      m_cases(numberEdit(this, "askCases")) {
    setObjectName(QStringLiteral("hubWatch"));
    m_findings->setObjectName(QStringLiteral("findings"));
    m_findings->setWordWrap(true);
    m_findings->setMinimumHeight(120);
    m_findings->setMaximumHeight(260);
    m_theirs->setObjectName(QStringLiteral("theirHeads"));
    m_qr->setObjectName(QStringLiteral("headsQr"));
    m_head->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* found = heading(this);
    auto* others = heading(this);
    auto* asks = heading(this);
    auto* commitsLabel = new QLabel(this);
    auto* casesLabel = new QLabel(this);
    commitsLabel->setBuddy(m_commits);
    casesLabel->setBuddy(m_cases);
    auto* own = new QVBoxLayout;
    own->addWidget(m_headAbout);
    own->addWidget(m_head);
    own->addLayout(row({m_saveHeads}));
    own->addStretch(1);
    auto* mine = new QHBoxLayout;
    mine->setSpacing(16);
    mine->addWidget(m_qr);
    mine->addLayout(own, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(found);
    layout->addWidget(m_none);
    layout->addWidget(m_findings);
    layout->addLayout(row({m_save}));
    layout->addWidget(others);
    layout->addLayout(mine);
    layout->addLayout(row({m_theirs, m_compare, m_file}));
    layout->addWidget(m_result);
    layout->addWidget(asks);
    layout->addLayout(row({commitsLabel, m_commits}));
    layout->addLayout(row({casesLabel, m_cases}));
    layout->addStretch(1);
    m_phrases.set(found, {"What the hub was named for", "发现的服务器问题"});
    m_phrases.set(others, {"Compare with another desk, without the hub", "不经服务器与另一台工作端比对"});
    m_phrases.set(asks, {"Ask before an exchange goes on", "同步前询问"});
    m_phrases.set(m_save, {"Save what shows it…", "保存证明文件…"});
    m_phrases.set(m_saveHeads, {"Save as a file…", "保存为文件…"});
    m_phrases.set(m_compare, {"Compare", "比对"});
    m_phrases.set(m_file, {"From a file…", "从文件比对…"});
    m_phrases.set(m_none, {"The hub was named for nothing here.", "本机未发现服务器有任何问题。"});
    m_phrases.set(
        m_headAbout,
        {"The other desk scans this, or you read out the number and the digits. The file lets a desk that is behind tell too.",
         "由另一台工作端扫描，或朗读编号和字符。文件可使落后的工作端也能判定。"});
    m_phrases.set(commitsLabel, {"above so many commits that would be given back:", "待交还的提交记录超过："});
    m_phrases.set(casesLabel, {"above so many cases that would be taken away at once:", "一次退出的案件超过："});
    m_phrases.placeholder(
        m_theirs, {"What the other desk says: scanned, pasted or typed", "另一台工作端的内容：扫描、粘贴或输入"});
    m_phrases.name(m_theirs, {"What the other desk says", "另一台工作端的内容"});
    m_phrases.name(m_findings, {"What the hub was named for", "发现的服务器问题"});
    m_phrases.name(m_qr, {"QR code of this desk's last commit", "本机最后一条提交记录的二维码"});
    m_phrases.name(m_commits, {"Commits to be given back", "待交还的提交记录数"});
    m_phrases.name(m_cases, {"Cases taken away at once", "一次退出的案件数"});
    m_phrases.name(this, {"Watching the hub", "监督服务器"});
    m_phrases.always([this] { sayAll(); });
    connect(m_save, &QPushButton::clicked, this, &WatchPanel::saveProof);
    connect(m_saveHeads, &QPushButton::clicked, this, &WatchPanel::saveHeads);
    connect(m_compare, &QPushButton::clicked, this, &WatchPanel::compareText);
    connect(m_theirs, &QLineEdit::returnPressed, this, &WatchPanel::compareText);
    connect(m_file, &QPushButton::clicked, this, &WatchPanel::compareFile);
    connect(m_findings, &QListWidget::currentRowChanged, this, [this](int at) { m_save->setEnabled(at >= 0); });
    for (auto* edit : {m_commits, m_cases}) connect(edit, &QLineEdit::editingFinished, this, &WatchPanel::keepLimits);
}

QWidget* WatchPanel::first() const { return m_findings->count() > 0 ? static_cast<QWidget*>(m_findings) : m_saveHeads; }

void WatchPanel::refresh() {
    if (!m_session.isOpen()) return;
    ++m_asked;
    m_session.write(
        this, [](WriterPort& office) { return office.lookAtHub(); },
        [this](const Result<HubLook>& look) {
            --m_asked;
            if (look) showLook(*look);
            else emit said(Meaning::danger, say(look.error()));
        });
}

void WatchPanel::forget() {
    m_look = {};
    m_compared.reset();
    m_asked = 0;
    for (auto* edit : {m_theirs, m_commits, m_cases}) edit->clear();
    sayAll();
}

void WatchPanel::showLook(const HubLook& look) {
    m_look = look;
    m_commits->setText(QString::number(look.above.commits));
    m_cases->setText(QString::number(look.above.cases));
    sayAll();
}

void WatchPanel::sayAll() {
    const int at = m_findings->currentRow();
    m_findings->clear();
    for (const auto& one : m_look.findings) {
        const auto& finding = one.proof.finding;
        m_findings->addItem(QStringLiteral("%1  %2  %3 (%4)\n%5")
                                .arg(one.number)
                                .arg(sayMinute(one.proof.time), say(finding.what), str(finding.where),
                                     say(model::verdictOf(one.proof))));
    }
    m_findings->setCurrentRow(at < m_findings->count() ? at : -1);
    m_findings->setVisible(m_findings->count() > 0);
    m_save->setVisible(m_findings->count() > 0);
    m_save->setEnabled(m_findings->currentRow() >= 0);
    m_none->setVisible(m_findings->count() == 0);
    m_qr->show(m_look.head ? m_look.head->code : std::string());
    m_qr->setVisible(m_qr->modules() > 0);
    m_head->setText(m_look.head ? str(m_look.head->words) : say("This desk has no record yet.", "本机尚无记录。"));
    m_saveHeads->setEnabled(m_look.head.has_value());
    m_result->setVisible(m_compared.has_value());
    if (!m_compared) return m_result->clear();
    const auto& compared = *m_compared;
    if (!compared) {
        m_result->setText(say(compared.error()));
        setMeaning(m_result, Meaning::danger);
        return;
    }
    QString words = say(compared->what.words);
    if (!compared->by.empty()) words += QLatin1Char(' ') + say("Said by %1.", "由%1提供。").arg(str(compared->by));
    m_result->setText(words);
    using model::HeadsVerdict;
    const auto verdict = compared->what.verdict;
    setMeaning(m_result, verdict == HeadsVerdict::twoHistories ? Meaning::danger
                         : verdict == HeadsVerdict::cannotTell ? Meaning::warn
                                                               : Meaning::ok);
}

void WatchPanel::saveProof() {
    const int at = m_findings->currentRow();
    if (at < 0 || static_cast<std::size_t>(at) >= m_look.findings.size()) return;
    const auto number = m_look.findings[static_cast<std::size_t>(at)].number;
    m_session.filePlaces().save(
        Files::papers, say("Save what shows it", "保存证明文件"), QStringLiteral("saveDialog"),
        QStringLiteral("hub-finding-%1.proof").arg(number), this, [this, number](const QString& name) {
            m_session.write(
                this, [number, file = utf8(name)](WriterPort& office) { return office.saveProof(number, file); },
                [this, name](const Result<void>& saved) {
                    if (!saved) emit said(Meaning::danger, say(saved.error()));
                    else
                        emit said(Meaning::ok, say("Saved as %1. Whoever gets it runs: touchstonectl verify-proof",
                                                   "已保存为 %1。接收者可执行：touchstonectl verify-proof")
                                                   .arg(name));
                });
        });
}

void WatchPanel::saveHeads() {
    m_session.filePlaces().save(
        Files::papers, say("Save what this desk has", "保存本机提交记录摘要"), QStringLiteral("saveDialog"),
        QStringLiteral("touchstone.heads"), this, [this](const QString& name) {
            m_session.write(
                this, [file = utf8(name)](WriterPort& office) { return office.saveHeads(file); },
                [this, name](const Result<void>& saved) {
                    if (saved) emit said(Meaning::ok, say("Saved as %1.", "已保存为 %1。").arg(name));
                    else emit said(Meaning::danger, say(saved.error()));
                });
        });
}

void WatchPanel::compareText() {
    const std::string theirs = utf8(m_theirs->text());
    if (theirs.empty()) return;
    ++m_asked;
    m_session.write(
        this, [theirs](WriterPort& office) { return office.compareHeads(crypto::asBytes(theirs)); },
        [this](const Result<model::HeadsCompared>& compared) { showCompared(compared); });
}

void WatchPanel::compareFile() {
    auto* dialog = m_session.filePlaces().dialog(
        Files::papers, say("What the other desk saved", "另一台工作端保存的文件"), QStringLiteral("openDialog"), this);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& name) {
        ++m_asked;
        m_session.write(
            this, [file = utf8(name)](WriterPort& office) { return office.compareHeadsFile(file); },
            [this](const Result<model::HeadsCompared>& compared) { showCompared(compared); });
    });
    dialog->open();
}

void WatchPanel::showCompared(const Result<model::HeadsCompared>& compared) {
    --m_asked;
    m_compared = compared;
    sayAll();
    QAccessibleAnnouncementEvent event(this, m_result->text());
    QAccessible::updateAccessibility(&event);
    if (compared && compared->finding) refresh();
}

void WatchPanel::keepLimits() {
    if (!m_session.isOpen() || m_commits->text().isEmpty() || m_cases->text().isEmpty()) return;
    const model::AskAbove above{m_commits->text().toULongLong(), m_cases->text().toULongLong()};
    if (above == m_look.above) return;
    m_look.above = above;
    m_session.write(
        this, [above](WriterPort& office) { return office.askAbove(above); },
        [this](const Result<void>& kept) {
            if (!kept) emit said(Meaning::danger, say(kept.error()));
        });
}

} // namespace ui
