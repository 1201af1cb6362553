#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/history/moves.hpp"
#include "protocol/history/span.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::history {

using ot::rich_text::Attributes;
using ot::rich_text::Delta;

/// An index into the list of authors (History).
using AuthorIndex = std::uint32_t;

/// No embed with content of its own.
inline constexpr std::uint32_t kNoInside = 0xffffffff;

/// What units are inserted with: attributes, and of an embed its value, or the number of its
/// content in the weave if it has some.
struct Style {
  Attributes attributes{};
  std::shared_ptr<const json::Value> embed{};
  std::uint32_t inside{kNoInside};

  [[nodiscard]] bool is_embed() const { return embed != nullptr || inside != kNoInside; }
};

/// All that the spans of a weave refer to, in the paper as in its tables and notes: the units, and
/// who did what to them. Internal to protocol/history.
class Record {
 public:
  void begin(AuthorIndex author) { authors_.push_back(author); }
  /// Operations begun.
  [[nodiscard]] OpNumber version() const { return static_cast<OpNumber>(authors_.size()); }
  [[nodiscard]] AuthorIndex author_of(OpNumber op) const { return authors_[op]; }

  /// Units that it can still take.
  [[nodiscard]] std::size_t room() const;
  /// The units of an insert, born with the newest operation. `inside`: the content of the embed.
  /// Requires: room for them.
  [[nodiscard]] Span birth(const ot::rich_text::Component& insert, std::uint32_t inside);
  /// Notes that the newest operation deletes `text`, for moves.
  void deleted(std::u16string_view text);
  /// Attributes that the newest operation lays over units; for `lay`.
  [[nodiscard]] std::uint32_t change(const Attributes& change);
  /// Lays them over units whose newest formatting is `mark`, and answers the newest one now.
  [[nodiscard]] std::uint32_t lay(std::uint32_t change, std::uint32_t mark);
  /// Takes the death of units back. Requires: they are dead.
  void revive(Span& span);

  /// Cuts the span; answers its part from `at` on.
  [[nodiscard]] Span cut(Span& span, std::uint32_t at);
  /// Makes `left` hold `right`, too, if that has the same story and goes on where it ends.
  [[nodiscard]] bool join(Span& left, const Span& right) const;

  [[nodiscard]] std::u16string_view text(std::uint32_t from, std::size_t length) const {
    return std::u16string_view(pool_).substr(from, length);
  }
  [[nodiscard]] const Style& style(std::uint32_t index) const { return styles_[index]; }
  [[nodiscard]] const Mark& mark(std::uint32_t index) const { return marks_[index]; }
  [[nodiscard]] const Life& life(std::uint32_t index) const { return lives_[index]; }
  [[nodiscard]] const Attributes& change_of(const Mark& mark) const {
    return changes_[mark.change];
  }
  [[nodiscard]] const Moves& moves() const { return moves_; }
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  [[nodiscard]] std::uint32_t style_for(const Attributes& attributes);
  [[nodiscard]] std::uint32_t shifted(std::uint32_t life, std::uint32_t units);

  std::u16string pool_;
  std::vector<Style> styles_{Style{}};
  std::map<std::string, std::uint32_t> style_of_json_;
  std::pair<Attributes, std::uint32_t> last_style_{};
  std::vector<Mark> marks_{Mark{}};
  std::vector<Attributes> changes_{};
  std::vector<Life> lives_{Life{}};
  std::vector<AuthorIndex> authors_;  // of each operation
  Moves moves_;
};

}  // namespace plenary::history
