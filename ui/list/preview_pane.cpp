// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/preview_pane.h"

#include "model/case/body.h"
#include "ui/forms/value_words.h"
#include "ui/list/selection_summary.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ui {
namespace {

// Lanes of the reader, beside those of the list: a newer request on one replaces the older.
constexpr int kSummaryLane = 3;

} // namespace

PreviewPane::PreviewPane(Session& session, QWidget* parent) : QScrollArea(parent), m_session(session) {
    setObjectName(QStringLiteral("preview"));
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(220);
    m_rest.setSingleShot(true);
    m_rest.setInterval(80);
    connect(&m_rest, &QTimer::timeout, this, &PreviewPane::ask);
    // Who walks through the list has looked at nothing; who stays for a second has.
    m_dwell.setSingleShot(true);
    m_dwell.setInterval(1000);
    connect(&m_dwell, &QTimer::timeout, this, [this] {
        if (m_view && isVisible() && m_session.isOpen()) m_session.noteLooked(m_view->state.id, m_view->state.head.seq);
    });
    m_phrases.name(this, {"Preview", "预览"});
    m_phrases.always([this] { fill(); });
}

void PreviewPane::showCase(std::optional<CaseId> id) {
    m_session.cancel(m_ticket);
    if (id != m_wanted) m_dwell.stop();
    m_wanted = id;
    m_selection.reset();
    if (m_summary) {
        m_summary.reset(); // nothing of the others stays beside this one
        m_view.reset();
        fill();
    }
    if (!id) {
        m_view.reset();
        fill();
        return;
    }
    m_rest.start();
}

void PreviewPane::showSelection(const model::CaseSelection& selection, std::size_t notShown) {
    m_session.cancel(m_ticket);
    m_wanted.reset();
    m_view.reset();
    m_selection = selection;
    m_notShown = notShown;
    m_rest.start();
}

void PreviewPane::askSummary() {
    m_ticket = m_session.read(
        kSummaryLane, this, [selection = *m_selection](ReaderPort& reader) { return reader.summary(selection); },
        [this](Result<model::CaseSummary> answer) {
            if (answer) m_summary = *std::move(answer);
            else m_summary.reset();
            fill();
        });
}

void PreviewPane::clear() {
    m_rest.stop();
    showCase(std::nullopt);
}

void PreviewPane::ask() {
    if (m_selection && m_session.isOpen()) {
        askSummary();
        return;
    }
    if (!m_wanted || !m_session.isOpen()) return;
    m_ticket = m_session.write(
        this, [id = *m_wanted](WriterPort& office) { return office.view(id); },
        [this](Result<model::CaseView> answer) {
            const bool another = !m_view || !answer || m_view->state.id != answer->state.id ||
                                 m_view->state.changed != answer->state.changed;
            if (answer) m_view = *std::move(answer);
            else m_view.reset();
            fill();
            if (m_view && another) m_dwell.start();
        });
}

void PreviewPane::line(const QString& label, const QString& value, int limit) {
    if (value.isEmpty()) return;
    auto* name = new QLabel(label, m_body);
    setMeaning(name, Meaning::muted);
    QString shown = value.left(limit);
    if (shown.size() < value.size()) shown += u'…';
    auto* words = new QLabel(shown, m_body);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    m_lines->addWidget(name);
    m_lines->addWidget(words);
    m_lines->addSpacing(4);
}

void PreviewPane::heading(const QString& words) {
    auto* label = new QLabel(words, m_body);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    m_lines->addSpacing(6);
    m_lines->addWidget(label);
}

void PreviewPane::fill() {
    // Made anew: labels of the case before must not stay anywhere, and a preview has few of them.
    m_body = new QWidget(this);
    m_lines = new QVBoxLayout(m_body);
    m_lines->setContentsMargins(12, 10, 12, 10);
    m_lines->setSpacing(2);
    if (m_session.isOpen() && m_selection && m_summary) {
        fillSummary();
    } else if (!m_view || !m_session.isOpen()) {
        auto* hint = new QLabel(
            say("Select a case to see it here. Enter opens it.", "选择案件即可在此预览，按回车打开。"), m_body);
        hint->setWordWrap(true);
        setMeaning(hint, Meaning::muted);
        m_lines->addWidget(hint);
    } else {
        fillCase();
    }
    m_lines->addStretch(1);
    setWidget(m_body); // deletes the one before
}

void PreviewPane::fillCase() {
    const auto& state = m_view->state;
    const OfficeView& office = m_session.office();
    const auto& definition = *m_view->definition;
    auto* reference = new QLabel(str(state.reference), m_body);
    reference->setTextFormat(Qt::PlainText);
    makeHeading(reference, 2);
    m_lines->addWidget(reference);
    line(say("Stage", "阶段"), sayStage(definition, state.stage));
    for (const auto& deadline : m_view->deadlines) {
        if (!deadline.ended) line(say(deadline.title), sayDeadline(deadline));
    }
    QStringList who;
    for (const auto& one : state.assignments) {
        who << sayPerson(one.person, office) + say(" (%1)", "（%1）").arg(sayCaseRole(definition, one.role));
    }
    line(say("Assigned", "承办"), who.join(QStringLiteral(", ")));
    for (const auto& field : definition.facts)
        line(say(field.title), sayValue(field, state.fact(field.id), office), 260);
    const auto evidence = std::ranges::count(state.evidence, false, &model::EvidenceItem::withdrawn);
    if (evidence != 0) line(say("Evidence", "证据"), QString::number(evidence));
    heading(say("Latest", "最近"));
    const auto& log = m_view->log;
    int left = 6;
    for (std::size_t i = log.size(); left > 0 && i-- > 0;) {
        if (log[i].kind == model::CaseOpened::kKind) continue;
        --left;
        line(sayMinute(log[i].time) + QStringLiteral(" · ") + sayPerson(log[i].author, office),
             say(log[i].summary) + (log[i].withdrawn ? say(" [taken back]", "［已撤回］") : QString()));
    }
}

void PreviewPane::fillSummary() {
    auto* heading = new QLabel(say("%1 cases selected", "已选 %1 件").arg(sayNumber(m_summary->cases)), m_body);
    heading->setObjectName(QStringLiteral("summaryHeading"));
    makeHeading(heading, 2);
    m_lines->addWidget(heading);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    int row = 0;
    for (const auto& one : summaryLines(*m_summary, m_session.office(), m_notShown)) {
        auto* name = new QLabel(one.name, m_body);
        name->setTextFormat(Qt::PlainText);
        name->setWordWrap(true);
        if (one.words.isEmpty()) {
            setMeaning(name, Meaning::muted);
            grid->setRowMinimumHeight(row++, 6);
            grid->addWidget(name, row++, 0, 1, 2);
            continue;
        }
        auto* words = new QLabel(one.words, m_body);
        words->setTextFormat(Qt::PlainText);
        words->setAlignment(Qt::AlignRight | Qt::AlignTop);
        if (one.danger) setMeaning(words, Meaning::danger);
        grid->addWidget(name, row, 0);
        grid->addWidget(words, row++, 1);
    }
    m_lines->addLayout(grid);
}

} // namespace ui
