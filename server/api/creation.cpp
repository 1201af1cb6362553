#include "server/api/creation.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/json/reader.hpp"
#include "protocol/markup/html_reader.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"
#include "protocol/markup/title.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "server/http/json_body.hpp"
#include "server/papers/document_view.hpp"
#include "server/papers/title.hpp"

namespace plenary::server {
namespace {

constexpr const char* kEmptyPaper = R"([{"insert":"\n"}])";

/// The fields as they came; `data` still as JSON.
struct Fields {
  std::optional<std::string> id;
  std::optional<std::string> title;
  std::optional<std::string> type;
  std::optional<std::string> from;
  bool has_content{false};
  std::string format;
  std::optional<std::string_view> data;
};

Error unknown_field(const std::string& key, std::string_view known) {
  std::string detail = "there is no field ";
  json::append_string(detail, key);
  return {Errc::kMalformed, detail + "; the fields are " + std::string(known)};
}

/// Reads a string, or fails the reader in words.
std::string read_text(json::Reader& reader, std::string_view field) {
  if (reader.peek() != json::Kind::kString) {
    reader.fail(Errc::kMalformed, "\"" + std::string(field) + "\" must be a string");
    return {};
  }
  return reader.string();
}

void begin_object(json::Reader& reader, std::string_view what) {
  if (reader.peek() != json::Kind::kObject) {
    reader.fail(Errc::kMalformed, std::string(what) + " must be a JSON object");
  } else {
    reader.begin_object();
  }
}

void read_content(json::Reader& reader, Fields& fields) {
  fields.has_content = true;
  begin_object(reader, "\"content\"");
  std::string key;
  while (reader.next_member(key)) {
    if (key == "format") {
      fields.format = read_text(reader, key);
    } else if (key == "data") {
      fields.data = reader.skip();
    } else {
      reader.fail(Errc::kMalformed, unknown_field(key, "format and data").detail);
    }
  }
}

Result<Fields> read_fields(std::string_view body) {
  if (!utf::is_utf8(body)) {
    return Error{Errc::kMalformed, "the body is not UTF-8"};
  }
  json::Reader reader(body);
  Fields fields;
  std::string key;
  begin_object(reader, "the body");
  while (reader.next_member(key)) {
    if (key == "id") {
      fields.id = read_text(reader, key);
    } else if (key == "title") {
      fields.title = read_text(reader, key);
    } else if (key == "type") {
      fields.type = read_text(reader, key);
    } else if (key == "from") {
      fields.from = read_text(reader, key);
    } else if (key == "content") {
      read_content(reader, fields);
    } else {
      reader.fail(Errc::kMalformed, unknown_field(key, "id, title, type, from and content").detail);
    }
  }
  PLENARY_TRY_VOID(reader.finish());
  return fields;
}

/// The string in `data`.
Result<std::string> plain_text_from(std::string_view data, std::string_view format) {
  json::Reader reader(data);
  std::string text = read_text(reader, "data");
  if (reader.failed()) {
    return Error{Errc::kMalformed,
                 "with format " + std::string(format) + ", \"data\" must be a string"};
  }
  return text;
}

/// The content of a new document, and the title that its words give.
struct Content {
  std::string data;
  std::string title;
  std::vector<std::string> changes{};
  bool holds_pictures{false};
  markup::HeldAddresses held{};
};

Result<Content> encode(const Result<ot::rich_text::Delta>& document) {
  if (!document) {
    return document.error();
  }
  Content content;
  ot::rich_text::append(content.data, *document);
  content.title = markup::title_of(*document);
  return content;
}

Result<Content> imported_content(const std::string& text, bool html) {
  Content content;
  const std::string source = content.held.take_out(text);
  PLENARY_TRY(const markup::Imported imported,
              html ? markup::import_html(source) : markup::import_markdown(source));
  ot::rich_text::append(content.data, imported.document);
  content.title = imported.title;
  content.changes = imported.notes.sentences();
  content.holds_pictures = text.find("data:") != std::string::npos;
  return content;
}

Result<Content> paper_content(const Fields& fields) {
  if (fields.format == "markdown" || fields.format == "html") {
    PLENARY_TRY(const std::string text, plain_text_from(*fields.data, fields.format));
    return imported_content(text, fields.format == "html");
  }
  if (fields.format == "text") {
    PLENARY_TRY(const std::string text, plain_text_from(*fields.data, fields.format));
    return encode(markup::from_text(text));
  }
  if (fields.format == "delta") {
    PLENARY_TRY(auto decoded, ot::rich_text::decode(*fields.data));
    if (!decoded.delta.is_document()) {
      return Error{Errc::kBadOperation, "a document's delta is made of inserts only"};
    }
    return encode(std::move(decoded.delta));
  }
  return Error{Errc::kMalformed,
               "\"format\" of a rich-text document must be markdown, html, text or delta"};
}

Result<Content> content_of(const Fields& fields, ot::TypeId type) {
  const bool paper = type == ot::TypeId::kRichText;
  if (!fields.has_content) {
    return Content{.data = paper ? kEmptyPaper : "", .title = {}};
  }
  if (!fields.data) {
    return Error{Errc::kMalformed, "\"content\" has no \"data\""};
  }
  if (paper) {
    return paper_content(fields);
  }
  if (fields.format != "json") {
    return Error{Errc::kMalformed, "\"format\" of a json0 document must be json"};
  }
  return Content{.data = std::string(*fields.data), .title = {}};
}

/// The content, and the title if none is given, are those of its source.
Result<Creation> creation_from(Fields& fields, Creation creation) {
  if (fields.type || fields.has_content) {
    return Error{Errc::kMalformed, "\"from\" brings type and content: leave these out"};
  }
  creation.from = std::move(fields.from);
  if (fields.title) {
    PLENARY_TRY(creation.title, clean_title(*fields.title));
  }
  return creation;
}

}  // namespace

Result<Creation> decode_creation(std::string_view body) {
  PLENARY_TRY(Fields fields, read_fields(body));
  if (fields.id && !is_document_id(*fields.id)) {
    return Error{Errc::kMalformed, std::string(kDocumentIdRule)};
  }
  const std::string type = fields.type.value_or("rich-text");
  if (type != "rich-text" && type != "json0") {
    return Error{Errc::kMalformed, "\"type\" must be rich-text or json0"};
  }
  Creation creation;
  creation.id = std::move(fields.id);
  if (fields.from) {
    return creation_from(fields, std::move(creation));
  }
  creation.type = type == "json0" ? ot::TypeId::kJson0 : ot::TypeId::kRichText;
  PLENARY_TRY(Content content, content_of(fields, creation.type));
  PLENARY_TRY(creation.title, clean_title(fields.title ? *fields.title : content.title));
  creation.holds_pictures = content.holds_pictures;
  creation.held = std::move(content.held);
  creation.data = std::move(content.data);
  creation.changes = std::move(content.changes);
  return creation;
}

Result<PaperChange> decode_paper_change(std::string_view body) {
  PLENARY_TRY(const json::Value object, parse_object(body, {"title", "template", "about", "frozen",
                                                            "words_max", "pages_max"}));
  PaperChange change;
  PLENARY_TRY(const auto title, optional_text_member(object, "title"));
  if (title) {
    PLENARY_TRY(change.title, clean_title(*title));
  }
  PLENARY_TRY(change.settings, settings_change_of(object));
  if (!change.title && change.settings.empty()) {
    return Error{Errc::kMalformed,
                 "the body must have a \"title\", \"template\", \"about\", \"frozen\", "
                 "\"words_max\" or \"pages_max\""};
  }
  return change;
}

}  // namespace plenary::server
