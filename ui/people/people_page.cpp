// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/people_page.h"

#include "ui/people/found_unit_dialog.h"
#include "ui/people/hand_over_panel.h"
#include "ui/people/person_panel.h"
#include "ui/people/renewal_panel.h"
#include "ui/people/units_panel.h"
#include "ui/theme/row_table.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace ui {

PeoplePage::PeoplePage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_people(new PeopleModel(this)), m_title(new QLabel(this)),
      m_about(new QLabel(this)), m_table(new RowTable(this)), m_scroll(new QScrollArea(this)), m_panel(new PersonPanel),
      m_nobody(new QLabel(this)), m_drill(new QPushButton(this)), m_foundUnit(new QPushButton(this)) {
    setObjectName(QStringLiteral("peoplePage"));
    m_table->setObjectName(QStringLiteral("peopleTable"));
    m_about->setObjectName(QStringLiteral("peopleAbout"));
    makeHeading(m_title, 1);
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    setMeaning(m_about, Meaning::muted);
    makeTable();
    m_scroll->setWidget(m_panel);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_nobody->setObjectName(QStringLiteral("drillWords"));
    m_nobody->setAlignment(Qt::AlignCenter);
    m_nobody->setTextFormat(Qt::PlainText);
    m_nobody->setWordWrap(true);
    m_nobody->setMargin(24);
    setMeaning(m_nobody, Meaning::muted);
    auto* side = new QWidget(this);
    auto* sideBox = new QVBoxLayout(side);
    sideBox->setContentsMargins(0, 0, 0, 0);
    sideBox->addWidget(m_nobody, 1);
    sideBox->addWidget(m_scroll, 1);
    m_scroll->hide();
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(m_table);
    split->addWidget(side);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    split->setSizes({760, 500});
    auto* top = new QVBoxLayout;
    top->setContentsMargins(12, 10, 12, 8);
    top->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_foundUnit);
    head->addWidget(m_drill);
    m_foundUnit->setObjectName(QStringLiteral("foundUnit"));
    m_foundUnit->setAutoDefault(false);
    m_drill->setObjectName(QStringLiteral("drill"));
    m_drill->setAutoDefault(false);
    top->addLayout(head);
    top->addWidget(m_about);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(split, 1);

    m_phrases.set(m_title, {"People of the office", "办公室人员"});
    m_phrases.set(m_drill, {"&Recovery drill", "恢复演练(&R)"});
    m_phrases.set(m_foundUnit, {"Found a &unit…", "设立处室(&U)…"});
    m_phrases.tip(m_foundUnit, {"A unit of the office, of whose cases the others see nothing",
                                "设立处室：其案件对其他处室完全不可见"});
    m_phrases.tip(m_drill,
                  {"Opens the keys at hand, and names everybody who could not be recovered if they lost theirs today",
                   "实际打开现有密钥，并指出今日若丢失密钥则无法恢复的人员"});
    m_phrases.name(m_table, {"People", "人员"});
    m_phrases.name(m_scroll, {"Person", "人员详情"});
    m_phrases.name(this, {"People of the office", "办公室人员"});
    m_phrases.always([this] {
        m_people->sayAnew();
        m_table->fitColumns();
        sayAbout();
        sayDrill();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PeoplePage::showCurrent);
    connect(m_panel, &PersonPanel::admitWanted, this, &PeoplePage::admit);
    connect(m_panel, &PersonPanel::changeWanted, this, &PeoplePage::change);
    connect(m_panel, &PersonPanel::inviteWanted, this, &PeoplePage::invite);
    connect(m_panel->renewal(), &RenewalPanel::proposeWanted, this, &PeoplePage::propose);
    connect(m_panel->renewal(), &RenewalPanel::approveWanted, this, &PeoplePage::approve);
    connect(m_panel->renewal(), &RenewalPanel::declineWanted, this, &PeoplePage::decline);
    connect(m_panel->handOver(), &HandOverPanel::handOverWanted, this, &PeoplePage::handOver);
    connect(m_panel->units(), &UnitsPanel::staffWanted, this, &PeoplePage::staff);
    connect(m_foundUnit, &QPushButton::clicked, this, &PeoplePage::foundUnit);
    connect(&m_session, &Session::officeChanged, this, [this] {
        const auto shown = m_panel->shown();
        const int row = shown ? m_people->rowOf(*shown) : -1;
        if (row >= 0) m_panel->units()->show(m_people->person(row), m_session.office());
        sayDrill();
    });
    connect(m_drill, &QPushButton::clicked, this, &PeoplePage::drill);
    connect(m_panel, &PersonPanel::casesWanted, this, [this] {
        if (const auto id = m_panel->shown()) emit casesWanted(QStringLiteral("is:open assigned:") + str(id->hex()));
    });
}

