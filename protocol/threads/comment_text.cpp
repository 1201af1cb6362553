#include "protocol/threads/comment_text.hpp"

#include <memory>
#include <utility>

#include "protocol/base/utf.hpp"
#include "protocol/markup/html.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/threads/limits.hpp"

namespace plenary::threads {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;

/// Drops the attributes that would make a comment louder than the paper beside it: headings, boxes.
Attributes quieter(const Attributes& attributes) {
  if (attributes == nullptr) {
    return nullptr;
  }
  json::Value left = *attributes;
  left.erase("header");
  if (left.contains("list") && left["list"] != "ordered") {
    left["list"] = "bullet";
  }
  return left.empty() ? nullptr : std::make_shared<const json::Value>(std::move(left));
}

Delta quieter(const Delta& document) {
  Delta result;
  for (const Component& component : document.components()) {
    if (component.kind == Component::Kind::kText) {
      result.push(Component::insert(component.text, quieter(component.attributes)));
    }
  }
  return result;
}

}  // namespace

Result<void> check_text(std::string_view markdown) {
  if (markdown.size() > kMaxCommentBytes) {
    return Error{Errc::kTooLarge, "A comment has up to " + std::to_string(kMaxCommentBytes) +
                                      " bytes; this one has " + std::to_string(markdown.size())};
  }
  if (!utf::is_utf8(markdown)) {
    return Error{Errc::kMalformed, "The comment is not UTF-8"};
  }
  if (markdown.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return Error{Errc::kMalformed, "The comment is empty"};
  }
  return {};
}

std::string to_html(std::string_view markdown) {
  const auto document = markup::from_markdown(markdown, markup::Embeds::kWords);
  return document ? markup::to_html(quieter(*document)) : std::string();
}

}  // namespace plenary::threads
