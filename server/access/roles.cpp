#include "server/access/roles.hpp"

#include <algorithm>

namespace plenary::server {
namespace {

/// In the order of the enumerations.
constexpr std::array<std::string_view, kAbilityCount> kAbilityNames{
    "read_document",   "read_history",     "edit_document", "rename_document",    "delete_document",
    "create_document", "see_presence",     "show_presence", "read_threads",       "comment",
    "suggest",         "moderate_threads", "manage_access", "transfer_ownership", "export_document",
    "administer"};
constexpr std::array<std::string_view, kRoleCount> kRoleNames{"none",      "reader", "commenter",
                                                              "suggester", "editor", "owner"};

template <class Named, std::size_t N>
std::optional<Named> find_name(const std::array<std::string_view, N>& names,
                               std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<Named>(found - names.begin());
}

}  // namespace

std::string_view name_of(Ability ability) noexcept {
  return kAbilityNames[static_cast<std::size_t>(ability)];
}

std::optional<Ability> parse_ability(std::string_view name) noexcept {
  return find_name<Ability>(kAbilityNames, name);
}

std::string_view name_of(Role role) noexcept {
  return kRoleNames[static_cast<std::size_t>(role)];
}

std::optional<Role> parse_role(std::string_view name) noexcept {
  return find_name<Role>(kRoleNames, name);
}

}  // namespace plenary::server
