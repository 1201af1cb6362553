#include "server/access/access.hpp"

namespace plenary::server {

std::optional<std::string_view> paper_of(const DocumentKey& document) noexcept {
  const std::string_view id = document.id;
  if (document.collection == kPaperCollection) {
    return id;
  }
  const std::size_t dot = id.rfind('.');
  if (document.collection == kTableCollection && dot != std::string_view::npos) {
    return id.substr(0, dot);
  }
  return std::nullopt;
}

bool Access::may(const Identity& who, Ability what, const DocumentKey& document) const {
  if (document.collection.starts_with(kReservedCollections)) {
    return false;
  }
  if (rights_ == nullptr) {
    return true;
  }
  if (!who.abilities.has(what)) {
    return false;
  }
  const auto paper = paper_of(document);
  if (what == Ability::kAdminister || !paper) {
    return rights_->is_administrator(who);
  }
  const Standing standing = rights_->standing(who, *paper);
  if (abilities_of(standing.role).has(what)) {
    return true;
  }
  const bool is_table = document.collection == kTableCollection;
  switch (what) {
    case Ability::kReadHistory:
      return standing.history && standing.role != Role::kNone;
    case Ability::kCreateDocument:
      return is_table ? abilities_of(standing.role).has(Ability::kEditDocument)
                      : rights_->may_found(who, *paper);
    case Ability::kTransferOwnership:
      return rights_->is_administrator(who);
    default:
      return false;
  }
}

}  // namespace plenary::server
