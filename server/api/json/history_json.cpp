#include "server/api/json/history_json.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "protocol/json/value.hpp"
#include "server/api/json/fields.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
namespace {

using history::Amount;
using history::AuthorIndex;
using history::History;
using history::Landmark;
using history::OpNumber;
using history::Session;

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;

std::string time_json(const History& history, std::uint64_t version) {
  if (version == 0 || version > history.version()) {
    return "null";
  }
  return "\"" + to_rfc3339(history.timeline().time_of(static_cast<OpNumber>(version - 1))) + "\"";
}

bool is_in_group(const std::vector<Byline>& authors, AuthorIndex author, const std::string& group) {
  const std::vector<std::string>& groups = authors[author].groups;
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

bool is_wanted(const Session& session, const SessionQuery& query,
               const std::vector<Byline>& authors) {
  return (!query.from || session.to > *query.from) && (!query.to || session.from < *query.to) &&
         (!query.by || authors[session.by].id == *query.by) &&
         (!query.group || is_in_group(authors, session.by, *query.group));
}

void append_session(std::string& out, const Session& session) {
  out += "{\"from\":" + std::to_string(session.from);
  add_number(out, "to", session.to);
  add_text(out, "start", to_rfc3339(session.start));
  add_text(out, "end", to_rfc3339(session.end));
  add_number(out, "by", session.by);
  add_number(out, "ops", session.amount.ops);
  add_amount(out, session.amount);
  out += "}";
}

void append_landmark(std::string& out, const History& history, const Landmark& landmark) {
  static constexpr std::array<std::string_view, 4> kNames{"created", "deleted", "restore", "undo"};
  out += "{\"kind\":\"" + std::string(kNames[static_cast<std::size_t>(landmark.kind)]) + "\"";
  add_number(out, "version", landmark.op + 1);
  add_raw(out, "time", time_json(history, landmark.op + 1));
  add_number(out, "by", landmark.by);
  if (landmark.note.restores) {
    add_number(out, "restores", landmark.note.restores->value);
  }
  if (landmark.note.undoes) {
    add_number(out, "from", landmark.note.undoes->from.value);
    add_number(out, "to", landmark.note.undoes->to.value);
    if (const auto undone = history.author(landmark.note.undoes->by)) {
      add_number(out, "undone", *undone);
    }
  }
  out += "}";
}

void append_milestone(std::string& out, const History& history, const Milestone& milestone) {
  out += "{\"kind\":\"milestone\"";
  add_number(out, "version", milestone.version.value);
  add_raw(out, "time", time_json(history, milestone.version.value));
  add_text(out, "name", milestone.name);
  add_text(out, "note", milestone.note);
  add_text(out, "milestone", milestone.id);
  if (const auto by = history.author(milestone.by)) {
    add_number(out, "by", *by);
  }
  out += "}";
}

void add_landmarks(std::string& out, const History& history,
                   const std::vector<Milestone>& milestones) {
  out += ",\"landmarks\":[";
  for (const Landmark& landmark : history.timeline().landmarks()) {
    out += out.back() == '[' ? "" : ",";
    append_landmark(out, history, landmark);
  }
  for (const Milestone& milestone : milestones) {
    if (milestone.version.value <= history.version()) {
      out += out.back() == '[' ? "" : ",";
      append_milestone(out, history, milestone);
    }
  }
  out += "],\"days\":[";
  for (const auto& [day, amount] : history.timeline().days()) {
    out += out.back() == '[' ? "{\"day\":\"" : ",{\"day\":\"";
    out += to_rfc3339({day * kDayMs}).substr(0, 10) + "\"";
    add_number(out, "ops", amount.ops);
    add_amount(out, amount);
    out += "}";
  }
  out += "]";
}

std::string runs_json(const History& history, const std::vector<history::Written>& runs) {
  std::string out = "[";
  for (const history::Written& run : runs) {
    out += out.size() == 1 ? "{\"index\":" : ",{\"index\":";
    out += std::to_string(run.index);
    add_number(out, "length", run.length);
    add_number(out, "by", run.by);
    add_raw(out, "first", moment_json(history, run.first + 1));
    add_raw(out, "last", moment_json(history, run.last + 1));
    out += "}";
  }
  return out + "]";
}

/// Which text of a table or note it is.
void add_part(std::string& out, const history::WrittenInside& inside) {
  static constexpr std::array<std::string_view, 4> kNames{"note", "rows", "columns", "cell"};
  add_text(out, "part", kNames[static_cast<std::size_t>(inside.part)]);
  if (inside.part == history::WrittenInside::Part::kCell) {
    add_number(out, "row", inside.cell.first + 1);
    add_number(out, "column", inside.cell.second + 1);
  }
}

std::uint64_t count_written(const std::vector<history::Written>& runs,
                            std::map<AuthorIndex, std::uint64_t>& share) {
  std::uint64_t units = 0;
  for (const history::Written& run : runs) {
    units += run.length;
    share[run.by] += run.length;
  }
  return units;
}

}  // namespace

void add_amount(std::string& out, const Amount& amount) {
  add_number(out, "inserted", amount.inserted);
  add_number(out, "deleted", amount.deleted);
  add_number(out, "reformatted", amount.reformatted);
}

std::string authors_json(const std::vector<Byline>& authors) {
  std::string out = "[";
  for (const Byline& author : authors) {
    out += out.size() > 1 ? ",{\"id\":" : "{\"id\":";
    json::append_string(out, author.id);
    if (author.name.empty()) {
      out += ",\"name\":null";
    } else {
      add_text(out, "name", author.name);
    }
    out += ",\"groups\":[";
    for (const std::string& group : author.groups) {
      out += out.back() == '[' ? "" : ",";
      json::append_string(out, group);
    }
    out += "]}";
  }
  return out + "]";
}

std::string moment_json(const History& history, std::uint64_t version) {
  return "{\"version\":" + std::to_string(version) + ",\"time\":" + time_json(history, version) +
         "}";
}

void append_operation_line(std::string& out, const storage::OpRecord& op) {
  static constexpr std::array<std::string_view, 5> kKinds{"edit", "create", "delete", "no-op",
                                                          "event"};
  out += "{\"version\":" + std::to_string(op.version.value);
  add_text(out, "kind", kKinds[static_cast<std::size_t>(op.kind) - 1]);
  add_text(out, "time", to_rfc3339(op.time));
  add_text(out, "author", op.author);
  add_text(out, "source", op.source);
  add_number(out, "sequence", op.sequence.value);
  add_text(out, "body", op.body);
  add_text(out, "note", op.note);
  out += "}\n";
}

std::string blame_json(const History& history, std::uint64_t version,
                       const std::vector<history::Written>& runs,
                       const std::vector<history::WrittenInside>& inside,
                       const std::vector<Byline>& authors) {
  std::map<AuthorIndex, std::uint64_t> share;
  std::map<std::string, std::uint64_t> groups;
  std::uint64_t units = count_written(runs, share);
  std::string out = "{\"version\":" + std::to_string(version);
  add_raw(out, "time", time_json(history, version));
  add_number(out, "head", history.version());
  add_raw(out, "authors", authors_json(authors));
  add_raw(out, "runs", runs_json(history, runs));
  out += ",\"inside\":[";
  for (const history::WrittenInside& part : inside) {
    out += out.back() == '[' ? "{\"index\":" : ",{\"index\":";
    out += std::to_string(part.index);
    add_part(out, part);
    add_raw(out, "runs", runs_json(history, part.runs));
    out += "}";
    units += count_written(part.runs, share);
  }
  out += "],\"share\":[";
  for (const auto& [author, length] : share) {
    out += out.back() == '[' ? "{\"by\":" : ",{\"by\":";
    out += std::to_string(author);
    add_number(out, "units", length);
    out += "}";
    for (const std::string& group : authors[author].groups) {
      groups[group] += length;
    }
  }
  out += "],\"groups\":[";
  for (const auto& [group, length] : groups) {
    out += out.back() == '[' ? "{\"name\":" : ",{\"name\":";
    json::append_string(out, group);
    add_number(out, "units", length);
    out += "}";
  }
  out += "]";
  add_number(out, "units", units);
  return out + "}";
}

std::string sessions_json(const History& history, const SessionQuery& query,
                          const std::vector<Milestone>& milestones,
                          const std::vector<Byline>& authors) {
  const std::vector<Session>& sessions = history.timeline().sessions();
  std::string out = "{\"head\":" + std::to_string(history.version());
  add_raw(out, "authors", authors_json(authors));
  out += ",\"sessions\":[";
  std::size_t at = std::min(query.before.value_or(sessions.size()), sessions.size());
  for (std::size_t written = 0; at > 0 && written < query.limit;) {
    const Session& session = sessions[--at];
    if (is_wanted(session, query, authors)) {
      out += written == 0 ? "" : ",";
      append_session(out, session);
      written += 1;
    }
  }
  const bool more =
      std::any_of(sessions.begin(), sessions.begin() + static_cast<std::ptrdiff_t>(at),
                  [&](const Session& session) { return is_wanted(session, query, authors); });
  out += "],\"next\":";
  out += more ? "\"" + std::to_string(at) + "\"" : "null";
  if (!query.before) {
    add_landmarks(out, history, milestones);
  }
  return out + "}";
}

}  // namespace plenary::server
