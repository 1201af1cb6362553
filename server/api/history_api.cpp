#include "server/api/history_api.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/ascii.hpp"
#include "protocol/base/try.hpp"
#include "protocol/history/undo.hpp"
#include "server/access/directory.hpp"
#include "server/api/admission.hpp"
#include "server/api/json/access_json.hpp"
#include "server/api/json/history_words.hpp"
#include "server/config/config.hpp"
#include "server/history/archive.hpp"
#include "server/http/answer_on.hpp"
#include "server/http/answers.hpp"
#include "server/http/content_hash.hpp"
#include "server/http/json_body.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/net/asker.hpp"
#include "server/papers/content_formats.hpp"
#include "server/papers/document_view.hpp"
#include "server/runtime/pools.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
namespace {

using history::History;
using history::OpNumber;

constexpr std::size_t kSessionsPerPageMost = 200;
constexpr std::uint64_t kOperationsPerPageMost = 10'000;
/// A page of operations ends when it has this many bytes: whoever copies a history asks again.
constexpr std::size_t kOperationsBytesMost = 16u << 20;

DocumentKey paper_of_exchange(const Exchange& exchange) {
  return {kPapers, exchange.captures.at(0)};
}

Error bad_version(const char* name) {
  return {Errc::kMalformed,
          std::string(name) + " is the number of a version that the document has, or \"head\""};
}

/// A version in the query: a number, "head", or nothing, which is `otherwise`.
Result<std::uint64_t> version_of(const Exchange& exchange, const char* name, std::uint64_t head,
                                 std::uint64_t otherwise) {
  const auto text = parameter(exchange.request, name);
  if (!text) {
    return otherwise;
  }
  if (*text == "head") {
    return head;
  }
  const auto number = parse_number(*text);
  return number && *number <= head ? Result<std::uint64_t>(*number) : bad_version(name);
}

Result<std::optional<std::uint64_t>> number_of(const Exchange& exchange, const char* name) {
  const auto text = parameter(exchange.request, name);
  if (!text) {
    return std::optional<std::uint64_t>();
  }
  const auto number = parse_number(*text);
  if (!number) {
    return Error{Errc::kMalformed, std::string(name) + " is a whole number"};
  }
  return number;
}

HttpResponse not_a_text() {
  return to_response(
      {409, kConflict, "This document is not a text: of its history only versions can be had."});
}

/// The answer, which is the same for ever as long as nobody's name changes.
HttpResponse lasting(const Exchange& exchange, std::string_view type, std::string body,
                     const std::string& etag) {
  HttpResponse response{
      200,
      {{"content-type", std::string(type)}, {"cache-control", "private, no-cache"}},
      std::make_shared<const std::string>(std::move(body))};
  return with_etag(exchange.request, std::move(response), etag);
}

bool is_known(const Exchange& exchange, const std::string& etag) {
  return etag_matches(header(exchange.request, "if-none-match"), etag);
}

enum class DifferenceForm : std::uint8_t { kJson, kWords, kHtml };

Result<DifferenceForm> form_of(const Exchange& exchange) {
  const std::string_view accept = header(exchange.request, "accept");
  // A browser that opens the address gets JSON: what it accepts begins with text/html, but a
  // program asks for exactly that.
  const char* const accepted = accept.starts_with("text/plain") ? "text"
                               : accept == "text/html"          ? "html"
                                                                : "json";
  const std::string format = parameter(exchange.request, "format").value_or(accepted);
  if (format == "json") {
    return DifferenceForm::kJson;
  }
  if (format == "text" || format == "html") {
    return format == "text" ? DifferenceForm::kWords : DifferenceForm::kHtml;
  }
  return Error{Errc::kMalformed, "the formats of a difference are json, text and html"};
}

std::string tag_of(const Milestone& milestone) {
  return "\"" + content_hash(milestone.id + "\n" + milestone.name + "\n" + milestone.note) + "\"";
}

json::Value milestone_value(const Milestone& milestone, const std::optional<Timestamp>& time,
                            const std::string& by_name) {
  json::Value by = json::Value::object();
  by["id"] = milestone.by;
  by["name"] = by_name.empty() ? json::Value() : json::Value(by_name);
  return {{"id", milestone.id},
          {"version", milestone.version.value},
          {"time", time ? json::Value(to_rfc3339(*time)) : json::Value()},
          {"name", milestone.name},
          {"note", milestone.note},
          {"at", to_rfc3339(milestone.at)},
          {"by", std::move(by)},
          {"etag", tag_of(milestone)}};
}

std::function<bool(const Milestone&)> as_seen_by(const Exchange& exchange) {
  const std::string tag(header(exchange.request, "if-match"));
  return [tag](const Milestone& milestone) {
    return tag.empty() || tag == "*" || tag == tag_of(milestone);
  };
}

/// Null for an author without an account.
const Account* account_of(const DirectoryState& state, std::string_view author) {
  const auto id = account_id_of(author);
  return id ? state.find<Account>(*id) : nullptr;
}

/// A milestone that is another by now is a failed precondition, as of threads.
HttpResponse refuse_milestone(const Error& error) {
  return error.code == Errc::kVersionConflict ? to_response({412, kConflict, error.detail})
                                              : refuse(error);
}

/// What cannot be done with this document, or not now, is a conflict.
HttpResponse refuse_reversal(const Error& error) {
  const bool conflicts = error.code == Errc::kVersionConflict || error.code == Errc::kNotApplicable;
  return conflicts ? to_response({409, kConflict, error.detail}) : refuse(error);
}

Result<history::Note> decode_undo(const json::Value& body) {
  history::Note note;
  history::Note::Undone undone;
  PLENARY_TRY(undone.by, required_text_member(body, "by"));
  PLENARY_TRY(undone.from.value, whole_member(body, "from"));
  PLENARY_TRY(undone.to.value, whole_member(body, "to"));
  note.undoes = std::move(undone);
  return note;
}

}  // namespace

