#include "server/api/thread_changes_api.hpp"

#include <utility>
#include <variant>

#include "protocol/base/try.hpp"
#include "server/api/service.hpp"
#include "server/http/answers.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/net/asker.hpp"
#include "server/runtime/pools.hpp"

namespace plenary::server {
namespace {

using threads::Number;

constexpr std::size_t kIdempotencyKeyBytesMax = 255;

/// Under --open people are told apart by the name that their page gives.
threads::Author author_of(const Identity& who, const std::string& given_name) {
  if (!who.name.empty()) {
    return {who.name, who.display_name};
  }
  const std::string name = given_name.empty() ? "Somebody" : given_name;
  return {"n-" + name, name};
}

}  // namespace

void ThreadChangesApi::add_to(Handlers& handlers) {
  handlers.add("startThread", *this, &ThreadChangesApi::start);
  handlers.add("changeThread", *this, &ThreadChangesApi::change);
  handlers.add("addComment", *this, &ThreadChangesApi::reply);
  handlers.add("editComment", *this, &ThreadChangesApi::edit);
  handlers.add("deleteComment", *this, &ThreadChangesApi::remove);
  handlers.add("reactToComment", *this, &ThreadChangesApi::react);
}

template <class Decode>
void ThreadChangesApi::propose_decoded(const Exchange& exchange, Decode decode) {
  const auto proposed = [&]() -> Result<void> {
    PLENARY_TRY(const AskedThread asked, asked_thread_of(exchange));
    PLENARY_TRY(NamedEvent event, decode(exchange.request.body, asked));
    PLENARY_TRY(Proposal proposal, proposal_of(exchange, asked, std::move(event)));
    if (std::holds_alternative<threads::Started>(proposal.event)) {
      PLENARY_TRY(proposal, anchored(asked, std::move(proposal)));
    }
    submit(exchange, asked, std::move(proposal));
    return {};
  };
  if (const Result<void> done = proposed(); !done) {
    exchange.answer(refuse(done.error()));
  }
}

void ThreadChangesApi::start(const Exchange& exchange) {
  propose_decoded(exchange,
                  [](const std::string& body, const AskedThread&) { return decode_start(body); });
}

void ThreadChangesApi::change(const Exchange& exchange) {
  propose_decoded(exchange, [](const std::string& body, const AskedThread& asked) {
    return decode_thread_change(body, asked.thread);
  });
}

void ThreadChangesApi::reply(const Exchange& exchange) {
  propose_decoded(exchange, [](const std::string& body, const AskedThread& asked) {
    return decode_reply(body, asked.thread);
  });
}

void ThreadChangesApi::edit(const Exchange& exchange) {
  propose_decoded(exchange, [](const std::string& body, const AskedThread& asked) {
    return decode_edit(body, asked.comment);
  });
}

void ThreadChangesApi::react(const Exchange& exchange) {
  propose_decoded(exchange, [](const std::string& body, const AskedThread& asked) {
    return decode_reaction(body, asked.comment);
  });
}

void ThreadChangesApi::remove(const Exchange& exchange) {
  propose_decoded(exchange, [&exchange](const std::string&, const AskedThread& asked) {
    return Result<NamedEvent>(NamedEvent{threads::Deleted{asked.comment},
                                         parameter(exchange.request, "author").value_or("")});
  });
}

Result<Proposal> ThreadChangesApi::proposal_of(const Exchange& exchange, const AskedThread& asked,
                                               NamedEvent event) const {
  Proposal proposal;
  proposal.event = std::move(event.event);
  proposal.actor = {author_of(asked.who, event.author),
                    services_.access.may(asked.who, Ability::kModerateThreads, asked.document)};
  if (exchange.captures.size() > 1) {
    proposal.thread = asked.thread;
  }
  proposal.idempotency_key = header(exchange.request, "idempotency-key");
  if (proposal.idempotency_key.size() > kIdempotencyKeyBytesMax) {
    return Error{Errc::kMalformed, "The Idempotency-Key is too long."};
  }
  if (const auto tag = header(exchange.request, "if-match"); !tag.empty() && tag != "*") {
    proposal.expected = number_in_etag(tag).value_or(static_cast<Number>(-1));
  }
  return proposal;
}

Result<Proposal> ThreadChangesApi::anchored(const Asked& asked, Proposal proposal) {
  threads::Anchor& anchor = std::get<threads::Started>(proposal.event).anchor;
  PLENARY_TRY(anchor,
              services_.threads.discussions().anchor(
                  asked.document, std::move(anchor),
                  services_.access.may_read_words(asked.who, asked.document, Words::kPast)));
  return proposal;
}

void ThreadChangesApi::submit(const Exchange& exchange, const AskedThread& asked,
                              Proposal proposal) {
  const bool starts = std::holds_alternative<threads::Started>(proposal.event);
  const bool adds = starts || std::holds_alternative<threads::Replied>(proposal.event);
  const auto done = [this, exchange, asked, adds, starts](const Result<Accepted>& accepted) {
    if (accepted) {
      answer_accepted(exchange, asked, starts ? accepted->number : asked.thread, adds ? 201 : 200);
    } else if (accepted.error().code == Errc::kVersionConflict) {
      exchange.answer(to_response({412, kConflict, accepted.error().detail + "."}));
    } else {
      exchange.answer(refuse(accepted.error()));
    }
  };
  services_.threads.with(asked.document,
                         [proposal = std::move(proposal), done](ThreadsActor& threads) mutable {
                           threads.propose(std::move(proposal), done);
                         });
}

void ThreadChangesApi::answer_accepted(const Exchange& exchange, const AskedThread& asked,
                                       Number thread, unsigned status) {
  const auto answer = [this, exchange, asked, thread, status] {
    const auto shown = threads_.show_thread(exchange, asked, thread, status);
    exchange.answer(shown ? *shown : refuse(shown.error()));
  };
  // The change is durable: its author must be told, however much waits.
  if (!services_.pools.reading.try_post(asker_of(exchange.request), answer)) {
    services_.pools.reading.post(answer);
  }
}

}  // namespace plenary::server
