// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <string_view>

namespace model::document {
namespace {

constexpr const char* kFontSettings = R"(<?xml version="1.0"?>
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>/var/cache/fontconfig</cachedir>
</fontconfig>)";

struct DropConfig {
    void operator()(FcConfig* config) const { FcConfigDestroy(config); }
};

bool hasFamily(PangoFontMap* map) {
    const std::string_view wanted = kFamilies;
    PangoFontFamily** families = nullptr;
    int count = 0;
    pango_font_map_list_families(map, &families, &count);
    bool found = false;
    for (int i = 0; i < count && !found; ++i) {
        const std::string_view name = pango_font_family_get_name(families[i]);
        found = !name.empty() && wanted.find(name) != std::string_view::npos;
    }
    g_free(static_cast<void*>(families));
    return found;
}

} // namespace

void Unref::operator()(void* object) const { g_object_unref(object); }

Result<std::unique_ptr<PangoFontMap, Unref>> systemFonts() {
    const Error missing{Code::failed,
                        {"The fonts for documents are not installed.", "未安装生成文书所需的字体。"},
                        {"Install the package fonts-noto-cjk.", "请安装软件包 fonts-noto-cjk。"}};
    const std::unique_ptr<FcConfig, DropConfig> config(FcConfigCreate());
    if (!config ||
        !FcConfigParseAndLoadFromMemory(config.get(), reinterpret_cast<const FcChar8*>(kFontSettings), FcTrue) ||
        !FcConfigBuildFonts(config.get())) {
        return std::unexpected(missing);
    }
    std::unique_ptr<PangoFontMap, Unref> map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    if (!map || !PANGO_IS_FC_FONT_MAP(map.get())) return std::unexpected(missing);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), config.get()); // takes its own reference
    if (!hasFamily(map.get())) return std::unexpected(missing);
    return map;
}

} // namespace model::document
