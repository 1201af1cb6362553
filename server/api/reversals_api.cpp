#include "server/api/reversals_api.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/history/undo.hpp"
#include "server/access/directory.hpp"
#include "server/api/audit.hpp"
#include "server/api/handlers.hpp"
#include "server/api/history_requests.hpp"
#include "server/api/json/difference_json.hpp"
#include "server/api/service.hpp"
#include "server/history/archive.hpp"
#include "server/http/answers.hpp"
#include "server/http/json_body.hpp"
#include "server/http/problem.hpp"
#include "server/net/asker.hpp"
#include "server/runtime/pools.hpp"

namespace plenary::server {
namespace {

using history::History;

/// A reversal that this document does not allow, or not now, is a conflict.
HttpResponse refuse_reversal(const Error& error) {
  const bool conflicts = error.code == Errc::kVersionConflict || error.code == Errc::kNotApplicable;
  if (error.code == Errc::kFrozen) {
    return to_response(
        {409, kConflict,
         "This would change parts that belong to the template of this paper. Its owner "
         "can switch off its frozen parts, and on again."});
  }
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

void ReversalsApi::add_to(Handlers& handlers) {
  handlers.add("restoreVersion", *this, &ReversalsApi::restore);
  handlers.add("undoAuthor", *this, &ReversalsApi::undo);
}

void ReversalsApi::restore(const Exchange& exchange) {
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

void ReversalsApi::undo(const Exchange& exchange) {
  const auto body = parse_object(exchange.request.body, {"by", "from", "to", "preview"});
  auto note = body ? decode_undo(*body) : Result<history::Note>(body.error());
  const auto preview =
      body ? flag_member(*body, "preview") : Result<std::optional<bool>>(body.error());
  if (!note || !preview) {
    exchange.answer(refuse(note ? preview.error() : note.error()));
  } else if (preview->value_or(false)) {
    exchange.answer(preview_undo(exchange, *note));
  } else {
    reverse(exchange, *std::move(note));
  }
}

HttpResponse ReversalsApi::preview_undo(const Exchange& exchange, const history::Note& note) {
  HttpResponse answer;
  const auto look = [&](const History& history) {
    const auto change = change_for(history, note);
    if (!change) {
      answer = refuse_reversal(change.error());
      return;
    }
    const history::Difference shown =
        history::preview(history.weave(), *change, *history.author(note.undoes->by));
    const std::string authors = authors_json(bylines_of(services_, history));
    answer = json_response(200, preview_json(history, shown, authors));
  };
  const auto read = services_.archive.histories.read(paper_of_exchange(exchange), look);
  return read ? answer : refuse(read.error());
}

void ReversalsApi::reverse(const Exchange& exchange, history::Note note) {
  const DocumentKey key = paper_of_exchange(exchange);
  const Identity& who = exchange.request.who;
  services_.archive.bylines.note(who);
  const auto restored = note.restores;
  Reversal reversal{.key = key, .note = std::move(note), .author = who.name};
  reversal.source = "http-" + services_.next_id();
  reversal.may_create = services_.access.may(who, Ability::kCreateDocument, key);
  reversal.asker = asker_of(exchange.request);
  services_.archive.reversals.start(std::move(reversal),
                                    [this, exchange, restored](const Result<Reversed>& done) {
                                      if (done) {
                                        answer_reversed(exchange, restored, *done);
                                      } else {
                                        exchange.answer(refuse_reversal(done.error()));
                                      }
                                    });
}

void ReversalsApi::answer_reversed(const Exchange& exchange, std::optional<Version> restored,
                                   const Reversed& reversed) {
  if (reversed.changed) {
    const char* const what = restored ? "document.restore" : "document.undo";
    note_in_audit_later(services_, exchange.request.who, what, exchange.captures.at(0));
  }
  json::Value answer{{"version", reversed.version.value}, {"changed", reversed.changed}};
  if (restored) {
    answer["restored"] = restored->value;
  }
  exchange.answer(json_response(200, answer));
}

}  // namespace plenary::server
