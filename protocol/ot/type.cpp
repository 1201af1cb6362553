#include "protocol/ot/type.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/sole_owner.hpp"
#include "protocol/base/try.hpp"
#include "protocol/json/reader.hpp"
#include "protocol/ot/json0/check.hpp"
#include "protocol/ot/json0/codec.hpp"
#include "protocol/ot/json0/json0.hpp"
#include "protocol/ot/json_growth.hpp"
#include "protocol/text/bounded_json.hpp"

namespace plenary::ot {
namespace {

constexpr std::string_view kJson0Uri = "http://sharejs.org/types/JSONv0";
constexpr std::string_view kRichTextUri = "http://sharejs.org/types/rich-text/v1";

Result<Operation> transform_edit(const Edit& edit, const Edit& over) {
  if (edit.index() != over.index()) {
    // The document was of another type then: a delete follows before the head, and that is where
    // the edit fails.
    return Operation(edit);
  }
  if (const auto* mine = std::get_if<rich_text::Decoded>(&edit)) {
    const auto& theirs = std::get<rich_text::Decoded>(over);
    // A transformed delta always travels in the object form, as the stock server sends it.
    return Operation(Edit(rich_text::Decoded{
        rich_text::transform(mine->delta, theirs.delta, rich_text::Priority::kOverFirst),
        rich_text::Form::kObject}));
  }
  PLENARY_TRY(json0::Op moved, json0::transform(std::get<json0::Op>(edit),
                                                std::get<json0::Op>(over), json0::Side::kLeft));
  return Operation(Edit(std::move(moved)));
}

constexpr std::size_t kEditsUntilLook = 256;  // so that measuring a text costs little for each edit

}  // namespace

std::optional<TypeId> find_type(std::string_view uri_or_name) noexcept {
  if (uri_or_name == kRichTextUri || uri_or_name == "rich-text") {
    return TypeId::kRichText;
  }
  if (uri_or_name == kJson0Uri || uri_or_name == "json0") {
    return TypeId::kJson0;
  }
  return std::nullopt;
}

std::string_view uri_of(TypeId type) noexcept {
  return type == TypeId::kRichText ? kRichTextUri : kJson0Uri;
}

Result<Edit> decode_edit(TypeId type, std::string_view json) {
  if (type == TypeId::kRichText) {
    PLENARY_TRY(rich_text::Decoded decoded, rich_text::decode(json));
    return Edit(std::move(decoded));
  }
  PLENARY_TRY(json0::Op op, json0::decode(json));
  PLENARY_TRY_VOID(json0::check(op));
  return Edit(std::move(op));
}

std::string encode_body(const Operation& operation) {
  std::string body;
  if (const auto* edit = std::get_if<Edit>(&operation)) {
    if (const auto* delta = std::get_if<rich_text::Decoded>(edit)) {
      rich_text::append(body, delta->delta, delta->form);
    } else {
      json0::append(body, std::get<json0::Op>(*edit));
    }
  } else if (const auto* create = std::get_if<Create>(&operation)) {
    body = "{\"type\":";
    json::append_string(body, uri_of(create->type));
    if (!create->data.empty()) {
      body += ",\"data\":" + create->data;
    }
    body.push_back('}');
  }
  return body;
}

Result<Create> decode_create(std::string_view json) {
  json::Reader reader(json);
  Create create;
  std::optional<TypeId> type;
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (key == "type") {
      type = find_type(reader.string());
    } else if (key == "data") {
      create.data = std::string(reader.skip());
    } else {
      reader.skip();
    }
  }
  if (auto done = reader.finish(); !done) {
    return done.error();
  }
  if (!type) {
    return Error{Errc::kUnknownType, "unknown OT type"};
  }
  create.type = *type;
  return create;
}

Result<Operation> transform(Operation operation, const Operation& committed) {
  const bool is_edit = std::holds_alternative<Edit>(operation);
  const bool is_create = std::holds_alternative<Create>(operation);
  if (std::holds_alternative<NoOp>(operation) || std::holds_alternative<NoOp>(committed)) {
    return operation;
  }
  if (std::holds_alternative<Create>(committed)) {
    return Error{Errc::kCreatedRemotely, "Document was created remotely"};
  }
  if (std::holds_alternative<Delete>(committed)) {
    return is_edit || is_create
               ? Result<Operation>(Error{Errc::kDeletedRemotely, "Document was deleted"})
               : Result<Operation>(std::move(operation));
  }
  if (is_create) {
    return Error{Errc::kCreatedRemotely, "Document was created remotely"};
  }
  return is_edit ? transform_edit(std::get<Edit>(operation), std::get<Edit>(committed))
                 : Result<Operation>(std::move(operation));
}

TypeId Content::type() const {
  PLENARY_ASSERT(exists(), "a document that does not exist has no type");
  return std::holds_alternative<text::Rope>(value_) ? TypeId::kRichText : TypeId::kJson0;
}

std::string_view Content::type_uri() const {
  return exists() ? uri_of(type()) : std::string_view();
}

Result<Content> Content::from_json(std::string_view type_uri, std::string_view json) {
  Content content;
  if (type_uri.empty()) {
    return content;
  }
  const auto type = find_type(type_uri);
  if (!type) {
    return Error{Errc::kUnknownType, "unknown OT type"};
  }
  // A stored document was within the limit when it was written, so no limit applies now.
  const SizeLimits no_limit = SizeLimits::none();
  PLENARY_TRY_VOID(content.create(Create{*type, std::string(json)}, no_limit));
  return content;
}

