// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/due/calendar_dialog.h"

#include "model/base/citation.h"
#include "ui/text/say.h"
#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace ui {
namespace {

QString dayOrNone(const std::optional<model::Date>& date) {
    return date ? str(model::formatDate(*date)) : say("no day yet", "尚无日期");
}

QString yearsOf(const model::CalendarEffect& effect) {
    QStringList out;
    for (const int year : effect.years) out << QString::number(year);
    return out.join(QStringLiteral(", "));
}

} // namespace

CalendarDialog::CalendarDialog(const model::CalendarEffect& effect, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("calendarDialog"));
    setWindowTitle(say("Adopt a calendar", "启用日历"));
    auto* about = new QLabel(this);
    about->setObjectName(QStringLiteral("calendarAbout"));
    about->setWordWrap(true);
    about->setTextFormat(Qt::PlainText);
    const QString moves =
        effect.moved.empty()
            ? say("No deadline moves.", "没有期限变动。")
            : say("%1 deadlines move:", "%1 个期限变动：").arg(static_cast<qulonglong>(effect.moved.size()));
    about->setText(
        say("“%1” holds the years %2. From now on working days are counted by it, in all open cases; what was decided "
            "before stays judged by the calendar of that time.",
            "“%1”含 %2 年。此后全部未结案件按其计算工作日；此前的决定仍按当时的日历判断。")
            .arg(str(effect.id), yearsOf(effect)) +
        QStringLiteral("\n") + moves);
    auto* moved = new QTreeWidget(this);
    moved->setObjectName(QStringLiteral("movedDeadlines"));
    moved->setAccessibleName(say("Deadlines that move", "变动的期限"));
    moved->setRootIsDecorated(false);
    moved->setItemDelegate(new RowDelegate(moved));
    moved->setHeaderLabels({say("Case", "案件"), say("What runs", "期限"), say("So far", "原到期日"),
                            say("Then", "新到期日"), say("Article", "法条")});
    for (const auto& one : effect.moved) {
        const bool law = one.change.basis == model::Basis::law && !one.change.cite.empty();
        new QTreeWidgetItem(moved, {str(one.reference), say(one.change.title), dayOrNone(one.change.before),
                                    dayOrNone(one.change.after),
                                    law ? say(model::citation(one.change.cite)) : say("not set by law", "非法定")});
    }
    for (int column = 0; column < 4; ++column) moved->resizeColumnToContents(column);
    moved->setVisible(!effect.moved.empty());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(say("Adopt and sign", "启用并签署"));
    buttons->button(QDialogButtonBox::Ok)->setObjectName(QStringLiteral("adoptCalendarNow"));
    buttons->button(QDialogButtonBox::Ok)->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Cancel)->setText(say("Cancel", "取消"));
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    for (auto* one : buttons->buttons()) one->setIcon({});
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* box = new QVBoxLayout(this);
    for (QWidget* widget : std::initializer_list<QWidget*>{about, moved, buttons}) box->addWidget(widget);
    resize(640, effect.moved.empty() ? 160 : 420);
}

} // namespace ui