std::vector<Byline> HistoryApi::bylines_of(const History& history) const {
  std::vector<Byline> authors;
  for (const std::string& id : history.authors()) {
    authors.push_back({.id = id, .name = services_.archive.bylines->name_of(id)});
  }
  if (services_.directory == nullptr) {
    return authors;
  }
  services_.directory->read([&authors](const DirectoryState& state) {
    for (Byline& author : authors) {
      const Account* const account = account_of(state, author.id);
      if (account == nullptr) {
        continue;
      }
      author.name = account->display_name;
      for (const auto& [id, group] : state.rows<Group>()) {
        if (std::binary_search(group.members.begin(), group.members.end(), account->id)) {
          author.groups.push_back(group.name);
        }
      }
    }
  });
  return authors;
}

HistoryApi::Answer HistoryApi::overview(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_of_made(services_, who, Ability::kReadHistory, key.id)) {
    return *std::move(refused);
  }
  PLENARY_TRY(const storage::Head head, services_.store.head(key));
  json::Value answer{{"head", head.version.value}, {"time", to_rfc3339(head.time)}};
  answer["chain"] = ascii::to_hex({head.chain.data(), head.chain.size()});
  PLENARY_TRY_VOID(services_.archive.histories.read(key, [&answer](const History& history) {
    answer["text"] = history.is_text();
    answer["authors"] = history.authors().size();
    answer["sessions"] = history.timeline().sessions().size();
    answer["created"] = to_rfc3339(history.timeline().time_of(0));
  }));
  return tagged(exchange.request, json_response(200, answer));
}

HistoryApi::Answer HistoryApi::version_at(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_of_made(services_, who, Ability::kReadHistory, key.id)) {
    return *std::move(refused);
  }
  const auto text = parameter(exchange.request, "at");
  const auto time = text ? from_rfc3339(*text) : std::nullopt;
  if (!time) {
    return Error{Errc::kMalformed, "at is an instant such as 2026-11-22T10:00:00Z"};
  }
  PLENARY_TRY(const storage::Head head, services_.store.head(key));
  PLENARY_TRY(const Version version, services_.store.version_at(key, *time));
  json::Value answer{{"version", version.value}, {"time", nullptr}, {"head", head.version.value}};
  PLENARY_TRY_VOID(services_.archive.histories.read(key, [&](const History& history) {
    if (version.value > 0) {
      answer["time"] =
          to_rfc3339(history.timeline().time_of(static_cast<OpNumber>(version.value - 1)));
    }
  }));
  return json_response(200, answer);
}

