// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settings_page.h"

#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

namespace ui {
namespace {

constexpr int kMinutes[] = {1, 2, 5, 10, 15, 30, 60};
constexpr int kSeconds[] = {0, 30, 120};

Text minutesText(int minutes) {
    if (minutes == 0) return {"Never", "从不"};
    if (minutes == 1) return {"1 minute without a key", "1 分钟无操作后"};
    return model::fill({"{0} minutes without a key", "{0} 分钟无操作后"}, std::to_string(minutes));
}

Text secondsText(int seconds) {
    if (seconds == 0) return {"When the office is locked", "锁定办公室时"};
    if (seconds % 60 == 0)
        return model::fill({"After {0} minutes, and when locked", "{0} 分钟后，以及锁定时"},
                           std::to_string(seconds / 60));
    return model::fill({"After {0} seconds, and when locked", "{0} 秒后，以及锁定时"}, std::to_string(seconds));
}

QLabel* noteBelow(QGridLayout* grid, QWidget* parent) {
    auto* note = new QLabel(parent);
    note->setWordWrap(true);
    setMeaning(note, Meaning::muted);
    grid->addWidget(note, grid->rowCount(), 1);
    return note;
}

/// Fills a choice anew; a value that is none of the usual ones is offered too.
template <typename Values>
void offer(QComboBox* box, const Values& usual, int value, Text (*words)(int)) {
    std::vector<int> all(std::begin(usual), std::end(usual));
    if (!std::ranges::contains(all, value)) all.push_back(value);
    box->clear();
    for (const int one : all) box->addItem(say(words(one)), one);
    box->setCurrentIndex(box->findData(value));
}

} // namespace

SettingsPage::SettingsPage(QWidget* parent)
    : Page(parent), m_idle(new QComboBox), m_clipboard(new QComboBox), m_notifications(new QCheckBox),
      m_hearingLabel(new QLabel) {
    setObjectName(QStringLiteral("settingsPage"));
    m_idle->setObjectName(QStringLiteral("idleMinutes"));
    m_clipboard->setObjectName(QStringLiteral("clipboardSeconds"));
    m_notifications->setObjectName(QStringLiteral("notifications"));
    m_hearingLabel->setObjectName(QStringLiteral("hearing"));
    auto* inside = new QWidget;
    auto* title = new QLabel(inside);
    makeHeading(title, 1);
    auto* idleLabel = new QLabel(inside);
    auto* clipboardLabel = new QLabel(inside);
    idleLabel->setBuddy(m_idle);
    clipboardLabel->setBuddy(m_clipboard);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    grid->addWidget(idleLabel, 0, 0);
    grid->addWidget(m_idle, 0, 1, Qt::AlignLeft);
    auto* idleNote = noteBelow(grid, inside);
    m_hearingLabel->setWordWrap(true);
    grid->addWidget(m_hearingLabel, grid->rowCount(), 1);
    grid->setRowMinimumHeight(grid->rowCount(), 14);
    int row = grid->rowCount();
    grid->addWidget(clipboardLabel, row, 0);
    grid->addWidget(m_clipboard, row, 1, Qt::AlignLeft);
    auto* clipboardNote = noteBelow(grid, inside);
    grid->setRowMinimumHeight(grid->rowCount(), 14);
    row = grid->rowCount();
    grid->addWidget(m_notifications, row, 1, Qt::AlignLeft);
    auto* notificationsNote = noteBelow(grid, inside);
    auto* box = new QVBoxLayout(inside);
    box->setContentsMargins(16, 12, 16, 12);
    box->setSpacing(12);
    box->addWidget(title);
    box->addLayout(grid);
    box->addStretch(1);
    inside->setMaximumWidth(760);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    m_phrases.set(title, {"Settings", "设置"});
    m_phrases.set(idleLabel, {"&Lock after", "自动锁定(&L)"});
    m_phrases.set(idleNote,
                  {"30 seconds before, the line at the foot counts down; any key postpones it. Drafts are kept.",
                   "锁定前 30 秒底栏开始倒计时，按任意键即可推迟。草稿会保留。"});
    m_phrases.set(clipboardLabel, {"&Take copies off the clipboard", "清除剪贴板内容(&T)"});
    m_phrases.set(clipboardNote,
                  {"Whatever is copied out of the office is marked, so that clipboard histories pass it over.",
                   "从办公室复制的内容均带标记，剪贴板历史不予记录。"});
    m_phrases.set(m_notifications, {"&Notify while the window is in the background", "窗口在后台时发出通知(&N)"});
    m_phrases.set(notificationsNote, {"At most every ten minutes, and only how much is new: never what.",
                                      "最多每十分钟一次，只说更新数量，不显示内容。"});
    m_phrases.name(m_idle, {"Lock after", "自动锁定"});
    m_phrases.name(m_clipboard, {"Take copies off the clipboard", "清除剪贴板内容"});
    m_phrases.name(scroll, {"Settings", "设置"});
    m_phrases.name(this, {"Settings", "设置"});
    m_phrases.always([this] { sayAll(); });
    for (auto* one : {m_idle, m_clipboard}) connect(one, &QComboBox::currentIndexChanged, this, &SettingsPage::choose);
    connect(m_notifications, &QCheckBox::toggled, this, &SettingsPage::choose);
}

void SettingsPage::show(const DeskSettings& settings) {
    m_settings = settings;
    sayAll();
}

void SettingsPage::setHearing(const Text& words) {
    m_hearing = words;
    m_hearingLabel->setText(say(m_hearing));
}

void SettingsPage::sayAll() {
    m_showing = true; // what is filled in here is nobody's choice
    offer(m_idle, kMinutes, m_settings.idleMinutes, minutesText);
    offer(m_clipboard, kSeconds, m_settings.clipboardSeconds, secondsText);
    m_notifications->setChecked(m_settings.notifications);
    m_hearingLabel->setText(say(m_hearing));
    m_showing = false;
}

void SettingsPage::choose() {
    if (m_showing) return;
    m_settings = {m_idle->currentData().toInt(), m_clipboard->currentData().toInt(), m_notifications->isChecked()};
    emit changed(m_settings);
}

void SettingsPage::enter() { m_idle->setFocus(Qt::OtherFocusReason); }

Text SettingsPage::hints() const {
    return {"Changes hold at once · Esc back to the list · F1 all keys", "更改立即生效 · Esc 返回列表 · F1 全部快捷键"};
}

QList<QWidget*> SettingsPage::panes() const { return {m_idle}; }

void SettingsPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) emit backWanted();
    else Page::keyPressEvent(event);
}

} // namespace ui
