#include "server/papers/content_formats.hpp"

#include "protocol/markup/html.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"

namespace plenary::server {

Result<ContentFormat> find_format(const std::optional<std::string>& name, ot::TypeId type) {
  const bool paper = type == ot::TypeId::kRichText;
  if (!name) {
    return paper ? ContentFormat::kDelta : ContentFormat::kJson;
  }
  if (*name == "json") {
    return ContentFormat::kJson;  // of a rich text the same as its delta
  }
  for (const ContentFormat format : {ContentFormat::kMarkdown, ContentFormat::kHtml,
                                     ContentFormat::kText, ContentFormat::kDelta}) {
    if (paper && *name == name_of(format)) {
      return format;
    }
  }
  return Error{Errc::kMalformed,
               paper
                   ? "the formats of a rich-text document are markdown, html, text, delta and json"
                   : "the only format of a json0 document is json"};
}

std::string_view name_of(ContentFormat format) {
  switch (format) {
    case ContentFormat::kMarkdown:
      return "markdown";
    case ContentFormat::kHtml:
      return "html";
    case ContentFormat::kText:
      return "text";
    case ContentFormat::kDelta:
      return "delta";
    case ContentFormat::kJson:
      return "json";
  }
  return {};
}

std::string_view content_type_of(ContentFormat format) {
  switch (format) {
    case ContentFormat::kMarkdown:
      return "text/markdown; charset=utf-8";
    case ContentFormat::kHtml:
      return "text/html; charset=utf-8";
    case ContentFormat::kText:
      return "text/plain; charset=utf-8";
    case ContentFormat::kDelta:
    case ContentFormat::kJson:
      return "application/json";
  }
  return {};
}

std::string convert(const ot::Content& content, ContentFormat format, std::string_view title,
                    const markup::PlacePicture& place_picture) {
  const text::Rope* const text = content.rich_text();
  if (text == nullptr || format == ContentFormat::kDelta || format == ContentFormat::kJson) {
    return content.to_json();
  }
  const ot::rich_text::Delta document = text->to_delta();
  if (format == ContentFormat::kMarkdown) {
    return markup::to_markdown(document, place_picture);
  }
  return format == ContentFormat::kText
             ? markup::to_text(document)
             : markup::to_html_page(title, document, {.place_picture = place_picture});
}

}  // namespace plenary::server
