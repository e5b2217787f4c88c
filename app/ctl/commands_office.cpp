// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workspace/enrolment.h"
#include "model/workspace/setup_rules.h"

#include <algorithm>

namespace app {

namespace {

constexpr model::Role kRoles[] = {model::Role::officer,   model::Role::investigator, model::Role::supervisor,
                                  model::Role::custodian, model::Role::auditor,      model::Role::administrator};

Option labelOption() {
    return {.name = "label",
            .value = "LABEL",
            .help = {"The word on the unlock page; whoever has the disk can read it",
                     "解锁页上的标签；拿到磁盘的人可以看到"},
            .required = true};
}

Option nameOption() {
    return {.name = "name",
            .value = "NAME",
            .help = {"The person's name, readable only inside the office", "姓名，仅办公室内可读"}};
}

Option roleOption(bool required) {
    return {.name = "role",
            .value = "ROLE",
            .help = {"A role in the office; may be given several times", "在办公室的角色；可多次给出"},
            .required = required,
            .repeats = true,
            .choices = roleWords()};
}

Option certifiedOption() {
    return {.name = "certified",
            .help = {"Holds an enforcement certificate (APL 42)", "持有行政执法证（行政处罚法第42条）"}};
}

Result<Reply> found(const Invocation& call, Context& context) {
    model::FoundRequest request;
    TRY_ASSIGN(const auto named, context.officeFolder());
    TRY_ASSIGN(request.folder, fullPath(named));
    request.officeName = call.value("office-name");
    const auto suite = crypto::parseSuite(call.find("suite").value_or("intl-1"));
    if (!suite) return fail(Code::usage, {"There is no such suite", "没有这种密码套件"}, {}, "--suite");
    request.suite = *suite;
    request.label = call.value("label");
    request.name = call.find("name").value_or(request.label);
    TRY_ASSIGN(request.roles, rolesOf(call));
    if (request.roles.empty()) request.roles = {model::Role::administrator};
    request.certified = call.has("certified");
    // All that can be said before a passphrase is asked for.
    TRY(model::checkMachine(*context.surroundings().clock));
    TRY(model::checkOfficeName(request.officeName));
    TRY(model::checkLabel(request.label));
    TRY(model::checkPersonName(request.name));
    TRY(model::checkNewFolder(request.folder));
    TRY_ASSIGN(const auto passphrase, context.newSecret(request.label, request.token));
    TRY_ASSIGN(const auto workspace, model::Workspace::found(
                                         request, passphrase.view(), context.surroundings(),
                                         [&](const Text& doing) { context.progress(doing)(0, 0); }, context.stop()));
    const auto& office = workspace->office();
    Reply reply;
    reply.data = {{"folder", request.folder.string()},
                  {"fingerprint", office.founding.hex()},
                  {"suite", std::string(crypto::suiteName(office.suite))},
                  {"person", workspace->me().hex()}};
    reply.words = context.in(model::fill(
        {"The office is founded in {0}.\nIts fingerprint is {1}.\n", "办公室已在 {0} 建立。\n其指纹是 {1}。\n"},
        request.folder.string(), office.founding.hex()));
    return reply;
}

Result<Reply> join(const Invocation& call, Context& context) {
    // An enrolment file names the office, so that no folder is needed.
    std::filesystem::path named = call.find("enrolment").value_or("");
    if (named.empty()) {
        TRY_ASSIGN(named, context.officeFolder());
    }
    TRY_ASSIGN(const auto whole, fullPath(named));
    TRY_ASSIGN(const auto office, model::officeToJoin(whole));
    model::PersonRequest request;
    request.label = call.value("label");
    request.name = call.find("name").value_or(request.label);
    TRY(model::checkMachine(*context.surroundings().clock));
    TRY(model::checkLabel(request.label, office.profiles));
    TRY(model::checkPersonName(request.name));
    TRY_ASSIGN(const auto passphrase, context.newSecret(request.label, request.token));
    TRY_ASSIGN(const auto id, model::Workspace::requestToJoin(
                                  office.folder, request, passphrase.view(), context.surroundings(),
                                  [&](const Text& doing) { context.progress(doing)(0, 0); }, context.stop()));
    TRY_ASSIGN(const auto after, model::inspectOffice(office.folder));
    const auto mine = std::ranges::find(after.profiles, id, &model::Profile::id);
    const std::string keys = mine == after.profiles.end() ? std::string{} : mine->fingerprint.hex();
    Reply reply;
    reply.data = {{"person", id.hex()},
                  {"folder", office.folder.string()},
                  {"fingerprint", office.fingerprint.hex()},
                  {"keys", keys}};
    reply.words = context.in(
        model::fill({"{0} waits to be admitted: an administrator runs touchstonectl person admit {1} --role ROLE\n"
                     "Fingerprint of the keys, to be compared with them first: {2}\n",
                     "{0} 等待接纳：由系统管理员执行 touchstonectl person admit {1} --role ROLE\n"
                     "密钥指纹，请先与系统管理员核对：{2}\n"},
                    request.label, id.hex(), keys));
    return reply;
}

Result<Reply> enrolment(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto folder, context.officeFolder());
    TRY_ASSIGN(const auto made, model::enrolmentOf(folder));
    const std::string file = call.value("FILE");
    TRY(writeNewFile(file, crypto::asBytes(model::writeEnrolment(made))));
    Reply reply;
    reply.data = {{"file", file}, {"folder", made.folder.string()}, {"fingerprint", made.fingerprint.hex()}};
    reply.words = context.in(model::fill(
        {"{0} leads to the office in {1}.\nIts fingerprint is {2}.\n", "{0} 指向 {1} 中的办公室。\n其指纹是 {2}。\n"},
        file, made.folder.string(), made.fingerprint.hex()));
    return reply;
}

Result<Reply> info(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto folder, context.officeFolder());
    TRY_ASSIGN(const auto office, model::inspectOffice(folder));
    Reply reply;
    Json profiles = Json::array();
    Columns columns;
    for (const auto& profile : office.profiles) {
        profiles.push_back({{"id", profile.id.hex()},
                            {"label", profile.label},
                            {"admitted", profile.admitted},
                            {"keys", profile.fingerprint.hex()},
                            {"token", profile.token ? tokenJson(*profile.token) : Json(nullptr)}});
        columns.row({profile.label, profile.id.hex(),
                     profile.admitted ? ""
                     : context.zh()   ? "等待接纳"
                                      : "waits to be admitted"});
    }
    reply.data = {{"folder", office.folder.string()},
                  {"suite", std::string(crypto::suiteName(office.suite))},
                  {"fingerprint", office.fingerprint.hex()},
                  {"profiles", profiles}};
    reply.words =
        context.in(model::fill(
            {"Folder       {0}\nSuite        {1}\nFingerprint  {2}\n\n", "文件夹  {0}\n套件    {1}\n指纹    {2}\n\n"},
            office.folder.string(), std::string(crypto::suiteName(office.suite)), office.fingerprint.hex())) +
        columns.text();
    return reply;
}

