// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/log_filter.h"

#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int kRestMs = 250;

/// The day of a line; nothing of an empty or a bad one.
std::optional<model::Date> dayOf(const QLineEdit* line) { return model::parseDate(utf8(line->text().trimmed())); }

} // namespace

LogFilter::LogFilter(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_person(new QComboBox(this)), m_kind(new QComboBox(this)),
      m_first(new QLineEdit(this)), m_last(new QLineEdit(this)), m_case(new QLineEdit(this)),
      m_register(new QCheckBox(this)), m_fault(new QLabel(this)) {
    m_person->setObjectName(QStringLiteral("logPerson"));
    m_kind->setObjectName(QStringLiteral("logKind"));
    m_first->setObjectName(QStringLiteral("logFirst"));
    m_last->setObjectName(QStringLiteral("logLast"));
    m_case->setObjectName(QStringLiteral("logCase"));
    m_register->setObjectName(QStringLiteral("logRegister"));
    m_fault->setObjectName(QStringLiteral("logFault"));
    setMeaning(m_fault, Meaning::danger);
    m_fault->hide();
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    for (auto* box : {m_person, m_kind}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        box->setMinimumContentsLength(6);
        line->addWidget(box);
    }
    for (auto* day : {m_first, m_last}) {
        day->setMaxLength(10);
        day->setFixedWidth(day->fontMetrics().horizontalAdvance(QStringLiteral("from 2026-08-28")) + 24);
        line->addWidget(day);
    }
    m_case->setMaxLength(40);
    line->addWidget(m_case, 1);
    line->addWidget(m_register);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_fault);
    m_phrases.name(m_person, {"Person", "人员"});
    m_phrases.name(m_kind, {"Kind of entry", "记录类型"});
    m_phrases.name(m_first, {"From day", "起始日期"});
    m_phrases.name(m_last, {"To day", "截止日期"});
    m_phrases.name(m_case, {"Number of a case", "案件编号"});
    m_phrases.placeholder(m_first, {"from 2026-03-01", "自 2026-03-01"});
    m_phrases.placeholder(m_last, {"to 2026-03-31", "至 2026-03-31"});
    m_phrases.placeholder(m_case, {"Number of a case", "案件编号"});
    m_phrases.set(m_register, {"&Register only", "仅名册(&R)"});
    m_phrases.always([this] {
        sayWords();
        sayFault();
    });
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &LogFilter::take);
    for (auto* box : {m_person, m_kind}) connect(box, &QComboBox::activated, this, &LogFilter::take);
    connect(m_register, &QCheckBox::toggled, this, [this](bool on) {
        m_case->setEnabled(!on);
        take();
    });
    for (auto* edit : {m_first, m_last, m_case}) {
        connect(edit, &QLineEdit::textEdited, this, [this] { m_rest.start(); });
        connect(edit, &QLineEdit::returnPressed, this, &LogFilter::take);
    }
}

void LogFilter::start() {
    clear();
    for (const auto& person : m_session.office().people) m_person->addItem(str(person.name), str(person.id.hex()));
    for (const auto& kind : model::logKinds()) m_kind->addItem(QString(), str(kind.kind));
    sayWords();
}

void LogFilter::clear() {
    const QSignalBlocker quiet(m_register);
    m_rest.stop();
    m_person->clear(); // it names people
    m_kind->clear();
    m_person->addItem(QString());
    m_kind->addItem(QString());
    for (auto* edit : {m_first, m_last, m_case}) edit->clear();
    m_register->setChecked(false);
    m_case->setEnabled(true);
    sayFault();
}

void LogFilter::sayWords() {
    if (m_person->count() > 0) m_person->setItemText(0, say("Everybody", "所有人员"));
    for (int i = 0; i < m_kind->count(); ++i) {
        m_kind->setItemText(i, i == 0 ? say("Every kind", "所有类型")
                                      : say(model::logKindTitle(utf8(m_kind->itemData(i).toString()))));
    }
}

void LogFilter::sayFault() {
    QString fault;
    for (const auto* line : {m_first, m_last}) {
        if (!line->text().trimmed().isEmpty() && !dayOf(line))
            fault = say("✕ \"%1\" is no day; write 2026-03-04. The log is unchanged.",
                        "✕ “%1”不是日期，请写 2026-03-04。日志未变。")
                        .arg(line->text().trimmed());
    }
    m_fault->setVisible(!fault.isEmpty());
    m_fault->setText(fault);
}

void LogFilter::take() {
    m_rest.stop();
    sayFault();
    if (m_fault->text().isEmpty()) emit changed();
}

LogQuestion LogFilter::question() const {
    LogQuestion out;
    if (const auto id = PersonId::fromHex(utf8(m_person->currentData().toString()))) out.query.person = id;
    if (const auto kind = utf8(m_kind->currentData().toString()); !kind.empty()) out.query.kinds = {kind};
    out.query.first = dayOf(m_first);
    out.query.last = dayOf(m_last);
    if (m_register->isChecked()) out.query.caseId = m_session.office().registered->office;
    else out.reference = utf8(m_case->text().trimmed().toUpper());
    return out;
}

} // namespace ui
