#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include "clients/cli/fields.hpp"
#include "clients/cli/history_source.hpp"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace plenary::cli {
namespace {

/// Of one page of the API.
constexpr std::size_t kPageMost = 200;

struct LogOptions {
  HistorySource source;
  std::size_t limit{50};
  std::string author;
  bool as_json{false};
};

/// A line of the table.
struct Entry {
  std::string time;
  std::string versions;
  std::string who;
  std::string what;
};

/// The ids of the authors with this name or id. Nothing if the server did not answer.
std::optional<std::vector<std::string>> ids_of(const LogOptions& options) {
  const auto page = read_object(options.source, "sessions", {{"limit", "1"}});
  if (!page) {
    return std::nullopt;
  }
  std::vector<std::string> ids;
  for (const json::Value& author : member(*page, "authors")) {
    const std::string id = field(author, "id");
    if (id == options.author || field(author, "name") == options.author) {
      ids.push_back(id);
    }
  }
  return ids;
}

/// The id of the one author who is meant; nothing if there is no such one, which the person then
/// knows.
std::optional<std::string> find_author(const LogOptions& options) {
  const auto ids = ids_of(options);
  if (!ids) {
    return std::nullopt;
  }
  if (ids->size() == 1) {
    return ids->front();
  }
  if (ids->empty()) {
    complain({"Nobody called " + options.author + " wrote in " + options.source.id, "",
              "See who did with: plenary log " + options.source.id});
    return std::nullopt;
  }
  std::string all;
  for (const std::string& id : *ids) {
    all += " " + id;
  }
  complain({"Several people are called " + options.author, "", "Name one by id:" + all});
  return std::nullopt;
}

/// The first answer, with as many sessions as are wanted.
std::optional<json::Value> read_sessions(const LogOptions& options, Query query) {
  std::optional<json::Value> all;
  for (std::size_t left = options.limit; left > 0;) {
    query["limit"] = std::to_string(std::min(left, kPageMost));
    auto page = read_object(options.source, "sessions", query);
    if (!page) {
      return std::nullopt;
    }
    const std::string next = field(*page, "next");
    left -= std::min(left, member(*page, "sessions").size());
    if (!all) {
      all = std::move(page);
    } else {
      for (const json::Value& session : member(*page, "sessions")) {
        (*all)["sessions"].push_back(session);
      }
      (*all)["next"] = (*page)["next"];
    }
    if (next.empty()) {
      break;
    }
    query["before"] = next;
  }
  return all;
}

Entry entry_of_session(const json::Value& answer, const json::Value& session) {
  return {field(session, "start"), "v" + field(session, "from") + "..v" + field(session, "to"),
          author_of(answer, session),
          "+" + field(session, "inserted") + " -" + field(session, "deleted") + " ~" +
              field(session, "reformatted")};
}

Entry entry_of_landmark(const json::Value& answer, const json::Value& landmark) {
  const std::string kind = field(landmark, "kind");
  std::string what = kind;
  if (kind == "milestone") {
    what = "named: " + field(landmark, "name");
  } else if (kind == "restore") {
    what = "restored v" + field(landmark, "restores");
  } else if (kind == "undo") {
    const json::Value undone{{"by", json::whole_or_zero(landmark, "undone")}};
    what = "took back v" + field(landmark, "from") + "..v" + field(landmark, "to") + " of " +
           (landmark.contains("undone") ? author_of(answer, undone) : "somebody");
  }
  return {field(landmark, "time"), "v" + field(landmark, "version"), author_of(answer, landmark),
          std::move(what)};
}

/// The newest first. Landmarks before the time of the sessions are left out.
std::vector<Entry> entries_of(const json::Value& answer, const std::string& author) {
  std::vector<Entry> entries;
  for (const json::Value& session : member(answer, "sessions")) {
    entries.push_back(entry_of_session(answer, session));
  }
  const bool is_all = field(answer, "next").empty();
  const std::string oldest = is_all || entries.empty() ? "" : entries.back().time;
  const json::Value& authors = member(answer, "authors");
  for (const json::Value& landmark : member(answer, "landmarks")) {
    const std::uint64_t by = json::whole_or_zero(landmark, "by");
    const bool is_theirs =
        landmark.contains("by") && by < authors.size() && field(authors[by], "id") == author;
    if (field(landmark, "time") >= oldest && (author.empty() || is_theirs)) {
      entries.push_back(entry_of_landmark(answer, landmark));
    }
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.time > b.time; });
  return entries;
}

int show_log(const LogOptions& options) {
  Query query;
  std::string author;
  if (!options.author.empty()) {
    const auto found = find_author(options);
    if (!found) {
      return kCannot;
    }
    author = *found;
    query["by"] = author;
  }
  const auto answer = read_sessions(options, std::move(query));
  if (!answer) {
    return kCannot;
  }
  if (options.as_json) {
    std::cout << json::to_string(*answer) << '\n';
    return done();
  }
  for (const Entry& entry : entries_of(*answer, author)) {
    std::cout << entry.time << '\t' << entry.versions << '\t' << entry.who << '\t' << entry.what
              << '\n';
  }
  return done();
}

}  // namespace

void add_log(CLI::App& program, Chosen& chosen) {
  const auto options = std::make_shared<LogOptions>();
  CLI::App* command =
      program.add_subcommand("log", "Who worked on a document when, the last session first");
  add_source(*command, options->source);
  command->add_option("--limit", options->limit, "How many sessions")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100'000}))
      ->capture_default_str();
  command->add_option("--author", options->author, "Only what this person did: a name or an id");
  command->add_flag("--json", options->as_json, "As the API gives it");
  command->footer(
      "A line for each session and for each version that stands out: time, versions, who, and how "
      "many units were written (+), deleted (-) and formatted (~); divided by tabs.");
  command->callback([options, &chosen] { chosen = [options] { return show_log(*options); }; });
}

}  // namespace plenary::cli