void PeoplePage::makeTable() {
    m_table->setModel(m_people);
    m_table->setAlternatingRowColors(true);
    m_table->setFit({PeopleModel::roles, 160, {PeopleModel::label, PeopleModel::certified}, [this](int column) {
                         const QFontMetrics words(m_table->font());
                         int width = 0;
                         for (int row = 0; row < m_people->rowCount(); ++row) {
                             width =
                                 qMax(width, words.horizontalAdvance(m_people->index(row, column).data().toString()));
                         }
                         return qMin(width, 220);
                     }});
}

void PeoplePage::enter() {
    const auto& office = m_session.office();
    m_drill->setVisible(office.has(model::Role::administrator) || office.has(model::Role::supervisor));
    m_foundUnit->setVisible(office.has(model::Role::administrator));
    sayDrill();
    m_panel->setInvites(office.hubElsewhere && office.has(model::Role::administrator));
    refresh();
    m_table->setFocus(Qt::OtherFocusReason);
}

void PeoplePage::leave() { m_wanted = m_panel->shown(); }

void PeoplePage::forget() {
    m_people->show({});
    m_panel->clear();
    m_scroll->hide();
    m_nobody->show();
    m_wanted.reset();
    m_fault.reset();
    m_drilled.reset();
    m_asked = 0;
    sayAbout();
    sayDrill();
}

Text PeoplePage::hints() const {
    return {"Arrows choose a person · Tab to their roles · Esc back to the list · F1 all keys",
            "方向键选择人员 · Tab 进入角色 · Esc 返回列表 · F1 全部快捷键"};
}

QList<QWidget*> PeoplePage::panes() const { return {m_table, m_panel->findChild<QWidget*>("personRole-officer")}; }

void PeoplePage::refresh() {
    ++m_asked;
    if (const auto shown = m_panel->shown()) m_wanted = shown;
    m_session.write(
        this, [](WriterPort& office) { return office.people(); },
        [this](Result<std::vector<model::PersonEntry>> people) {
            --m_asked;
            m_panel->setBusy(false);
            m_fault = people ? std::nullopt : std::optional(people.error());
            show(people ? *std::move(people) : std::vector<model::PersonEntry>{});
        });
}

void PeoplePage::show(std::vector<model::PersonEntry> people) {
    // Who is shown now, if the person went on meanwhile.
    if (const auto shown = m_panel->shown()) m_wanted = shown;
    m_people->show(std::move(people));
    m_table->fitColumns();
    const int row = m_wanted ? m_people->rowOf(*m_wanted) : -1;
    m_wanted.reset();
    if (row >= 0) m_table->selectRow(row);
    else showCurrent();
    sayAbout();
}

void PeoplePage::lookAnew() {
    if (m_asked > 0 || m_panel->busy()) return; // the answer to that is as new
    ++m_asked;
    m_session.write(
        this, [](WriterPort& office) { return office.people(); },
        [this](Result<std::vector<model::PersonEntry>> people) {
            --m_asked;
            // What cannot be read just now was read before; who admits meanwhile gets an answer of their own.
            if (!people || m_panel->busy() || m_people->shows(*people)) return;
            m_fault.reset();
            const int scrolled = m_table->verticalScrollBar()->value();
            m_keeps = true;
            show(*std::move(people));
            m_keeps = false;
            m_table->verticalScrollBar()->setValue(scrolled);
        });
}

