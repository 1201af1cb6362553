#include "server/api/json/history_json.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "protocol/json/value.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
namespace {

using history::Amount;
using history::AuthorIndex;
using history::Change;
using history::ChangeKind;
using history::Difference;
using history::History;
using history::Landmark;
using history::OpNumber;
using history::Session;

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;

void add_number(std::string& out, std::string_view key, std::uint64_t value) {
  out += ",\"";
  out += key;
  out += "\":";
  out += std::to_string(value);
}

void add_text(std::string& out, std::string_view key, std::string_view text) {
  out += ",\"";
  out += key;
  out += "\":";
  json::append_string(out, text);
}

void add_raw(std::string& out, std::string_view key, std::string_view json) {
  out += ",\"";
  out += key;
  out += "\":";
  out += json;
}

std::string time_json(const History& history, std::uint64_t version) {
  if (version == 0 || version > history.version()) {
    return "null";
  }
  return "\"" + to_rfc3339(history.timeline().time_of(static_cast<OpNumber>(version - 1))) + "\"";
}

std::string ops_json(const history::Delta& content) {
  std::string out;
  ot::rich_text::append(out, content);
  return out;
}

std::string attributes_json(const history::Attributes& attributes) {
  return attributes == nullptr ? "{}" : json::to_string(*attributes);
}

std::string_view verb_of(ChangeKind kind) {
  static constexpr std::array<std::string_view, 4> kNames{"kept", "inserted", "deleted",
                                                          "reformatted"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string pieces_json(const Difference& difference, const History& history) {
  std::string out = "[";
  for (const Change& change : difference.changes) {
    out += out.size() > 1 ? ",{\"kind\":\"" : "{\"kind\":\"";
    out += verb_of(change.kind);
    out += "\"";
    add_raw(out, "ops", ops_json(change.content));
    if (change.kind != ChangeKind::kKept) {
      add_number(out, "by", change.by);
      add_raw(out, "first", moment_json(history, std::uint64_t{change.first} + 1));
      add_raw(out, "last", moment_json(history, std::uint64_t{change.last} + 1));
    }
    if (change.kind == ChangeKind::kDeleted) {
      out += ",\"written_by\":[";
      for (std::size_t i = 0; i < change.written_by.size(); ++i) {
        out += (i == 0 ? "" : ",") + std::to_string(change.written_by[i]);
      }
      out += "]";
    }
    if (change.kind == ChangeKind::kReformatted) {
      add_raw(out, "before", attributes_json(change.before));
      add_raw(out, "after", attributes_json(change.after));
    }
    if (change.move != 0) {
      add_number(out, "move", change.move);
    }
    out += "}";
  }
  return out + "]";
}

void count(Amount& amount, const Change& change) {
  const std::uint64_t units = change.content.inserted_length();
  amount.inserted += change.kind == ChangeKind::kInserted ? units : 0;
  amount.deleted += change.kind == ChangeKind::kDeleted ? units : 0;
  amount.reformatted += change.kind == ChangeKind::kReformatted ? units : 0;
}

void add_amount(std::string& out, const Amount& amount) {
  add_number(out, "inserted", amount.inserted);
  add_number(out, "deleted", amount.deleted);
  add_number(out, "reformatted", amount.reformatted);
}

std::string summary_json(const Difference& difference) {
  Amount all;
  std::map<AuthorIndex, Amount> by;
  std::vector<std::uint32_t> moves;
  for (const Change& change : difference.changes) {
    count(all, change);
    if (change.kind != ChangeKind::kKept) {
      count(by[change.by], change);
    }
    if (change.move != 0 && std::find(moves.begin(), moves.end(), change.move) == moves.end()) {
      moves.push_back(change.move);
    }
  }
  std::string out = "{\"moves\":" + std::to_string(moves.size());
  add_amount(out, all);
  out += ",\"by\":[";
  for (const auto& [author, amount] : by) {
    out += out.back() == '[' ? "{\"by\":" : ",{\"by\":";
    out += std::to_string(author);
    add_amount(out, amount);
    out += "}";
  }
  return out + "]}";
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

}  // namespace

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

std::string difference_json(const History& history, const Difference& difference,
                            std::uint64_t from, std::uint64_t to, const std::string& authors) {
  std::string out = "{\"from\":" + moment_json(history, from);
  add_raw(out, "to", moment_json(history, to));
  add_number(out, "head", history.version());
  add_raw(out, "authors", authors);
  add_raw(out, "pieces", pieces_json(difference, history));
  add_raw(out, "delta", "{\"ops\":" + ops_json(difference.delta) + "}");
  add_raw(out, "summary", summary_json(difference));
  return out + "}";
}

std::string preview_json(const History& history, const Difference& difference,
                         const std::string& authors) {
  std::string out = "{\"head\":" + std::to_string(history.version());
  add_raw(out, "authors", authors);
  add_raw(out, "pieces", pieces_json(difference, history));
  add_raw(out, "delta", "{\"ops\":" + ops_json(difference.delta) + "}");
  add_raw(out, "summary", summary_json(difference));
  return out + "}";
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
                       const std::vector<Byline>& authors) {
  std::map<AuthorIndex, std::uint64_t> share;
  std::map<std::string, std::uint64_t> groups;
  std::uint64_t units = 0;
  std::string out = "{\"version\":" + std::to_string(version);
  add_raw(out, "time", time_json(history, version));
  add_number(out, "head", history.version());
  add_raw(out, "authors", authors_json(authors));
  out += ",\"runs\":[";
  for (const history::Written& run : runs) {
    out += out.back() == '[' ? "{\"index\":" : ",{\"index\":";
    out += std::to_string(run.index);
    add_number(out, "length", run.length);
    add_number(out, "by", run.by);
    add_raw(out, "first", moment_json(history, run.first + 1));
    add_raw(out, "last", moment_json(history, run.last + 1));
    out += "}";
    units += run.length;
    share[run.by] += run.length;
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
