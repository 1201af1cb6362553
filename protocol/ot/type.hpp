#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"
#include "protocol/ot/json0/op.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/text/embed_limits.hpp"
#include "protocol/text/rope.hpp"

/// Documents and operations of any type: the four textbook functions over the closed set of types.
/// Everything here is pure.
///
/// Laws of every type, for edits a and b of the same document d:
///   TP1      apply(apply(d, a), transform(b, a)) == apply(apply(d, b), transform'(a, b)), where
///   transform' is the client's side compose  apply(apply(d, a), b) == apply(d, compose(a, b))
/// A committed operation is an atom: transform over each in turn. The types break ties in opposite
/// ways (protocol reference, section 6.2); `transform` below knows which.
namespace plenary::ot {

enum class TypeId : std::uint8_t { kJson0, kRichText };

/// By URI or short name.
[[nodiscard]] std::optional<TypeId> find_type(std::string_view uri_or_name) noexcept;
[[nodiscard]] std::string_view uri_of(TypeId type) noexcept;

/// A change of the content. The form of a rich-text delta travels with it, so that others get what
/// was sent.
using Edit = std::variant<rich_text::Decoded, json0::Op>;
/// The birth of a document. `data` is JSON as sent; empty: there was none.
struct Create {
  TypeId type{TypeId::kJson0};
  std::string data;
};
struct Delete {};
/// Takes a version, changes nothing.
struct NoOp {};

using Operation = std::variant<NoOp, Edit, Create, Delete>;

/// Reads the value of `op` for a document of `type`. Errors: kBadOperation, kMalformed, kTooDeep.
[[nodiscard]] Result<Edit> decode_edit(TypeId type, std::string_view json);
/// The value of `op` (an edit) or of `create`, as JSON; empty for the others. decode_edit reads it
/// back.
[[nodiscard]] std::string encode_body(const Operation& operation);
/// Reads the value of `create` that encode_body wrote. Errors: kUnknownType, kMalformed.
[[nodiscard]] Result<Create> decode_create(std::string_view json);

/// The operation as it applies after `committed`; both were made at the same version (protocol
/// reference, section 6.1). Errors: kCreatedRemotely, kDeletedRemotely, and those of the type's
/// transform. Cost: O(size of both).
[[nodiscard]] Result<Operation> transform(Operation operation, const Operation& committed);

/// Limits to the size of a document.
struct SizeLimits {
  /// UTF-16 units of a rich text; bytes of JSON of a json0.
  std::size_t document_units_max{16u * 1024 * 1024};
  /// Of the tables and notes in a rich text.
  text::EmbedLimits embeds{};

  /// For what was within the limits of its day.
  [[nodiscard]] static constexpr SizeLimits none() {
    return {std::numeric_limits<std::size_t>::max(), text::EmbedLimits::none()};
  }

  /// Bytes of JSON of a rich text. Each run writes its attributes out, so one large attribute laid
  /// over many runs makes a document that nobody can send: 16 bytes a unit are a document in which
  /// every letter has a style of its own, and 1 MiB leaves small limits room for attributes.
  [[nodiscard]] std::size_t json_bytes_max() const {
    constexpr std::size_t kLeast = 1024 * 1024;
    constexpr std::size_t kPerUnit = 16;
    return document_units_max > std::numeric_limits<std::size_t>::max() / kPerUnit
               ? std::numeric_limits<std::size_t>::max()
               : std::max(kLeast, kPerUnit * document_units_max);
  }
};

/// The content of a document at one version. A regular value; a copy is a snapshot, takes O(1), and
/// may be read on another thread while the original is changed.
class Content {
 public:
  /// Does not exist.
  Content() = default;
  /// Reads what `to_json` wrote. Errors: kUnknownType, kMalformed, kBadOperation.
  [[nodiscard]] static Result<Content> from_json(std::string_view type_uri, std::string_view json);

  [[nodiscard]] bool exists() const { return !std::holds_alternative<std::monostate>(value_); }
  /// Requires: exists().
  [[nodiscard]] TypeId type() const;
  /// Its URI; empty if the document does not exist.
  [[nodiscard]] std::string_view type_uri() const;
  /// The text; null if this is not a rich text.
  [[nodiscard]] const text::Rope* rich_text() const { return std::get_if<text::Rope>(&value_); }

  /// Changes the content, or leaves it as it was and says why: kNotApplicable, kDocumentMissing,
  /// kDocumentExists, kTooLarge.
  [[nodiscard]] Result<void> apply(const Operation& operation, const SizeLimits& limits);
  /// The same for a change of a text that was within the limits of its day: for replays.
  [[nodiscard]] Result<void> replay(const rich_text::Delta& change);

  /// `{"ops":[…]}` in normal form, or the JSON value; empty if the document does not exist. Cost:
  /// O(n).
  [[nodiscard]] std::string to_json() const;
  /// The same if it takes about `bytes_max` bytes or fewer, else nothing. Cost: that of `bytes_max`
  /// bytes and of one run of text.
  [[nodiscard]] std::optional<std::string> to_json_within(std::size_t bytes_max) const;

 private:
  using JsonDocument = std::shared_ptr<json::Value>;  // changed only by its one owner
  Result<void> create(const Create& create, const SizeLimits& limits);
  Result<void> edit_rich_text(const rich_text::Decoded& edit, const SizeLimits& limits);
  Result<void> edit_json(const json0::Op& edit, const SizeLimits& limits);

  std::variant<std::monostate, text::Rope, JsonDocument> value_;
  std::size_t json_bytes_{0};  // an upper estimate of the size as JSON
  std::size_t edits_since_look_{std::numeric_limits<std::size_t>::max() / 2};  // at the real size
};

}  // namespace plenary::ot
