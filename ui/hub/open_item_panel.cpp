// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hub/open_item_panel.h"

#include "ui/forms/value_words.h"
#include "ui/hub/parts.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using hub::button;
using hub::label;

namespace {

QHBoxLayout* rowOf(std::initializer_list<QWidget*> widgets) {
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (auto* widget : widgets) row->addWidget(widget);
    row->addStretch(1);
    return row;
}

} // namespace

OpenItemPanel::OpenItemPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_title(label(this, "openTitle")),
      m_case(label(this, "openCase", Meaning::muted)), m_what(label(this, "openWhat")),
      m_reason(label(this, "openReason", Meaning::danger)), m_cure(label(this, "openCure")), m_sides(new QWidget(this)),
      m_open(button(this, "openTheCase")), m_settle(button(this, "settle")), m_note(button(this, "keepAsNote")),
      m_putBack(button(this, "putBack")), m_settleAll(button(this, "settleAll")),
      m_putBackAll(button(this, "putBackAll")) {
    setObjectName(QStringLiteral("openItem"));
    makeHeading(m_title, 2);
    auto* sides = new QGridLayout(m_sides);
    sides->setContentsMargins(0, 0, 0, 0);
    sides->setHorizontalSpacing(12);
    constexpr const char* kNames[] = {"sideBase", "sideMine", "sideTheirs"};
    for (int i = 0; i < 3; ++i) {
        m_sideTitles[i] = label(m_sides, "sideTitle", Meaning::muted);
        m_sideValues[i] = label(m_sides, kNames[i]);
        m_sideValues[i]->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_sideValues[i]->setFrameShape(QFrame::StyledPanel);
        m_sideValues[i]->setMargin(6);
        m_sideValues[i]->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        sides->addWidget(m_sideTitles[i], 2 * i, 0);
        sides->addWidget(m_sideValues[i], 2 * i + 1, 0);
    }
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(16, 12, 16, 12);
    box->setSpacing(6);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_title, m_case, m_what, m_reason, m_cure, m_sides})
        box->addWidget(widget);
    box->addSpacing(6);
    box->addLayout(rowOf({m_putBack, m_settle, m_note, m_open}));
    box->addLayout(rowOf({m_putBackAll, m_settleAll}));
    box->addStretch(1);
    m_phrases.set(m_open, {"Open the case", "打开案件"});
    m_phrases.set(m_note, {"Keep as a note", "保存为备注"});
    m_phrases.set(m_putBack, {"Put mine back", "恢复我的内容"});
    m_phrases.tip(m_note, {"Writes what was refused, and why, into the case as a note of yours",
                           "将被退回的内容及原因作为您的备注写入案件"});
    m_phrases.always([this] { sayAll(); });
    connect(m_open, &QPushButton::clicked, this, &OpenItemPanel::caseWanted);
    connect(m_settle, &QPushButton::clicked, this, [this] { emit settleWanted(false); });
    connect(m_settleAll, &QPushButton::clicked, this, [this] { emit settleWanted(true); });
    connect(m_putBack, &QPushButton::clicked, this, [this] { emit putBackWanted(false); });
    connect(m_putBackAll, &QPushButton::clicked, this, [this] { emit putBackWanted(true); });
    connect(m_note, &QPushButton::clicked, this, &OpenItemPanel::noteWanted);
}

void OpenItemPanel::show(const OpenItem* item, std::size_t alike) {
    m_item = item != nullptr ? std::optional(*item) : std::nullopt;
    m_alike = alike;
    sayAll();
}

void OpenItemPanel::setBusy(bool busy) {
    m_busy = busy;
    sayAll();
}

QWidget* OpenItemPanel::firstButton() const {
    for (auto* one : {m_putBack, m_settle, m_note, m_open}) {
        if (one->isVisible()) return one;
    }
    return m_open;
}

