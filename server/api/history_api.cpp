#include "server/api/history_api.hpp"

#include <utility>

#include "protocol/base/ascii.hpp"
#include "protocol/base/try.hpp"
#include "protocol/history/difference.hpp"
#include "server/access/directory.hpp"
#include "server/api/handlers.hpp"
#include "server/api/history_requests.hpp"
#include "server/api/json/difference_json.hpp"
#include "server/api/json/history_words.hpp"
#include "server/api/service.hpp"
#include "server/config/config.hpp"
#include "server/history/archive.hpp"
#include "server/http/answers.hpp"
#include "server/http/content_hash.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/papers/content_formats.hpp"
#include "server/runtime/times.hpp"
#include "storage/store.hpp"

namespace plenary::server {

using history::History;
using history::OpNumber;

/// The form in which a difference is shown.
enum class DifferenceForm : std::uint8_t { kJson, kWords, kHtml };

struct HistoryApi::DifferenceRequest {
  DifferenceForm form{DifferenceForm::kJson};
  std::uint64_t from{0};
  std::uint64_t to{0};
};

namespace {

constexpr std::size_t kSessionsPerPageMost = 200;
constexpr std::uint64_t kOperationsPerPageMost = 10'000;
/// A page of operations ends when it has this many bytes: a program that copies a history asks
/// again.
constexpr std::size_t kOperationsBytesMost = 16u << 20;

HttpResponse not_a_text() {
  return to_response(
      {409, kConflict, "This document is not a text: of its history only versions can be had."});
}

bool is_known(const Exchange& exchange, const std::string& etag) {
  return etag_matches(header(exchange.request, "if-none-match"), etag);
}

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

/// An answer that stays the same as long as nobody's name changes.
HttpResponse lasting(DifferenceForm form, KeptAnswers::Body body) {
  const char* const type = form == DifferenceForm::kWords  ? "text/plain; charset=utf-8"
                           : form == DifferenceForm::kHtml ? "text/html; charset=utf-8"
                                                           : "application/json";
  HttpResponse response{200, {{"content-type", type}, {"cache-control", "private, no-cache"}}};
  response.body = std::move(body);
  if (form == DifferenceForm::kHtml) {
    response.headers.emplace_back("content-security-policy", kHtmlPolicy);
  }
  return response;
}

}  // namespace

void HistoryApi::add_to(Handlers& handlers) {
  handlers.add("getHistory", *this, &HistoryApi::overview);
  handlers.add("resolveVersion", *this, &HistoryApi::version_at);
  handlers.add("getDifference", *this, &HistoryApi::difference);
  handlers.add("getBlame", *this, &HistoryApi::blame);
  handlers.add("listEditingSessions", *this, &HistoryApi::sessions);
  handlers.add("listOperations", *this, &HistoryApi::operations);
}

HistoryApi::Answer HistoryApi::overview(const Exchange& exchange) {
  const DocumentKey key = paper_of_exchange(exchange);
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

HistoryApi::Answer HistoryApi::version_at(const Exchange& exchange) {
  const DocumentKey key = paper_of_exchange(exchange);
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

HistoryApi::Answer HistoryApi::difference(const Exchange& exchange) {
  PLENARY_TRY(const DifferenceForm form, form_of(exchange));
  Answer answer = not_a_text();
  const auto look = [&](const History& history) {
    const auto to = version_of(exchange, "to", history.version(), history.version());
    const auto from = version_of(exchange, "from", history.version(), 0);
    if (!to || !from || *from > *to) {
      answer = !to     ? to.error()
               : !from ? from.error()
                       : Error{Errc::kMalformed, "from is a version at or before to"};
    } else if (history.is_text()) {
      answer = answer_difference(exchange, history, {form, *from, *to});
    }
  };
  PLENARY_TRY_VOID(services_.archive.histories.read(paper_of_exchange(exchange), look));
  return answer;
}

HttpResponse HistoryApi::answer_difference(const Exchange& exchange, const History& history,
                                           const DifferenceRequest& wanted) {
  const std::vector<Byline> bylines = bylines_of(services_, history);
  const std::string authors = authors_json(bylines);
  // Names the answer's bytes: the versions, the form, and everybody's names.
  const std::string etag =
      "\"" +
      content_hash(std::string(version()) + " " + exchange.captures.at(0) + " " +
                   moment_json(history, wanted.from) + moment_json(history, wanted.to) + " " +
                   std::to_string(history.version()) + " " +
                   std::to_string(static_cast<int>(wanted.form)) + authors) +
      "\"";
  auto body = std::make_shared<const std::string>();
  if (!is_known(exchange, etag)) {
    body = differences_.find(etag);
    if (body == nullptr) {
      body = std::make_shared<const std::string>(write_difference(history, wanted, bylines));
      differences_.keep(etag, body);
    }
  }
  return with_etag(exchange.request, lasting(wanted.form, std::move(body)), etag);
}

std::string HistoryApi::write_difference(const History& history, const DifferenceRequest& wanted,
                                         const std::vector<Byline>& bylines) {
  const history::Difference made = history::difference(
      history.weave(), static_cast<OpNumber>(wanted.from), static_cast<OpNumber>(wanted.to),
      [&history](OpNumber a, OpNumber b) { return history.timeline().together(a, b); });
  switch (wanted.form) {
    case DifferenceForm::kWords:
      return difference_in_words(history, made, wanted.from, wanted.to, bylines);
    case DifferenceForm::kHtml:
      return difference_as_html(history, made, bylines);
    case DifferenceForm::kJson:
      break;
  }
  return difference_json(history, made, wanted.from, wanted.to, authors_json(bylines));
}

HistoryApi::Answer HistoryApi::blame(const Exchange& exchange) {
  const DocumentKey key = paper_of_exchange(exchange);
  PLENARY_TRY(const auto start, number_of(exchange, "from"));
  PLENARY_TRY(const auto end, number_of(exchange, "to"));
  Answer answer = not_a_text();
  PLENARY_TRY_VOID(services_.archive.histories.read(key, [&](const History& history) {
    const auto version = version_of(exchange, "version", history.version(), history.version());
    if (!version) {
      answer = version.error();
    } else if (history.is_text()) {
      const auto op = static_cast<OpNumber>(*version);
      const std::size_t first = start.value_or(0);
      const std::size_t last = end.value_or(~std::size_t{0});
      const auto together = [&history](OpNumber a, OpNumber b) {
        return history.timeline().together(a, b);
      };
      const auto runs = history::blame(history.weave(), op, first, last, together);
      const auto inside = history::blame_inside(history.weave(), op, first, last, together);
      answer =
          tagged(exchange.request, json_response(200, blame_json(history, *version, runs, inside,
                                                                 bylines_of(services_, history))));
    }
  }));
  return answer;
}

HistoryApi::Answer HistoryApi::sessions(const Exchange& exchange) {
  const DocumentKey key = paper_of_exchange(exchange);
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
    body = sessions_json(history, query, milestones, bylines_of(services_, history));
  }));
  return tagged(exchange.request, json_response(200, std::move(body)));
}

HistoryApi::Answer HistoryApi::operations(const Exchange& exchange) {
  const DocumentKey key = paper_of_exchange(exchange);
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

}  // namespace plenary::server
