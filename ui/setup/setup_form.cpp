// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/setup_form.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

SetupForm::SetupForm(FilePlaces& places, const QString& name, Text heading, Text about, Text go, QWidget* parent)
    : QWidget(parent), m_places(places), m_box(new QVBoxLayout(this)), m_questions(new QVBoxLayout),
      m_message(makeNote(this)), m_goWords(std::move(go)) {
    setObjectName(name);
    m_message->setObjectName(QStringLiteral("formMessage"));
    auto* title = new QLabel(this);
    makeHeading(title, 1);
    auto* what = makeNote(this);
    m_box->setContentsMargins(0, 0, 0, 0);
    m_box->setSpacing(10);
    m_box->addWidget(title);
    m_box->addWidget(what);
    m_questions->setSpacing(12);
    m_box->addLayout(m_questions);
    m_box->addWidget(m_message);
    m_phrases.set(title, std::move(heading));
    m_phrases.set(what, std::move(about));
    m_phrases.always([this] { setMessage(m_error); });
}

void SetupForm::addButtons() {
    m_go = new QPushButton(this); // made first, so that Tab leads there before it leads back
    auto* back = new QPushButton(this);
    m_go->setObjectName(QStringLiteral("go"));
    back->setObjectName(QStringLiteral("back"));
    m_go->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(back);
    buttons->addStretch(1);
    buttons->addWidget(m_go);
    m_box->addLayout(buttons);
    m_phrases.set(m_go, m_goWords);
    m_phrases.set(back, {"Back", "返回"});
    connect(back, &QPushButton::clicked, this, &SetupForm::backWanted);
    connect(m_go, &QPushButton::clicked, this, [this] {
        setMessage({});
        submit();
    });
    for (auto* line : findChildren<QLineEdit*>())
        connect(line, &QLineEdit::returnPressed, m_go, [this] { m_go->click(); });
}

void SetupForm::setMessage(const std::optional<Error>& error) {
    m_error = error;
    // That it was stopped is no fault: the person wanted it.
    const bool stopped = error && error->code == model::Code::cancelled;
    m_message->setText(!error ? QString() : stopped ? say(*error) : QStringLiteral("✕ ") + say(*error));
    setMeaning(m_message, stopped ? Meaning::muted : Meaning::danger);
    m_message->setVisible(error.has_value());
    if (!error || !isVisible()) return;
    QAccessibleAnnouncementEvent event(m_message, m_message->text());
    event.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&event);
}

bool SetupForm::allRight(const std::vector<CheckedLine*>& lines) {
    for (auto* line : lines) {
        if (!line->faulty()) continue;
        line->takeKeyboardForFault();
        return false;
    }
    return true;
}

void SetupForm::add(QWidget* widget) { m_questions->addWidget(widget); }

void SetupForm::addChooser(CheckedLine* line, Text words, const QString& name, const std::optional<Text>& filter) {
    auto* button = new QPushButton(line);
    button->setObjectName(name);
    line->addBeside(button);
    m_phrases.set(button, std::move(words));
    connect(button, &QPushButton::clicked, this, [this, line, name, filter] {
        auto* dialog = m_places.dialog(filter ? Files::enrolment : Files::offices, line->line()->accessibleName(),
                                       name + QStringLiteral("Dialog"), this);
        dialog->setFileMode(filter ? QFileDialog::ExistingFile : QFileDialog::Directory);
        if (filter) dialog->setNameFilter(say(*filter));
        else dialog->setOption(QFileDialog::ShowDirsOnly);
        connect(dialog, &QFileDialog::fileSelected, this, [line](const QString& chosen) {
            line->line()->setText(chosen);
            line->check({});
            line->line()->setFocus(Qt::OtherFocusReason);
        });
        dialog->open();
    });
}

} // namespace ui
