// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/register.h"
#include "model/workflow/problems.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

namespace model {
namespace {

using Json = nlohmann::ordered_json;

std::string pointerPart(std::string_view key) {
    std::string out = "/";
    for (const char c : key) {
        if (c == '~') out += "~0";
        else if (c == '/') out += "~1";
        else out += c;
    }
    return out;
}

// The first look at the text, which builds nothing: is it JSON, is it flat enough, is every key there once? A library
// that reads into values would keep one of two equal keys in silence, and two readers might keep different ones.
class FirstLook {
public:
    using number_integer_t = Json::number_integer_t;
    using number_unsigned_t = Json::number_unsigned_t;
    using number_float_t = Json::number_float_t;
    using string_t = Json::string_t;
    using binary_t = Json::binary_t;

    explicit FirstLook(Problems& problems) : m_problems(problems) {}

    bool null() { return value(); }
    bool boolean(bool) { return value(); }
    bool number_integer(number_integer_t) { return value(); }
    bool number_unsigned(number_unsigned_t) { return value(); }
    bool number_float(number_float_t, const string_t&) { return value(); }
    bool string(string_t&) { return value(); }
    bool binary(binary_t&) { return value(); }
    bool start_object(std::size_t) { return open(); }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(true); }
    bool end_array() { return close(); }
    bool key(string_t& name) {
        auto& frame = m_frames.back();
        frame.key = name;
        if (!frame.seen.insert(name).second) {
            m_problems.add(path(), {"This key stands twice in one object.", "同一对象中该键出现两次。"},
                           {"Keep one of them.", "只保留一个。"});
        }
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
        m_problems.add("byte " + std::to_string(position),
                       {"The text is no JSON from here on.", "自此处起不是有效的JSON。"},
                       {"Correct the syntax at this byte: a comma, quote or bracket, or broken UTF-8.",
                        "请检查该字节处的逗号、引号、括号或UTF-8编码。"});
        return false;
    }

private:
    struct Frame {
        bool array = false;
        std::size_t index = 0;
        std::string key;
        std::set<std::string> seen;
    };

    std::string path() const {
        std::string out;
        for (const auto& frame : m_frames)
            out += frame.array ? "/" + std::to_string(frame.index) : pointerPart(frame.key);
        return out;
    }
    bool value() {
        if (++m_values > kDefinitionValues) {
            m_problems.add(path(), {"The definition has more than 100,000 values.", "工作流定义中的值超过100,000个。"},
                           {"Divide the procedure, or leave out what is not used.", "请拆分流程或删去未使用的内容。"});
            return false;
        }
        if (!m_frames.empty() && m_frames.back().array) ++m_frames.back().index;
        return true;
    }
    bool open(bool array = false) {
        if (m_frames.size() == kDefinitionDepth) {
            m_problems.add(path(), {"Nested deeper than 16 levels.", "嵌套超过16层。"},
                           {"A definition needs no more than 8 levels.", "工作流定义不需要超过8层嵌套。"});
            return false;
        }
        m_frames.push_back({array, 0, {}, {}});
        return true;
    }
    bool close() {
        m_frames.pop_back();
        return value();
    }

