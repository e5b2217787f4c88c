// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/document_template.h"

#include "model/workflow/field_reader.h"

#include <array>

namespace model {

namespace {

using namespace reading;

constexpr std::array kStyles = {"authority", "title", "number", "addressee", "heading", "body",
                                "item",      "line",  "note",   "signature", "date",    "annex"};

std::optional<BlockStyle> styleFromName(std::string_view name) {
    const auto found = std::ranges::find(kStyles, name);
    if (found == kStyles.end()) return std::nullopt;
    return static_cast<BlockStyle>(found - kStyles.begin());
}

bool isValueName(std::string_view name) {
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; };
    return !name.empty() && name.size() <= 200 && std::ranges::all_of(name, good);
}

std::string valueName(const Node& node) {
    auto name = node.string(200);
    if (node && !isValueName(name))
        node.wrong({"This is no name of a value, such as fact.party.", "这不是取值名称（例如fact.party）。"});
    return name;
}

Text blockText(const Node& node) {
    const Text text = node.text();
    for (const auto& one : {text.en, text.zh}) {
        if (const auto pieces = textPieces(one); !pieces) node.wrong(pieces.error().what, pieces.error().cure);
    }
    return text;
}

TemplateBlock readBlock(const Node& node) {
    TemplateBlock block;
    if (!node.object({"style", "text", "if", "unless", "each", "newPage", "keep"})) return block;
    block.style = node.member("style")
                      .oneOf(styleFromName, "authority, title, number, addressee, heading, body, item, line, note, "
                                            "signature, date, annex")
                      .value_or(BlockStyle::body);
    block.text = blockText(node.member("text"));
    block.when = valueName(node.optional("if"));
    block.unless = valueName(node.optional("unless"));
    block.each = valueName(node.optional("each"));
    block.newPage = node.optional("newPage").flag();
    block.keep = node.optional("keep").flag();
    return block;
}

TemplateNeed readNeed(const Node& node) {
    TemplateNeed need;
    if (!node.object({"value", "cite"})) return need;
    need.value = valueName(node.member("value"));
    need.cite = node.member("cite").filled(200);
    return need;
}

DocumentTemplate readTemplate(std::string_view json, Problems& problems) {
    DocumentTemplate out;
    if (json.size() > kTemplateBytes) {
        problems.add("", {"The template is larger than 256 KiB.", "模板超过256 KiB。"},
                     {"Leave out what is not used.", "请删去未使用的内容。"});
        return out;
    }
    FirstLook look(problems);
    if (!Json::sax_parse(json, &look) || problems.count() > 0) return out;
    const Json value = Json::parse(json);
    const Node root(&value, "", problems);
    if (!root.object({"format", "id", "version", "title", "cite", "penalty", "fields", "needs", "blocks"})) return out;
    if (const Node format = root.member("format"); format && format.string(100) != "touchstone-document-1") {
        format.wrong({"The format is not touchstone-document-1.", "格式不是touchstone-document-1。"},
                     {"Update the program, or choose another file.", "请更新程序或选择其他文件。"});
        return out;
    }
    out.id = root.member("id").id();
    out.version = root.member("version").number(1, 1'000'000);
    out.title = root.member("title").text();
    out.cite = root.member("cite").filled(200);
    out.penalty = root.optional("penalty").id();
    for (const auto& item : root.optional("fields").items(64)) {
        out.fields.push_back(readField(item, false));
        const auto& id = out.fields.back().id;
        if (std::ranges::count(out.fields, id, &Field::id) > 1)
            item.wrong(model::fill({"The field \"{0}\" is there already.", "字段“{0}”已存在。"}, id));
    }
    for (const auto& item : root.optional("needs").items(64)) out.needs.push_back(readNeed(item));
    const Node blocks = root.member("blocks");
    for (const auto& item : blocks.items(kTemplateBlocks)) out.blocks.push_back(readBlock(item));
    if (blocks && out.blocks.empty()) blocks.wrong({"The list is empty.", "列表为空。"});
    return out;
}

} // namespace

Result<std::vector<std::string>> textPieces(std::string_view text) {
    std::vector<std::string> out(1);
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool twice = i + 1 < text.size() && text[i + 1] == c;
        if ((c == '{' || c == '}') && twice && !inside) {
            out.back() += c;
            ++i;
        } else if ((c == '{' && !inside) || (c == '}' && inside)) {
            if (inside && !isValueName(out.back())) break;
            inside = !inside;
            out.emplace_back();
        } else if (c == '{' || c == '}') {
            inside = true;
            break;
        } else {
            out.back() += c;
        }
    }
    if (!inside) return out;
    return fail(
        Code::malformed,
        model::fill({"A brace is not closed, or no value has this name: {0}", "花括号未闭合，或取值名称无效：{0}"},
                    out.back().substr(0, 40)),
        {"Write {fact.party}, and {{ for a brace.", "请写作{fact.party}；花括号本身写作{{。"});
}

std::vector<Problem> checkTemplate(std::string_view json) {
    Problems problems;
    readTemplate(json, problems);
    return std::move(problems).take();
}

Result<DocumentTemplate> parseTemplate(std::string_view json) {
    Problems problems;
    auto read = readTemplate(json, problems);
    if (problems.count() == 0) return read;
    const auto found = std::move(problems).take();
    return fail(json.size() > kTemplateBytes ? Code::tooLarge : Code::malformed, found.front().what, found.front().cure,
                found.front().path);
}

} // namespace model
