#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/base/result.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/text/reader.hpp"
#include "protocol/text/style.hpp"
#include "protocol/text/tree.hpp"

namespace plenary::text {

/// The server's copy of a rich text: the content of a Delta of inserts, in a form where an edit of
/// a 10 MB text costs what an edit of a 10 kB one does. A regular value. Positions and lengths
/// count UTF-16 units; an embed is one unit; a position may lie between the halves of a surrogate
/// pair. `{}` as attributes means none.
///
/// Copy: O(1). The copy shares all nodes until one side changes them. Thread: as for any value, one
/// thread may edit a Rope while no other uses that object; copies of it may be read, edited and
/// destroyed on other threads at the same time.
class Rope {
 public:
  Rope() = default;
  Rope(const Rope& other) : tree_(other.tree_) {}
  Rope(Rope&&) noexcept = default;
  Rope& operator=(const Rope& other) {
    tree_ = other.tree_;
    return *this;
  }
  Rope& operator=(Rope&&) noexcept = default;
  ~Rope() = default;

  /// The text of a document. Errors: kNotApplicable if it is not made of inserts only, kTooLarge
  /// beyond kMaxLength. Cost: O(n).
  [[nodiscard]] static Result<Rope> from_delta(const ot::rich_text::Delta& document);

  [[nodiscard]] std::size_t length() const { return tree_.length(); }

  // Single edits. Cost: O(log n + units inserted or touched); amortised O(1) beside the last edit.
  // Requires: positions and ranges lie within the text; the length stays within kMaxLength.

  void insert(std::size_t position, std::u16string_view text,
              const Attributes& attributes = nullptr);
  void insert_embed(std::size_t position, const Embed& embed,
                    const Attributes& attributes = nullptr);
  void insert_embed(std::size_t position, EmbedRef embed, const Attributes& attributes);
  /// Calls `change(EmbedRef&)` with an embed, which it may change in place if that has no other
  /// owner, or replace; attributes stay. Requires: an embed is there. Cost: O(log n).
  template <class Change>
  void change_embed(std::size_t position, Change change) {
    const StyleRef& style = own_style(position);
    if (style->unique()) {
      change(const_cast<Style&>(*style).own_embed());
      return;
    }
    EmbedRef embed = style->embed();
    change(embed);
    set_style(position, StyleTable::embed(std::move(embed), style->attributes()));
  }
  void erase(std::size_t position, std::size_t length);
  /// Lays `attributes` over those of the range, as a retain does; a null value takes an attribute
  /// away.
  void format(std::size_t position, std::size_t length, const Attributes& attributes);

  /// Applies all of `op`, or nothing. Law: apply(op) then to_delta() ==
  /// normal_form(compose(to_delta(), op)). Errors: those of rich_text::check_applies and of
  /// EmbedContent::check, kTooLarge beyond kMaxLength; then the text is unchanged. Cost: O(size
  /// of op + units and runs that it deletes or formats + log n for each place that it touches).
  [[nodiscard]] Result<void> apply(const ot::rich_text::Delta& op);

  /// The change that takes back `op`, as rich_text::invert(op, to_delta()) but without building the
  /// document. Errors: as apply. Cost: as apply.
  [[nodiscard]] Result<ot::rich_text::Delta> invert(const ot::rich_text::Delta& op) const;

  /// The range as a document in normal form. Requires: from <= to <= length(). Cost: O(log n + to -
  /// from).
  [[nodiscard]] ot::rich_text::Delta to_delta(std::size_t from, std::size_t to) const;
  [[nodiscard]] ot::rich_text::Delta to_delta() const { return to_delta(0, length()); }

  /// The embed at a position; null where text is. Lifetime: until the rope changes. Requires:
  /// position < length(). Cost: O(log n).
  [[nodiscard]] const EmbedContent* embed_at(std::size_t position) const;

  /// Reads the range piece by piece, to write it elsewhere. Requires: from <= to <= length().
  [[nodiscard]] Reader read(std::size_t from, std::size_t to) const;
  [[nodiscard]] Reader read() const { return read(0, length()); }

  /// Bytes of the nodes, as if none were shared. Not counted: attribute maps and embeds (each
  /// different one is held once). Cost: O(n / 1 kB).
  [[nodiscard]] std::size_t memory_bytes() const { return sizeof(Rope) + tree_.memory_bytes(); }

  /// For tests: describes the first broken invariant; empty if there is none. Cost: O(n).
  [[nodiscard]] std::string check_invariants() const { return tree_.check_invariants(); }

 private:
  struct Range {
    std::size_t from;
    std::size_t to;
  };
  [[nodiscard]] Result<void> check_changes(const ot::rich_text::Delta& op) const;
  [[nodiscard]] const StyleRef& own_style(std::size_t position);
  void set_style(std::size_t position, StyleRef style);
  [[nodiscard]] StyleRef style_for(std::size_t position, const Attributes& attributes);
  void insert_run(std::size_t position, std::u16string_view text, const StyleRef& style);
  void insert_where_full(std::size_t position, std::u16string_view text, const StyleRef& style);
  void insert_long(std::size_t position, std::u16string_view text, const StyleRef& style);
  void erase_across_leaves(std::size_t position, std::size_t length);
  void limit_runs(Range& changed);

  Tree tree_;
  StyleTable styles_;  // of the editing side; a copy starts its own
};

/// Appends the document as JSON: `[{"insert":…},…]`, the same as rich_text::append of to_delta(),
/// one run at a time.
void append_json(std::string& out, const Rope& rope);

}  // namespace plenary::text
