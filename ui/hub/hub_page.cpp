// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hub/hub_page.h"

#include "ui/hub/open_item_panel.h"
#include "ui/hub/parts.h"
#include "ui/hub/question_panel.h"
#include "ui/hub/watch_panel.h"
#include "ui/session/hub_link.h"
#include "ui/session/undo_stack.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace ui {
namespace {

/// What can be undone of a decision about what was refused or overwritten.
model::Settlement settlementOf(const OpenItem& item) {
    if (const auto* const said = std::get_if<model::Unsettled>(&item)) return {said->caseId, said->event, {}};
    const auto& field = std::get<model::OverwrittenField>(item);
    return {field.caseId, field.what.place.event, field.what.field};
}

} // namespace

HubPage::HubPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_state(hub::label(this, "hubState", Meaning::plain)),
      m_where(hub::label(this, "hubWhere", Meaning::muted)), m_why(hub::label(this, "hubWhy", Meaning::warn)),
      m_now(hub::button(this, "exchangeNow")), m_pause(hub::button(this, "pauseExchange")),
      m_watches(hub::button(this, "watchHub")), m_question(new QuestionPanel(this)),
      m_watchScroll(new QScrollArea(this)), m_watch(new WatchPanel(session)), m_standing(new StandingTree(this)),
      m_scroll(new QScrollArea(this)), m_panel(new OpenItemPanel(session)),
      m_empty(hub::label(this, "nothingOpen", Meaning::muted)) {
    setObjectName(QStringLiteral("hubPage"));
    lay();
    m_phrases.set(m_now, {"Exchange now", "立即同步"});
    m_phrases.set(m_pause, {"Pause", "暂停"});
    m_phrases.tip(m_pause, {"Nothing is sent or fetched until you go on, or until the office is locked",
                            "在继续或锁定办公室之前，不发送也不获取任何内容"});
    m_phrases.set(m_watches, {"Watch the hub", "监督服务器"});
    m_phrases.tip(m_watches, {"What it was named for, comparing with another desk, and when an exchange asks",
                              "发现的问题、与另一台工作端比对、同步前询问"});
    m_phrases.name(m_scroll, {"What it is, and what to do about it", "详情与处理"});
    m_phrases.name(this, {"Hub", "服务器"});
    m_phrases.always([this] { sayState(); });
    connect(m_now, &QPushButton::clicked, this, [this] { m_session.hubLink().exchangeNow(); });
    connect(m_pause, &QPushButton::toggled, this, [this](bool on) { m_session.hubLink().setPaused(on); });
    connect(&session.hubLink(), &HubLink::changed, this, &HubPage::sayState);
    connect(&session.hubLink(), &HubLink::rested, this, [this] {
        if (!isVisible()) return;
        refresh();
        if (m_watches->isChecked()) m_watch->refresh(); // it may just have named the hub
    });
    connect(&session, &Session::caseChanged, this, [this] {
        if (isVisible()) refresh();
    });
    connect(m_standing, &StandingTree::currentChangedTo, this, &HubPage::showCurrent);
    connect(m_standing, &StandingTree::opened, this, &HubPage::caseWanted);
    connect(m_panel, &OpenItemPanel::caseWanted, this, [this] {
        if (const auto* item = m_standing->current()) emit caseWanted(caseOf(*item));
    });
    connect(m_panel, &OpenItemPanel::settleWanted, this, &HubPage::settle);
    connect(m_panel, &OpenItemPanel::putBackWanted, this, &HubPage::putBack);
    connect(m_panel, &OpenItemPanel::noteWanted, this, &HubPage::keepAsNote);
    connect(m_watch, &WatchPanel::said, this, &HubPage::said);
    connect(m_watches, &QPushButton::toggled, this, [this](bool on) {
        if (on) m_watch->refresh();
        showBody();
    });
    connect(m_question, &QuestionPanel::agreed, this,
            [this](const model::HubQuestion& question) { m_session.hubLink().agree(question); });
    connect(m_question, &QuestionPanel::declined, this, [this] {
        m_session.hubLink().stayStopped();
        emit said(Meaning::ok, say("The exchange stays stopped. F5 looks again.", "同步保持中止。按 F5 可重新查看。"));
    });
    showCurrent(nullptr);
}

