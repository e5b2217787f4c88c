// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/office_commands.h"

#include "model/workspace/office_files.h"
#include "ui/due/calendar_dialog.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/state_line.h"
#include "ui/shell/templates_dialog.h"

#include <QFileDialog>
#include <QInputDialog>

namespace ui {

namespace {

/// How many came in, and the first thing that is wrong in the files: where, what, and what would cure it.
QString outcomeInWords(const model::ImportOutcome& outcome) {
    QString words = outcome.taken == 1 ? say("1 report was taken in", "已导入 1 件举报")
                                       : say("%1 reports were taken in", "已导入 %1 件举报").arg(outcome.taken);
    if (outcome.duplicates == 1) words += say(", 1 was here already", "，1 件已存在");
    else if (outcome.duplicates > 1) words += say(", %1 were here already", "，%1 件已存在").arg(outcome.duplicates);
    if (outcome.refused == 1) words += say("; 1 was not", "；1 件未导入");
    else if (outcome.refused > 1) words += say("; %1 were not", "；%1 件未导入").arg(outcome.refused);
    if (outcome.problems.empty()) return words + say(".", "。");
    const auto& first = outcome.problems.front();
    words += say(". ", "。") + str(first.file.filename().string());
    if (first.problem.line > 0) {
        words += say(", line %1", "，第%1行").arg(first.problem.line);
        if (!first.problem.field.empty()) words += QStringLiteral(", ") + str(first.problem.field);
    }
    return words + say(": ", "：") + say(first.problem.reason) + say(" ", "") + say(first.problem.cure);
}

} // namespace

OfficeCommands::OfficeCommands(Session& session, MessageBar& messages, StateLine& line, QWidget* window)
    : QObject(window), m_session(session), m_messages(messages), m_line(line), m_window(window) {
    connect(&line, &StateLine::stopWanted, this, [this] { m_session.stopLongCommand(); });
}

void OfficeCommands::begin(const model::Text& doing) {
    m_messages.clear();
    m_line.setWorking(true);
    m_line.setLong(StateLine::Long{doing});
}

void OfficeCommands::end() {
    m_line.setLong({});
    m_line.setWorking(false);
}

model::Progress OfficeCommands::showProgress(const model::Text& doing) {
    using std::chrono::steady_clock;
    return [session = &m_session, self = QPointer<QObject>(this), this, doing,
            last = steady_clock::time_point{}](std::uint64_t done, std::uint64_t total) mutable {
        const auto now = steady_clock::now();
        if (now - last < std::chrono::milliseconds(100)) return;
        last = now;
        session->tell(self, [this, doing, done, total] {
            if (m_line.runsLong()) m_line.setLong(StateLine::Long{doing, done, total}); // else it was locked
        });
    };
}

void OfficeCommands::importReports() {
    auto* dialog = m_session.filePlaces().dialog(Files::reports, say("Import reports", "导入举报"),
                                                 QStringLiteral("importDialog"), m_window);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilter(say("Reports (*.csv *.jsonl *.json)", "举报数据 (*.csv *.jsonl *.json)"));
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& names) {
        std::vector<std::filesystem::path> files;
        for (const auto& name : names) files.emplace_back(utf8(name));
        const auto& office = m_session.office();
        if (office.newCaseUnit || office.takesInFor.size() < 2) import(files, {});
        else chooseUnit(files);
    });
    dialog->open();
}

