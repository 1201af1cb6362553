#include "server/access/directory.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/directory_change.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

/// Records of changes of the store's content that were made once, at a start.
constexpr const char* kUpgradeKind = "upgrades";

}  // namespace

template <class Row>
Result<void> Directory::load_rows() {
  Result<void> decoded;
  const Result<void> read =
      store_.read_records(std::string(Row::kKind), [&](std::string&& /*key*/, std::string&& json) {
        Result<Row> row = decode_row<Row>(json);
        if (!row) {
          decoded = row.error();
          return false;
        }
        state_.put(*std::move(row));
        return true;
      });
  return read ? decoded : read;
}

Result<std::unique_ptr<Directory>> Directory::load(storage::Records& store, const Clock& clock) {
  std::unique_ptr<Directory> directory(new Directory(store, clock));
  PLENARY_TRY_VOID(directory->load_rows<Account>());
  PLENARY_TRY_VOID(directory->load_rows<LogInRecord>());
  PLENARY_TRY_VOID(directory->load_rows<Group>());
  PLENARY_TRY_VOID(directory->load_rows<Invitation>());
  PLENARY_TRY_VOID(directory->load_rows<PasswordReset>());
  PLENARY_TRY_VOID(directory->load_rows<LogInSession>());
  PLENARY_TRY_VOID(directory->load_rows<Grant>());
  PLENARY_TRY_VOID(directory->load_rows<ShareLink>());
  PLENARY_TRY_VOID(directory->load_rows<Ownership>());
  PLENARY_TRY_VOID(directory->load_rows<ApiToken>());
  PLENARY_TRY_VOID(directory->index_audit());
  if (directory->state_.rows<Account>().empty()) {
    directory->set_up_secret_ = make_secret(kSessionSecretBytes).text;
  }
  return directory;
}

/// Requires: writers_ is held.
Result<void> Directory::commit(Change change) {
  PLENARY_TRY_VOID(store_.change_records(change.records()));
  if (!change.changes_memory()) {
    return {};
  }
  {
    const std::unique_lock lock(mutex_);
    change.apply(state_);
    if (!state_.rows<Account>().empty()) {
      set_up_secret_.clear();
    }
    generation_.fetch_add(1, std::memory_order_acq_rel);
  }
  if (change.takes_rights() && rights_taken_) {
    rights_taken_();  // writers_ is held: nothing gives a right back before
  }
  return {};
}

Standing Directory::standing(const Identity& who, std::string_view paper) const {
  const std::shared_lock lock(mutex_);
  return state_.standing(who, paper, clock_.now());
}

bool Directory::is_administrator(const Identity& who) const {
  const std::shared_lock lock(mutex_);
  return state_.is_administrator(who, clock_.now());
}

bool Directory::may_found(const Identity& who, std::string_view paper) const {
  const std::shared_lock lock(mutex_);
  return state_.may_found(who, paper, clock_.now());
}

Result<std::vector<AuditEntry>> Directory::audit(const AuditQuery& query) const {
  const std::string kind =
      query.paper.empty() ? std::string(AuditEntry::kKind) : paper_audit(query.paper);
  std::vector<AuditEntry> entries;
  Result<void> decoded;
  PLENARY_TRY_VOID(
      store_.read_records(kind, {.until = query.before, .descending = true, .limit = query.limit},
                          [&](std::string&& /*key*/, std::string&& json) {
                            Result<AuditEntry> entry = decode_row<AuditEntry>(json);
                            if (!entry) {
                              decoded = entry.error();
                              return false;
                            }
                            entries.push_back(*std::move(entry));
                            return true;
                          }));
  PLENARY_TRY_VOID(decoded);
  return entries;
}

/// Copies the entries about papers to the audits of those papers, unless that was done. Directories
/// from before December 2026 have no such copies.
Result<void> Directory::index_audit() {
  constexpr const char* kDone = "audit_by_paper";
  constexpr std::size_t kBatch = 1'000;
  PLENARY_TRY(const std::optional<std::string> done, store_.record(kUpgradeKind, kDone));
  if (done) {
    return {};
  }
  std::vector<storage::RecordChange> copies;
  Result<void> written;
  PLENARY_TRY_VOID(store_.read_records(
      std::string(AuditEntry::kKind), [&](std::string&& key, std::string&& json) {
        const Result<AuditEntry> entry = decode_row<AuditEntry>(json);
        if (entry && !entry->paper.empty()) {
          copies.push_back({paper_audit(entry->paper), std::move(key), std::move(json)});
        }
        if (copies.size() >= kBatch) {
          written = store_.change_records(copies, storage::Sync::kNo);
          copies.clear();
        }
        return written.has_value();
      }));
  PLENARY_TRY_VOID(written);
  copies.push_back({kUpgradeKind, kDone, "{}"});
  return store_.change_records(copies);
}

Result<void> Directory::note(const Identity& by, std::string what, std::string paper,
                             std::string detail) {
  const std::lock_guard writing(writers_);
  Change change(by.name, clock_.now());
  change.audit(std::move(what), {}, std::move(paper), std::move(detail));
  return commit(std::move(change));
}

Result<void> Directory::sweep() {
  const std::lock_guard writing(writers_);
  const Timestamp now = clock_.now();
  Change change({}, now);
  std::map<std::string, Timestamp, std::less<>> uses;
  {
    const std::lock_guard lock(uses_mutex_);
    uses.swap(uses_);
  }
  for (const auto& [id, session] : state_.rows<LogInSession>()) {
    const auto used = uses.find(id);
    LogInSession now_used = session;
    now_used.used_at = used == uses.end() ? session.used_at : used->second;
    if (!DirectoryState::is_live(now_used, now)) {
      change.erase<LogInSession>(id);
    } else if (now_used.used_at.ms - session.used_at.ms >
               std::chrono::milliseconds(kSessionUseGrain).count()) {
      change.put(std::move(now_used));
    }
  }
  write_failed_log_ins(change);
  const auto drop_expired = [&]<class Row>(const Rows<Row>& rows) {
    for (const auto& [id, row] : rows) {
      if (!DirectoryState::is_live(row.expires_at, now)) {
        change.erase<Row>(id);
      }
    }
  };
  drop_expired(state_.rows<Invitation>());
  drop_expired(state_.rows<PasswordReset>());
  drop_expired(state_.rows<ShareLink>());
  drop_expired(state_.rows<ApiToken>());
  return change.changes_memory() ? commit(std::move(change)) : Result<void>();
}

}  // namespace plenary::server