HistoryApi::Answer HistoryApi::difference(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_of_made(services_, who, Ability::kReadHistory, key.id)) {
    return *std::move(refused);
  }
  PLENARY_TRY(const DifferenceForm form, form_of(exchange));
  Answer answer = not_a_text();
  PLENARY_TRY_VOID(services_.archive.histories.read(key, [&](const History& history) {
    const auto to = version_of(exchange, "to", history.version(), history.version());
    const auto from = version_of(exchange, "from", history.version(), 0);
    if (!to || !from || *from > *to) {
      answer = !to     ? to.error()
               : !from ? from.error()
                       : Error{Errc::kMalformed, "from is a version at or before to"};
      return;
    }
    if (!history.is_text()) {
      return;
    }
    const std::vector<Byline> bylines = bylines_of(history);
    const std::string authors = authors_json(bylines);
    const std::string etag =
        "\"" +
        content_hash(std::string(version()) + " " + key.id + " " + moment_json(history, *from) +
                     moment_json(history, *to) + " " + std::to_string(history.version()) + " " +
                     std::to_string(static_cast<int>(form)) + authors) +
        "\"";
    if (is_known(exchange, etag)) {
      answer = lasting(exchange, "application/json", {}, etag);
      return;
    }
    const history::Difference made = history::difference(
        history.weave(), static_cast<OpNumber>(*from), static_cast<OpNumber>(*to),
        [&history](OpNumber a, OpNumber b) { return history.timeline().together(a, b); });
    if (form == DifferenceForm::kWords) {
      answer = lasting(exchange, "text/plain; charset=utf-8",
                       difference_in_words(history, made, *from, *to, bylines), etag);
    } else if (form == DifferenceForm::kHtml) {
      HttpResponse page = lasting(exchange, "text/html; charset=utf-8",
                                  difference_as_html(history, made, bylines), etag);
      page.headers.emplace_back("content-security-policy", kHtmlPolicy);
      answer = std::move(page);
    } else {
      answer = lasting(exchange, "application/json",
                       difference_json(history, made, *from, *to, authors), etag);
    }
  }));
  return answer;
}

HistoryApi::Answer HistoryApi::blame(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_of_made(services_, who, Ability::kReadHistory, key.id)) {
    return *std::move(refused);
  }
  PLENARY_TRY(const auto start, number_of(exchange, "from"));
  PLENARY_TRY(const auto end, number_of(exchange, "to"));
  Answer answer = not_a_text();
  PLENARY_TRY_VOID(services_.archive.histories.read(key, [&](const History& history) {
    const auto version = version_of(exchange, "version", history.version(), history.version());
    if (!version) {
      answer = version.error();
    } else if (history.is_text()) {
      const auto runs = history::blame(
          history.weave(), static_cast<OpNumber>(*version), start.value_or(0),
          end.value_or(~std::size_t{0}),
          [&history](OpNumber a, OpNumber b) { return history.timeline().together(a, b); });
      answer = tagged(exchange.request,
                      json_response(200, blame_json(history, *version, runs, bylines_of(history))));
    }
  }));
  return answer;
}

HistoryApi::Answer HistoryApi::sessions(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_of_made(services_, who, Ability::kReadHistory, key.id)) {
    return *std::move(refused);
  }
  SessionQuery query;
  PLENARY_TRY(query.from, number_of(exchange, "from"));
  PLENARY_TRY(query.to, number_of(exchange, "to"));
  PLENARY_TRY(query.before, number_of(exchange, "before"));
  PLENARY_TRY(const auto limit, number_of(exchange, "limit"));
  if (limit && (*limit == 0 || *limit > kSessionsPerPageMost)) {
    return Error{Errc::kMalformed, "limit is a number from 1 to 200"};
  }
  query.limit = limit.value_or(query.limit);
  query.by = parameter(exchange.request, "by");
  query.group = parameter(exchange.request, "group");
  std::vector<Milestone> milestones;
  if (!query.before) {
    PLENARY_TRY(milestones, services_.archive.milestones.of(key.id));
  }
  std::string body;
  PLENARY_TRY_VOID(services_.archive.histories.read(key, [&](const History& history) {
    body = sessions_json(history, query, milestones, bylines_of(history));
  }));
  return tagged(exchange.request, json_response(200, std::move(body)));
}

HistoryApi::Answer HistoryApi::operations(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_of_made(services_, who, Ability::kReadHistory, key.id)) {
    return *std::move(refused);
  }
  PLENARY_TRY(const auto from, number_of(exchange, "from"));
  PLENARY_TRY(const auto limit, number_of(exchange, "limit"));
  if (limit && (*limit == 0 || *limit > kOperationsPerPageMost)) {
    return Error{Errc::kMalformed, "limit is a number from 1 to 10000"};
  }
  const Version first{from.value_or(0)};
  const Version end{first.value + limit.value_or(kOperationsPerPageMost)};
  std::string lines;
  PLENARY_TRY_VOID(services_.store.read_ops(key, first, end, [&lines](storage::OpRecord&& op) {
    append_operation_line(lines, op);
    return lines.size() < kOperationsBytesMost;
  }));
  return HttpResponse{200,
                      {{"content-type", "application/x-ndjson"}},
                      std::make_shared<const std::string>(std::move(lines))};
}