    Problems& m_problems;
    std::vector<Frame> m_frames;
    std::size_t m_values = 0;
};

const Text kCorrect{"Correct it; docs/formats.md describes each member.", "请更正；各成员的说明见docs/formats.md。"};

bool isId(std::string_view text) {
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && text.size() <= 64 && text.front() >= 'a' && text.front() <= 'z' &&
           std::ranges::all_of(text, good);
}

bool isPlain(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// One value of the text and its place.
class Node {
public:
    Node(const Json* value, std::string path, Problems& problems)
        : m_value(value), m_path(std::move(path)), m_problems(&problems) {}

    explicit operator bool() const { return m_value != nullptr; }
    const std::string& path() const { return m_path; }

    void wrong(Text what, Text cure = kCorrect) const { m_problems->add(m_path, std::move(what), std::move(cure)); }

    bool object() const {
        if (!m_value) return false;
        if (!m_value->is_object()) wrong({"An object is expected here.", "此处应为对象。"});
        return m_value->is_object();
    }
    // True for an object; members other than these are mistakes.
    bool object(const std::vector<std::string_view>& known) const {
        if (!object()) return false;
        for (const auto& [key, value] : m_value->items()) {
            if (std::ranges::find(known, std::string_view(key)) != known.end()) continue;
            m_problems->add(m_path + pointerPart(key), {"This member is not known.", "未知的成员。"},
                            {"Remove it, or correct its spelling.", "请删除或更正拼写。"});
        }
        return true;
    }
    Node optional(std::string_view key) const {
        const Json* found = nullptr;
        if (m_value && m_value->is_object()) {
            if (const auto at = m_value->find(std::string(key)); at != m_value->end()) found = &*at;
        }
        return {found, m_path + pointerPart(key), *m_problems};
    }
    Node member(std::string_view key) const {
        Node node = optional(key);
        if (!node && m_value) {
            m_problems->add(
                m_path, model::fill({"The member \"{0}\" is missing.", "缺少成员“{0}”。"}, std::string(key)), kCorrect);
        }
        return node;
    }
    std::vector<Node> items(std::size_t most) const {
        std::vector<Node> out;
        if (!m_value) return out;
        if (!m_value->is_array()) {
            wrong({"A list is expected here.", "此处应为列表。"});
            return out;
        }
        if (m_value->size() > most) {
            wrong(model::fill({"The list has {0} entries; the most is {1}.", "列表有 {0} 项，最多 {1} 项。"},
                              std::to_string(m_value->size()), std::to_string(most)),
                  {"Divide the procedure, or leave out what is not used.", "请拆分流程或删去未使用的内容。"});
            return out;
        }
        std::size_t index = 0;
        for (const auto& entry : *m_value)
            out.emplace_back(&entry, m_path + "/" + std::to_string(index++), *m_problems);
        return out;
    }
    std::string string(std::size_t most) const {
        if (!m_value) return {};
        if (!m_value->is_string()) {
            wrong({"A text is expected here.", "此处应为文本。"});
            return {};
        }
        const auto& text = m_value->get_ref<const std::string&>();
        if (text.size() > most) {
            wrong(model::fill({"The text is longer than {0} bytes.", "文本超过{0}字节。"}, std::to_string(most)));
            return {};
        }
        if (!isPlain(text)) {
            wrong({"The text holds control characters.", "文本含有控制字符。"});
            return {};
        }
        return text;
    }
    std::string filled(std::size_t most) const {
        if (m_value && m_value->is_string() &&
            m_value->get_ref<const std::string&>().find_first_not_of(' ') == std::string::npos) {
            wrong({"The text is empty.", "文本为空。"});
            return {};
        }
        return string(most);
    }
    std::string id() const {
        std::string text = string(1000);
        if (!m_value || !m_value->is_string() || isId(text)) return text;
        wrong({"An id is one to 64 of a-z, 0-9 and _, and begins with a letter.",
               "标识由1至64个小写字母、数字或下划线组成，且以字母开头。"});
        return {};
    }
    std::vector<std::string> ids(std::size_t most = 64) const {
        std::vector<std::string> out;
        for (const auto& item : items(most)) {
            auto id = item.id();
            if (!id.empty() && std::ranges::find(out, id) != out.end()) {
                item.wrong(model::fill({"\"{0}\" stands twice in this list.", "“{0}”在列表中重复。"}, id));
            }
            out.push_back(std::move(id));
        }
        return out;
    }
    bool flag() const {
        if (!m_value) return false;
        if (m_value->is_boolean()) return m_value->get<bool>();
        wrong({"true or false is expected here.", "此处应为true或false。"});
        return false;
    }
    unsigned number(unsigned least, unsigned most) const {
        if (!m_value) return least;
        if (m_value->is_number_unsigned()) {
            const auto value = m_value->get<std::uint64_t>();
            if (value >= least && value <= most) return static_cast<unsigned>(value);
        }
        wrong(model::fill({"A whole number from {0} to {1} is expected here.", "此处应为{0}至{1}的整数。"},
                          std::to_string(least), std::to_string(most)));
        return least;
    }
    // A text in both languages.
    Text text() const {
        if (!object({"en", "zh"})) return {};
        const auto one = [&](std::string_view key, const Text& language) {
            const Node node = optional(key);
            if (!node) {
                wrong(model::fill({"The text in {0} is missing.", "缺少{0}文本。"}, language),
                      {"Every text stands in both languages.", "每段文本都须有中英文两种语言。"});
            }
            return node.filled(4000);
        };
        return {one("en", {"English", "英文"}), one("zh", {"Chinese", "中文"})};
    }
    // The value of a closed set, or nothing.
    template <typename Read>
    auto oneOf(Read read, std::string_view words) const -> decltype(read(std::string_view{})) {
        const std::string text = string(1000);
        if (!m_value || !m_value->is_string()) return {};
        auto value = read(text);
        if (!value)
            wrong(
                model::fill({"\"{0}\" is none of: {1}.", "“{0}”不在允许的取值之内：{1}。"}, text, std::string(words)));
        return value;
    }

private:
    const Json* m_value;
    std::string m_path;
    Problems* m_problems;
};

std::optional<FieldType> fieldTypeFromName(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(FieldType::penalty); ++i) {
        if (fieldTypeName(static_cast<FieldType>(i)) == name) return static_cast<FieldType>(i);
    }
    return std::nullopt;
}

std::optional<DeadlineActionKind> actionFromName(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(DeadlineActionKind::extends); ++i) {
        if (deadlineActionName(static_cast<DeadlineActionKind>(i)) == name) return static_cast<DeadlineActionKind>(i);
    }
    return std::nullopt;
}

