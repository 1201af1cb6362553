#include "storage/memory/memory_families.hpp"

#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"

namespace plenary::storage {

/// Holds a copy of the row it is on, so that it needs the lock only to move.
class MemoryFamilies::Cursor final : public FamilyCursor {
 public:
  Cursor(MemoryFamilies& families, Family family) : families_(families), family_(family) {}

  void seek(std::string_view key) override {
    const std::lock_guard lock(families_.mutex_);
    const Rows& rows = families_.rows_of(family_);
    stop_at(rows, rows.lower_bound(key));
  }

  void seek_back(std::string_view key) override {
    const std::lock_guard lock(families_.mutex_);
    const Rows& rows = families_.rows_of(family_);
    const auto after = rows.upper_bound(key);
    stop_at(rows, after == rows.begin() ? rows.end() : std::prev(after));
  }

  void next() override {
    const std::lock_guard lock(families_.mutex_);
    const Rows& rows = families_.rows_of(family_);
    stop_at(rows, rows.upper_bound(row_->first));
  }

  void previous() override {
    const std::lock_guard lock(families_.mutex_);
    const Rows& rows = families_.rows_of(family_);
    const auto here = rows.lower_bound(row_->first);
    stop_at(rows, here == rows.begin() ? rows.end() : std::prev(here));
  }

  bool valid() const override { return status_ && row_.has_value(); }
  std::string_view key() const override { return row_->first; }
  std::string_view value() const override { return row_->second; }
  Result<void> status() const override { return status_; }

 private:
  void stop_at(const Rows& rows, Rows::const_iterator place) {
    status_ = families_.readable();
    if (place == rows.end()) {
      row_.reset();
    } else {
      row_.emplace(place->first, place->second);
      families_.rows_visited_ += 1;
    }
  }

  MemoryFamilies& families_;
  const Family family_;
  std::optional<std::pair<std::string, std::string>> row_;
  Result<void> status_;
};

MemoryFamilies::MemoryFamilies() = default;
MemoryFamilies::~MemoryFamilies() = default;

Result<std::optional<std::string>> MemoryFamilies::get(Family family, std::string_view key) {
  const std::lock_guard lock(mutex_);
  PLENARY_TRY_VOID(readable());
  const auto row = rows_of(family).find(key);
  return row == rows_of(family).end() ? std::nullopt : std::optional(row->second);
}

std::unique_ptr<FamilyCursor> MemoryFamilies::cursor(Family family) {
  return std::make_unique<Cursor>(*this, family);
}

Result<void> MemoryFamilies::write(const std::vector<Put>& puts, Sync sync) {
  const std::lock_guard lock(mutex_);
  if (failures_left_ > 0) {
    failures_left_ -= 1;
    return failure_;
  }
  for (const Put& put : puts) {
    if (put.until) {
      take_away(put.family, put.key, *put.until);
    } else {
      change(put);
    }
  }
  if (sync == Sync::kYes) {
    unsynced_.clear();
  }
  writes_ += 1;
  return {};
}

void MemoryFamilies::change(const Put& put) {
  Rows& rows = rows_of(put.family);
  const auto row = rows.find(put.key);
  unsynced_.push_back(
      {put.family, put.key, row == rows.end() ? std::nullopt : std::optional(row->second)});
  if (put.value) {
    rows.insert_or_assign(put.key, *put.value);
  } else {
    rows.erase(put.key);
  }
}

void MemoryFamilies::take_away(Family family, const std::string& from, const std::string& until) {
  Rows& rows = rows_of(family);
  const auto begin = rows.lower_bound(from);
  const auto end = rows.lower_bound(until);
  for (auto row = begin; row != end; ++row) {
    unsynced_.push_back({family, row->first, row->second});
  }
  rows.erase(begin, end);
}

Result<void> MemoryFamilies::reclaim(Family, std::string_view, std::string_view) {
  return {};
}

Result<void> MemoryFamilies::checkpoint(const std::filesystem::path&) {
  return Error{Errc::kUnsupported, "a store in memory has no files to copy"};
}

void MemoryFamilies::fail_writes(Error error, std::size_t count) {
  const std::lock_guard lock(mutex_);
  failure_ = std::move(error);
  failures_left_ = count;
}

void MemoryFamilies::fail_reads(std::optional<Error> error) {
  const std::lock_guard lock(mutex_);
  read_failure_ = std::move(error);
}

void MemoryFamilies::lose_unsynced() {
  const std::lock_guard lock(mutex_);
  while (!unsynced_.empty()) {
    Undo undo = std::move(unsynced_.back());
    unsynced_.pop_back();
    if (undo.before) {
      rows_of(undo.family)[undo.key] = *std::move(undo.before);
    } else {
      rows_of(undo.family).erase(undo.key);
    }
  }
}

void MemoryFamilies::erase(Family family, const std::string& key) {
  const std::lock_guard lock(mutex_);
  rows_of(family).erase(key);
}

std::size_t MemoryFamilies::rows_visited() const {
  const std::lock_guard lock(mutex_);
  return rows_visited_;
}

std::size_t MemoryFamilies::writes() const {
  const std::lock_guard lock(mutex_);
  return writes_;
}

}  // namespace plenary::storage