void HistoryApi::restore(const Exchange& exchange) {
  const auto body = parse_object(exchange.request.body, {"version"});
  const auto version = body ? whole_member(*body, "version") : Result<std::uint64_t>(body.error());
  if (!version) {
    exchange.answer(refuse(version.error()));
    return;
  }
  history::Note note;
  note.restores = Version{*version};
  reverse(exchange, std::move(note));
}

void HistoryApi::undo(const Exchange& exchange) {
  const auto body = parse_object(exchange.request.body, {"by", "from", "to", "preview"});
  auto note = body ? decode_undo(*body) : Result<history::Note>(body.error());
  const auto preview =
      body ? flag_member(*body, "preview") : Result<std::optional<bool>>(body.error());
  if (!note || !preview) {
    exchange.answer(refuse(note ? preview.error() : note.error()));
    return;
  }
  if (!preview->value_or(false)) {
    reverse(exchange, *std::move(note));
    return;
  }
  answer_on(services_.pools.reading, exchange,
            [this, note = *std::move(note)](const Exchange& asked) {
              asked.answer(preview_undo(asked, note));
            });
}

HttpResponse HistoryApi::preview_undo(const Exchange& exchange, const history::Note& note) {
  const DocumentKey key = paper_of_exchange(exchange);
  for (const Ability ability : {Ability::kReadHistory, Ability::kEditDocument}) {
    if (auto refused = refusal_of_made(services_, exchange.request.who, ability, key.id)) {
      return *std::move(refused);
    }
  }
  HttpResponse answer;
  const auto read = services_.archive.histories.read(key, [&](const History& history) {
    const auto change = change_for(history, note);
    if (!change) {
      answer = refuse_reversal(change.error());
      return;
    }
    const history::Difference shown =
        history::preview(history.weave(), *change, *history.author(note.undoes->by));
    answer = json_response(200, preview_json(history, shown, authors_json(bylines_of(history))));
  });
  return read ? answer : refuse(read.error());
}

void HistoryApi::reverse(const Exchange& received, history::Note note) {
  answer_on(
      services_.pools.reading, received, [this, note = std::move(note)](const Exchange& exchange) {
        const DocumentKey key = paper_of_exchange(exchange);
        const Identity& who = exchange.request.who;
        for (const Ability ability : {Ability::kReadHistory, Ability::kEditDocument}) {
          if (auto refused = refusal_of_made(services_, who, ability, key.id)) {
            exchange.answer(*std::move(refused));
            return;
          }
        }
        services_.archive.bylines->note(who);
        const auto restored = note.restores;
        const bool may_create = services_.access.may(who, Ability::kCreateDocument, key);
        services_.archive.reversals.start(
            {key, note, who.name, "http-" + services_.next_id(), may_create,
             asker_of(exchange.request)},
            [this, exchange, restored](const Result<Reversed>& done) {
              if (!done) {
                exchange.answer(refuse_reversal(done.error()));
                return;
              }
              if (done->changed && services_.directory != nullptr) {
                const char* what = restored ? "document.restore" : "document.undo";
                services_.pools.directory.post([this, exchange, what] {
                  static_cast<void>(services_.directory->note(exchange.request.who, what,
                                                              exchange.captures.at(0)));
                });
              }
              json::Value answer{{"version", done->version.value}, {"changed", done->changed}};
              if (restored) {
                answer["restored"] = restored->value;
              }
              exchange.answer(json_response(200, answer));
            });
      });
}

// Milestones.

HistoryApi::Answer HistoryApi::milestones(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_of_made(services_, who, Ability::kReadHistory, key.id)) {
    return *std::move(refused);
  }
  PLENARY_TRY(const std::vector<Milestone> all, services_.archive.milestones.of(key.id));
  json::Value list = json::Value::array();
  PLENARY_TRY_VOID(services_.archive.histories.read(key, [&](const History& history) {
    for (const Milestone& milestone : all) {
      list.push_back(described(history, milestone));
    }
  }));
  return tagged(exchange.request, json_response(200, json::Value{{"milestones", std::move(list)}}));
}

