// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/due/due_page.h"

#include "model/workspace/due_calendar.h"
#include "model/workspace/office_files.h"
#include "ui/due/due_model.h"
#include "ui/due/month_view.h"
#include "ui/theme/row_table.h"

#include <QAccessible>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int kDueLane = 8; ///< of the reader: another month takes the place of the one on its way
constexpr unsigned kRemindDays = 1;

} // namespace

DuePage::DuePage(Session& session, const model::Clock& clock, QWidget* parent)
    : Page(parent), m_session(session), m_clock(clock), m_whose(new QComboBox(this)), m_state(new QLabel(this)),
      m_split(new QSplitter(this)), m_monthName(new QLabel), m_month(new MonthView), m_table(new RowTable),
      m_periods(new DueModel(this)), m_empty(new QLabel) {
    setObjectName(QStringLiteral("duePage"));
    make();
    connect(m_whose, &QComboBox::currentIndexChanged, this, &DuePage::refresh);
    connect(m_month, &QCalendarWidget::currentPageChanged, this, &DuePage::refresh);
    connect(m_month, &QCalendarWidget::selectionChanged, this, [this] { choose(m_month->selectedDate()); });
    connect(m_month, &QCalendarWidget::activated, this, [this](QDate day) {
        choose(day);
        if (m_periods->rowCount() > 0) m_table->setFocus(Qt::OtherFocusReason);
    });
    connect(m_table, &QTableView::doubleClicked, this, &DuePage::openCurrent);
    connect(&session, &Session::caseChanged, this, [this] {
        if (isVisible()) refresh();
        else m_dirty = true;
    });
}

void DuePage::make() {
    auto* heading = new QLabel(this);
    makeHeading(heading, 1);
    m_whose->setObjectName(QStringLiteral("dueWhose"));
    m_whose->addItems({QString(), QString()});
    auto* now = new QPushButton(this);
    now->setObjectName(QStringLiteral("dueToday"));
    auto* save = new QPushButton(this);
    save->setObjectName(QStringLiteral("dueSave"));
    m_state->setObjectName(QStringLiteral("dueState"));
    setMeaning(m_state, Meaning::muted);
    m_state->setWordWrap(true);
    m_state->setMinimumWidth(1);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(16, 10, 16, 2);
    head->setSpacing(8);
    head->addWidget(heading);
    head->addWidget(m_whose);
    head->addWidget(now);
    head->addStretch(1);
    head->addWidget(save);
    auto* state = new QHBoxLayout;
    state->setContentsMargins(16, 0, 16, 6);
    state->addWidget(m_state, 1);

    m_table->setObjectName(QStringLiteral("dueTable"));
    m_table->setModel(m_periods);
    m_table->setAlternatingRowColors(true);
    m_table->setFit({DueModel::title, 120, {DueModel::article, DueModel::who}, [this](int column) {
                         const QFontMetrics words(m_table->font());
                         const int letter = words.averageCharWidth();
                         switch (column) {
                         case DueModel::due:
                             return words.horizontalAdvance(QStringLiteral("⚠ 2026-08-28 ") + say("overdue", "逾期"));
                         case DueModel::reference: return words.horizontalAdvance(QStringLiteral("2026-MMMM-MMMM"));
                         case DueModel::period: return 22 * letter;
                         case DueModel::article: return 14 * letter;
                         default: return 16 * letter;
                         }
                     }});
    m_empty->setObjectName(QStringLiteral("dueEmpty"));
    setMeaning(m_empty, Meaning::muted);
    m_empty->setAlignment(Qt::AlignHCenter);
    m_empty->setWordWrap(true);
    m_empty->hide();
    auto* before = new QToolButton;
    before->setObjectName(QStringLiteral("monthBefore"));
    before->setArrowType(Qt::LeftArrow);
    auto* after = new QToolButton;
    after->setObjectName(QStringLiteral("monthAfter"));
    after->setArrowType(Qt::RightArrow);
    m_monthName->setAlignment(Qt::AlignCenter);
    makeHeading(m_monthName, 2);
    auto* bar = new QHBoxLayout;
    bar->addWidget(before);
    bar->addWidget(m_monthName, 1);
    bar->addWidget(after);
    auto* left = new QWidget;
    auto* month = new QVBoxLayout(left);
    month->setContentsMargins(16, 0, 8, 8);
    month->addLayout(bar);
    month->addWidget(m_month);
    month->addStretch(1);
    m_month->setMinimumSize(320, 260);
    m_month->setMaximumHeight(7 * 56);
    m_split->addWidget(left);
    connect(before, &QToolButton::clicked, m_month, &QCalendarWidget::showPreviousMonth);
    connect(after, &QToolButton::clicked, m_month, &QCalendarWidget::showNextMonth);
    auto* right = new QWidget;
    auto* list = new QVBoxLayout(right);
    list->setContentsMargins(0, 0, 0, 0);
    list->addWidget(m_table, 1);
    list->addWidget(m_empty);
    m_split->addWidget(right);
    m_split->setChildrenCollapsible(false);
    m_split->setStretchFactor(0, 0);
    m_split->setStretchFactor(1, 1);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(state);
    layout->addWidget(m_split, 1);

    m_phrases.set(heading, {"What is due", "期限"});
    m_phrases.name(before, {"Month before", "上月"});
    m_phrases.name(after, {"Month after", "下月"});
    m_phrases.tip(before, {"Month before (Page up)", "上月（PageUp）"});
    m_phrases.tip(after, {"Month after (Page down)", "下月（PageDown）"});
    m_phrases.set(now, {"Today", "今日"});
    m_phrases.tip(now, {"Go to the month of today", "转到本月"});
    m_phrases.set(save, {"For a calendar…", "导出日历…"});
    m_phrases.tip(
        save, {"Save what is listed as a file for calendars (iCalendar): numbers of cases, periods and articles only",
               "将所列期限保存为日历文件（iCalendar）：仅含案件编号、期限和法条"});
    m_phrases.name(m_whose, {"Whose cases", "案件范围"});
    m_phrases.name(m_table, {"What is due, the nearest first", "期限，最近的在前"});
    m_phrases.always([this] {
        m_whose->setItemText(0, say("All open cases", "全部未结案件"));
        m_whose->setItemText(1, say("My cases", "我的案件"));
        m_periods->sayAgain();
        m_table->fitColumns();
        sayState();
    });
    connect(now, &QPushButton::clicked, this, &DuePage::goToToday);
    connect(save, &QPushButton::clicked, this, &DuePage::saveCalendar);
}

