// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/checked_line.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ui {

namespace {

QLineEdit* makeLine(const QString& name) {
    auto* line = new QLineEdit;
    line->setObjectName(name);
    return line;
}

} // namespace

QLabel* makeNote(QWidget* parent) {
    auto* note = new QLabel(parent);
    note->setWordWrap(true);
    note->setTextFormat(Qt::PlainText);
    setMeaning(note, Meaning::muted);
    return note;
}

CheckedLine::CheckedLine(const QString& name, const Text& caption, Text help, QWidget* parent)
    : CheckedLine(nullptr, makeLine(name), caption, std::move(help), parent) {}

CheckedLine::CheckedLine(QWidget* input, QLineEdit* line, const Text& caption, Text help, QWidget* parent)
    : CheckedLine(input != nullptr ? input : line, line, line, caption, std::move(help), parent) {}

CheckedLine::CheckedLine(const QString& name, QComboBox* box, const Text& caption, Text help, QWidget* parent)
    : CheckedLine(box, nullptr, box, caption, std::move(help), parent) {
    box->setObjectName(name);
    m_note->setObjectName(name + QStringLiteral("Note"));
    connect(box, &QComboBox::activated, this, [this] { check({}); });
}

CheckedLine::CheckedLine(QWidget* input, QLineEdit* line, QWidget* field, const Text& caption, Text help,
                         QWidget* parent)
    : QWidget(parent), m_field(field), m_line(line), m_note(makeNote(this)), m_row(new QHBoxLayout),
      m_help(std::move(help)) {
    auto* label = new QLabel(this);
    label->setBuddy(m_field);
    m_note->setObjectName(m_field->objectName() + QStringLiteral("Note"));
    setFocusProxy(m_field);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(3);
    box->addWidget(label);
    m_row->setSpacing(6);
    m_row->addWidget(input, 1);
    box->addLayout(m_row);
    box->addWidget(m_note);
    m_phrases.set(label, caption);
    m_phrases.name(m_field, withoutKey(caption));
    m_phrases.always([this] { say(); });
    // A fault stands until the answer changes, and is found again when the answer is given.
    if (m_line != nullptr) connect(m_line, &QLineEdit::textEdited, this, [this] { check({}); });
}

std::string CheckedLine::text() const { return m_line == nullptr ? std::string() : utf8(m_line->text().trimmed()); }

void CheckedLine::takeKeyboard() {
    m_field->setFocus(Qt::OtherFocusReason);
    if (m_line != nullptr) m_line->selectAll();
}

void CheckedLine::takeKeyboardForFault() {
    takeKeyboard();
    QAccessibleAnnouncementEvent event(m_field, note());
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&event);
}

void CheckedLine::addBeside(QWidget* widget) { m_row->addWidget(widget); }

void CheckedLine::setAdvice(const Text& advice) {
    m_advice = advice;
    say();
}

bool CheckedLine::check(const Result<void>& result) {
    m_fault.reset();
    if (!result) m_fault = result.error();
    say();
    return !m_fault;
}

QString CheckedLine::note() const { return m_note->text(); }

void CheckedLine::say() {
    if (m_fault) m_note->setText(QStringLiteral("✕ ") + ui::say(*m_fault));
    else m_note->setText(ui::say(m_advice.empty() ? m_help : m_advice));
    setMeaning(m_note, m_fault ? Meaning::danger : !m_advice.empty() ? Meaning::warn : Meaning::muted);
    m_note->setVisible(!m_note->text().isEmpty());
    m_field->setAccessibleDescription(m_note->text());
}

} // namespace ui