std::optional<Basis> basisFromName(std::string_view name) {
    if (name == "law") return Basis::law;
    if (name == "setting") return Basis::setting;
    return std::nullopt;
}

constexpr std::string_view kUnits = "hours, workingDays, calendarDays, months, years";

Field readField(const Node& node, bool isFact) {
    Field field;
    if (!(isFact ? node.object({"id", "title", "help", "type", "choices"})
                 : node.object({"id", "title", "help", "type", "required", "choices"}))) {
        return field;
    }
    field.id = node.member("id").id();
    field.title = node.member("title").text();
    field.help = node.optional("help").text();
    const auto type =
        node.member("type").oneOf(fieldTypeFromName, "text, longText, date, money, choice, flag, person, penalty");
    field.type = type.value_or(FieldType::text);
    field.required = node.optional("required").flag();
    const Node choices = node.optional("choices");
    for (const auto& item : choices.items(200)) {
        Choice choice;
        if (item.object({"value", "title"})) {
            choice.value = item.member("value").id();
            choice.title = item.member("title").text();
            if (!choice.value.empty() && std::ranges::contains(field.choices, choice.value, &Choice::value)) {
                item.wrong(model::fill({"The value \"{0}\" stands twice.", "取值“{0}”重复。"}, choice.value));
            }
        }
        field.choices.push_back(std::move(choice));
    }
    if (type == FieldType::choice && field.choices.empty()) {
        node.wrong({"A field of type choice lists its choices.", "choice类型的字段须列出choices。"});
    }
    if (type && !field.choices.empty() && field.type != FieldType::choice && field.type != FieldType::text) {
        node.wrong({"Only fields of type choice or text have choices.", "仅choice或text类型的字段可列出choices。"});
    }
    if (isFact && field.type == FieldType::penalty) {
        node.wrong({"A fact cannot be a penalty.", "事实不能为penalty类型。"});
    }
    return field;
}

CaseRole readRole(const Node& node) {
    CaseRole role;
    if (!node.object({"id", "title", "system", "assigned", "least", "excludes"})) return role;
    role.id = node.member("id").id();
    role.title = node.member("title").text();
    const auto system =
        node.member("system").oneOf([](std::string_view name) { return parseRole(name); },
                                    "officer, investigator, supervisor, custodian, auditor, administrator");
    if (system) role.system = roleName(*system);
    role.assigned = node.optional("assigned").flag();
    role.least = node.optional("least").number(0, 100);
    role.excludes = node.optional("excludes").ids();
    return role;
}

Stage readStage(const Node& node) {
    Stage stage;
    if (!node.object({"id", "title", "initial", "final", "outcome", "workers", "assigners"})) return stage;
    stage.id = node.member("id").id();
    stage.title = node.member("title").text();
    stage.initial = node.optional("initial").flag();
    stage.final = node.optional("final").flag();
    stage.outcome = stage.final ? node.member("outcome").text() : node.optional("outcome").text();
    stage.workers = node.optional("workers").ids();
    stage.assigners = node.optional("assigners").ids();
    return stage;
}

