// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/filter_line.h"

#include "model/filter/print.h"
#include "ui/list/filter_popup.h"
#include "ui/text/say.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QTextCharFormat>

#include <algorithm>

namespace ui {

namespace {

// The grammar counts characters, Qt counts UTF-16 units: rare ideographs are two of those.
int unitsOf(const QString& text, std::size_t characters) {
    qsizetype at = 0;
    for (; characters > 0 && at < text.size(); --characters) at += text.at(at).isHighSurrogate() ? 2 : 1;
    return static_cast<int>(qMin(at, text.size()));
}

std::size_t charactersOf(const QString& text, int units) {
    std::size_t count = 0;
    for (qsizetype at = 0; at < units && at < text.size(); ++count) at += text.at(at).isHighSurrogate() ? 2 : 1;
    return count;
}

} // namespace

FilterLine::FilterLine(QWidget* parent)
    : QLineEdit(parent), m_popup(new FilterPopup(this)), m_vocabulary(std::make_shared<model::FilterVocabulary>()) {
    setObjectName(QStringLiteral("filter"));
    setClearButtonEnabled(true);
    m_rest.setSingleShot(true);
    m_rest.setInterval(150);
    connect(&m_rest, &QTimer::timeout, this, &FilterLine::readNow);
    connect(this, &QLineEdit::textChanged, this, [this] {
        if (!m_composing) m_rest.start();
    });
    connect(this, &QLineEdit::textEdited, this, &FilterLine::offer);
    connect(m_popup, &FilterPopup::picked, this,
            [this](int row) { accept(model::FilterOffer(m_popup->offers().offers[static_cast<std::size_t>(row)])); });
    connect(this, &QLineEdit::returnPressed, this, [this] {
        m_popup->hide();
        m_rest.stop();
        readNow();
    });
}

void FilterLine::setVocabulary(std::shared_ptr<const model::FilterVocabulary> vocabulary) {
    m_vocabulary = std::move(vocabulary);
}

void FilterLine::apply(const QString& text) {
    m_popup->hide();
    setText(text);
    m_rest.stop();
    readNow();
}

void FilterLine::remove(model::FilterSpan span) {
    const QString now = text();
    const int from = unitsOf(now, span.at);
    const int to = unitsOf(now, span.at + span.length);
    apply((now.left(from) + now.mid(to)).simplified());
}

void FilterLine::applyOrder(model::CaseOrder order, bool descending) {
    const auto read = model::parseFilter(utf8(text()), *m_vocabulary);
    if (!read) return;
    QString line = text();
    if (read->sort) {
        const int from = unitsOf(line, read->sort->at);
        line.remove(from, unitsOf(line, read->sort->at + read->sort->length) - from);
    }
    apply((line.trimmed() + u' ' + str(model::printOrder(order, descending, currentLanguage()))).trimmed());
}

void FilterLine::reset() {
    m_popup->hide();
    clear();
    m_rest.stop();
    m_last.reset();
    if (!m_fault) return;
    m_fault.reset();
    emit faultChanged();
}

void FilterLine::readNow() {
    if (m_composing) return; // half a Chinese word is no query
    auto read = model::parseFilter(utf8(text()), *m_vocabulary);
    if (!read && m_popup->isVisible()) return; // what is missing is being offered
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
    emit parsed(*read);
    if (m_last && *m_last == read->filter) return;
    m_last = read->filter;
    emit filterChanged(read->filter);
}

void FilterLine::mark() {
    // The only way to format a part of a line edit is the input method's: attributes without a text.
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_fault) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(colorOf(Meaning::danger, palette()));
        format.setForeground(colorOf(Meaning::danger, palette()));
        const int start = unitsOf(text(), m_fault->at);
        const int length = unitsOf(text(), m_fault->at + m_fault->length) - start;
        attributes.append({QInputMethodEvent::TextFormat, start - cursorPosition(), qMax(1, length), format});
    }
    QInputMethodEvent event(QString(), attributes);
    m_marking = true;
    QCoreApplication::sendEvent(this, &event);
    m_marking = false;
}

void FilterLine::inputMethodEvent(QInputMethodEvent* event) {
    if (!m_marking) m_composing = !event->preeditString().isEmpty();
    QLineEdit::inputMethodEvent(event);
    if (m_marking) return;
    if (m_composing) {
        m_popup->hide();
        return;
    }
    m_rest.start();
    offer();
}

void FilterLine::focusOutEvent(QFocusEvent* event) {
    m_popup->hide();
    QLineEdit::focusOutEvent(event);
}

void FilterLine::offer() {
    if (m_composing || !hasFocus()) return;
    const QString now = text();
    auto offers = model::completeFilter(utf8(now), charactersOf(now, cursorPosition()), *m_vocabulary);
    const int from = unitsOf(now, offers.place.at);
    const QString typed = now.mid(from, unitsOf(now, offers.place.at + offers.place.length) - from);
    // One letter begins too many words to mean a field by it; and what is written whole needs no offer.
    const bool values = !offers.offers.empty() && offers.offers.front().whole;
    const bool little = !values && typed.size() < 2 && (typed.isEmpty() || typed.front().unicode() < 128);
    const bool complete = std::ranges::any_of(offers.offers, [&](const model::FilterOffer& one) {
        return typed == str(one.insert.en) || typed == str(one.insert.zh);
    });
    if (little || complete) offers.offers.clear();
    m_popup->offer(offers, cursorRect().left());
}

void FilterLine::accept(const model::FilterOffer& offer) {
    const auto place = m_popup->offers().place;
    const QString now = text();
    const int from = unitsOf(now, place.at);
    setSelection(from, unitsOf(now, place.at + place.length) - from);
    insert(say(offer.insert)); // over the selection, so that Ctrl+Z takes it back
    m_popup->hide();
    this->offer(); // the values of a field
}

bool FilterLine::event(QEvent* event) {
    // Tab would leave the line before keyPressEvent() sees it.
    if (event->type() == QEvent::KeyPress && m_popup->isVisible()) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier) {
            if (m_popup->chosen() == nullptr) m_popup->move(1);
            accept(model::FilterOffer(*m_popup->chosen()));
            return true;
        }
    }
    return QLineEdit::event(event);
}

void FilterLine::keyPressEvent(QKeyEvent* event) {
    if (m_popup->isVisible()) {
        switch (event->key()) {
        case Qt::Key_Down: m_popup->move(1); return;
        case Qt::Key_Up: m_popup->move(-1); return;
        case Qt::Key_Escape:
            m_popup->hide();
            m_rest.start();
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_popup->chosen() == nullptr) break;
            accept(model::FilterOffer(*m_popup->chosen()));
            return;
        default: break;
        }
    }
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
