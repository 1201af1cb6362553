#include "server/sessions/founding.hpp"

#include <utility>

#include "server/access/limit_key.hpp"
#include "server/runtime/attempt.hpp"

namespace plenary::server {

void Founding::before_create(const Identity& who, const DocumentKey& key,
                             std::function<void(Result<void>)> then) {
  if (!who.abilities.has(Ability::kCreateDocument)) {
    then(Error{Errc::kRejected, "Op submit rejected"});
    return;
  }
  if (key.collection != kPaperCollection || !directory_.may_found(who, key.id)) {
    then(access_.may(who, Ability::kCreateDocument, key)
             ? Result<void>()
             : Error{Errc::kRejected, "Op submit rejected"});
    return;
  }
  documents_.with(key, [this, who, key, then = std::move(then)](DocumentActor& document) {
    document.read_content(std::nullopt, [this, who, key, then](const Result<ContentAt>& at) {
      if (!at) {
        then(at.error());
      } else if (at->version == Version{}) {
        found(who, key, then);
      } else {
        then(Error{Errc::kRejected, "Op submit rejected"});  // from before there were owners
      }
    });
  });
}

void Founding::found(const Identity& who, const DocumentKey& key,
                     const std::function<void(Result<void>)>& then) {
  // No address is needed: only people with an account found papers.
  const auto posted = pool_.try_post({limit_key(who, {})}, [this, who, key, then] {
    Result<void> founded = result_of([&] { return directory_.found(who, key.id); });
    if (founded && !access_.may(who, Ability::kCreateDocument, key)) {
      founded = Error{Errc::kRejected, "Op submit rejected"};  // somebody else was first
    }
    then(std::move(founded));
  });
  if (!posted) {
    then(posted.error());
  }
}

}  // namespace plenary::server