DeadlineDefinition readDeadline(const Node& node) {
    DeadlineDefinition deadline;
    if (!node.object({"id", "title", "cite", "basis", "length", "unit", "roll", "startsOnOpening"})) return deadline;
    deadline.id = node.member("id").id();
    deadline.title = node.member("title").text();
    deadline.basis = node.member("basis").oneOf(basisFromName, "law, setting").value_or(Basis::law);
    if (deadline.basis == Basis::law) {
        deadline.cite = node.member("cite").filled(200);
    } else if (const Node cite = node.optional("cite")) {
        cite.wrong({"A setting of the office has no article.", "本单位设定的期限没有法条依据。"});
    }
    deadline.startsOnOpening = node.optional("startsOnOpening").flag();
    deadline.rule.name = deadline.title;
    deadline.rule.cite = deadline.cite;
    deadline.rule.length = static_cast<int>(node.member("length").number(1, law::kMaxDays));
    deadline.rule.unit =
        node.member("unit").oneOf(law::deadlineUnitFromName, kUnits).value_or(law::DeadlineUnit::calendarDays);
    if (node.optional("roll").flag()) deadline.rule.roll = law::RollForward::nextWorkingDay;
    return deadline;
}

// The members that a guard of this kind has.
std::vector<std::string_view> membersOf(GuardKind kind) {
    std::vector<std::string_view> members = {"kind", "cite", "why", "cure", "onlyIfTaken"};
    const auto with = [&](std::initializer_list<std::string_view> more) {
        members.insert(members.end(), more);
        return members;
    };
    switch (kind) {
    case GuardKind::assignedAtLeast: return with({"role", "count", "certified"});
    case GuardKind::evidenceAtLeast: return with({"count"});
    case GuardKind::factSet: return with({"facts"});
    case GuardKind::stepTaken: return with({"steps", "any", "since"});
    case GuardKind::stepNotTaken: return with({"steps", "since"});
    case GuardKind::notPerformedBy: return with({"steps"});
    case GuardKind::notAssignedAs: return with({"role"});
    case GuardKind::deadlineNotPassed:
    case GuardKind::deadlinePassed: return with({"deadline"});
    case GuardKind::certifiedActor: return members;
    case GuardKind::penaltyInRange: return with({"step"});
    case GuardKind::sameFormAs: return with({"step", "fields"});
    }
    std::unreachable();
}

std::vector<std::string> filledIds(const Node& node, std::size_t most = 64) {
    auto ids = node.ids(most);
    if (node && ids.empty()) node.wrong({"The list is empty.", "列表为空。"});
    return ids;
}

Guard readGuard(const Node& node) {
    Guard guard;
    if (!node.object()) return guard;
    const auto kind = node.member("kind").oneOf(
        guardKindFromName,
        "assignedAtLeast, evidenceAtLeast, factSet, stepTaken, stepNotTaken, notPerformedBy, "
        "notAssignedAs, deadlineNotPassed, deadlinePassed, certifiedActor, penaltyInRange, sameFormAs");
    guard.cite = node.member("cite").filled(200);
    guard.why = node.member("why").text();
    guard.cure = node.member("cure").text();
    guard.onlyIfTaken = node.optional("onlyIfTaken").ids();
    if (!kind) return guard;
    guard.kind = *kind;
    node.object(membersOf(*kind));
    switch (*kind) {
    case GuardKind::assignedAtLeast:
        guard.role = node.member("role").id();
        guard.count = node.member("count").number(1, 100);
        guard.certified = node.optional("certified").flag();
        break;
    case GuardKind::evidenceAtLeast: guard.count = node.member("count").number(1, 1000); break;
    case GuardKind::factSet: guard.facts = filledIds(node.member("facts")); break;
    case GuardKind::stepTaken: guard.any = node.optional("any").flag(); [[fallthrough]];
    case GuardKind::stepNotTaken:
        guard.steps = filledIds(node.member("steps"));
        guard.since = node.optional("since").id();
        break;
    case GuardKind::notPerformedBy: guard.steps = filledIds(node.member("steps")); break;
    case GuardKind::notAssignedAs: guard.role = node.member("role").id(); break;
    case GuardKind::deadlineNotPassed:
    case GuardKind::deadlinePassed: guard.deadline = node.member("deadline").id(); break;
    case GuardKind::certifiedActor: break;
    case GuardKind::penaltyInRange: guard.step = node.optional("step").id(); break;
    case GuardKind::sameFormAs:
        guard.step = node.member("step").id();
        guard.fields = filledIds(node.member("fields"));
        break;
    }
    return guard;
}

