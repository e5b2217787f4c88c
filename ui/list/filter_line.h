// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filter/complete.h"

#include <QLineEdit>
#include <QTimer>

#include <memory>
#include <optional>

namespace ui {

class FilterPopup;

/// The line that says which cases are shown. Enter applies; typing applies after a short rest, if it can be read. What
/// cannot be read is marked where it stands and changes nothing. What can be written next is offered under it: Down and
/// Up choose, Tab or Enter takes it, Esc sends it away.
class FilterLine : public QLineEdit {
    Q_OBJECT
public:
    explicit FilterLine(QWidget* parent = nullptr);
    /// What the office knows; never null.
    void setVocabulary(std::shared_ptr<const model::FilterVocabulary> vocabulary);
    [[nodiscard]] const model::FilterVocabulary& vocabulary() const { return *m_vocabulary; }
    /// As if typed and applied.
    void apply(const QString& text);
    /// Empty, and as if nothing had ever been applied.
    void reset();
    /// Another order, the conditions as they are. Nothing while the line cannot be read.
    void applyOrder(model::CaseOrder order, bool descending);
    /// Takes a piece away, and applies what is left.
    void remove(model::FilterSpan span);
    /// What was typed is applied after a short rest, which runs.
    [[nodiscard]] bool resting() const { return m_rest.isActive(); }
    [[nodiscard]] const std::optional<model::FilterFault>& fault() const { return m_fault; }
    [[nodiscard]] FilterPopup* popup() const { return m_popup; }

signals:
    void filterChanged(const model::CaseFilter& filter);
    /// The line can be read; with every change of its words, also where it means the same.
    void parsed(const model::ParsedFilter& parsed);
    void faultChanged();
    void goDown(); ///< Down: to the first row
    void leave();  ///< Esc on an empty line: back to the list

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void readNow();
    void mark();
    void offer();
    void accept(const model::FilterOffer& offer);
    QTimer m_rest;
    FilterPopup* m_popup;
    std::shared_ptr<const model::FilterVocabulary> m_vocabulary;
    std::optional<model::FilterFault> m_fault;
    std::optional<model::CaseFilter> m_last;
    bool m_composing = false;
    bool m_marking = false;
};

} // namespace ui