void PeoplePage::showCurrent() {
    const auto rows = m_table->selectionModel()->selectedRows();
    m_scroll->setVisible(!rows.isEmpty());
    m_nobody->setVisible(rows.isEmpty());
    if (rows.isEmpty()) {
        m_panel->clear();
        return;
    }
    const auto& person = m_people->person(rows.front().row());
    const bool stays = m_keeps && m_panel->shown() == person.id;
    if (stays) m_panel->showAnew(person);
    else m_panel->show(person);
    const int by = person.renewal ? m_people->rowOf(person.renewal->by) : -1;
    m_panel->units()->show(person, m_session.office());
    m_panel->renewal()->show(person.renewal, by < 0 ? QString() : str(m_people->person(by).name));
    if (!person.admitted) return;
    if (!stays) lookAtHoldings(person.id); // who was chosen to follow stays chosen
    model::CaseFilter filter;
    filter.conditions = {{model::FilterField::is, model::Comparison::is, false, {"open"}},
                         {model::FilterField::assigned, model::Comparison::is, false, {person.id.hex()}}};
    ++m_asked;
    m_session.read(
        0, this, [filter](ReaderPort& list) { return list.count(filter); },
        [this, id = person.id](Result<std::uint64_t> count) {
            --m_asked;
            if (count && m_panel->shown() == id) m_panel->setOpenCases(*count);
        });
}

void PeoplePage::sayAbout() {
    if (m_fault) m_about->setText(say(*m_fault));
    else if (m_people->people().empty()) m_about->clear();
    else if (const int waiting = m_people->requests(); waiting > 0) {
        m_about->setText(say("%1 in the list, of whom %2 ask to join.", "共 %1 人，其中 %2 人申请加入。")
                             .arg(m_people->rowCount())
                             .arg(waiting));
    } else
        m_about->setText(
            say("%1 in the list. Nobody asks to join: a new person does so on the unlock page, with “Ask to join…”.",
                "共 %1 人，暂无加入申请。新人员可在解锁页点“申请加入…”提出。")
                .arg(m_people->rowCount()));
}

void PeoplePage::admit() {
    const auto id = m_panel->shown();
    if (!id) return;
    m_panel->setBusy(true);
    const auto name = utf8(m_people->index(m_people->rowOf(*id), PeopleModel::name).data().toString());
    m_session.write(
        this,
        [id = *id, roles = m_panel->roles(), certified = m_panel->certified()](WriterPort& office) {
            return office.admit(id, roles, certified);
        },
        [this, name](Result<model::Receipt> receipt) {
            done(receipt,
                 model::fill({"{0} is admitted and can unlock the office.", "{0} 已接纳，可以解锁办公室。"}, name));
        });
}

void PeoplePage::change(bool active) {
    const auto id = m_panel->shown();
    if (!id) return;
    m_panel->setBusy(true);
    const auto& person = m_people->person(m_people->rowOf(*id));
    const Text words = person.active == active ? Text{"{0} is changed.", "{0} 已更改。"}
                       : active                ? Text{"{0} works here again.", "{0} 已恢复在岗。"}
                                               : Text{"{0} has left the office.", "{0} 已离岗。"};
    m_session.write(
        this,
        [id = *id, roles = m_panel->roles(), certified = m_panel->certified(), active](WriterPort& office) {
            return office.changePerson(id, roles, certified, active);
        },
        [this, said = model::fill(words, person.name)](Result<model::Receipt> receipt) { done(receipt, said); });
}

void PeoplePage::invite() {
    const auto id = m_panel->shown();
    if (!id) return;
    m_session.filePlaces().save(
        Files::enrolment, say("Invitation for new keys", "更换密钥的邀请文件"), QStringLiteral("inviteDialog"),
        QStringLiteral("touchstone-new-keys.json"), this, [this, id](const QString& file) {
            m_session.write(
                this,
                [id = *id, target = std::filesystem::path(utf8(file))](WriterPort& office) {
                    return office.saveInvitationFor(id, target);
                },
                [this, file](const Result<void>& saved) {
                    if (!saved) emit said(Meaning::danger, say(saved.error()));
                    else
                        emit said(Meaning::ok, say("%1 is for this person alone, and holds no secret.",
                                                   "%1 仅供此人使用，其中没有秘密。")
                                                   .arg(file));
                });
        });
}