void OfficeCommands::chooseUnit(const std::vector<std::filesystem::path>& files) {
    QStringList titles;
    for (const auto id : m_session.office().takesInFor) titles << say(m_session.office().unit(id)->title);
    auto* dialog = new QInputDialog(m_window);
    dialog->setObjectName(QStringLiteral("importUnitDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(say("Import reports", "导入举报"));
    dialog->setLabelText(
        say("You are in several units: for which one are the cases?", "您在多个处室：案件归哪个处室？"));
    dialog->setComboBoxItems(titles);
    dialog->setComboBoxEditable(false);
    dialog->setOkButtonText(say("Import", "导入"));
    dialog->setCancelButtonText(say("Cancel", "取消"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, files, titles](const QString& title) {
        const auto at = titles.indexOf(title);
        const auto& mine = m_session.office().takesInFor;
        if (at >= 0 && static_cast<std::size_t>(at) < mine.size()) import(files, mine[static_cast<std::size_t>(at)]);
    });
    dialog->open();
}

void OfficeCommands::import(const std::vector<std::filesystem::path>& files, std::optional<UnitId> unit) {
    const model::Text doing{"Importing reports", "正在导入举报"};
    begin(doing);
    const auto stop = m_session.newStop();
    m_session.write(
        this,
        [files, stop, unit, progress = showProgress(doing)](WriterPort& office) {
            return office.importReports(files, progress, stop, unit);
        },
        [this, stop](Result<model::ImportOutcome> answer) {
            end();
            if (!answer) {
                m_messages.say(Meaning::danger, say(answer.error()));
                return;
            }
            QString words = outcomeInWords(*answer);
            if (stop.stop_requested())
                words = say("Stopped. What was taken in stays; the same file goes on from there. ",
                            "已停止。已导入的保留，再次导入同一文件即可继续。") +
                        words;
            const bool whole = answer->problems.empty() && !stop.stop_requested();
            m_messages.say(whole ? Meaning::ok : Meaning::warn, words);
            m_session.noteChanged({});
        });
}

void OfficeCommands::saveEnrolment() {
    m_session.filePlaces().save(
        Files::enrolment, say("Save an enrolment file", "保存加入文件"), QStringLiteral("enrolmentDialog"),
        QStringLiteral("touchstone-enrolment.json"), m_window, [this](const QString& name) {
            m_session.write(
                this, [file = utf8(name)](WriterPort& office) { return office.saveEnrolment(file); },
                [this, name](Result<void> answer) {
                    if (!answer) m_messages.say(Meaning::danger, say(answer.error()));
                    else
                        m_messages.say(Meaning::ok,
                                       say("Saved as %1. Give it to the person who shall join; it lets nobody in.",
                                           "已保存为 %1。请交给要加入的人；它本身不使任何人获准加入。")
                                           .arg(name));
                });
        });
}

void OfficeCommands::takeInRequest() {
    auto* dialog = m_session.filePlaces().dialog(Files::enrolment, say("Take in a request to join", "接收加入申请"),
                                                 QStringLiteral("requestDialog"), m_window);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(say("Requests (*.json);;All files (*)", "申请文件 (*.json);;所有文件 (*)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& name) {
        m_session.write(
            this, [file = utf8(name)](WriterPort& office) { return office.takeInRequest(file); },
            [this](Result<PersonId> answer) {
                if (!answer) {
                    m_messages.say(Meaning::danger, say(answer.error()));
                    return;
                }
                emit requestTaken(*answer);
            });
    });
    dialog->open();
}

void OfficeCommands::adoptCalendar() {
    auto* dialog = m_session.filePlaces().dialog(Files::reports, say("Adopt a calendar", "启用日历"),
                                                 QStringLiteral("packDialog"), m_window);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(say("Calendar packs (*.json);;All files (*)", "日历数据包 (*.json);;所有文件 (*)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& name) {
        using Read = std::pair<std::string, model::CalendarEffect>;
        const model::Text doing{"Counting the deadlines by the new calendar", "正在按新日历计算期限"};
        begin(doing);
        m_session.write(
            this,
            [file = utf8(name), stop = m_session.newStop(),
             progress = showProgress(doing)](WriterPort& office) -> Result<Read> {
                TRY_ASSIGN(const auto bytes, model::readWhole(file, model::law::kMaxPackBytes));
                std::string pack(bytes.begin(), bytes.end());
                TRY_ASSIGN(auto effect, office.calendarEffect(pack, progress, stop));
                return Read{std::move(pack), std::move(effect)};
            },
            [this](Result<Read> answer) {
                end();
                if (answer) showCalendar(answer->first, answer->second);
                else m_messages.say(Meaning::danger, say(answer.error()));
            });
    });
    dialog->open();
}

void OfficeCommands::showCalendar(const std::string& pack, const model::CalendarEffect& effect) {
    auto* dialog = new CalendarDialog(effect, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, pack] {
        m_session.write(
            this, [pack](WriterPort& office) { return office.adoptCalendar(pack); },
            [this](Result<model::Receipt> answer) {
                if (!answer || !answer->refused.empty()) {
                    m_messages.say(Meaning::danger, say(answer ? answer->refused.front() : answer.error()));
                    return;
                }
                m_messages.say(
                    Meaning::ok,
                    answer->waits ? say("The calendar is signed and waits for the hub.", "日历已签署，等待服务器确认。")
                                  : say("Days are counted by this calendar from now on.", "此后按此日历计算日期。"));
                m_session.refreshOffice();
                m_session.noteChanged({});
            });
    });
    dialog->open();
}

void OfficeCommands::showTemplates() {
    auto* dialog = new TemplatesDialog(m_session, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void OfficeCommands::verifyAll() {
    const model::Text doing{"Checking every hash, signature and chain", "正在核验所有摘要、签名和链"};
    begin(doing);
    m_session.write(
        this,
        [stop = m_session.newStop(), progress = showProgress(doing)](WriterPort& office) {
            return office.verify(progress, stop);
        },
        [this](Result<model::VerifyReport> answer) {
            end();
            if (!answer && answer.error().code == model::Code::cancelled) {
                m_messages.say(Meaning::warn, say("Stopped: not everything was checked.", "已停止：尚未全部核验。"));
                return;
            }
            if (!answer) {
                m_messages.say(Meaning::danger, say(answer.error()));
                return;
            }
            const bool holds = answer->findings.empty();
            Text words;
            if (holds) {
                words = model::fill({"Everything holds: {0} events, {1} signatures, {2} links, {3} pieces of evidence.",
                                     "全部有效：{0} 个事件、{1} 个签名、{2} 个链接、{3} 件证据。"},
                                    std::to_string(answer->events), std::to_string(answer->acts),
                                    std::to_string(answer->links), std::to_string(answer->items));
            } else {
                const auto& first = answer->findings.front();
                words = model::fill({"{0} findings. First, in {1}: {2}", "发现 {0} 处问题。第一处在 {1}：{2}"},
                                    std::to_string(answer->findings.size()), first.place, first.what);
            }
            m_messages.say(holds ? Meaning::ok : Meaning::danger, say(words));
            emit verified(holds, words);
        });
}

} // namespace ui
