// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_page.h"

#include "model/workspace/office_files.h"
#include "ui/overview/overview_section.h"
#include "ui/overview/paper.h"
#include "ui/overview/period_choice.h"
#include "ui/overview/tile_row.h"

#include <QAccessible>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {
namespace {

constexpr int kOverviewLane = 5; ///< of the reader: numbers of another period take the place of those on their way
constexpr int kNarrow = 860;

/// The sections in reading order, and whether they are charted. The board comes first.
struct Part {
    const char* id;
    bool charted;
    bool wide;
};
constexpr Part kParts[] = {{"load", true, false},     {"oldest", false, false},    {"weeks", true, true},
                           {"minerals", true, false}, {"violations", true, false}, {"channels", true, false},
                           {"stages", true, false},   {"days", true, false},       {"fines", true, false}};

} // namespace

OverviewPage::OverviewPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_period(new PeriodChoice(this)), m_toggle(new QPushButton(this)),
      m_state(new QLabel(this)), m_tiles(new TileRow), m_scroll(new QScrollArea(this)), m_body(new QWidget),
      m_grid(new QGridLayout) {
    setObjectName(QStringLiteral("overviewPage"));
    make();
    connect(m_period, &PeriodChoice::changed, this, &OverviewPage::refresh);
    connect(m_toggle, &QPushButton::toggled, this, [this](bool on) {
        m_tables = on;
        showTables();
    });
    connect(m_tiles, &TileRow::chosen, this, &OverviewPage::choose);
    for (auto* section : m_sections) connect(section, &OverviewSection::chosen, this, &OverviewPage::choose);
    const auto changed = [this] {
        if (isVisible()) refresh();
        else m_dirty = true;
    };
    connect(&session, &Session::caseChanged, this, changed);
    m_phrases.always([this] {
        for (auto* section : m_sections) section->retranslate();
        if (!m_made.empty()) m_tiles->show(m_made.front());
        sayState();
    });
}

void OverviewPage::make() {
    auto* heading = new QLabel(this);
    makeHeading(heading, 1);
    m_toggle->setCheckable(true);
    m_toggle->setObjectName(QStringLiteral("tables"));
    m_state->setObjectName(QStringLiteral("overviewState"));
    setMeaning(m_state, Meaning::muted);
    m_state->setWordWrap(true);
    m_state->setMinimumWidth(1);
    auto* print = new QPushButton(this);
    auto* pdf = new QPushButton(this);
    auto* csv = new QPushButton(this);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(16, 10, 16, 2);
    head->setSpacing(8);
    head->addWidget(heading);
    head->addWidget(m_period);
    head->addStretch(1);
    for (auto* button : {m_toggle, print, pdf, csv}) head->addWidget(button);
    auto* state = new QHBoxLayout;
    state->setContentsMargins(16, 0, 16, 6);
    state->addWidget(m_state, 1);

    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(16, 8, 16, 16);
    body->setSpacing(14);
    body->addWidget(m_tiles);
    body->addLayout(m_grid);
    body->addStretch(1);
    m_grid->setHorizontalSpacing(28);
    m_grid->setVerticalSpacing(18);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, 1);
    for (const auto& part : kParts)
        m_sections.push_back(new OverviewSection(QLatin1String(part.id), part.charted, m_body));
    m_scroll->setWidget(m_body);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(state);
    layout->addWidget(m_scroll, 1);
    arrange(false);

    m_phrases.set(heading, {"Overview", "概览"});
    m_phrases.set(m_toggle, {"Tables", "表格"});
    m_phrases.tip(m_toggle, {"Show tables in place of the charts (Ctrl+T)", "以表格代替图表（Ctrl+T）"});
    m_phrases.set(print, {"Print…", "打印…"});
    m_phrases.set(pdf, {"PDF…", "PDF…"});
    m_phrases.set(csv, {"CSV…", "CSV…"});
    m_phrases.tip(pdf, {"Save the tables as PDF", "将表格保存为 PDF"});
    m_phrases.tip(
        csv, {"Save the numbers as CSV (UTF-8 with a byte order mark)", "将数据保存为 CSV（带字节顺序标记的 UTF-8）"});
    m_phrases.name(pdf, {"Save as PDF", "保存为 PDF"});
    m_phrases.name(csv, {"Save as CSV", "保存为 CSV"});
    connect(print, &QPushButton::clicked, this, &OverviewPage::print);
    connect(pdf, &QPushButton::clicked, this, &OverviewPage::savePdf);
    connect(csv, &QPushButton::clicked, this, &OverviewPage::saveCsv);
}

