// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/case_list.h"

#include <QLineEdit>
#include <QTimer>

#include <optional>

namespace ui {

/// The line that says which cases are shown. Enter applies; typing applies after a short rest, if it can be read. What
/// cannot be read is marked where it stands and changes nothing.
class FilterLine : public QLineEdit {
    Q_OBJECT
public:
    explicit FilterLine(QWidget* parent = nullptr);
    /// As if typed and applied.
    void apply(const QString& text);
    /// Empty, and as if nothing had ever been applied.
    void reset();
    /// What was typed is applied after a short rest, which runs.
    [[nodiscard]] bool resting() const { return m_rest.isActive(); }
    [[nodiscard]] const std::optional<model::FilterFault>& fault() const { return m_fault; }

signals:
    void filterChanged(const model::CaseFilter& filter);
    void faultChanged();
    void goDown(); ///< Down: to the first row
    void leave();  ///< Esc on an empty line: back to the list

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;

private:
    void readNow();
    void mark();
    QTimer m_rest;
    std::optional<model::FilterFault> m_fault;
    std::optional<model::CaseFilter> m_last;
    bool m_composing = false;
    bool m_marking = false;
};

} // namespace ui
