#include "server/history/bylines.hpp"

#include <array>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/json/members.hpp"
#include "server/access/identity.hpp"
#include "server/ops/log.hpp"
#include "server/runtime/pool.hpp"
#include "storage/records.hpp"

namespace plenary::server {
namespace {

constexpr const char* kKind = "bylines";

/// The id of an author in open mode is this and their display name.
const std::string kOpenAuthor = "~";

}  // namespace

void Bylines::note(const Identity& who) {
  using Kind = Identity::Kind;
  if ((who.kind != Kind::kGuest && who.kind != Kind::kVouched) || who.display_name.empty()) {
    return;
  }
  keep(who.name, who.display_name);
}

void Bylines::note(const std::string& client_id, const std::string& name) {
  if (!name.empty()) {
    keep(client_id, name);
  }
}

void Bylines::keep(const std::string& author, const std::string& name) {
  {
    const std::lock_guard lock(mutex_);
    if (const std::string* known = names_.find(author); known != nullptr && *known == name) {
      return;
    }
    names_.put(author, name, name.size());
  }
  background_.post([this, author, name] {
    if (const auto stored = stored_name(author); stored && *stored == name) {
      return;
    }
    const std::array change{
        storage::RecordChange{kKind, author, json::to_string(json::Value{{"name", name}})}};
    if (const auto kept = store_.change_records(change); !kept) {
      log::error("byline_not_kept", {{"author", author}, {"detail", kept.error().detail}});
    }
  });
}

/// A record that is not whole is as if it were not there.
Result<std::optional<std::string>> Bylines::stored_name(const std::string& author) const {
  PLENARY_TRY(const std::optional<std::string> record, store_.record(kKind, author));
  if (!record) {
    return std::optional<std::string>();
  }
  const auto value = json::parse(*record);
  const auto name = value ? json::optional_text_member(*value, "name") : value.error();
  return name ? *name : std::optional<std::string>();
}

std::string Bylines::known_name(const std::string& author) const {
  {
    const std::lock_guard lock(mutex_);
    if (const std::string* known = names_.find(author)) {
      return *known;
    }
  }
  auto stored = stored_name(author);
  if (!stored) {
    log::error("byline_not_read", {{"author", author}, {"detail", stored.error().detail}});
    return {};
  }
  std::string name = std::move(*stored).value_or("");
  const std::lock_guard lock(mutex_);
  if (const std::string* newer = names_.find(author)) {
    return *newer;
  }
  names_.put(author, name, name.size());
  return name;
}

std::string Bylines::author_of_client(const std::string& client_id) const {
  const std::string name = known_name(client_id);
  return name.empty() ? client_id : kOpenAuthor + name;
}

std::string Bylines::name_of(const std::string& author) const {
  return author.starts_with(kOpenAuthor) ? author.substr(kOpenAuthor.size()) : known_name(author);
}

}  // namespace plenary::server