QDate DuePage::today() const { return dayOf(model::chinaDate(m_clock.now())); }

void DuePage::enter() {
    if (!m_started) {
        m_started = true;
        // Who works on cases sees their own first.
        const QSignalBlocker quiet(m_whose);
        m_whose->setCurrentIndex(m_session.office().has(model::Role::investigator) ? 1 : 0);
        const QSignalBlocker still(m_month);
        m_month->setSelectedDate(today());
    }
    m_month->setDaysOff(m_calendars.of(m_session.office().registered->calendar));
    refresh();
    m_month->days()->setFocus(Qt::OtherFocusReason);
}

void DuePage::forget() {
    m_periods->clear();
    m_month->show({}, {});
    m_month->setDaysOff(nullptr);
    m_fault.reset();
    m_asking = m_dirty = m_started = false;
    m_state->clear();
    m_empty->hide();
}

void DuePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_dirty) refresh();
}

Text DuePage::hints() const {
    return {"Arrows, Page up/down: days, months · Enter: list, then case · F6 month or list",
            "方向键、翻页键：日、月 · 回车：列表，再按打开案件 · F6 切换月历与列表"};
}

QList<QWidget*> DuePage::panes() const { return {m_month->days(), m_table}; }

model::DueQuery DuePage::listed() const {
    model::DueQuery query;
    if (m_whose->currentIndex() == 1)
        query.filter.conditions = {{model::FilterField::is, model::Comparison::is, false, {"mine"}}};
    const QDate first(m_month->yearShown(), m_month->monthShown(), 1);
    const QDate now = today();
    // What has run out asks to be done now.
    if (first.year() != now.year() || first.month() != now.month()) query.first = dateOf(first);
    query.last = dateOf(first.addMonths(1).addDays(-1));
    return query;
}