void OpenItemPanel::sayAll() {
    for (auto* one : {m_title, m_case, m_what, m_reason, m_cure}) one->clear();
    const auto* const said = m_item ? std::get_if<model::Unsettled>(&*m_item) : nullptr;
    const auto* const field = m_item ? std::get_if<model::OverwrittenField>(&*m_item) : nullptr;
    const bool refused = said != nullptr && said->reason;
    const bool inCase = field != nullptr || (said != nullptr && !said->reference.empty());
    const bool all = m_alike > 1 && (refused || field != nullptr);
    for (auto* one : {m_sideValues[0], m_sideValues[1], m_sideValues[2]}) one->clear();
    if (said != nullptr) sayUnsettled(*said);
    if (field != nullptr) sayOverwritten(*field);
    m_sides->setVisible(field != nullptr);
    for (auto* one : {m_case, m_what, m_reason, m_cure}) one->setVisible(!one->text().isEmpty());
    m_open->setVisible(inCase);
    m_settle->setVisible(refused || field != nullptr);
    m_note->setVisible(refused && inCase);
    m_putBack->setVisible(field != nullptr);
    m_settleAll->setVisible(all);
    m_putBackAll->setVisible(all && field != nullptr);
    m_settle->setText(refused ? say("Settle", "不再处理") : say("Keep theirs", "保留对方内容"));
    m_settleAll->setText(
        (refused ? say("Settle all %1", "全部 %1 项不再处理") : say("Keep theirs in all %1", "全部 %1 项保留对方内容"))
            .arg(sayNumber(m_alike)));
    m_putBackAll->setText(say("Put mine back in all %1", "全部 %1 项恢复我的内容").arg(sayNumber(m_alike)));
    for (auto* one : {m_open, m_settle, m_note, m_putBack, m_settleAll, m_putBackAll}) one->setEnabled(!m_busy);
}

void OpenItemPanel::sayUnsettled(const model::Unsettled& one) {
    m_title->setText(one.reason ? say("Refused by the hub", "被服务器退回")
                                : say("Waits for the hub", "等待服务器确认"));
    m_case->setText(one.reference.empty() ? say("Register of the office", "单位名册")
                                          : str(one.reference) + QStringLiteral("  ") + str(one.title));
    m_what->setText(say(one.summary) + QStringLiteral("\n") + sayMinute(one.time));
    if (one.reason) {
        m_reason->setText(say(one.reason->what));
        QString cure = say(one.reason->cure);
        if (!one.reason->cite.empty()) cure += (cure.isEmpty() ? QString() : QString(u'\n')) + str(one.reason->cite);
        m_cure->setText(cure);
    } else {
        m_cure->setText(say("It is saved and signed. It goes to the hub with the next exchange; until then it can be "
                            "undone in its case.",
                            "已保存并签署，将在下次同步时发送至服务器；在此之前可在案件中撤销。"));
    }
}

void OpenItemPanel::sayOverwritten(const model::OverwrittenField& one) {
    m_title->setText(say(one.field.title));
    m_case->setText(str(one.reference) + QStringLiteral("  ") + str(one.title));
    m_what->setText(say("%1 stated this field on %2 without having seen what you had stated. Theirs shows; both are in "
                        "the history.",
                        "%1 于 %2 填写了该字段，当时未见到您填写的内容。现显示对方内容，两者均保留在历史中。")
                        .arg(str(one.by), sayMinute(one.what.place.time)));
    const QString titles[] = {say("Before", "原内容"), say("Yours", "您的内容"),
                              say("Theirs (%1), shown now", "对方内容（%1），当前显示").arg(str(one.by))};
    const std::string* const values[] = {&one.what.base, &one.what.mine, &one.what.theirs};
    for (int i = 0; i < 3; ++i) {
        m_sideTitles[i]->setText(titles[i]);
        m_sideValues[i]->setText(values[i]->empty() ? say("(empty)", "（空）")
                                                    : sayValue(one.field, *values[i], m_session.office()));
        m_sideValues[i]->setAccessibleName(titles[i]);
    }
}

} // namespace ui