/// The milestone with the time of its version and the name of who named it.
json::Value HistoryApi::described(const History& history, const Milestone& milestone) const {
  std::optional<Timestamp> time;
  if (milestone.version.value > 0 && milestone.version.value <= history.version()) {
    time = history.timeline().time_of(static_cast<OpNumber>(milestone.version.value - 1));
  }
  std::string name = services_.archive.bylines->name_of(milestone.by);
  if (services_.directory != nullptr) {
    services_.directory->read([&](const DirectoryState& state) {
      if (const Account* account = account_of(state, milestone.by); account != nullptr) {
        name = account->display_name;
      }
    });
  }
  return milestone_value(milestone, time, name);
}

HistoryApi::Answer HistoryApi::answer_milestone(const Exchange& exchange, unsigned status,
                                                const Milestone& milestone) {
  json::Value value;
  PLENARY_TRY_VOID(services_.archive.histories.read(
      paper_of_exchange(exchange),
      [&](const History& history) { value = described(history, milestone); }));
  HttpResponse response = json_response(status, value);
  const std::string& method = exchange.request.method;
  if (method == "GET" || method == "HEAD") {
    return with_etag(exchange.request, std::move(response), tag_of(milestone));
  }
  // What was done is told, whoever has it already.
  response.headers.emplace_back("etag", tag_of(milestone));
  if (status == 201) {
    response.headers.emplace_back(
        "location", "/api/v1/documents/" + exchange.captures.at(0) + "/milestones/" + milestone.id);
  }
  return response;
}

std::optional<HttpResponse> HistoryApi::refusal_to_name(const Identity& who,
                                                        const std::string& paper) const {
  for (const Ability ability : {Ability::kReadHistory, Ability::kEditDocument}) {
    if (auto refused = refusal_of_made(services_, who, ability, paper)) {
      return refused;
    }
  }
  return std::nullopt;
}

HistoryApi::Answer HistoryApi::add_milestone(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_to_name(who, key.id)) {
    return *std::move(refused);
  }
  PLENARY_TRY(const json::Value body,
              parse_object(exchange.request.body, {"version", "name", "note"}));
  PLENARY_TRY(const storage::Head head, services_.store.head(key));
  Milestone wanted{.version = head.version, .by = who.name};
  if (body.contains("version") && body["version"] != "head") {
    PLENARY_TRY(wanted.version.value, whole_member(body, "version"));
    if (wanted.version > head.version) {
      return bad_version("version");
    }
  }
  PLENARY_TRY(wanted.name, required_text_member(body, "name"));
  PLENARY_TRY(wanted.note, text_member(body, "note"));
  PLENARY_TRY(const Milestone made, services_.archive.milestones.add(key.id, std::move(wanted)));
  services_.archive.bylines->note(who);
  note_in_audit(who, "milestone.add", key.id);
  return answer_milestone(exchange, 201, made);
}

HistoryApi::Answer HistoryApi::milestone(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_of_made(services_, who, Ability::kReadHistory, key.id)) {
    return *std::move(refused);
  }
  PLENARY_TRY(const Milestone found,
              services_.archive.milestones.find(key.id, exchange.captures.at(1)));
  return answer_milestone(exchange, 200, found);
}

HistoryApi::Answer HistoryApi::change_milestone(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_to_name(who, key.id)) {
    return *std::move(refused);
  }
  PLENARY_TRY(const json::Value body, parse_object(exchange.request.body, {"name", "note"}));
  MilestoneChange change;
  PLENARY_TRY(change.name, optional_text_member(body, "name"));
  PLENARY_TRY(change.note, optional_text_member(body, "note"));
  const auto changed = services_.archive.milestones.change(key.id, exchange.captures.at(1), change,
                                                           as_seen_by(exchange));
  return changed ? answer_milestone(exchange, 200, *changed)
                 : Answer(refuse_milestone(changed.error()));
}

HistoryApi::Answer HistoryApi::remove_milestone(const Exchange& exchange, const Identity& who) {
  const DocumentKey key = paper_of_exchange(exchange);
  if (auto refused = refusal_to_name(who, key.id)) {
    return *std::move(refused);
  }
  const auto removed =
      services_.archive.milestones.remove(key.id, exchange.captures.at(1), as_seen_by(exchange));
  if (!removed) {
    return refuse_milestone(removed.error());
  }
  note_in_audit(who, "milestone.remove", key.id);
  return no_content();
}

void HistoryApi::note_in_audit(const Identity& who, const char* what, const std::string& paper) {
  if (services_.directory != nullptr) {
    static_cast<void>(services_.directory->note(who, what, paper));
  }
}

}  // namespace plenary::server
