#include "server/webhooks/webhooks.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/json/members.hpp"
#include "server/access/directory_change.hpp"
#include "server/access/secrets.hpp"
#include "server/limits.hpp"
#include "server/ops/log.hpp"
#include "server/runtime/pool.hpp"
#include "server/runtime/times.hpp"
#include "server/webhooks/signature.hpp"

namespace plenary::server {
namespace {

using json::Value;
using std::chrono::milliseconds;

constexpr const char* kHookKind = "webhooks";
constexpr const char* kDeliveryKind = "webhook_deliveries";

constexpr std::array<std::string_view, 12> kTypes{
    "document.created", "document.deleted", "document.renamed", "thread.started",
    "thread.replied",   "thread.resolved",  "thread.reopened",  "thread.labelled",
    "thread.assigned",  "comment.edited",   "comment.deleted",  "comment.reacted"};

/// The pauses that the standard proposes.
constexpr std::array<std::chrono::seconds, 9> kPauses{
    std::chrono::seconds(5), std::chrono::minutes(5), std::chrono::minutes(30),
    std::chrono::hours(2),   std::chrono::hours(5),   std::chrono::hours(10),
    std::chrono::hours(14),  std::chrono::hours(20),  std::chrono::hours(24)};

constexpr int kGone = 410;

std::string body_of(const Happening& happening, const std::string& at) {
  Value data{{"document", happening.paper}};
  if (!happening.author_id.empty()) {
    data["author"] = {{"id", happening.author_id}};
    if (!happening.author_name.empty()) {
      data["author"]["name"] = happening.author_name;
    }
  }
  if (happening.thread) {
    data["thread"] = std::to_string(*happening.thread);
  }
  if (happening.number) {
    data["event"] = std::to_string(*happening.number);
  }
  return json::to_string({{"type", happening.type}, {"timestamp", at}, {"data", data}});
}

/// "2026-11-22T10:00:00Z"
std::string instant(Timestamp at) {
  constexpr std::size_t kToTheSecond = 19;
  return to_rfc3339(at).substr(0, kToTheSecond) + "Z";
}

}  // namespace

Webhooks::Webhooks(storage::Records& store, const Clock& clock, Pool& background,
                   std::unique_ptr<HookSender> sender)
    : store_(store), clock_(clock), background_(background), sender_(std::move(sender)) {}

Webhooks::~Webhooks() {
  stop();
}

Result<std::unique_ptr<Webhooks>> Webhooks::load(storage::Records& store, const Clock& clock,
                                                 Pool& background,
                                                 std::unique_ptr<HookSender> sender) {
  std::unique_ptr<Webhooks> hooks(new Webhooks(store, clock, background, std::move(sender)));
  PLENARY_TRY_VOID(hooks->read());
  return hooks;
}

Result<void> Webhooks::read() {
  PLENARY_TRY_VOID(store_.read_records(kHookKind, [this](std::string&& key, std::string&& text) {
    if (auto hook = decode_webhook(std::move(key), text)) {
      std::string id = hook->id;
      hooks_.emplace(std::move(id), *std::move(hook));
    }
    return true;
  }));
  PLENARY_TRY_VOID(
      store_.read_records(kDeliveryKind, [this](std::string&& key, std::string&& text) {
        if (auto delivery = decode_delivery(std::move(key), text)) {
          waiting_.add(*std::move(delivery));
        }
        return true;
      }));
  any_ = !hooks_.empty();
  return {};
}

void Webhooks::start() {
  for (unsigned i = 0; i < kWebhookThreads; ++i) {
    threads_.emplace_back([this] { work(); });
  }
}

void Webhooks::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
  threads_.clear();
}

bool Webhooks::hears(const Webhook& hook, const Happening& happening) const {
  return !hook.gone && (hook.paper.empty() || hook.paper == happening.paper) &&
         (hook.types.empty() ||
          std::find(hook.types.begin(), hook.types.end(), happening.type) != hook.types.end());
}

void Webhooks::happened(const Happening& happening) {
  if (any_) {
    background_.post([this, happening] { queue(happening); });
  }
}

void Webhooks::queue(const Happening& happening) {
  std::vector<Delivery> made;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, hook] : hooks_) {
      if (!hears(hook, happening)) {
        continue;
      }
      if (!waiting_.has_room(id)) {
        log::warning("webhook_dropped", {{"hook", id}, {"waiting", kWebhookWaitingMax}});
        continue;
      }
      std::array<char, 48> name{};
      std::snprintf(name.data(), name.size(), "msg_%013llx-%08llx-",
                    static_cast<unsigned long long>(clock_.now().ms),
                    static_cast<unsigned long long>(++next_));
      made.push_back({name.data() + random_row_id(), id, body_of(happening, instant(happening.at)),
                      0, clock_.now()});
    }
  }
  for (Delivery& delivery : made) {
    if (const auto written = write(kDeliveryKind, delivery.id, encode(delivery)); !written) {
      log::warning("webhook_not_queued",
                   {{"hook", delivery.hook}, {"reason", written.error().detail}});
      continue;
    }
    const std::lock_guard lock(mutex_);
    waiting_.add(std::move(delivery));
  }
  changed_.notify_all();
}

Result<void> Webhooks::write(const std::string& kind, const std::string& key,
                             std::optional<std::string> json) {
  const std::array<storage::RecordChange, 1> change{
      storage::RecordChange{kind, key, std::move(json)}};
  return store_.change_records(change);
}

