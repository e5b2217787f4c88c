// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filter/saved.h"
#include "ui/session/session.h"
#include "ui/session/undo_stack.h"
#include "ui/theme/theme.h"

#include <QObject>

namespace ui {

/// The filters that the person who is in keeps under names. GUI thread; what changes is written behind.
class SavedFilters : public QObject {
    Q_OBJECT
public:
    explicit SavedFilters(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<model::SavedFilter>& all() const { return m_all; }
    [[nodiscard]] const model::SavedFilter* named(const QString& name) const;
    /// Reads those of the person who unlocked.
    void load();
    void clear();
    /// Why it cannot be kept, or nothing: then it is.
    std::optional<Error> put(const QString& name, const QString& line);
    /// What was removed and where it stood, or nothing if there is none of this name.
    std::optional<DroppedFilter> remove(const QString& name);
    /// Puts a removed one back where it stood. One of its name that was kept meanwhile stays instead.
    void putBack(const DroppedFilter& dropped);
    /// All of them as a text that others can take.
    [[nodiscard]] QString asText() const;
    /// Keeps the filters of such a text beside the others.
    Result<std::size_t> take(const QString& text);

signals:
    void changed();
    void failed(const model::Error& error);

private:
    void keep(std::vector<model::SavedFilter> filters);
    Session& m_session;
    std::vector<model::SavedFilter> m_all;
};

} // namespace ui
