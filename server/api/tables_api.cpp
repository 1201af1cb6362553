#include "server/api/tables_api.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "protocol/base/try.hpp"
#include "server/api/admission.hpp"
#include "server/api/handlers.hpp"
#include "server/api/head_content.hpp"
#include "server/api/json/table_json.hpp"
#include "server/api/service.hpp"
#include "server/api/table_requests.hpp"
#include "server/history/archive.hpp"
#include "server/http/answers.hpp"
#include "server/http/content_hash.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/papers/paper_tables.hpp"

namespace plenary::server {
namespace {

/// A paper that is edited faster than its table can be looked at.
constexpr int kTableAttemptsMost = 40;

/// Names all that is in a table, also what its JSON does not show: formats and notes.
std::string etag_of_table(const ot::rich_text::Table& table) {
  std::string json;
  append(json, table);
  return "\"" + content_hash(json) + "\"";
}

Result<PaperTable> table_of(const Exchange& exchange, const ContentAt& head) {
  return find_table(head.content, exchange.captures.at(1));
}

/// Short, so that a page need not carry long ids; random, so that rows that are made at the same
/// time have others.
constexpr std::size_t kRowIdUnits = 8;

}  // namespace

struct TablesApi::Change {
  Exchange exchange;
  std::vector<tables::RowEdit> rows;
  std::string if_match;  // empty: none
  std::string source;    // a client id that is not in use
  std::vector<std::string> added{};
  int attempts{0};

  [[nodiscard]] bool must_match() const { return !if_match.empty() && if_match != "*"; }
  /// Rows with ids of the client's are added for a table that is known to have none of them.
  [[nodiscard]] bool names_new_rows() const {
    return std::any_of(rows.begin(), rows.end(),
                       [](const tables::RowEdit& row) { return row.adds && row.id; });
  }
};

void TablesApi::add_to(Handlers& handlers) {
  handlers.add("readTable", *this, &TablesApi::read);
  handlers.add("changeTable", *this, &TablesApi::change);
}

void TablesApi::read(const Exchange& exchange) {
  with_head_content(services_, exchange, [](const Exchange& served, const ContentAt& head) {
    const auto found = table_of(served, head);
    if (!found) {
      served.answer(refuse(found.error()));
      return;
    }
    HttpResponse response = json_response(200, table_json(found->table, head.version));
    response.headers.emplace_back("cache-control", kAskAgain);
    served.answer(with_etag(served.request, std::move(response), etag_of_table(found->table)));
  });
}

void TablesApi::change(const Exchange& exchange) {
  auto rows = decode_row_edits(exchange.request.body);
  if (!rows) {
    exchange.answer(refuse(rows.error()));
    return;
  }
  services_.archive.bylines.note(exchange.request.who);
  auto change = std::make_shared<Change>(Change{exchange, *std::move(rows),
                                                std::string(header(exchange.request, "if-match")),
                                                "http-" + services_.next_id()});
  change->exchange.request.body = {};  // it is read; each attempt copies the exchange
  attempt(change);
}

void TablesApi::attempt(const ChangePtr& change) {
  with_head_content(
      services_, change->exchange,
      [this, change](const Exchange&, const ContentAt& head) { submit(change, head); });
}

void TablesApi::submit(const ChangePtr& change, const ContentAt& head) {
  const auto& answer = change->exchange.answer;
  const auto found = table_of(change->exchange, head);
  if (!found) {
    answer(refuse(found.error()));
    return;
  }
  if (change->must_match() && change->if_match != etag_of_table(found->table)) {
    answer(to_response({412, kConflict, "The table has changed since you read it."}));
    return;
  }
  auto edits = tables::edit_rows(found->table, change->rows,
                                 [this] { return services_.next_id().substr(0, kRowIdUnits); });
  if (!edits) {
    answer(refuse(edits.error()));
    return;
  }
  change->added = std::move(edits->added);
  if (edits->change == ot::rich_text::Table()) {
    answer_committed(change, head.version);
    return;
  }
  const Asked asked = asked_of(change->exchange);
  SubmitRequest request;
  request.submission.base = head.version;
  request.submission.only_at_head = change->must_match() || change->names_new_rows();
  request.submission.author = asked.who.name;
  request.submission.source = change->source;
  request.submission.sequence = Sequence{1};
  request.submission.body = change_of(*found, std::move(edits->change));
  request.done = [this, change](const Result<Version>& committed) {
    if (!committed && committed.error().code == Errc::kVersionConflict &&
        ++change->attempts < kTableAttemptsMost) {
      attempt(change);
    } else {
      answer_committed(change, committed ? Result<Version>(committed->next()) : committed);
    }
  };
  services_.documents.with(asked.document,
                           [request = std::move(request)](DocumentActor& actor) mutable {
                             actor.submit(std::move(request));
                           });
}

void TablesApi::answer_committed(const ChangePtr& change, const Result<Version>& committed) {
  if (!committed && committed.error().code == Errc::kVersionConflict) {
    change->exchange.answer(to_response(
        {409, kConflict,
         "The paper is being edited so fast that this could not be done; nothing was changed. Try "
         "again in a moment."}));
    return;
  }
  if (!committed) {
    const bool conflicts = committed.error().code == Errc::kNotApplicable;
    change->exchange.answer(conflicts ? to_response({409, kConflict, committed.error().detail})
                                      : refuse(committed.error()));
    return;
  }
  change->exchange.answer(
      json_response(200, {{"version", committed->value}, {"added", change->added}}));
}

}  // namespace plenary::server