/// Waits for a message that may be sent. Nothing: the hooks are being stopped.
std::optional<Delivery> Webhooks::take() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const Timestamp now = clock_.now();
    if (auto delivery = waiting_.take(now)) {
      return delivery;
    }
    const std::optional<Timestamp> due = waiting_.next_due();
    const std::int64_t longest = milliseconds(kWebhookPoll).count();
    const std::int64_t pause = due ? std::min(longest, due->ms - now.ms) : longest;
    changed_.wait_for(lock, milliseconds(std::max<std::int64_t>(pause, 1)));
  }
  return std::nullopt;
}

void Webhooks::work() {
  while (auto delivery = take()) {
    send(*std::move(delivery));
  }
}

void Webhooks::send(Delivery delivery) {
  std::optional<Webhook> hook;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = hooks_.find(delivery.hook); found != hooks_.end()) {
      hook = found->second;
    }
  }
  const auto began = std::chrono::steady_clock::now();
  const Result<int> answer = hook && !hook->gone ? post(*hook, delivery) : Result<int>(kGone);
  settle(std::move(delivery), answer, std::chrono::steady_clock::now() - began);
}

Result<int> Webhooks::post(const Webhook& hook, const Delivery& delivery) {
  const Timestamp now = clock_.now();
  PLENARY_TRY(const HookUrl url, parse_hook_url(hook.url));
  PLENARY_TRY(const std::string signature,
              sign_webhook(hook.secret, delivery.id, now, delivery.body));
  return sender_->post(url,
                       {{"webhook-id", delivery.id},
                        {"webhook-timestamp", std::to_string(now.ms / 1000)},
                        {"webhook-signature", signature},
                        {"user-agent", "Plenary"}},
                       delivery.body);
}

/// Forgets the message if it was taken or never will be, else plans the next attempt.
void Webhooks::settle(Delivery delivery, const Result<int>& answer,
                      std::chrono::steady_clock::duration took) {
  const bool taken = answer && *answer >= 200 && *answer < 300;
  const bool gone = answer && *answer == kGone;
  delivery.attempts += 1;
  const bool last = static_cast<std::size_t>(delivery.attempts) > kPauses.size();
  const bool done = taken || gone || last;
  if (!done) {
    delivery.due = {clock_.now().ms +
                    milliseconds(kPauses[static_cast<std::size_t>(delivery.attempts - 1)]).count()};
  }
  const std::string error =
      taken ? std::string()
            : (answer ? "it answered " + std::to_string(*answer) : answer.error().detail);
  if (last && !taken) {
    log::warning("webhook_given_up", {{"hook", delivery.hook}, {"reason", error}});
  }
  // A write that fails costs a second delivery, which receivers know by its id.
  std::ignore =
      write(kDeliveryKind, delivery.id, done ? std::nullopt : std::optional(encode(delivery)));
  note_result(delivery.hook, error, gone);
  {
    const std::lock_guard lock(mutex_);
    const std::string hook = delivery.hook;
    waiting_.finish(hook, took, done ? std::nullopt : std::optional(std::move(delivery)));
    if (!hooks_.contains(hook)) {
      waiting_.forget_pace(hook);
    }
  }
  changed_.notify_all();
}

void Webhooks::note_result(const std::string& id, const std::string& error, bool gone) {
  const std::lock_guard writing(writers_);
  std::string changed;
  {
    const std::lock_guard lock(mutex_);
    const auto hook = hooks_.find(id);
    if (hook == hooks_.end() ||
        (hook->second.last_error == error && (!gone || hook->second.gone))) {
      return;
    }
    hook->second.last_error = error;
    hook->second.gone = hook->second.gone || gone;
    changed = encode(hook->second);
  }
  std::ignore = write(kHookKind, id, std::move(changed));
}

Result<Webhook> Webhooks::add(Webhook hook) {
  PLENARY_TRY_VOID(parse_hook_url(hook.url));
  PLENARY_TRY(hook.label, clean_line(hook.label, "the webhook's name", true));
  for (const std::string& type : hook.types) {
    if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end()) {
      return Error{Errc::kMalformed, "there is no event of the type " + type};
    }
  }
  const std::lock_guard writing(writers_);
  if (of(hook.paper).size() >= kWebhooksPerPaperMax) {
    return too_many("webhooks of this document", kWebhooksPerPaperMax);
  }
  hook.id = random_row_id();
  hook.secret = make_webhook_secret();
  hook.created_at = clock_.now();
  PLENARY_TRY_VOID(write(kHookKind, hook.id, encode(hook)));
  const std::lock_guard lock(mutex_);
  hooks_.emplace(hook.id, hook);
  any_ = true;
  return hook;
}

Result<void> Webhooks::remove(const std::string& paper, const std::string& id) {
  const std::lock_guard writing(writers_);
  {
    const std::lock_guard lock(mutex_);
    const auto found = hooks_.find(id);
    if (found == hooks_.end() || found->second.paper != paper) {
      return no_such("webhook");
    }
  }
  PLENARY_TRY_VOID(write(kHookKind, id, std::nullopt));
  const std::lock_guard lock(mutex_);
  hooks_.erase(id);
  waiting_.forget_pace(id);
  any_ = !hooks_.empty();
  return {};
}

std::vector<Webhook> Webhooks::of(const std::string& paper) const {
  std::vector<Webhook> found;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, hook] : hooks_) {
    if (hook.paper == paper) {
      found.push_back(hook);
    }
  }
  return found;
}

}  // namespace plenary::server
