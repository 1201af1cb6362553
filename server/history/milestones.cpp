#include "server/history/milestones.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/json/members.hpp"
#include "server/runtime/clock.hpp"

namespace plenary::server {
namespace {

using json::Value;

/// With a paper's id behind it: the milestones of each paper are a kind of their own.
constexpr const char* kMilestoneKind = "milestones/";

std::string records_of(const std::string& paper) {
  return kMilestoneKind + paper;
}

Value to_value(const Milestone& milestone) {
  return {{"version", milestone.version.value},
          {"name", milestone.name},
          {"note", milestone.note},
          {"by", milestone.by},
          {"at", milestone.at.ms}};
}

Result<Milestone> from_json(std::string id, const std::string& json) {
  PLENARY_TRY(const Value value, json::parse(json));
  Milestone milestone{.id = std::move(id)};
  PLENARY_TRY(milestone.version.value, json::whole_member(value, "version"));
  PLENARY_TRY(milestone.name, json::required_text_member(value, "name"));
  milestone.note = json::text_or_empty(value, "note");
  milestone.by = json::text_or_empty(value, "by");
  PLENARY_TRY(milestone.at.ms, json::integer_member(value, "at"));
  return milestone;
}

bool is_control(char c) {
  return (c >= 0 && c < 0x20) || c == 0x7f;
}

Result<void> check(const Milestone& milestone) {
  const std::string& name = milestone.name;
  if (std::all_of(name.begin(), name.end(), [](char c) { return c == ' '; })) {
    return Error{Errc::kMalformed, "a milestone has a name"};
  }
  if (name.size() > Milestones::kNameBytesMost) {
    return Error{Errc::kMalformed, "the name of a milestone has at most 400 bytes"};
  }
  if (std::any_of(name.begin(), name.end(), is_control) || !utf::is_utf8(name)) {
    return Error{Errc::kMalformed,
                 "the name of a milestone is one line, without control characters"};
  }
  if (milestone.note.size() > Milestones::kNoteBytesMost) {
    return Error{Errc::kMalformed, "the note of a milestone has at most 10,000 bytes"};
  }
  if (!utf::is_utf8(milestone.note)) {
    return Error{Errc::kMalformed, "the note of a milestone holds half of a character"};
  }
  return {};
}

Error unknown() {
  return {Errc::kNotFound, "There is no such milestone: it may have been taken away."};
}

Error changed_meanwhile() {
  return {Errc::kVersionConflict, "Somebody changed this milestone meanwhile: look at it again."};
}

}  // namespace

Result<std::vector<Milestone>> Milestones::of(const std::string& paper) {
  std::vector<Milestone> milestones;
  std::string damaged;
  PLENARY_TRY_VOID(
      store_.read_records(records_of(paper), [&](std::string&& id, std::string&& json) {
        if (auto milestone = from_json(id, json)) {
          milestones.push_back(*std::move(milestone));
        } else {
          damaged = id;
        }
        return true;
      }));
  if (!damaged.empty()) {
    return Error{Errc::kCorrupt, "the milestone " + damaged + " cannot be read"};
  }
  std::stable_sort(milestones.begin(), milestones.end(),
                   [](const Milestone& a, const Milestone& b) {
                     return std::pair(a.version, a.at) < std::pair(b.version, b.at);
                   });
  return milestones;
}

Result<Milestone> Milestones::find(const std::string& paper, const std::string& id) {
  PLENARY_TRY(const std::vector<Milestone> all, of(paper));
  const auto found =
      std::find_if(all.begin(), all.end(), [&id](const Milestone& one) { return one.id == id; });
  return found == all.end() ? Result<Milestone>(unknown()) : *found;
}

Result<Milestone> Milestones::add(const std::string& paper, Milestone wanted) {
  PLENARY_TRY_VOID(check(wanted));
  const std::lock_guard lock(changes_);
  PLENARY_TRY(const std::vector<Milestone> all, of(paper));
  if (all.size() >= kPerPaperMost) {
    return Error{Errc::kTooLarge, "a paper has at most 2,000 milestones"};
  }
  wanted.id = "m-" + next_id_();
  wanted.at = clock_.now();
  PLENARY_TRY_VOID(put(paper, wanted));
  return wanted;
}

Result<Milestone> Milestones::change(const std::string& paper, const std::string& id,
                                     const MilestoneChange& change,
                                     const std::function<bool(const Milestone&)>& expected) {
  const std::lock_guard lock(changes_);
  PLENARY_TRY(Milestone milestone, find(paper, id));
  if (!expected(milestone)) {
    return changed_meanwhile();
  }
  milestone.name = change.name.value_or(milestone.name);
  milestone.note = change.note.value_or(milestone.note);
  PLENARY_TRY_VOID(check(milestone));
  PLENARY_TRY_VOID(put(paper, milestone));
  return milestone;
}

Result<void> Milestones::remove(const std::string& paper, const std::string& id,
                                const std::function<bool(const Milestone&)>& expected) {
  const std::lock_guard lock(changes_);
  PLENARY_TRY(const Milestone milestone, find(paper, id));
  if (!expected(milestone)) {
    return changed_meanwhile();
  }
  const std::array gone{storage::RecordChange{records_of(paper), id, std::nullopt}};
  return store_.change_records(gone);
}

Result<void> Milestones::put(const std::string& paper, const Milestone& milestone) {
  const std::array change{
      storage::RecordChange{records_of(paper), milestone.id, json::to_string(to_value(milestone))}};
  return store_.change_records(change);
}

}  // namespace plenary::server
