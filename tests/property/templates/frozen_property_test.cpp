#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/attributes.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/templates/frozen.hpp"
#include "server/documents/document_state.hpp"
#include "tests/support/ot/notation.hpp"
#include "tests/support/ot/random.hpp"

// An operation is taken exactly when it leaves the sequence of frozen lines as it is. Papers and
// operations have so few letters that lines which look alike are common. CASES and SEED:
// tests/support/ot/random.hpp.

namespace plenary::templates {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using test::Random;

constexpr std::size_t kCases = 40'000;
constexpr std::size_t kRaces = 4'000;

const std::vector<std::string> kLineAttributes = {"{}",
                                                  "{}",
                                                  R"({"frozen":true})",
                                                  R"({"frozen":true,"header":1})",
                                                  R"({"frozen":false})",
                                                  R"({"header":1})"};
const std::vector<std::string> kEmbeds = {
    R"({"divider":true})", R"({"image":"x"})", R"({"note":{"content":[{"insert":"n"}]}})",
    R"({"table-embed":{"rows":[{"insert":{"id":"r"}}],"columns":[{"insert":{"id":"c"}},)"
    R"({"insert":{"id":"d"},"attributes":{"name":"D"}}],"cells":{"1:1":{"content":[{"insert":"w"}]}}}})",
    R"({"table-embed":{"columns":[{"insert":{"id":"c"}}]}})"};
const std::vector<std::string> kEmbedChanges = {
    R"({"note":{"content":[{"insert":"m"}]}})",
    R"({"table-embed":{"rows":[{"insert":{"id":"s"}}]}})",
    R"({"table-embed":{"rows":[{"delete":1}]}})",
    R"({"table-embed":{"cells":{"1:1":{"content":[{"insert":"v"}]}}}})",
    R"({"table-embed":{"columns":[{"insert":{"id":"e"}}]}})",
    R"({"table-embed":{"columns":[{"retain":1,"attributes":{"name":"C"}}]}})",
    R"({"table-embed":{"columns":[{"delete":1}]}})"};

Attributes attributes_of(const std::string& text) {
  return ot::rich_text::unless_empty(ot::rich_text::share(*json::parse(text)));
}

Component random_insert(Random& random) {
  if (random.chance(15)) {
    return Component::insert_embed(
        std::make_shared<const json::Value>(*json::parse(random.pick(kEmbeds))),
        attributes_of(random.pick(kLineAttributes)));
  }
  std::u16string text;
  for (std::size_t i = random.below(3) + 1; i > 0; --i) {
    text += random.pick(std::u16string_view(u"ab\n\n"));
  }
  return Component::insert(text, attributes_of(random.pick(kLineAttributes)));
}

Delta random_paper(Random& random) {
  Delta paper;
  for (std::size_t i = random.below(10); i > 0; --i) {
    paper.push(random_insert(random));
  }
  return paper.push(Component::insert(u"\n"));
}

Delta random_change(Random& random, const Delta& paper) {
  Delta op;
  std::size_t left = paper.inserted_length();
  while (left > 0 || random.chance(30)) {
    const std::size_t length = left == 0 ? 0 : std::min(left, random.below(4) + 1);
    if (length == 0 || random.chance(25)) {
      op.push(random_insert(random));
    } else if (random.chance(25)) {
      op.push(Component::remove(length));
      left -= length;
    } else if (random.chance(10)) {
      op.push(Component::change_embed(
          *ot::rich_text::change_from_value(*json::parse(random.pick(kEmbedChanges)))));
      left -= 1;
    } else {
      op.push(Component::retain(
          length, random.chance(80) ? nullptr : attributes_of(random.pick(kLineAttributes))));
      left -= length;
    }
    if (random.chance(15)) {
      break;
    }
  }
  return op.chop();
}

std::string text_of(const Attributes& attributes) {
  return attributes == nullptr ? "{}" : json::to_string(*attributes);
}

/// The frozen lines of a paper, found unit by unit: nothing of this is shared with the law's
/// implementation.
std::vector<std::string> frozen_lines_of(const Delta& paper) {
  std::vector<std::string> frozen;
  std::string line;
  const auto end_line = [&](const Attributes& attributes, const std::string& whole) {
    if (text_of(attributes).find(R"("frozen":true)") != std::string::npos) {
      frozen.push_back(whole);
    }
    line.clear();
  };
  for (const Component& component : paper.components()) {
    const std::string style = text_of(component.attributes);
    if (component.embed != nullptr) {
      json::Value shown = *component.embed;
      if (shown.contains("table-embed")) {
        shown["table-embed"].erase("rows");
        shown["table-embed"].erase("cells");
      }
      line += json::to_string(shown) + style;
      if (shown.contains("table-embed") || shown.contains("divider")) {
        end_line(component.attributes, json::to_string(shown) + style);
      }
      continue;
    }
    for (const char16_t unit : component.text) {
      line += std::to_string(unit) + style;
      if (unit == u'\n') {
        end_line(component.attributes, line);
      }
    }
  }
  return frozen;
}

bool takes(const text::Rope& paper, const Delta& op) {
  text::Rope copy = paper;
  return static_cast<bool>(copy.apply(op));
}

TEST(FrozenLines, AnOperationIsTakenExactlyIfTheirSequenceStays) {
  std::size_t taken = 0;
  std::size_t refused = 0;
  std::size_t moved = 0;
  test::for_cases(kCases, [&](Random& random) {
    const Delta paper = ot::rich_text::normal_form(random_paper(random));
    const auto rope = text::Rope::from_delta(paper);
    ASSERT_TRUE(rope);
    const Delta op = random_change(random, paper);
    if (!takes(*rope, op)) {
      return;
    }
    const auto before = frozen_lines_of(paper);
    const auto after = frozen_lines_of(compose(paper, op));
    ASSERT_EQ(keeps_frozen_lines(*rope, op), before == after) << test::notation(paper) << "\n"
                                                              << test::notation(op);
    ASSERT_EQ(frozen_lines(paper) == frozen_lines(compose(paper, op)), before == after);
    ++(before == after ? taken : refused);
    moved += before == after && !before.empty() ? 1 : 0;
  });
  std::cout << taken << " taken (" << moved << " beside frozen lines), " << refused << " refused\n";
}

/// Clients that lag behind submit to the state that decides at the server.
TEST(FrozenLines, StayWhateverRaces) {
  using server::CommittedPtr;
  using server::DocumentState;
  std::size_t taken = 0;
  std::size_t refused = 0;
  test::for_cases(kRaces, [&](Random& random) {
    const Delta paper = ot::rich_text::normal_form(random_paper(random));
    const auto frozen = frozen_lines_of(paper);
    DocumentState state{ot::SizeLimits{}};
    std::vector<Delta> versions{paper};  // from version 1
    const auto submit = [&](server::Submission submission) {
      submission.source = "client" + std::to_string(random.below(1'000'000'000));
      submission.sequence = Sequence{1};
      return state.stage(std::move(submission), Timestamp{5000});
    };
    server::Submission birth;
    birth.kind = server::Submission::Kind::kCreate;
    birth.type = "rich-text";
    ot::rich_text::append(birth.body, paper);
    ASSERT_TRUE(submit(std::move(birth)));
    state.hold_frozen_parts(true);
    for (std::size_t step = 0; step < 12; ++step) {
      const std::size_t base = random.below(versions.size());
      server::Submission edit;
      edit.base = Version{base + 1};
      ot::rich_text::append(edit.body, random_change(random, versions[base]));
      const auto decision = submit(std::move(edit));
      if (decision) {
        versions.push_back(state.content().rich_text()->to_delta());
      } else if (decision.error().code == Errc::kFrozen) {
        EXPECT_EQ(test::notation(state.content().rich_text()->to_delta()),
                  test::notation(versions.back()));
      }
      ++(decision ? taken : refused);
      ASSERT_EQ(frozen_lines_of(versions.back()), frozen);
    }
  });
  std::cout << taken << " taken, " << refused << " refused\n";
}

}  // namespace
}  // namespace plenary::templates
