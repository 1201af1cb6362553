#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::text {

/// The naive rich text that a Rope must equal: every unit with its own attributes, in a vector.
class Model {
 public:
  using Attributes = ot::rich_text::Attributes;
  using Embed = std::shared_ptr<const json::Value>;

  [[nodiscard]] std::size_t length() const { return units_.size(); }
  void insert(std::size_t position, std::u16string_view text, const Attributes& attributes);
  void insert_embed(std::size_t position, const Embed& embed, const Attributes& attributes);
  void erase(std::size_t position, std::size_t length);
  void format(std::size_t position, std::size_t length, const Attributes& attributes);
  void apply(const ot::rich_text::Delta& op);
  [[nodiscard]] ot::rich_text::Delta to_delta(std::size_t from, std::size_t to) const;
  [[nodiscard]] ot::rich_text::Delta to_delta() const { return to_delta(0, length()); }

 private:
  struct Unit {
    char16_t unit;
    Attributes attributes;
    Embed embed;
  };
  std::vector<Unit> units_;
};

}  // namespace plenary::text