void HubPage::lay() {
    auto* heading = new QLabel(this);
    makeHeading(heading, 1);
    m_phrases.set(heading, {"Hub", "服务器"});
    m_pause->setCheckable(true);
    m_watches->setCheckable(true);
    using Inside = std::pair<QScrollArea*, QWidget*>;
    for (const auto& [scroll, inside] : {Inside{m_scroll, m_panel}, Inside{m_watchScroll, m_watch}}) {
        scroll->setWidget(inside);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setFocusPolicy(Qt::NoFocus);
    }
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setMargin(24);
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(heading);
    top->addWidget(m_state, 1);
    top->addWidget(m_now);
    top->addWidget(m_pause);
    top->addWidget(m_watches);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(16, 10, 16, 8);
    head->setSpacing(2);
    head->addLayout(top);
    head->addWidget(m_where);
    head->addWidget(m_why);
    head->addWidget(m_question);
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(m_standing);
    split->addWidget(m_scroll);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    split->setSizes({760, 500});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(split, 1);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_watchScroll, 1);
    m_watchScroll->hide();
}

bool HubPage::settled() const { return m_asked == 0 && !m_busy && m_watch->settled(); }

void HubPage::showBody() {
    const bool watches = m_watches->isChecked();
    const bool none = m_standing->count() == 0;
    m_watchScroll->setVisible(watches);
    m_standing->parentWidget()->setVisible(!watches && !none);
    m_empty->setVisible(!watches && none);
}

void HubPage::enter() {
    refresh();
    if (m_watches->isChecked()) m_watch->refresh();
    sayState();
    if (m_question->isVisibleTo(this)) return m_question->firstButton()->setFocus(Qt::OtherFocusReason);
    (m_standing->count() > 0 ? static_cast<QWidget*>(m_standing) : m_now)->setFocus(Qt::OtherFocusReason);
}

void HubPage::forget() {
    m_standing->forget();
    m_panel->show(nullptr, 0);
    m_panel->setBusy(false);
    m_watch->forget();
    m_watches->setChecked(false);
    m_question->show({});
    m_asked = 0;
    m_busy = false;
    for (auto* one : {m_state, m_where, m_why, m_empty}) one->clear();
}

Text HubPage::hints() const {
    return {"Arrows choose · Enter opens the case · Tab to what can be done · F5 exchanges now · F1 all keys",
            "方向键选择 · 回车打开案件 · Tab 进入处理 · F5 立即同步 · F1 全部快捷键"};
}

QList<QWidget*> HubPage::panes() const { return {m_standing, m_panel->firstButton()}; }

void HubPage::refresh() {
    if (!m_session.isOpen()) return;
    ++m_asked;
    m_session.write(
        this, [](WriterPort& office) { return office.standing(); },
        [this](const Result<model::Standing>& standing) {
            --m_asked;
            if (!standing) {
                emit said(Meaning::danger, say(standing.error()));
                return;
            }
            const bool had = m_standing->hasFocus() || m_panel->isAncestorOf(QWidget::window()->focusWidget());
            m_standing->show(*standing);
            const bool none = m_standing->count() == 0;
            showBody();
            if (none && had) m_now->setFocus(Qt::OtherFocusReason);
            else if (had && QWidget::window()->focusWidget() == nullptr) m_standing->setFocus(Qt::OtherFocusReason);
        });
}

void HubPage::sayState() {
    if (!m_session.isOpen()) return;
    const LinkView& link = m_session.hubLink().view();
    const bool own = link.state == LinkState::own;
    const QString before = m_state->text();
    m_state->setText(
        own ? say("This office is its own hub: what is signed is sealed at once.", "本单位自带服务器：签署后立即确认。")
            : say(workText(workOf(false, {}, link))));
    setMeaning(m_state, link.state == LinkState::stopped    ? Meaning::danger
                        : link.state == LinkState::away     ? Meaning::warn
                        : link.state == LinkState::asks     ? Meaning::warn
                        : link.state == LinkState::upToDate ? Meaning::ok
                                                            : Meaning::muted);
    QStringList where;
    if (!m_session.office().hub.empty()) where << str(m_session.office().hub);
    else if (!own) where << say("It is not known yet where the hub is.", "尚不知服务器在何处。");
    if (link.last) where << say("last exchange %1", "上次同步 %1").arg(sayMinute(*link.last));
    if (link.again) where << say("tried again at %1", "将于 %1 重试").arg(sayMinute(*link.again));
    m_where->setText(where.join(QStringLiteral(" · ")));
    m_where->setVisible(!where.isEmpty());
    QStringList why;
    if (link.error) why << say(*link.error);
    if (link.filesError) why << say("Evidence files: %1", "证据文件：%1").arg(say(*link.filesError));
    m_why->setText(why.join(u'\n'));
    setMeaning(m_why, link.state == LinkState::stopped ? Meaning::danger : Meaning::warn);
    m_why->setVisible(!why.isEmpty());
    m_question->show(link.state == LinkState::asks || link.state == LinkState::exchanging
                         ? link.question
                         : std::optional<model::HubQuestion>());
    m_now->setVisible(!own);
    m_pause->setVisible(!own);
    const QSignalBlocker quiet(m_pause);
    m_pause->setChecked(link.state == LinkState::paused);
    m_empty->setText(own ? say("Nothing is open: nothing was refused, and nobody overwrote what you stated.",
                               "没有待处理内容：无退回，也无人覆盖您填写的内容。")
                         : say("Nothing is open: nothing waits, nothing was refused, and nobody overwrote what you "
                               "stated.",
                               "没有待处理内容：无等待、无退回，也无人覆盖您填写的内容。"));
    if (!isVisible() || before == m_state->text()) return;
    QAccessibleAnnouncementEvent event(this, m_state->text());
    QAccessible::updateAccessibility(&event);
}

