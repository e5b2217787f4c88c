// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/filter_line.h"

#include "ui/text/say.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QTextCharFormat>

namespace ui {

FilterLine::FilterLine(QWidget* parent) : QLineEdit(parent) {
    setObjectName(QStringLiteral("filter"));
    setClearButtonEnabled(true);
    m_rest.setSingleShot(true);
    m_rest.setInterval(150);
    connect(&m_rest, &QTimer::timeout, this, &FilterLine::readNow);
    connect(this, &QLineEdit::textChanged, this, [this] {
        if (!m_composing) m_rest.start();
    });
    connect(this, &QLineEdit::returnPressed, this, [this] {
        m_rest.stop();
        readNow();
    });
}

void FilterLine::apply(const QString& text) {
    setText(text);
    m_rest.stop();
    readNow();
}

void FilterLine::reset() {
    clear();
    m_rest.stop();
    m_last.reset();
    if (!m_fault) return;
    m_fault.reset();
    emit faultChanged();
}

void FilterLine::readNow() {
    if (m_composing) return; // half a Chinese word is no query
    auto read = model::parseFilter(utf8(text()));
    if (!read) {
        m_fault = std::move(read).error();
        mark();
        emit faultChanged();
        return;
    }
    if (m_fault) {
        m_fault.reset();
        mark();
        emit faultChanged();
    }
    if (m_last && *m_last == *read) return;
    m_last = *read;
    emit filterChanged(*read);
}

void FilterLine::mark() {
    // The only way to format a part of a line edit is the input method's: attributes without a text.
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_fault) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(colorOf(Meaning::danger, palette()));
        format.setForeground(colorOf(Meaning::danger, palette()));
        const int start = static_cast<int>(m_fault->at) - cursorPosition();
        attributes.append({QInputMethodEvent::TextFormat, start, qMax(1, static_cast<int>(m_fault->length)), format});
    }
    QInputMethodEvent event(QString(), attributes);
    m_marking = true;
    QCoreApplication::sendEvent(this, &event);
    m_marking = false;
}

void FilterLine::inputMethodEvent(QInputMethodEvent* event) {
    if (!m_marking) m_composing = !event->preeditString().isEmpty();
    QLineEdit::inputMethodEvent(event);
    if (!m_marking && !m_composing) m_rest.start();
}

void FilterLine::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Down) {
        m_rest.stop();
        readNow();
        emit goDown();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        if (text().isEmpty()) emit leave();
        else apply(QString());
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace ui
