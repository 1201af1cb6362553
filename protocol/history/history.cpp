#include "protocol/history/history.hpp"

#include <utility>

namespace plenary::history {

Result<void> History::add(const Event& event) {
  const AuthorIndex by = index_of(event.author);
  const OpNumber op = weave_.version();
  timeline_.add(event.time, by, amount_of(event.delta));
  switch (event.kind) {
    case Event::Kind::kCreate:
      timeline_.add_landmark({Landmark::Kind::kCreated, op, by, {}});
      break;
    case Event::Kind::kDelete:
      timeline_.add_landmark({Landmark::Kind::kDeleted, op, by, {}});
      weave_.clear(by);
      return {};
    case Event::Kind::kNoOp:
      weave_.skip(by);
      return {};
    case Event::Kind::kEdit:
      break;
  }
  if (event.delta == nullptr) {
    is_text_ = false;
    weave_.skip(by);
    return {};
  }
  return edit(event, by, op);
}

Result<void> History::edit(const Event& event, AuthorIndex by, OpNumber op) {
  const Note note = note_from_json(event.note);
  if (note.restores) {
    timeline_.add_landmark({Landmark::Kind::kRestore, op, by, note});
    return weave_.apply_restore(*event.delta, static_cast<OpNumber>(note.restores->value), by);
  }
  if (note.undoes) {
    timeline_.add_landmark({Landmark::Kind::kUndo, op, by, note});
    if (const auto undone = author(note.undoes->by)) {
      return weave_.apply_undo(*event.delta, *undone,
                               static_cast<OpNumber>(note.undoes->from.value),
                               static_cast<OpNumber>(note.undoes->to.value), by);
    }
  }
  return weave_.apply(*event.delta, by);
}

std::optional<AuthorIndex> History::author(std::string_view id) const {
  const auto found = index_of_.find(id);
  return found == index_of_.end() ? std::nullopt : std::optional(found->second);
}

AuthorIndex History::index_of(std::string_view id) {
  if (last_author_ < authors_.size() && authors_[last_author_] == id) {
    return last_author_;
  }
  const auto found = index_of_.find(id);
  if (found != index_of_.end()) {
    return last_author_ = found->second;
  }
  last_author_ = static_cast<AuthorIndex>(authors_.size());
  authors_.emplace_back(id);
  index_of_.emplace(std::string(id), last_author_);
  return last_author_;
}

}  // namespace plenary::history
