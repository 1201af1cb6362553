// Threads on words inside of a cell or a note have the words that a reader would say they have,
// whatever is written, deleted, moved and taken back.

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "server/threads/checkpoint.hpp"
#include "server/threads/places.hpp"
#include "tests/property/threads/random_writer.hpp"

namespace plenary::server {
namespace {

using test::Random;
using test::RandomWriter;
using Text = RandomWriter::Text;

/// A thread, letter by letter.
struct Reader {
  Text text{Text::kCell};
  std::set<char16_t> letters{};  // that belong to it, whether they are there or not
  bool had_any{true};
  std::uint64_t lost_with{0};

  /// Letters that are written between two that belong to it do, too.
  void write(const RandomWriter::Step& step, const std::u16string& before) {
    const bool inside = step.text == text && step.at > 0 && step.at < before.size() &&
                        letters.contains(before[step.at - 1]) && letters.contains(before[step.at]);
    if (inside) {
      letters.insert(step.written.begin(), step.written.end());
    }
  }
  [[nodiscard]] std::u16string words_in(const std::u16string& now) const {
    std::u16string words;
    for (const char16_t letter : now) {
      words += letters.contains(letter) ? std::u16string(1, letter) : u"";
    }
    return words;
  }
};

class Walk {
 public:
  explicit Walk(Random& random) : random_(random), writer_(random) {
    const auto content = ot::Content::from_json(
        "rich-text", R"({"ops":)" + json_of(writer_.paper().to_delta()) + "}");
    EXPECT_TRUE(content);
    places_ = Places(Version{7}, *content);
  }

  void begin() {
    const Text text = random_.chance(60) ? Text::kCell : Text::kNote;
    const auto now = RandomWriter::read(writer_.paper(), text);
    if (!now || now->empty()) {
      return;
    }
    const std::size_t start = random_.below(now->size());
    const std::size_t length = 1 + random_.below(std::min<std::size_t>(now->size() - start, 5));
    const std::size_t at = *RandomWriter::embed_of(writer_.paper(), text);
    const InnerName name{text == Text::kCell ? std::optional(threads::CellName{
                                                   RandomWriter::kRow, RandomWriter::kColumn})
                                             : std::nullopt,
                         {start, start + length}};
    ASSERT_TRUE(places_.add(readers_.size(), {at, at + 1}, &name));
    Reader reader{.text = text};
    const std::u16string words = now->substr(start, length);
    reader.letters.insert(words.begin(), words.end());
    readers_.push_back(std::move(reader));
    writer_.forget();  // letters of before the thread are new to it
  }

  void write() {
    std::map<Text, std::u16string> before;
    for (const Text text : {Text::kCell, Text::kNote}) {
      before[text] = RandomWriter::read(writer_.paper(), text).value_or(u"");
    }
    const std::uint64_t version = places_.version().value;
    const RandomWriter::Step step = writer_.next();
    steps_ += "\n" + std::to_string(version) + " " + json_of(step.change);
    const auto followed = places_.follow(ot::Edit(ot::rich_text::Decoded{step.change, {}}));
    ASSERT_TRUE(followed) << followed.error().detail;
    for (Reader& reader : readers_) {
      reader.write(step, before[reader.text]);
      const auto now = RandomWriter::read(writer_.paper(), reader.text);
      const bool has_any = now && !reader.words_in(*now).empty();
      reader.lost_with = reader.had_any && !has_any ? version : reader.lost_with;
      reader.had_any = has_any;
    }
  }

  void go_on_from_a_checkpoint() {
    const auto read = decode_checkpoint(
        encode({places_.version(), readers_.size(), places_.anchors(), places_.inner().state()}));
    ASSERT_TRUE(read) << read.error().detail;
    auto resumed = Places::resume(read->version, places_.content(), read->anchors, read->inner);
    ASSERT_TRUE(resumed) << resumed.error().detail;
    places_ = *std::move(resumed);
  }

  void check() const {
    for (threads::Number id = 0; id < readers_.size(); ++id) {
      SCOPED_TRACE("thread " + std::to_string(id) + " at " +
                   std::to_string(places_.version().value) + " after" + steps_);
      check(*places_.find(id), readers_[id]);
    }
  }

 private:
  static std::string json_of(const ot::rich_text::Delta& delta) {
    std::string json;
    ot::rich_text::append(json, delta);
    return json;
  }

  void check(const Places::Place& place, const Reader& reader) const {
    const auto at = RandomWriter::embed_of(writer_.paper(), reader.text);
    const auto now = RandomWriter::read(writer_.paper(), reader.text);
    ASSERT_EQ(place.inside.has_value(), now.has_value());
    EXPECT_EQ(place.range.length(), at ? 1u : 0u);
    EXPECT_EQ(place.orphaned_at.has_value(), !reader.had_any);
    if (at) {
      EXPECT_EQ(place.range.start, *at);
    }
    if (!reader.had_any) {
      EXPECT_EQ(place.orphaned_at->value, reader.lost_with);
      EXPECT_FALSE(place.words.empty());
      return;
    }
    const std::u16string words = reader.words_in(*now);
    EXPECT_EQ(place.words, quote_of(words));
    EXPECT_EQ(now->substr(place.inside->start, place.inside->length()), words);
  }

  Random& random_;
  RandomWriter writer_;
  Places places_{{}, {}};
  std::vector<Reader> readers_;
  std::string steps_;
};

TEST(InnerRangesProperty, AThreadHasTheLettersThatAReaderSays) {
  test::for_cases(3000, [](Random& random) {
    Walk walk(random);
    for (int step = 0; step < 40 && !::testing::Test::HasFailure(); ++step) {
      if (random.chance(15)) {
        walk.begin();
      } else if (random.chance(10)) {
        walk.go_on_from_a_checkpoint();
      } else {
        walk.write();
      }
      walk.check();
    }
  });
}

}  // namespace
}  // namespace plenary::server