DeadlineAction readAction(const Node& node, const Text& stepTitle) {
    DeadlineAction action;
    if (!node.object()) return action;
    const auto kind = node.member("action").oneOf(actionFromName, "starts, stops, suspends, resumes, extends");
    action.deadline = node.member("deadline").id();
    if (!kind) return action;
    action.kind = *kind;
    if (*kind != DeadlineActionKind::extends) {
        node.object({"action", "deadline"});
        return action;
    }
    node.object({"action", "deadline", "length", "unit", "cite"});
    action.extension.length = static_cast<int>(node.member("length").number(1, law::kMaxDays));
    action.extension.unit =
        node.member("unit").oneOf(law::deadlineUnitFromName, kUnits).value_or(law::DeadlineUnit::calendarDays);
    action.extension.cite = node.member("cite").filled(200);
    action.extension.reason = stepTitle;
    return action;
}

Step readStep(const Node& node) {
    Step step;
    if (!node.object(
            {"id", "title", "from", "to", "role", "confirm", "approves", "cite", "form", "guards", "deadlines"})) {
        return step;
    }
    step.id = node.member("id").id();
    step.title = node.member("title").text();
    step.from = filledIds(node.member("from"), kMaxStages);
    step.to = node.optional("to").id();
    step.role = node.member("role").id();
    step.confirm = node.optional("confirm").flag();
    step.approves = node.optional("approves").id();
    step.cite = node.optional("cite").string(200);
    for (const auto& item : node.optional("form").items(64)) step.form.push_back(readField(item, false));
    for (const auto& item : node.optional("guards").items(64)) step.guards.push_back(readGuard(item));
    for (const auto& item : node.optional("deadlines").items(64))
        step.deadlines.push_back(readAction(item, step.title));
    return step;
}

} // namespace

Definition readDefinition(std::string_view json, Problems& problems) {
    Definition definition;
    if (json.size() > kDefinitionBytes) {
        problems.add("", {"The definition is larger than 1 MiB.", "工作流定义超过1 MiB。"},
                     {"Divide the procedure, or leave out what is not used.", "请拆分流程或删去未使用的内容。"});
        return definition;
    }
    FirstLook look(problems);
    const std::size_t before = problems.count();
    if (!Json::sax_parse(json, &look) || problems.count() != before) return definition;
    const Json parsed = Json::parse(json, nullptr, false);
    const Node root(&parsed, "", problems);
    if (!root.object({"format", "id", "version", "title", "sources", "openers", "facts", "roles", "stages", "deadlines",
                      "steps"})) {
        return definition;
    }
    if (const Node format = root.member("format"); format && format.string(100) != "touchstone-workflow-1") {
        format.wrong({"The format is not touchstone-workflow-1.", "格式不是touchstone-workflow-1。"},
                     {"A newer program may have written it.", "可能由更新的程序写成。"});
    }
    definition.id = root.member("id").id();
    definition.version = root.member("version").number(1, 1'000'000);
    definition.title = root.member("title").text();
    for (const auto& item : root.optional("sources").items(200)) definition.sources.push_back(item.filled(1000));
    definition.openers = filledIds(root.member("openers"));
    for (const auto& item : root.optional("facts").items(200)) definition.facts.push_back(readField(item, true));
    for (const auto& item : root.member("roles").items(50)) definition.roles.push_back(readRole(item));
    for (const auto& item : root.member("stages").items(kMaxStages)) definition.stages.push_back(readStage(item));
    for (const auto& item : root.optional("deadlines").items(100)) definition.deadlines.push_back(readDeadline(item));
    for (const auto& item : root.member("steps").items(kMaxSteps)) definition.steps.push_back(readStep(item));
    return definition;
}

} // namespace model
