#include "server/access/access.hpp"

namespace plenary::server {

Scope::Scope(std::string_view collection, std::string_view document_id) : kind(Kind::kUnowned) {
  const std::size_t dot = document_id.rfind('.');
  if (collection.starts_with(kReservedCollections)) {
    kind = Kind::kReserved;
  } else if (collection == kPaperCollection) {
    kind = Kind::kPaper;
    id = document_id;
  } else if (collection == kTableCollection && dot != std::string_view::npos) {
    kind = Kind::kTable;
    id = document_id.substr(0, dot);
  }
}

bool Access::may(const Identity& who, Ability what, Scope scope) const {
  if (scope.kind == Scope::Kind::kReserved) {
    return false;
  }
  if (rights_ == nullptr) {
    return true;
  }
  if (!who.abilities.has(what)) {
    return false;
  }
  const bool is_table = scope.kind == Scope::Kind::kTable;
  if (what == Ability::kAdminister || (scope.kind != Scope::Kind::kPaper && !is_table)) {
    return rights_->is_administrator(who);
  }
  const Standing standing = rights_->standing(who, scope.id);
  if (abilities_of(standing.role).has(what)) {
    return true;
  }
  switch (what) {
    case Ability::kReadHistory:
      return standing.history && standing.role != Role::kNone;
    case Ability::kCreateDocument:
      return is_table ? abilities_of(standing.role).has(Ability::kEditDocument)
                      : rights_->may_found(who, scope.id);
    case Ability::kTransferOwnership:
      return rights_->is_administrator(who);
    default:
      return false;
  }
}

bool Access::may_all(const Identity& who, AbilitySet what, Scope scope) const {
  for (std::size_t i = 0; i < kAbilityCount; ++i) {
    const auto ability = static_cast<Ability>(i);
    if (what.has(ability) && !may(who, ability, scope)) {
      return false;
    }
  }
  return true;
}

}  // namespace plenary::server
