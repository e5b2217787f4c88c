// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/theme/theme.h"

#include <QObject>

namespace ui {

/// The case that is open: its values as of the last look, and the commands on it. The pages of the case file share one.
class OpenCase : public QObject {
    Q_OBJECT
public:
    explicit OpenCase(Session& session, QObject* parent = nullptr);

    void open(CaseId id);
    void close();
    void reload();
    [[nodiscard]] CaseId id() const { return m_id; }
    [[nodiscard]] bool isOpen() const { return !m_id.isNull(); }
    /// Null until the first answer.
    [[nodiscard]] const model::CaseView* view() const { return m_view ? &*m_view : nullptr; }
    /// The entry of the log up to which the person knew the case when it was opened: what others said later is marked
    /// for as long as it stays open.
    [[nodiscard]] std::uint64_t known() const { return m_known.value_or(0); }
    [[nodiscard]] const OfficeView& office() const { return m_session.office(); }
    [[nodiscard]] Session& session() { return m_session; }
    [[nodiscard]] bool busy() const { return m_busy; }
    /// What may be done now; `on`: the open side track that the step moves. Without it a step of a side track is that
    /// of the only one that is open, or the first.
    [[nodiscard]] const model::StepOption* option(const std::string& step,
                                                  const std::optional<model::Digest>& on = {}) const;
    /// The step that decided the case, with a penalty or without; null where there is no decision.
    [[nodiscard]] const model::StepTaken* decision() const;

    using Command = std::function<Result<model::Receipt>(WriterPort&)>;
    /// Does a command, says `done` when the hub sealed it, and looks at the case anew. `then` gets the error, or
    /// nothing.
    void command(Command job, const Text& done, std::function<void(const std::optional<Error>&)> then = {});
    void addEvidence(const std::vector<std::filesystem::path>& files, const std::string& category,
                     const std::string& medium);
    void exportEvidence(ItemId item, const std::filesystem::path& target);
    /// Fetches pieces of evidence that are on the hub only, and looks at the case anew. The case can be worked with
    /// meanwhile. `then` is called if all of them are here.
    void fetchEvidence(const std::vector<ItemId>& items, std::function<void()> then = {});
    [[nodiscard]] bool fetching() const { return m_fetching; }
    void saveDecision(const std::filesystem::path& target);
    /// Writes what `bytes` gives to a file, and says where.
    void saveFile(const std::filesystem::path& target, std::function<Result<model::Bytes>(WriterPort&)> bytes);
    /// Stops the long command or the fetching that runs.
    void stop();

    void keepDraft(const std::string& name, const std::string& text);
    void readDraft(const std::string& name, QObject* context, std::function<void(const std::string&)> then);

signals:
    void opened(); ///< another case: forget what is typed
    void loaded(); ///< values are here, or here anew
    void closed();
    void busyChanged(bool busy);
    void progress(quint64 done, quint64 total); ///< of the long command that runs; (0, 0) when it has ended
    void said(ui::Meaning meaning, const QString& words);
    void fetchingChanged(bool fetching);
    void evidenceTaken(const std::vector<model::EvidenceOutcome>& outcomes);

private:
    void setBusy(bool busy);
    void setFetching(bool fetching);
    void sayFetched(const Result<model::TransferOutcome>& answer);
    void rememberEvidence(const std::vector<model::EvidenceOutcome>& outcomes);
    model::Progress progressHere();
    Session& m_session;
    CaseId m_id;
    std::optional<model::CaseView> m_view;
    std::optional<std::uint64_t> m_known;
    Ticket m_loading = 0;
    bool m_busy = false;
    bool m_fetching = false;
    std::stop_source m_stopFetching;
    std::optional<model::Instant> m_looked; ///< the last change that counts as seen since it was opened
};

} // namespace ui
