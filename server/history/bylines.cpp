#include "server/history/bylines.hpp"

#include <array>

#include "protocol/base/try.hpp"
#include "protocol/json/value.hpp"
#include "server/access/identity.hpp"
#include "server/ops/log.hpp"
#include "server/runtime/pool.hpp"

namespace plenary::server {
namespace {

constexpr const char* kKind = "bylines";

/// What the ids of those begin with who only say what they are called.
const std::string kCalls = "~";

}  // namespace

Result<std::unique_ptr<Bylines>> Bylines::load(storage::Store& store, Pool& background) {
  std::unique_ptr<Bylines> bylines(new Bylines(store, background));
  PLENARY_TRY_VOID(store.read_records(kKind, [&](std::string&& author, std::string&& json) {
    const auto value = json::parse(json);
    if (value && value->is_object() && value->contains("name") && (*value)["name"].is_string()) {
      bylines->names_[std::move(author)] = (*value)["name"].get<std::string>();
    }
    return true;
  }));
  return bylines;
}

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
    std::string& known = names_[author];
    if (known == name) {
      return;
    }
    known = name;
  }
  background_.post([this, author, name] {
    const std::array change{
        storage::RecordChange{kKind, author, json::to_string(json::Value{{"name", name}})}};
    if (const auto kept = store_.change_records(change); !kept) {
      log::error("byline_not_kept", {{"author", author}, {"detail", kept.error().detail}});
    }
  });
}

std::string Bylines::author_of_client(std::string_view client_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = names_.find(client_id);
  return found == names_.end() ? std::string(client_id) : kCalls + found->second;
}

std::string Bylines::name_of(const std::string& author) const {
  if (author.starts_with(kCalls)) {
    return author.substr(kCalls.size());
  }
  const std::lock_guard lock(mutex_);
  const auto found = names_.find(author);
  return found == names_.end() ? std::string() : found->second;
}

}  // namespace plenary::server