template <typename Job>
void PeoplePage::decide(Job job, const Text& words) {
    m_panel->setBusy(true);
    m_session.write(this, std::move(job), [this, words](Result<model::Receipt> receipt) { done(receipt, words); });
}

void PeoplePage::propose(const QString& why) {
    const auto id = m_panel->shown();
    if (!id) return;
    decide([id = *id, keys = m_panel->renewal()->fingerprint(),
            text = utf8(why)](WriterPort& office) { return office.proposeKeys(id, keys, text); },
           {"The new keys are proposed. A second person approves them.", "已提议更换密钥，须由第二人批准。"});
}

void PeoplePage::approve() {
    const auto id = m_panel->shown();
    if (!id) return;
    decide([id = *id,
            keys = m_panel->renewal()->fingerprint()](WriterPort& office) { return office.approveKeys(id, keys); },
           {"The new keys are in force. The old ones sign nothing more.", "新密钥已启用，原密钥不能再签名。"});
}

void PeoplePage::decline() {
    const auto id = m_panel->shown();
    if (!id) return;
    decide([id = *id](WriterPort& office) { return office.declineKeys(id); },
           {"The new keys are declined.", "已否决更换密钥。"});
}

void PeoplePage::lookAtHoldings(PersonId id) {
    ++m_asked;
    m_session.write(
        this, [id](WriterPort& office) { return office.holdings(id); },
        [this, id](Result<model::Holdings> held) {
            --m_asked;
            if (!held || m_panel->shown() != id) return;
            std::vector<HandOverPanel::Line> lines;
            const auto& workflow = m_session.office().workflow;
            for (const auto& role : held->roles()) {
                const model::CaseRole* part = workflow ? workflow->role(role) : nullptr;
                HandOverPanel::Line line{role, part ? part->title : model::same(role), {}};
                const auto system = part ? model::parseRole(part->system) : std::nullopt;
                for (const auto& one : m_people->people()) {
                    if (one.id == id || !one.active || (system && !one.roles.contains(*system))) continue;
                    line.candidates.push_back({one.id, str(one.name)});
                }
                lines.push_back(std::move(line));
            }
            m_panel->handOver()->show(*held, std::move(lines));
        });
}

void PeoplePage::handOver() {
    const auto id = m_panel->shown();
    if (!id) return;
    m_panel->setBusy(true);
    m_session.write(
        this,
        [id = *id, to = m_panel->handOver()->successors(), stop = m_session.newStop()](WriterPort& office) {
            return office.handOver(id, to, {}, stop);
        },
        [this, id = *id](Result<model::HandedOver> over) {
            m_panel->setBusy(false);
            if (!over) emit said(Meaning::danger, say(over.error()));
            else if (over->broken) emit said(Meaning::danger, say(*over->broken));
            else {
                QString words = say("%1 handed over.", "已移交 %1 项。").arg(over->done);
                const auto failed = std::ranges::find_if(
                    over->items, [](const model::HandedOverItem& item) { return item.error.has_value(); });
                if (failed != over->items.end()) {
                    words += QStringLiteral(" ") + say("%1 refused: %2: %3", "%1 项被拒：%2：%3")
                                                       .arg(over->refused)
                                                       .arg(str(failed->reference), say(*failed->error));
                }
                emit said(failed == over->items.end() ? Meaning::ok : Meaning::warn, words);
            }
            if (m_panel->shown() == id) refresh();
        });
}

QString PeoplePage::unitsInWords() const {
    if (!m_session.isOpen() || m_session.office().units.size() < 2) return {};
    const auto& office = m_session.office();
    const auto names = [&](const std::vector<PersonId>& people) {
        QStringList out;
        for (const auto id : people) {
            if (const auto* const person = office.person(id)) out << str(person->name);
        }
        return out.join(say(", ", "、"));
    };
    QString words = QStringLiteral("\n\n") + say("Units. A case is one unit's, and the others see nothing of it.",
                                                 "处室。每个案件属于一个处室，其他处室完全不可见。");
    for (const auto& unit : office.units) {
        words += QStringLiteral("\n\n") + say(unit.title) + (unit.mine ? say(" (yours)", "（您在其中）") : QString()) +
                 QStringLiteral("\n") + names(unit.people);
        if (!unit.due.empty())
            words += QStringLiteral("\n") +
                     say("Waits for its key from a member: %1", "等待成员给予密钥：%1").arg(names(unit.due));
        if (!unit.leaving.empty())
            words +=
                QStringLiteral("\n") +
                say("Out, once a member has turned the key: %1", "待成员更换密钥后移出：%1").arg(names(unit.leaving));
    }
    return words;
}

