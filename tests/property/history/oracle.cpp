#include "tests/property/history/oracle.hpp"

#include <algorithm>

#include "protocol/ot/rich_text/attributes.hpp"

namespace plenary::history {
namespace {

using ot::rich_text::Component;
using Kind = Component::Kind;

std::string shown(const Attributes& attributes) {
  return attributes == nullptr || attributes->empty() ? std::string()
                                                      : json::to_string(*attributes);
}

Attributes parsed(const std::string& attributes) {
  return attributes.empty() ? nullptr : ot::rich_text::share(*json::parse(attributes));
}

void append_units(std::vector<Unit>& out, const Component& insert) {
  const std::string attributes = shown(ot::rich_text::compose(nullptr, insert.attributes, false));
  if (insert.kind == Kind::kEmbed) {
    out.push_back({0, json::to_string(*insert.embed), attributes});
    return;
  }
  for (const char16_t unit : insert.text) {
    out.push_back({0, "u" + std::to_string(static_cast<unsigned>(unit)), attributes});
  }
}

}  // namespace

std::vector<Unit> units_of(const Delta& document) {
  std::vector<Unit> units;
  for (const Component& component : document.components()) {
    append_units(units, component);
  }
  return units;
}

void Oracle::apply(const Delta& op, AuthorIndex author) {
  const OpNumber number = version();
  authors_.push_back(author);
  const std::vector<Unit>& before = versions_.back();
  std::vector<Unit> after;
  std::size_t at = 0;
  for (const Component& component : op.components()) {
    if (component.is_insert()) {
      const std::size_t first = after.size();
      append_units(after, component);
      for (std::size_t i = first; i < after.size(); ++i) {
        after[i].id = fates_.size();
        fates_.push_back({number, author, number, kNever});
      }
      continue;
    }
    for (std::size_t i = 0; i < component.length; ++i, ++at) {
      if (component.kind == Kind::kDelete) {
        fates_[before[at].id].last_taken = number;
        continue;
      }
      after.push_back(before[at]);
      if (component.attributes != nullptr) {
        after.back().attributes = shown(
            ot::rich_text::compose(parsed(before[at].attributes), component.attributes, false));
      }
    }
  }
  after.insert(after.end(), before.begin() + static_cast<std::ptrdiff_t>(at), before.end());
  versions_.push_back(std::move(after));
}

void Oracle::restore(OpNumber version_restored) {
  const OpNumber number = version();
  for (Fate& fate : fates_) {
    const auto id = static_cast<std::uint64_t>(&fate - fates_.data());
    const bool before = is_there(id, number);
    const bool after = is_there(id, version_restored);
    if (before && !after) {
      fate.last_taken = number;
    } else if (!before && after) {
      fate.last_brought = number;
    }
  }
  const std::vector<Unit> restored = versions_[version_restored];
  versions_.push_back(restored);
}

bool Oracle::is_there(std::uint64_t id, OpNumber version) const {
  const std::vector<Unit>& units = versions_[version];
  return std::any_of(units.begin(), units.end(), [id](const Unit& unit) { return unit.id == id; });
}

OpNumber Oracle::taken_by(std::uint64_t id, OpNumber version) const {
  for (OpNumber at = version; at > 0; --at) {
    if (!is_there(id, at) && is_there(id, at - 1)) {
      return at - 1;
    }
  }
  return kNever;
}

}  // namespace plenary::history