void OverviewPage::arrange(bool narrow) {
    if (m_narrow == narrow) return;
    m_narrow = narrow;
    int row = 0;
    int column = 0;
    for (std::size_t i = 0; i < m_sections.size(); ++i) {
        m_grid->removeWidget(m_sections[i]);
        const bool wide = narrow || kParts[i].wide;
        if (wide && column == 1) {
            ++row;
            column = 0;
        }
        m_grid->addWidget(m_sections[i], row, column, 1, wide ? 2 : 1);
        if (wide || column == 1) {
            ++row;
            column = 0;
        } else {
            column = 1;
        }
    }
}

void OverviewPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    arrange(width() < kNarrow);
}

void OverviewPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_dirty) refresh();
}

void OverviewPage::enter() {
    refresh();
    m_period->kinds()->setFocus(Qt::OtherFocusReason);
}

void OverviewPage::forget() {
    m_overview.reset();
    m_made.clear();
    m_fault.reset();
    m_asking = m_dirty = false;
    m_tiles->show({});
    for (auto* section : m_sections) section->clear();
    m_state->clear();
    const QSignalBlocker quiet(m_period);
    m_period->reset();
}

Text OverviewPage::hints() const {
    return {"Tab and arrows to a number · Enter opens its list · Ctrl+T tables · Alt+← list of cases",
            "Tab 和方向键选择数字 · 回车打开其列表 · Ctrl+T 表格 · Alt+← 案件列表"};
}

QList<QWidget*> OverviewPage::panes() const {
    QList<QWidget*> out{m_period->kinds()};
    if (!m_tiles->tiles().empty()) out << m_tiles->tiles().front();
    for (const auto* section : m_sections) out << section->shown();
    return out;
}

OverviewSection* OverviewPage::section(const QString& id) const {
    const auto found = std::ranges::find(m_sections, id, [](const auto* one) { return one->objectName(); });
    return found == m_sections.end() ? nullptr : *found;
}

void OverviewPage::refresh() {
    m_dirty = false;
    if (!m_session.isOpen()) return;
    const auto& office = m_session.office();
    auto query = model::overviewQueryOf(*office.registered, office.workflow.get(), m_period->period());
    m_asking = true;
    setStale(true);
    sayState();
    m_session.read(
        kOverviewLane, this, [query = std::move(query)](ReaderPort& reader) { return reader.overview(query); },
        [this](Result<model::Overview> answer) { take(std::move(answer)); });
}

void OverviewPage::take(Result<model::Overview> answer) {
    m_asking = false;
    if (!answer) {
        // Interrupted by other questions: the old numbers stay greyed, and the person is told.
        m_fault = std::move(answer).error();
        sayState();
        return;
    }
    m_fault.reset();
    const bool first = !m_overview;
    const bool differs = first || m_overview->asked.period != answer->asked.period;
    m_overview = *std::move(answer);
    m_made = overviewTables(*m_overview, *m_session.office().vocabulary);
    setStale(false);
    m_tiles->show(m_made.front());
    for (auto* section : m_sections) {
        const auto id = utf8(section->objectName());
        section->show(*std::ranges::find(m_made, id, &model::OverviewTable::id));
    }
    sayState();
    if (!differs) return; // numbers that come by themselves are not shouted
    QAccessibleAnnouncementEvent event(this, m_state->text());
    QAccessible::updateAccessibility(&event);
}