void DuePage::refresh() {
    m_dirty = false;
    if (!m_session.isOpen() || !m_started) return;
    m_asking = true;
    sayState();
    model::DueQuery days = listed();
    const QDate first(m_month->yearShown(), m_month->monthShown(), 1);
    // The days of the months beside it that are in view.
    days.first = dateOf(first.addDays(-7));
    days.last = dateOf(first.addMonths(1).addDays(14));
    m_session.read(
        kDueLane, this,
        [list = listed(), days = std::move(days)](ReaderPort& reader) -> Result<Answer> {
            Answer answer;
            TRY_ASSIGN(answer.periods, reader.due(list));
            TRY_ASSIGN(answer.days, reader.dueDays(days));
            return answer;
        },
        [this](Result<Answer> answer) { take(std::move(answer)); });
}

void DuePage::take(Result<Answer> answer) {
    m_asking = false;
    if (!answer) {
        m_fault = std::move(answer).error();
        sayState();
        return;
    }
    m_fault.reset();
    std::map<QDate, std::uint64_t> counts;
    for (const auto& [day, count] : answer->days) counts.emplace(dayOf(day), count);
    m_month->show(std::move(counts), today());
    m_periods->show(std::move(answer->periods), dateOf(today()));
    sayState();
    if (!isVisible()) return;
    QAccessibleAnnouncementEvent event(this, m_state->text());
    QAccessible::updateAccessibility(&event);
}

void DuePage::choose(QDate day) {
    const int row = m_periods->rowAt(dateOf(day));
    if (row >= 0) {
        const auto index = m_periods->index(row, 0);
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index, QAbstractItemView::PositionAtTop);
    }
    QAccessibleAnnouncementEvent event(m_month, m_month->wordsOf(day));
    QAccessible::updateAccessibility(&event);
}

void DuePage::goToToday() {
    m_month->setSelectedDate(today());
    m_month->days()->setFocus(Qt::OtherFocusReason);
}

QString DuePage::state() const { return m_state->text(); }

void DuePage::sayState() {
    if (!m_session.isOpen() || !m_started) return;
    QString words;
    const auto now = std::chrono::sys_days(dateOf(today()));
    qulonglong late = 0;
    for (const auto& one : m_periods->periods()) {
        if (std::chrono::sys_days(one.running.due) < now) ++late;
    }
    const auto rows = static_cast<qulonglong>(m_periods->rowCount());
    const QLocale locale;
    const QString month =
        locale.toString(QDate(m_month->yearShown(), m_month->monthShown(), 1), say("MMMM yyyy", "yyyy年M月"));
    m_monthName->setText(month);
    words = say("%1 due in %2", "%2 到期 %1 个").arg(locale.toString(rows - late), month);
    if (late > 0) words += QStringLiteral(" · ⚠ ") + say("%1 overdue", "%1 个逾期").arg(locale.toString(late));
    if (m_asking) words += QStringLiteral(" · ") + say("reading…", "正在读取…");
    if (m_fault) words += QStringLiteral(" · ✕ ") + say(*m_fault);
    m_state->setText(words);
    m_empty->setText(say("Nothing is due in this month.", "本月没有到期的期限。"));
    m_empty->setVisible(rows == 0 && !m_asking && !m_fault);
}

void DuePage::keyPressEvent(QKeyEvent* event) {
    if (m_table->hasFocus() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        openCurrent();
        return;
    }
    Page::keyPressEvent(event);
}

void DuePage::openCurrent() {
    const auto current = m_table->currentIndex();
    if (!current.isValid()) return;
    emit caseWanted(m_periods->periods()[static_cast<std::size_t>(current.row())].id);
}

void DuePage::saveCalendar() {
    if (!m_session.isOpen()) return;
    const auto bytes = model::dueCalendar(m_periods->periods(), currentLanguage(), m_clock.now(), kRemindDays);
    m_session.filePlaces().save(Files::papers, say("Save what is due for a calendar", "将期限保存为日历文件"),
                                QStringLiteral("saveDialog"), QStringLiteral("deadlines.ics"), this,
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