Result<void> Content::create(const Create& create, const SizeLimits& limits) {
  if (create.type == TypeId::kJson0) {
    PLENARY_TRY(json::Value value,
                json::parse(create.data.empty() ? "null" : std::string_view(create.data)));
    if (create.data.size() > limits.document_units_max) {
      return Error{Errc::kTooLarge, "the document is larger than this server allows"};
    }
    PLENARY_TRY_VOID(json0::check_document(value));
    json_bytes_ = create.data.size();
    value_ = std::make_shared<json::Value>(std::move(value));
    return {};
  }
  PLENARY_TRY(rich_text::Decoded decoded,
              rich_text::decode(create.data.empty() ? std::string_view("null")
                                                    : std::string_view(create.data)));
  if (!decoded.delta.is_document()) {
    return Error{Errc::kNotApplicable, "a document holds inserts only"};
  }
  if (decoded.delta.inserted_length() > limits.document_units_max) {
    return Error{Errc::kTooLarge, "the document is longer than this server allows"};
  }
  if (create.data.size() > limits.json_bytes_max()) {
    return Error{Errc::kTooLarge, "the document is larger than this server allows"};
  }
  PLENARY_TRY_VOID(text::check_limits({}, decoded.delta, limits.embeds));
  PLENARY_TRY(text::Rope rope, text::Rope::from_delta(decoded.delta));
  json_bytes_ = create.data.size();
  value_ = std::move(rope);
  return {};
}

Result<void> Content::replay(const rich_text::Delta& change) {
  auto* rope = std::get_if<text::Rope>(&value_);
  return rope != nullptr ? rope->apply(change)
                         : Result<void>(Error{Errc::kNotApplicable, "not a text"});
}

Result<void> Content::edit_rich_text(const rich_text::Decoded& edit, const SizeLimits& limits) {
  auto& rope = std::get<text::Rope>(value_);
  const std::size_t inserted = edit.delta.inserted_length();
  if (inserted > 0 && rope.length() + inserted > limits.document_units_max) {
    return Error{Errc::kTooLarge, "the document is as long as this server allows"};
  }
  PLENARY_TRY_VOID(rich_text::check_applies(edit.delta, rope.length()));
  PLENARY_TRY_VOID(text::check_limits(rope, edit.delta, limits.embeds));
  const std::size_t growth = json_growth(rope, edit.delta);
  if (json_bytes_ + growth > limits.json_bytes_max() && ++edits_since_look_ >= kEditsUntilLook) {
    // The estimate never falls: look again.
    json_bytes_ = json_bound(rope, 0, rope.length());
    edits_since_look_ = 0;
  }
  if (json_bytes_ + growth > limits.json_bytes_max()) {
    return Error{Errc::kTooLarge, "the document has as much formatting as this server allows"};
  }
  PLENARY_TRY_VOID(rope.apply(edit.delta));
  json_bytes_ += growth;
  return {};
}

Result<void> Content::edit_json(const json0::Op& edit, const SizeLimits& limits) {
  auto& shared = std::get<JsonDocument>(value_);
  std::string body;
  json0::append(body, edit);
  if (json_bytes_ + body.size() > limits.document_units_max) {
    json_bytes_ = json::to_string(*shared).size();  // the estimate never falls; look again
    if (json_bytes_ + body.size() > limits.document_units_max) {
      return Error{Errc::kTooLarge, "the document is as large as this server allows"};
    }
  }
  if (!is_sole_owner(shared)) {
    shared =
        std::make_shared<json::Value>(*shared);  // somebody reads the old one: leave it to them
  }
  PLENARY_TRY_VOID(json0::apply_strictly(*shared, edit));
  json_bytes_ += body.size();
  return {};
}

Result<void> Content::apply(const Operation& operation, const SizeLimits& limits) {
  if (std::holds_alternative<NoOp>(operation)) {
    return {};
  }
  if (std::holds_alternative<Delete>(operation)) {
    value_ = std::monostate();
    return {};
  }
  if (const auto* birth = std::get_if<Create>(&operation)) {
    return exists() ? Result<void>(Error{Errc::kDocumentExists, "Document already exists"})
                    : create(*birth, limits);
  }
  if (!exists()) {
    return Error{Errc::kDocumentMissing, "Document does not exist"};
  }
  const auto& edit = std::get<Edit>(operation);
  if (const auto* delta = std::get_if<rich_text::Decoded>(&edit)) {
    return type() == TypeId::kRichText
               ? edit_rich_text(*delta, limits)
               : Result<void>(Error{Errc::kNotApplicable, "not an operation of this type"});
  }
  return type() == TypeId::kJson0
             ? edit_json(std::get<json0::Op>(edit), limits)
             : Result<void>(Error{Errc::kNotApplicable, "not an operation of this type"});
}

std::string Content::to_json() const {
  std::string out;
  if (const text::Rope* rope = rich_text()) {
    out = "{\"ops\":";
    text::append_json(out, *rope);
    out.push_back('}');
  } else if (const auto* shared = std::get_if<JsonDocument>(&value_)) {
    json::append(out, **shared);
  }
  return out;
}

std::optional<std::string> Content::to_json_within(std::size_t bytes_max) const {
  const text::Rope* const rope = rich_text();
  if (rope == nullptr) {
    return json_bytes_ <= bytes_max ? std::optional(to_json()) : std::nullopt;
  }
  std::string out = "{\"ops\":";
  if (!text::append_json_within(out, *rope, bytes_max)) {
    return std::nullopt;
  }
  out.push_back('}');
  return out;
}

}  // namespace plenary::ot