// --- persons

Json rolesJson(const std::set<model::Role>& roles) {
    Json list = Json::array();
    for (const auto role : roles) list.push_back(std::string(model::roleName(role)));
    return list;
}

Result<Reply> addPerson(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    model::PersonRequest request;
    request.label = call.value("label");
    request.name = call.find("name").value_or(request.label);
    TRY_ASSIGN(request.roles, rolesOf(call));
    request.certified = call.has("certified");
    TRY_ASSIGN(const auto passphrase, context.newSecret(request.label, request.token));
    TRY_ASSIGN(const auto id, workspace->addPerson(request, passphrase.view()));
    Reply reply;
    reply.data = {{"person", id.hex()}};
    reply.words = context.in(model::fill({"{0} is added.\n", "{0} 已加入。\n"}, request.label));
    return reply;
}

Result<Reply> admitPerson(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, personOf(*workspace, call.value("PERSON")));
    TRY_ASSIGN(const auto roles, rolesOf(call));
    TRY_ASSIGN(const auto receipt, workspace->admit(id, roles, call.has("certified")));
    return receiptReply(receipt, context, model::fill({"{0} is admitted.", "{0} 已接纳。"}, call.value("PERSON")));
}

Result<Reply> changePerson(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, personOf(*workspace, call.value("PERSON")));
    const model::Person* person = workspace->office().person(id);
    if (person == nullptr) {
        return fail(Code::notFound, {"This person is not admitted yet", "此人尚未被接纳"},
                    {"Use touchstonectl person admit.", "请使用 touchstonectl person admit。"}, call.value("PERSON"));
    }
    if (call.has("certified") && call.has("not-certified")) {
        return fail(Code::usage,
                    {"--certified and --not-certified exclude each other", "--certified 与 --not-certified 互斥"});
    }
    if (call.has("active") && call.has("inactive")) {
        return fail(Code::usage, {"--active and --inactive exclude each other", "--active 与 --inactive 互斥"});
    }
    TRY_ASSIGN(auto roles, rolesOf(call));
    if (roles.empty()) roles = person->roles;
    const bool certified = call.has("certified") || (person->certified && !call.has("not-certified"));
    const bool active = call.has("active") || (person->active && !call.has("inactive"));
    TRY_ASSIGN(const auto receipt, workspace->changePerson(id, roles, certified, active));
    return receiptReply(receipt, context, model::fill({"{0} is changed.", "{0} 已更改。"}, call.value("PERSON")));
}