void OverviewPage::setStale(bool stale) {
    m_tiles->setStale(stale);
    for (auto* section : m_sections) section->setStale(stale);
}

void OverviewPage::sayState() {
    QString words;
    if (m_overview && m_session.isOpen()) words = say(overviewHeading(*m_overview, *m_session.office().vocabulary));
    if (m_asking) words += (words.isEmpty() ? QString() : QStringLiteral(" · ")) + say("computing…", "正在计算…");
    if (m_fault) words += (words.isEmpty() ? QString() : QStringLiteral(" · ")) + QStringLiteral("✕ ") + say(*m_fault);
    m_state->setText(words);
}

void OverviewPage::toggleTables() { m_toggle->toggle(); }

void OverviewPage::showTables() {
    for (auto* section : m_sections) section->setTables(m_tables);
    QAccessibleAnnouncementEvent event(this, m_tables ? say("Tables are shown", "已显示表格")
                                                      : say("Charts are shown", "已显示图表"));
    QAccessible::updateAccessibility(&event);
}

void OverviewPage::choose(const model::OverviewCell& cell) {
    if (cell.opens) {
        emit caseWanted(*cell.opens);
    } else if (cell.filter) {
        emit listWanted(*cell.filter);
    } else if (cell.hidden) {
        emit said(Meaning::warn, say("This number is not shown, so that nobody can tell who reported.",
                                     "该数字不显示，以免推断出举报人。"));
    }
}

Paper OverviewPage::paper() const {
    return {model::same(m_session.office().officeName),
            overviewHeading(*m_overview, *m_session.office().vocabulary),
            m_session.office().myName,
            m_made,
            currentLanguage(),
            font().family()};
}

void OverviewPage::print() {
    if (!m_overview) return;
    auto printer = std::make_shared<QPrinter>();
    auto* dialog = new QPrintDialog(printer.get(), this);
    dialog->setObjectName(QStringLiteral("printDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QAbstractPrintDialog::PrintToFile);
    connect(dialog, &QDialog::accepted, this, [this, printer, paper = paper()] {
        printPaper(paper, *printer);
        emit said(Meaning::ok, say("The overview was printed.", "概览已打印。"));
    });
    // The printer must outlive the dialog, which is gone after the last signal.
    connect(dialog, &QObject::destroyed, this, [printer] {});
    dialog->open();
}

void OverviewPage::savePdf() {
    if (!m_overview) return;
    // Laid out here: Qt's documents need a thread of Qt's.
    saveAs(QStringLiteral("overview.pdf"), {"Save the overview as PDF", "将概览保存为 PDF"}, paperPdf(paper()));
}

void OverviewPage::saveCsv() {
    if (!m_overview) return;
    const auto csv = overviewCsv(m_made, *m_session.office().vocabulary, currentLanguage());
    saveAs(QStringLiteral("overview.csv"), {"Save the overview as CSV", "将概览保存为 CSV"},
           QByteArray::fromStdString(csv));
}

void OverviewPage::saveAs(const QString& suggested, const Text& title, const QByteArray& bytes) {
    m_session.filePlaces().save(Files::papers, say(title), QStringLiteral("saveDialog"), suggested, this,
                                [this, bytes](const QString& name) {
                                    m_session.write(
                                        this,
                                        [bytes, file = utf8(name)](WriterPort&) {
                                            return model::writeWhole(file, model::Bytes(bytes.begin(), bytes.end()));
                                        },
                                        [this, name](Result<void> answer) {
                                            if (answer)
                                                emit said(Meaning::ok, say("Saved as %1.", "已保存为 %1。").arg(name));
                                            else emit said(Meaning::danger, say(answer.error()));
                                        });
                                });
}

} // namespace ui
