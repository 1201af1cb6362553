#include "clients/load/run.hpp"

#include "clients/load/process_usage.hpp"

#include <algorithm>
#include <charconv>
#include <random>
#include <stdexcept>
#include <string>

namespace plenary::load {

namespace {

constexpr double kNanosecondsPerSecond = 1e9;
// Fewer than the smallest usual listen backlog (128): a refused connection would be the set-up's
// fault.
constexpr std::ptrdiff_t kMaxConnecting = 64;

std::int64_t to_ns(double seconds) {
  return static_cast<std::int64_t>(seconds * kNanosecondsPerSecond);
}

}  // namespace

Run::Run(const Options& options) : options_(options) {
  std::random_device entropy;  // not the seed: documents of two runs must differ
  const std::string nonce = std::to_string(entropy());
  source_prefix_ = "load-" + nonce + "-";
  for (int i = 0; i < options_.documents; ++i) {
    documents_.push_back(std::make_unique<Document>(
        options_, options_.id_prefix + "-" + nonce + "-" + std::to_string(i)));
  }
  make_participants();
}

Run::~Run() = default;

std::size_t Run::per_document() const {
  return static_cast<std::size_t>(options_.editors) + static_cast<std::size_t>(options_.readers);
}

void Run::make_participants() {
  for (const auto& document : documents_) {
    for (int i = 0; i < options_.editors + options_.readers; ++i) {
      const std::size_t index = participants_.size();
      participants_.push_back(std::make_unique<Participant>(
          loop_, *this, *document, options_, statistics_, static_cast<std::uint32_t>(index),
          source_prefix_ + std::to_string(index)));
      editor_of_participant_.push_back(editors_.size());
      if (i < options_.editors) {
        editors_.push_back({.participant = participants_.back().get()});
      }
    }
  }
}

Participant* Run::find_source(std::string_view source) {
  if (!source.starts_with(source_prefix_)) {
    return nullptr;
  }
  source.remove_prefix(source_prefix_.size());
  std::size_t index = participants_.size();
  std::from_chars(source.data(), source.data() + source.size(), index);
  return index < participants_.size() ? participants_[index].get() : nullptr;
}

const Statistics& Run::execute() {
  if (set_up()) {
    start_editors();
    run_for(options_.warmup_seconds);
    measure();
    is_sending_ = false;
    drain();
    if (options_.verify) {
      verify();
    }
  }
  return statistics_;
}

bool Run::set_up() {
  const auto url = parse_websocket_url(options_.url);
  if (!url) {
    throw std::runtime_error("not a ws:// address: " + options_.url);
  }
  return connect_all(*url) && create_documents() && subscribe_all();
}

bool Run::connect_all(const WebSocketUrl& url) {
  const sockaddr_in address = resolve(url);
  std::size_t next = 0;
  return turn_until("the handshakes", [&] {
    const auto asked = participants_.begin() + static_cast<std::ptrdiff_t>(next);
    auto connecting = std::count_if(participants_.begin(), asked, [](const auto& one) {
      return one->stage() == Stage::kConnecting;
    });
    for (; connecting < kMaxConnecting && next < participants_.size(); ++connecting) {
      participants_[next++]->connect(address, url);
    }
    return next == participants_.size() && all_reached(Stage::kGreeted);
  });
}

bool Run::create_documents() {
  std::vector<Participant*> creators;  // the first of each document
  for (std::size_t i = 0; i < participants_.size(); i += per_document()) {
    creators.push_back(participants_[i].get());
    creators.back()->create_document();
  }
  return turn_until("creating the documents", [&] {
    return std::all_of(creators.begin(), creators.end(),
                       [](const Participant* one) { return one->stage() > Stage::kGreeted; });
  });
}

bool Run::subscribe_all() {
  for (const auto& participant : participants_) {
    participant->subscribe();
  }
  return turn_until("subscribing", [&] { return all_reached(Stage::kReady); });
}

bool Run::all_reached(Stage stage) const {
  return std::all_of(participants_.begin(), participants_.end(),
                     [&](const auto& one) { return one->stage() >= stage; });
}

bool Run::turn_until(std::string_view what, const std::function<bool()>& done) {
  const std::int64_t deadline = now_ns() + to_ns(options_.drain_seconds);
  while (!done()) {
    if (now_ns() > deadline) {
      statistics_.complain("gave up on " + std::string(what));
      return false;
    }
    loop_.turn([] {});
  }
  const bool any_failed =
      std::any_of(participants_.begin(), participants_.end(),
                  [](const auto& one) { return one->stage() == Stage::kFailed; });
  return !any_failed;
}

void Run::start_editors() {
  is_sending_ = true;
  const std::int64_t start = now_ns();
  if (options_.rate <= 0) {
    for (const Editor& editor : editors_) {
      editor.participant->submit(start);
    }
    return;
  }
  for (std::size_t i = 0; i < editors_.size(); ++i) {
    editors_[i].next_due_ns = start + to_ns(static_cast<double>(i) / options_.rate);
    schedule_.emplace(editors_[i].next_due_ns, i);
  }
}

void Run::submit_due() {
  while (!schedule_.empty() && schedule_.top().first <= now_ns()) {
    const std::size_t index = schedule_.top().second;
    schedule_.pop();
    if (editors_[index].participant->in_flight()) {
      editors_[index].is_late = true;
    } else {
      submit_scheduled(index);
    }
  }
  if (!schedule_.empty()) {
    loop_.wake_at(schedule_.top().first);
  }
}

void Run::submit_scheduled(std::size_t index) {
  Editor& editor = editors_[index];
  editor.is_late = false;
  if (editor.participant->stage() != Stage::kReady) {
    return;
  }
  editor.participant->submit(editor.next_due_ns);
  editor.next_due_ns += to_ns(static_cast<double>(editors_.size()) / options_.rate);
  schedule_.emplace(editor.next_due_ns, index);
}

void Run::on_settled(Participant& participant) {
  if (!is_sending_ || participant.stage() != Stage::kReady) {
    return;
  }
  if (options_.rate <= 0) {
    participant.submit(now_ns());
    return;
  }
  const std::size_t index = editor_of_participant_[participant.index()];
  if (editors_[index].is_late) {
    submit_scheduled(index);
  }
}

void Run::run_for(double seconds) {
  const std::int64_t end = now_ns() + to_ns(seconds);
  while (now_ns() < end) {
    loop_.turn([this] { submit_due(); });
  }
}

void Run::measure() {
  const auto own_before = read_process_usage(0);
  const auto server_before = read_process_usage(options_.server_pid);
  const std::int64_t start = now_ns();
  statistics_.measuring = true;
  run_for(options_.duration_seconds);
  statistics_.measuring = false;
  statistics_.seconds = static_cast<double>(now_ns() - start) / kNanosecondsPerSecond;
  const auto own_after = read_process_usage(0);
  const auto server_after = read_process_usage(options_.server_pid);
  if (own_before && own_after) {
    statistics_.own_cpu_seconds = own_after->cpu_seconds - own_before->cpu_seconds;
  }
  if (options_.server_pid != 0 && server_before && server_after) {
    statistics_.server_cpu_seconds = server_after->cpu_seconds - server_before->cpu_seconds;
    statistics_.server_rss_mb = server_after->rss_mb;
  }
}

bool Run::is_drained() const {
  return std::all_of(participants_.begin(), participants_.end(), [](const auto& one) {
    return !one->in_flight() && one->version() == one->document().head();
  });
}

void Run::drain() {
  if (turn_until("what was in flight at the end", [this] { return is_drained(); })) {
    return;
  }
  for (const auto& one : participants_) {
    if (one->in_flight() || one->version() != one->document().head()) {
      statistics_.complain(one->document().id() + ": " + one->source() + " is at version " +
                           std::to_string(one->version()) + " of " +
                           std::to_string(one->document().head()) +
                           (one->in_flight() ? ", an op unacknowledged" : ""));
    }
  }
}

void Run::verify() {
  bool good = true;
  for (std::size_t first = 0; first < participants_.size(); first += per_document()) {
    std::int64_t expected = 1;  // the create
    for (std::size_t i = first; i < first + per_document(); ++i) {
      expected += static_cast<std::int64_t>(participants_[i]->acknowledged());
    }
    Participant& asker = *participants_[first];
    asker.fetch();
    good &= turn_until("a fetch", [&] { return asker.fetched_version() >= 0; });
    if (asker.fetched_version() != expected) {
      good = false;
      statistics_.complain(asker.document().id() + ": fetched version " +
                           std::to_string(asker.fetched_version()) + ", acknowledged " +
                           std::to_string(expected));
    }
  }
  statistics_.verified = good && statistics_.errors == 0;
}

}  // namespace plenary::load
