#include "server/papers/built_in_templates.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/json/members.hpp"

namespace plenary::server {
namespace {

struct TemplateText {
  const char* name;
  const char* json;
};
/// The files, one entry each; written when the build is configured.
constexpr TemplateText kTemplateTexts[] = {
#include "template_texts.inc"
};

BuiltInTemplate read_template(const TemplateText& text) {
  const auto parsed = json::parse(text.json);
  PLENARY_ASSERT(parsed && parsed->is_object(), "a built-in template is a JSON object");
  BuiltInTemplate made;
  made.id = std::string("plenary:") + text.name;
  made.title = json::text_or_empty(*parsed, "title");
  made.data = json::to_string((*parsed)["content"]);
  made.settings = settings_of(*parsed);
  made.about = std::exchange(made.settings.about, {});
  made.settings.frozen = true;
  made.settings.from_template = made.id;
  return made;
}

}  // namespace

const std::vector<BuiltInTemplate>& built_in_templates() {
  static const std::vector<BuiltInTemplate> all = [] {
    std::vector<BuiltInTemplate> read;
    for (const TemplateText& text : kTemplateTexts) {
      read.push_back(read_template(text));
    }
    return read;
  }();
  return all;
}

const BuiltInTemplate* find_built_in_template(std::string_view id) {
  const auto& all = built_in_templates();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [id](const BuiltInTemplate& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace plenary::server