Text standingOf(const model::PersonEntry& person) {
    if (!person.admitted) return {"waits to be admitted", "等待接纳"};
    if (!person.active) return {"has left", "已离岗"};
    if (person.certified) return {"certified", "持证"};
    return {};
}

Result<Reply> listPersons(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto people, workspace->people());
    Reply reply;
    Json persons = Json::array();
    Columns columns;
    for (const auto& person : people) {
        persons.push_back({{"id", person.id.hex()},
                           {"label", person.label},
                           {"name", person.name},
                           {"roles", rolesJson(person.roles)},
                           {"certified", person.certified},
                           {"active", person.active},
                           {"admitted", person.admitted},
                           {"keys", person.fingerprint.hex()}});
        std::string roles;
        for (const auto role : person.roles) roles += (roles.empty() ? "" : ", ") + context.in(model::roleTitle(role));
        // Two groups of four are enough to tell colleagues apart; JSON has the whole of it.
        columns.row({person.label, person.name, roles, context.in(standingOf(person)), person.id.hex(),
                     person.fingerprint.hex().substr(0, 8)});
    }
    reply.data["persons"] = persons;
    reply.words = columns.text();
    return reply;
}

} // namespace

Operand personOperand() {
    return {.name = "PERSON", .help = {"Label, name or id of a person", "某人的标签、姓名或标识"}};
}

std::vector<std::string> roleWords() {
    std::vector<std::string> words;
    for (const auto role : kRoles) words.emplace_back(model::roleName(role));
    return words;
}

Result<std::set<model::Role>> rolesOf(const Invocation& call) {
    std::set<model::Role> roles;
    for (const auto& word : call.all("role")) {
        const auto role = model::parseRole(word);
        if (!role) return fail(Code::usage, model::fill({"There is no role {0}", "没有角色 {0}"}, word), {}, "--role");
        roles.insert(*role);
    }
    return roles;
}

std::vector<Command> officeCommands() {
    return {
        {.group = "office",
         .name = "found",
         .help = {"Found an office in an empty folder; you become its first person",
                  "在空文件夹中建立办公室，你是第一个人"},
         .about =
             {"Asks for a new passphrase. The fingerprint that it prints identifies the office for good: keep it elsewhere too.",
              "会询问新口令。所输出的指纹永久标识本办公室，请另行保存。"},
         .operands = {},
         .options = {labelOption(),
                     nameOption(),
                     {.name = "office-name",
                      .value = "NAME",
                      .help = {"Name of the office, printed on decisions", "办公室名称，印在决定书上"},
                      .required = true},
                     roleOption(false),
                     certifiedOption(),
                     tokenOption(),
                     {.name = "suite",
                      .value = "SUITE",
                      .help = {"Cryptographic suite; it cannot be changed later", "密码套件，以后不能更改"},
                      .choices = {"intl-1", "gm-1"}}},
         .members = {{"folder", {"The office's folder", "办公室文件夹"}},
                     {"fingerprint", {"Id of the founding event", "建立事件的标识"}},
                     {"suite", {"The cryptographic suite", "密码套件"}},
                     {"person", {"Your id", "你的标识"}}},
         .run = found},
        {.group = "office",
         .name = "join",
         .help = {"Make keys for a person and ask to be admitted", "为某人生成密钥并申请加入"},
         .about =
             {"Needs no passphrase but the new one. An administrator compares the fingerprint of the keys, admits the "
              "person and says which roles they have.",
              "只需新口令。随后由系统管理员核对密钥指纹、接纳此人并确定其角色。"},
         .operands = {},
         .options = {labelOption(),
                     nameOption(),
                     tokenOption(),
                     {.name = "enrolment",
                      .value = "FILE",
                      .help = {"An enrolment file, in place of --office", "加入文件，代替 --office"},
                      .complete = Complete::file}},
         .members = {{"person", {"Id of the person who waits", "等待接纳者的标识"}},
                     {"folder", {"The office's folder", "办公室文件夹"}},
                     {"fingerprint", {"Id of the founding event", "建立事件的标识"}},
                     {"keys", {"Fingerprint of the person's keys", "此人密钥的指纹"}}},
         .run = join},
        {.group = "office",
         .name = "enrolment",
         .help = {"Write a file that leads a new person to this office", "写出引导新人加入本办公室的文件"},
         .about =
             {"It holds the folder and the fingerprint and no secret, and lets nobody in: an administrator still admits.",
              "其中只有文件夹和指纹，没有秘密，也不使任何人获准加入：仍须系统管理员接纳。"},
         .operands = {{.name = "FILE", .help = {"The file to write; it must not exist", "要写出的文件，不得已存在"}}},
         .options = {},
         .members = {{"file", {"The file", "文件"}},
                     {"folder", {"The office's folder", "办公室文件夹"}},
                     {"fingerprint", {"Id of the founding event", "建立事件的标识"}}},
         .run = enrolment},
        {.group = "office",
         .name = "info",
         .help = {"What can be seen of an office without a passphrase", "无需口令即可看到的办公室信息"},
         .about = {},
         .operands = {},
         .options = {},
         .members = {{"folder", {"The office's folder", "办公室文件夹"}},
                     {"suite", {"The cryptographic suite", "密码套件"}},
                     {"fingerprint", {"Id of the founding event", "建立事件的标识"}},
                     {"profiles", {"The persons with keys on this machine", "本机上有密钥的人"}},
                     {"profiles[].id", {"The person's id", "标识"}},
                     {"profiles[].label", {"The word on the unlock page", "解锁页上的标签"}},
                     {"profiles[].admitted", {"false while a request to join waits", "等待接纳时为 false"}},
                     {"profiles[].keys", {"Fingerprint of the person's keys", "此人密钥的指纹"}},
                     {"profiles[].token",
                      {"The token with the key that signs; null: a passphrase opens the keys",
                       "存有签名密钥的智能密码钥匙；null 表示用口令打开密钥"}},
                     {"profiles[].token.label", {"Its label", "标签"}},
                     {"profiles[].token.serial", {"Its serial number", "序列号"}},
                     {"profiles[].token.manufacturer", {"Who made it", "制造商"}},
                     {"profiles[].token.model", {"Its model", "型号"}}},
         .run = info},
    };
}