void PeoplePage::staff() {
    const auto id = m_panel->shown();
    if (!id) return;
    const auto& person = m_people->person(m_people->rowOf(*id));
    decide([id = *id,
            changes = m_panel->units()->changes()](WriterPort& office) { return office.staffUnits(id, changes); },
           model::fill({"The units of {0} are changed.", "{0} 的处室已更改。"}, person.name));
}

void PeoplePage::foundUnit() {
    auto* dialog = new FoundUnitDialog(m_session.office(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        decide([name = dialog->name(),
                members = dialog->members()](WriterPort& office) { return office.foundUnit(name, members); },
               model::fill({"The unit {0} is there.", "已设立“{0}”。"}, dialog->name()));
    });
    dialog->open();
}

void PeoplePage::drill() {
    m_drill->setEnabled(false);
    m_session.write(
        this, [stop = m_session.newStop()](WriterPort& office) { return office.drill({}, stop); },
        [this](Result<model::Drill> made) {
            m_drill->setEnabled(true);
            if (!made) {
                emit said(Meaning::danger, say(made.error()));
                return;
            }
            m_drilled = *std::move(made);
            m_table->clearSelection(); // what it found stands where a person would
            sayDrill();
            emit said(
                m_drilled->passed() ? Meaning::ok : Meaning::warn,
                m_drilled->passed()
                    ? say("Everybody could lose their passphrase today and go on.", "任何人今日丢失口令均可恢复。")
                    : say("Not everybody could be recovered today; the page says who and what cures it.",
                          "并非所有人今日均可恢复；页面列出相关人员及补救办法。"));
        });
}

void PeoplePage::sayDrill() {
    if (!m_drilled) {
        const QString units = unitsInWords();
        m_nobody->setAlignment(units.isEmpty() ? Qt::AlignCenter : Qt::AlignTop | Qt::AlignLeft);
        m_nobody->setText(say("Select a person to see their roles and the fingerprint of their keys.",
                              "选择人员以查看其角色和密钥指纹。") +
                          units);
        return;
    }
    QString words = say("Recovery drill of %1", "恢复演练：%1").arg(str(model::formatMinute(m_drilled->time))) + u'\n';
    words += say("Opened here: %1 case(s) with people assigned, %2 unit(s).",
                 "已实际打开：有指派人员的案件 %1 件，密钥组 %2 个。")
                 .arg(m_drilled->casesOpened)
                 .arg(m_drilled->units.size());
    for (const auto& one : m_drilled->people) {
        for (const auto& gap : one.gaps) {
            const int row = m_people->rowOf(one.person);
            words += QStringLiteral("\n\n") + (row < 0 ? QString() : str(m_people->person(row).name)) +
                     QStringLiteral(": ") + say(gap.what) + QStringLiteral("\n→ ") + say(gap.cure);
        }
    }
    for (const auto& fault : m_drilled->faults) words += QStringLiteral("\n\n") + say(fault);
    if (m_drilled->passed())
        words += QStringLiteral("\n\n") +
                 say("Everybody could lose their passphrase today and go on.", "任何人今日丢失口令均可恢复。");
    m_nobody->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_nobody->setText(words);
}

void PeoplePage::done(const Result<model::Receipt>& receipt, const Text& words) {
    m_panel->setBusy(false);
    if (!receipt) emit said(Meaning::danger, say(receipt.error()));
    else if (!receipt->refused.empty()) emit said(Meaning::danger, say(receipt->refused.front()));
    else {
        emit said(Meaning::ok, say(words));
        m_session.refreshOffice(); // names and roles are used all over the window
    }
    refresh();
    m_table->setFocus(Qt::OtherFocusReason);
}

void PeoplePage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) emit backWanted();
    else Page::keyPressEvent(event);
}

} // namespace ui