void HubPage::showCurrent(const OpenItem* item) {
    m_panel->show(item, item != nullptr ? m_standing->alike().size() : 0);
    m_scroll->setVisible(item != nullptr);
}

std::vector<OpenItem> HubPage::meant(bool all) const {
    if (all) return m_standing->alike();
    const auto* item = m_standing->current();
    return item != nullptr ? std::vector{*item} : std::vector<OpenItem>{};
}

void HubPage::done(const std::vector<CaseId>& cases) {
    m_busy = false;
    m_panel->setBusy(false);
    for (const auto& id : cases) m_session.noteChanged(id);
    if (cases.empty() || !isVisible()) refresh();
    emit changed();
}

void HubPage::settle(bool all) {
    const auto items = meant(all);
    if (items.empty() || m_busy) return;
    std::vector<model::Settlement> decided;
    std::vector<CaseId> cases;
    for (const auto& one : items) {
        decided.push_back(settlementOf(one));
        if (!std::ranges::contains(cases, caseOf(one))) cases.push_back(caseOf(one));
    }
    const bool refused = std::holds_alternative<model::Unsettled>(items.front());
    const std::string number = std::to_string(items.size());
    const Text words =
        refused ? model::fill({"Settled {0} refused", "已处理 {0} 项退回内容"}, number)
                : model::fill({"Kept what others stated in {0} fields", "已在 {0} 个字段中保留对方内容"}, number);
    m_busy = true;
    m_panel->setBusy(true);
    m_session.write(
        this, [decided](WriterPort& office) { return office.settle(decided, true); },
        [this, decided, cases, words](const Result<void>& settled) {
            if (settled) m_session.undoStack().push(UndoEntry{.words = words, .settled = decided}, window());
            else emit said(Meaning::danger, say(settled.error()));
            done(cases);
        });
}

void HubPage::putBack(bool all) {
    const auto items = meant(all);
    if (items.empty() || m_busy) return;
    struct Outcome {
        std::vector<model::Done> said;
        std::optional<Error> why;
        std::size_t failed = 0;
    };
    m_busy = true;
    m_panel->setBusy(true);
    std::vector<CaseId> cases;
    for (const auto& one : items) {
        if (!std::ranges::contains(cases, caseOf(one))) cases.push_back(caseOf(one));
    }
    m_session.write(
        this,
        [items](WriterPort& office) {
            Outcome out;
            for (const auto& one : items) {
                const auto& field = std::get<model::OverwrittenField>(one);
                auto receipt = office.putBack(field.caseId, field.what.field);
                if (receipt && receipt->refused.empty()) {
                    if (receipt->done) out.said.push_back(*std::move(receipt->done));
                    continue;
                }
                ++out.failed;
                if (!out.why) out.why = receipt ? receipt->refused.front() : receipt.error();
            }
            return out;
        },
        [this, cases](const Outcome& out) {
            const Text words =
                model::fill({"Put back what you had stated in {0} fields", "已在 {0} 个字段中恢复您的内容"},
                            std::to_string(out.said.size()));
            if (!out.said.empty()) m_session.undoStack().push(UndoEntry{.words = words, .said = out.said}, window());
            if (out.why) emit said(Meaning::danger, say(*out.why));
            done(cases);
        });
}

void HubPage::keepAsNote() {
    const auto* item = m_standing->current();
    const auto* const refused = item != nullptr ? std::get_if<model::Unsettled>(item) : nullptr;
    if (refused == nullptr || m_busy) return;
    m_busy = true;
    m_panel->setBusy(true);
    m_session.write(
        this, [event = refused->event](WriterPort& office) { return office.noteRefused(event); },
        [this, id = refused->caseId](const Result<model::Receipt>& receipt) {
            if (!receipt) emit said(Meaning::danger, say(receipt.error()));
            else if (!receipt->refused.empty()) emit said(Meaning::danger, say(receipt->refused.front()));
            else m_session.undoStack().push(receipt->done, window());
            done({id});
        });
}

} // namespace ui
