#pragma once

#include "clients/load/document.hpp"
#include "clients/load/event_loop.hpp"
#include "clients/load/options.hpp"
#include "clients/load/participant.hpp"
#include "clients/load/statistics.hpp"
#include "clients/load/url.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <string_view>
#include <utility>
#include <vector>

namespace plenary::load {

/// One run from connecting to the verdict: set-up, warm-up, measured time, drain, verification.
/// Thread: one.
class Run final : public Directory {
 public:
  /// `options` must outlive the run. Throws std::runtime_error when the address cannot be used.
  explicit Run(const Options& options);
  ~Run() override;
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// Does it all. What went wrong is counted in the statistics' `errors` and said on standard
  /// error.
  const Statistics& execute();

  [[nodiscard]] Participant* find_source(std::string_view source) override;
  void on_settled(Participant& editor) override;

 private:
  struct Editor {
    Participant* participant = nullptr;
    std::int64_t next_due_ns = 0;
    bool is_late = false;  // due, but its last op is still in flight
  };

  void make_participants();
  // Each step of the set-up answers whether every participant got through it.
  [[nodiscard]] bool set_up();
  [[nodiscard]] bool connect_all(const WebSocketUrl& url);
  [[nodiscard]] bool create_documents();
  [[nodiscard]] bool subscribe_all();
  void measure();
  void drain();
  void verify();
  void start_editors();
  void submit_due();
  void submit_scheduled(std::size_t editor);
  void run_for(double seconds);
  // Turns until `done` says so; false when that takes longer than the drain time.
  [[nodiscard]] bool turn_until(std::string_view what, const std::function<bool()>& done);
  [[nodiscard]] bool all_reached(Stage stage) const;
  [[nodiscard]] bool is_drained() const;
  [[nodiscard]] std::size_t per_document() const;

  const Options& options_;
  EventLoop loop_;
  Statistics statistics_;
  std::string source_prefix_;
  std::vector<std::unique_ptr<Document>> documents_;
  std::vector<std::unique_ptr<Participant>> participants_;  // document by document, editors first
  std::vector<Editor> editors_;
  std::vector<std::size_t> editor_of_participant_;
  using Due = std::pair<std::int64_t, std::size_t>;  // when, which editor
  std::priority_queue<Due, std::vector<Due>, std::greater<>> schedule_;
  bool is_sending_ = false;
};

}  // namespace plenary::load
