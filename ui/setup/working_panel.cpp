// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/working_panel.h"

#include "ui/setup/checked_line.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

WorkingPanel::WorkingPanel(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_doing(new QLabel(this)), m_promise(makeNote(this)),
      m_stop(new QPushButton(this)) {
    setObjectName(QStringLiteral("workingPanel"));
    m_doing->setObjectName(QStringLiteral("doing"));
    m_doing->setWordWrap(true);
    m_stop->setObjectName(QStringLiteral("stop"));
    makeHeading(m_title, 1);
    auto* bar = new QProgressBar(this);
    bar->setRange(0, 0); // how long it takes is not known before
    bar->setTextVisible(false);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(10);
    box->addWidget(m_title);
    box->addWidget(m_doing);
    box->addWidget(bar);
    box->addWidget(m_promise);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_stop);
    buttons->addStretch(1);
    box->addLayout(buttons);
    m_phrases.name(bar, {"Progress", "进度"});
    m_phrases.always([this] { sayAll(); });
    connect(m_stop, &QPushButton::clicked, this, &WorkingPanel::stopWanted);
}

void WorkingPanel::start(const Text& heading) {
    m_heading = heading;
    m_what = {};
    m_stopping = false;
    m_stop->setEnabled(true);
    sayAll();
    m_stop->setFocus(Qt::OtherFocusReason);
}

void WorkingPanel::setDoing(const Text& doing) {
    m_what = doing;
    sayAll();
    QAccessibleAnnouncementEvent event(m_doing, m_doing->text());
    QAccessible::updateAccessibility(&event);
}

void WorkingPanel::setStopping() {
    m_stopping = true;
    sayAll();
}

void WorkingPanel::sayAll() {
    m_title->setText(say(m_heading));
    m_doing->setText(m_what.empty() ? say("Checking the machine and the folder", "正在检查本机和文件夹") : say(m_what));
    m_promise->setText(m_stopping ? say("Stopping. Nothing will be left behind.", "正在停止，不会留下任何内容。")
                                  : say("Stopping leaves nothing behind.", "停止不会留下任何内容。"));
    m_stop->setText(m_stopping ? say("Stopping…", "正在停止…") : say("Stop", "停止"));
}

} // namespace ui
