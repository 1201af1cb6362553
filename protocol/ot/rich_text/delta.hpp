#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"

/// The type `rich-text`: Quill's Delta, with the answers of the stock JavaScript type
/// (rich-text 4.1.0), component by component. All lengths and positions count UTF-16 code units.
/// Everything here is pure and may run on any thread.
namespace plenary::ot::rich_text {

/// An attribute map: null (the component has no `attributes`), or a shared, never changing JSON
/// object. In an op a null value takes the attribute away.
using Attributes = std::shared_ptr<const json::Value>;

/// Deep equality; absent differs from `{}`. Numbers compare as doubles. Cost: O(1) for the same
/// object.
[[nodiscard]] bool same(const Attributes& a, const Attributes& b);

struct EmbedChange;

/// One component of a delta. Requires: kText has text and no embed, kEmbed the reverse with
/// length 1. A kRetain of length 1 with a change changes the content of the embed that it retains
/// (protocol/ot/rich_text/embed_change.hpp).
struct Component {
  enum class Kind : std::uint8_t { kText, kEmbed, kRetain, kDelete };

  Kind kind{Kind::kRetain};
  std::size_t length{0};                     // UTF-16 units; text.size() of a text, 1 of an embed
  std::u16string text;                       // kText only
  std::shared_ptr<const json::Value> embed;  // kEmbed only: a JSON object
  std::shared_ptr<const EmbedChange> change{};  // kRetain only; mostly null
  Attributes attributes;                        // never on kDelete

  /// A retain of units as they are, apart from attributes.
  [[nodiscard]] bool is_plain_retain() const { return kind == Kind::kRetain && change == nullptr; }
  [[nodiscard]] bool is_insert() const { return kind == Kind::kText || kind == Kind::kEmbed; }
  [[nodiscard]] static Component insert(std::u16string text, Attributes attributes = nullptr);
  [[nodiscard]] static Component insert_embed(std::shared_ptr<const json::Value> embed,
                                              Attributes attributes = nullptr);
  [[nodiscard]] static Component retain(std::size_t length, Attributes attributes = nullptr);
  [[nodiscard]] static Component change_embed(std::shared_ptr<const EmbedChange> change,
                                              Attributes attributes = nullptr);
  [[nodiscard]] static Component remove(std::size_t length);
  friend bool operator==(const Component& a, const Component& b);
};

/// A list of components. A document is a delta of inserts only; an operation may have all kinds. A
/// regular value.
class Delta {
 public:
  Delta() = default;
  /// Takes the components as they are, without joining. For decoders, which must keep a delta as
  /// it was sent.
  explicit Delta(std::vector<Component> components) : components_(std::move(components)) {}

  /// Appends as the stock library does: equal neighbours are joined and an insert after a delete
  /// goes before it (protocol reference, section 12.2). Components of no length vanish.
  Delta& push(Component component);
  /// Types into a document of one text: applies `op` in place if it inserts text of that style, or
  /// deletes, inside of the text. False if it does something else: then nothing is changed. Law:
  /// the document becomes compose(document, op). Cost: O(text), without a copy of it.
  [[nodiscard]] bool type(const Delta& op);
  /// Drops a plain retain at the end.
  Delta& chop();

  [[nodiscard]] const std::vector<Component>& components() const { return components_; }
  /// Gives the components away, so that another delta can be made of their memory.
  [[nodiscard]] std::vector<Component> take() && { return std::move(components_); }
  [[nodiscard]] bool empty() const { return components_.empty(); }
  /// Units of a document that the delta needs: its retains and deletes. Cost: O(components).
  [[nodiscard]] std::size_t base_length() const;
  /// Units that it inserts.
  [[nodiscard]] std::size_t inserted_length() const;
  /// True if every component is an insert: a document.
  [[nodiscard]] bool is_document() const;

  friend bool operator==(const Delta& a, const Delta& b) = default;

 private:
  friend Delta compose(const Delta& a, const Delta& b);
  std::vector<Component> components_;
};

/// At the same place, does `over` count as committed first? Its inserts stay in front and its
/// attributes win.
enum class Priority : bool { kOpFirst = false, kOverFirst = true };

/// The change that does `a`, then `b`. Law: apply(apply(d, a), b) == apply(d, compose(a, b)).
/// With a document as `a` this is also the stock type's apply. Cost: O(components of both).
[[nodiscard]] Delta compose(const Delta& a, const Delta& b);

/// Rewrites `op` so that it applies after `over`. Both start from the same document.
/// Law (TP1): compose(a, transform(b, a, kOverFirst)) == compose(b, transform(a, b, kOpFirst)) as
/// changes of a document. A server calls it with an incoming op, a committed `over` and kOverFirst.
/// Quill calls it `over.transform(op, priority)`. Not closed under compose: transform over each
/// committed op in turn, never over their composition.
[[nodiscard]] Delta transform(const Delta& op, const Delta& over, Priority priority);

/// The change that takes back `op` on `base`. Law: compose(compose(base, op), invert(op, base)) ==
/// base in normal form.
[[nodiscard]] Delta invert(const Delta& op, const Delta& base);

/// On which side of text that is inserted exactly at a position the position ends up. Quill calls
/// kBefore `priority`.
enum class Bias : bool { kAfter = false, kBefore = true };

/// The position after `op`. Positions inside deleted text move to its start. Cost: O(components up
/// to the position).
[[nodiscard]] std::size_t transform_position(std::size_t position, const Delta& op, Bias bias);

/// A presence value `{index, length, …}` moved past `op`: an insert at an end moves it only if it
/// is the sender's own op. Other keys stay. A falsy value becomes null; one without a numeric index
/// stays as it is.
[[nodiscard]] json::Value transform_presence(const json::Value& range, const Delta& op,
                                             bool own_op);

/// The same content with equal neighbours joined and empty components gone.
[[nodiscard]] Delta normal_form(const Delta& delta);

/// Whether `op` may be applied to a document of `length` units: no component of no length, nothing
/// past the end. The stock type does not ask and damages the document (protocol reference,
/// section 12.5). Errors: kNotApplicable.
[[nodiscard]] Result<void> check_applies(const Delta& op, std::size_t length);

}  // namespace plenary::ot::rich_text