std::vector<Command> personCommands() {
    return {
        {.group = "person",
         .name = "add",
         .help = {"Add a person who is at the keyboard (administrator)", "添加在场的人（系统管理员）"},
         .about = {"With --passphrase-fd the first line is yours and the second is the new person's.",
                   "使用 --passphrase-fd 时，第一行是你的口令，第二行是新人的口令。"},
         .operands = {},
         .options = {labelOption(), nameOption(), roleOption(true), certifiedOption(), tokenOption()},
         .members = {{"person", {"Id of the new person", "新人的标识"}}},
         .run = addPerson},
        {.group = "person",
         .name = "admit",
         .help = {"Admit a person who asked to join (administrator)", "接纳申请加入的人（系统管理员）"},
         .about = {},
         .operands = {personOperand()},
         .options = {roleOption(true), certifiedOption()},
         .members = under("receipt", receiptMembers()),
         .run = admitPerson},
        {.group = "person",
         .name = "change",
         .help = {"Change a person's roles, certificate or standing (administrator)",
                  "更改某人的角色、证件或状态（系统管理员）"},
         .about = {"What is not given stays. --role replaces all roles.", "未给出的保持不变。--role 替换全部角色。"},
         .operands = {personOperand()},
         .options =
             {roleOption(false),
              certifiedOption(),
              {.name = "not-certified", .help = {"Holds no enforcement certificate", "不持有行政执法证"}},
              {.name = "active", .help = {"Works here again", "恢复在岗"}},
              {.name = "inactive",
               .help = {"Has left: signs nothing more and cannot unlock the office; earlier signatures stay valid",
                        "已离岗：不能再签名或解锁办公室；此前的签名仍有效"}}},
         .members = under("receipt", receiptMembers()),
         .run = changePerson},
        {.group = "person",
         .name = "list",
         .help = {"Everyone in the office", "列出所有人"},
         .about = {"Requests to join come first. The last column begins the fingerprint of a person's keys.",
                   "申请加入者在前。最后一列是此人密钥指纹的开头。"},
         .operands = {},
         .options = {},
         .members = {{"persons", {"Everyone, those who wait included", "所有人，包括等待者"}},
                     {"persons[].id", {"The person's id", "标识"}},
                     {"persons[].label", {"The word on the unlock page, or empty", "解锁页标签，可为空"}},
                     {"persons[].name", {"The name", "姓名"}},
                     {"persons[].roles", {"Roles in the office", "角色"}},
                     {"persons[].certified", {"Holds an enforcement certificate", "是否持有行政执法证"}},
                     {"persons[].active", {"Whether the person works here", "是否在岗"}},
                     {"persons[].admitted", {"false while a request to join waits", "等待接纳时为 false"}},
                     {"persons[].keys", {"Fingerprint of the person's keys", "此人密钥的指纹"}}},
         .run = listPersons},
    };
}

} // namespace app
