// The rights of a session. Each of its requests asks here; when rights change, everything that it
// has is asked about again.

#include <algorithm>
#include <limits>
#include <utility>

#include "protocol/base/document_id.hpp"
#include "protocol/json/members.hpp"
#include "server/access/throttle.hpp"
#include "server/history/bylines.hpp"
#include "server/ops/metrics.hpp"
#include "server/sessions/founding.hpp"
#include "server/sessions/reading_since.hpp"
#include "server/sessions/sync_session.hpp"

namespace plenary::server {
namespace {

constexpr Version kNever{std::numeric_limits<std::uint64_t>::max()};

wire::Refusal submit_rejected() {
  return {wire::kOpSubmitRejected, "Op submit rejected"};
}

bool is_write(Ability ability) {
  return ability == Ability::kEditDocument || ability == Ability::kDeleteDocument ||
         ability == Ability::kCreateDocument;
}

}  // namespace

bool SyncSession::allowed(Ability ability, const DocumentKey& key, std::string_view message) {
  if (!fits(key, message)) {
    return false;
  }
  if (may(ability, key)) {
    return true;
  }
  refuse(message, is_write(ability) ? submit_rejected()
                                    : wire::Refusal{wire::kReadRejected, "Snapshot read rejected"});
  return false;
}

bool SyncSession::may_submit(const wire::Submit& m, std::string_view message) {
  if (m.kind == wire::SubmitKind::kCreate) {
    return may_create(m.key, message);
  }
  const bool deletes = m.kind == wire::SubmitKind::kDelete;
  if (!allowed(deletes ? Ability::kDeleteDocument : Ability::kEditDocument, m.key, message)) {
    return false;
  }
  // An acknowledgement brings the operations that the author had not seen.
  if (!may(Ability::kReadDocument, m.key) || readable_from(m.key) != Version{}) {
    refuse(message, submit_rejected());
    return false;
  }
  return true;
}

bool SyncSession::may_create(const DocumentKey& key, std::string_view message) {
  if (!allowed(Ability::kCreateDocument, key, message)) {
    return false;
  }
  if (key.collection == kPaperCollection && !is_document_id(key.id)) {
    refuse(message, {wire::kOpBadlyFormed, std::string(kDocumentIdRule)});
    return false;
  }
  if (services_.creations != nullptr && !services_.creations->take(limit_key_)) {
    refuse(message, {wire::kTooMany, "Too many documents were created: wait a moment, then again"});
    return false;
  }
  return true;
}

bool SyncSession::may_use_channel(Ability ability, const std::string& channel,
                                  std::string_view message) {
  if (!allowed(ability, document_of_channel(channel), message)) {
    return false;
  }
  if (!claim_own_id()) {  // others learn of it by what goes through the channel
    refuse(message, {wire::kReadRejected, "Snapshot read rejected"});
    return false;
  }
  return true;
}

bool SyncSession::claim_own_id() {
  if (!claimed_) {
    claimed_ = services_.client_ids.claim(client_id_, identity_);
  }
  return claimed_;
}

void SyncSession::note_byline() {
  if (std::exchange(wrote_, true) || services_.bylines == nullptr) {
    return;
  }
  if (services_.access.is_open()) {
    services_.bylines->note(client_id_, shown_name_);
  } else {
    services_.bylines->note(identity_);
  }
}

void SyncSession::learn_name(const std::string& presence_value) {
  if (!services_.access.is_open() || services_.bylines == nullptr) {
    return;
  }
  const auto value = json::parse(presence_value);
  auto name = value ? json::required_text_member(*value, "name") : value.error();
  if (name && *name != shown_name_ && name->size() <= kPersonalNameBytesMax) {
    shown_name_ = *std::move(name);
    wrote_ = false;  // from its next operation on it is this name
  }
}

void SyncSession::submit(const DocumentKey& key, SubmitRequest request, bool is_create) {
  const auto pass_on = [&documents = services_.documents, key](SubmitRequest passed) {
    documents.with(key, [passed = std::move(passed)](DocumentActor& document) mutable {
      document.submit(std::move(passed));
    });
  };
  note_byline();
  if (!is_create || services_.founding == nullptr) {
    pass_on(std::move(request));
    return;
  }
  services_.founding->before_create(
      identity_, key, [request = std::move(request), pass_on](const Result<void>& founded) {
        if (founded) {
          pass_on(request);
          return;
        }
        const auto refusal =
            founded.error().code == Errc::kRejected
                ? submit_rejected()
                : wire::Refusal{wire::kUnavailable, "The document cannot be created now"};
        request.peer->shard().post(
            [peer = request.peer, answer = framed(wire::refuse(request.message, refusal))] {
              if (!peer->is_gone()) {
                peer->send(answer);
              }
            });
      });
}

Version SyncSession::readable_from(const DocumentKey& key) const {
  if (services_.reading_since == nullptr || may(Ability::kReadHistory, key)) {
    return {};
  }
  return services_.reading_since->find(client_id_, key).value_or(kNever);
}

void SyncSession::limit_to_readable(ReadRequest& request, const DocumentKey& key) const {
  request.oldest = readable_from(key);
  if (request.oldest == Version{}) {
    return;
  }
  request.given = [since = services_.reading_since, client_id = client_id_,
                   reader = std::make_shared<const Identity>(identity_),
                   key](Version at) { since->note(client_id, reader, key, at); };
}

bool SyncSession::keeps_all() {
  const auto may_still = [this](Ability ability, const DocumentKey& key) {
    return may(ability, key);
  };
  return subscriptions_.all_allowed(may_still) && unanswered_.all_allowed(may_still);
}

void SyncSession::recheck() {
  if (services_.access.is_open() || peer_->is_gone() || keeps_all()) {
    return;
  }
  services_.metrics.refused("rights_changed");
  peer_->close(CloseReason::kRightsChanged);
  close();  // now: a client need not answer the closing
}

}  // namespace plenary::server
