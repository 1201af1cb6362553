#include "server/documents/document_state.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "server/limits.hpp"

namespace plenary::server {
namespace {

using Kind = Submission::Kind;
using storage::OpKind;

std::string as_json(std::string_view json) {
  std::string out(json);
  std::replace(out.begin(), out.end(), '\'', '"');
  return out;
}

Submission edit(std::optional<Version> base, std::string_view op, std::string source = "me",
                std::uint64_t sequence = 0) {
  static std::uint64_t next = 1000;
  return {Kind::kEdit, base,       "ama", std::move(source), {sequence == 0 ? ++next : sequence},
          "",          as_json(op)};
}
Submission birth(std::optional<Version> base, std::string type, std::string_view data,
                 std::string source = "me", std::uint64_t sequence = 0) {
  Submission submission = edit(base, data, std::move(source), sequence);
  submission.kind = Kind::kCreate;
  submission.type = std::move(type);
  return submission;
}
Submission removal(std::optional<Version> base) {
  Submission submission = edit(base, "");
  submission.kind = Kind::kDelete;
  return submission;
}

/// The outcome: "2: [{…}]" for an operation committed at 2, "2 again" for a duplicate, or the
/// name of the error.
std::string outcome(DocumentState& state, const Submission& submission) {
  const auto decision = state.stage(submission, Timestamp{5000});
  if (!decision) {
    return std::string(name_of(decision.error().code));
  }
  if (const auto* duplicate = std::get_if<DocumentState::Duplicate>(&*decision)) {
    return std::to_string(duplicate->committed_at.value) + " again";
  }
  const auto& record = std::get<CommittedPtr>(*decision)->record;
  std::string text = std::to_string(record.version.value) + ": ";
  switch (record.kind) {
    case OpKind::kEdit:
    case OpKind::kCreate:
      text += record.body;
      break;
    case OpKind::kDelete:
      text += "delete";
      break;
    case OpKind::kNoOp:
      text += "nothing";
      break;
    case OpKind::kEvent:
      text += "an event, which no document has";
  }
  std::replace(text.begin(), text.end(), '"', '\'');
  return text;
}

DocumentState paper() {
  DocumentState state{ot::SizeLimits{}};
  EXPECT_EQ(outcome(state, birth(Version{0}, "rich-text", "[{'insert':'ab'}]", "creator", 1))
                .substr(0, 3),
            "0: ");
  return state;
}

TEST(DocumentState, AnOperationAtTheHeadIsCommittedAsItWasSent) {
  DocumentState state = paper();
  EXPECT_EQ(outcome(state, edit(Version{1}, "[{'retain':1},{'insert':'x'}]")),
            "1: [{'retain':1},{'insert':'x'}]");
  EXPECT_EQ(outcome(state, edit(Version{2}, "{'ops':[{'insert':'y'}]}")),
            "2: {'ops':[{'insert':'y'}]}");
  EXPECT_EQ(outcome(state, edit(std::nullopt, "[{'delete':1}]")), "3: [{'delete':1}]");
  EXPECT_EQ(state.content().to_json(), as_json("{'ops':[{'insert':'axb'}]}"));
  EXPECT_EQ(state.head(), Version{4});
}

TEST(DocumentState, ALaterOperationIsTransformedInTheWayOfItsType) {
  DocumentState text = paper();
  outcome(text, edit(Version{1}, "[{'retain':1},{'insert':'first'}]"));
  EXPECT_EQ(outcome(text, edit(Version{1}, "[{'retain':1},{'insert':'second'}]")),
            "2: {'ops':[{'retain':6},{'insert':'second'}]}");
  DocumentState list{ot::SizeLimits{}};
  outcome(list, birth(Version{0}, "json0", "[0]"));
  outcome(list, edit(Version{1}, "[{'p':[0],'li':'first'}]"));
  outcome(list, edit(Version{1}, "[{'p':[0],'li':'second'}]"));
  EXPECT_EQ(list.content().to_json(), as_json("['second','first',0]"));
}

TEST(DocumentState, EveryPairOfTheTransformTable) {
  // Protocol reference, 6.1. The document exists at 1; `committed` takes it to 2; `incoming` was
  // made at 1.
  struct Row {
    Submission committed;
    std::string_view edit, create, removal;
  };
  const auto row = [](const Row& wanted) {
    for (const auto& [incoming, result] :
         {std::pair(edit(Version{1}, "[{'insert':'i'}]"), wanted.edit),
          std::pair(birth(Version{1}, "json0", "1"), wanted.create),
          std::pair(removal(Version{1}), wanted.removal)}) {
      DocumentState state = paper();
      outcome(state, wanted.committed);
      EXPECT_EQ(outcome(state, incoming), result);
    }
  };
  row({edit(Version{1}, "[{'insert':'c'}]"), "2: {'ops':[{'retain':1},{'insert':'i'}]}",
       "created_remotely", "2: delete"});
  row({removal(Version{1}), "deleted_remotely", "deleted_remotely", "2: delete"});

  // The same where the committed one is a create: the document is deleted at 1.
  for (const auto& [incoming, result] :
       {std::pair(edit(Version{2}, "[]"), "created_remotely"),
        std::pair(birth(Version{2}, "json0", "1"), "created_remotely"),
        std::pair(removal(Version{2}), "created_remotely")}) {
    DocumentState state = paper();
    outcome(state, removal(Version{1}));
    outcome(state, birth(Version{2}, "rich-text", ""));
    EXPECT_EQ(outcome(state, incoming), result);
  }
}

TEST(DocumentState, AnEditThatWasDecodedBeforehandIsDecidedOnAsAnyOther) {
  const auto decided = [](ot::TypeId decoded_for, std::string_view op) {
    DocumentState state{ot::SizeLimits{}};
    outcome(state, birth(std::nullopt, "rich-text", "[{'insert':'abcdef'}]"));
    outcome(state, edit(state.head(), "[{'insert':'x'}]", "other"));
    Submission late = edit(Version{1}, op);
    const std::string plain = outcome(state, late);
    DocumentState same{ot::SizeLimits{}};
    outcome(same, birth(std::nullopt, "rich-text", "[{'insert':'abcdef'}]"));
    outcome(same, edit(same.head(), "[{'insert':'x'}]", "other"));
    late.decoded = decode_edit(decoded_for, late.body);
    EXPECT_FALSE(same.can_decode(late));
    EXPECT_EQ(outcome(same, late), plain);
    EXPECT_EQ(same.content().to_json(), state.content().to_json());
    late.decoded.reset();
    EXPECT_EQ(same.can_decode(late), ot::TypeId::kRichText);
  };
  decided(ot::TypeId::kRichText, "[{'retain':3},{'insert':'!'},{'delete':1}]");
  decided(ot::TypeId::kRichText, "[{'retain':300},{'insert':'!'}]");
  decided(ot::TypeId::kRichText, "[{'p':[0],'li':1}]");
  // The document had another type when it was decoded.
  decided(ot::TypeId::kJson0, "[{'retain':3},{'insert':'!'},{'delete':1}]");
}

TEST(DocumentState, RebasingInSlicesGivesWhatStagingAtOnceGives) {
  const auto with_history = [] {
    DocumentState state{ot::SizeLimits{}};
    outcome(state, birth(std::nullopt, "rich-text", "[{'insert':'abcdef'}]"));
    for (int i = 0; i < 20; ++i) {
      outcome(state, edit(state.head(), "[{'retain':2},{'insert':'x'}]", "other"));
    }
    return state;
  };
  DocumentState at_once = with_history();
  DocumentState in_slices = with_history();
  Submission late = edit(Version{1}, "[{'retain':3},{'insert':'!'},{'delete':1}]");
  auto rebase = in_slices.begin(late);
  ASSERT_TRUE(rebase);
  std::size_t slices = 0;
  for (; !in_slices.is_through(*rebase); ++slices) {
    EXPECT_GT(in_slices.work_left(*rebase), 0u);
    ASSERT_TRUE(in_slices.advance(late, *rebase, 10));
    if (slices == 2) {  // somebody else comes between
      const Submission other = edit(in_slices.head(), "[{'insert':'y'}]", "other", 77);
      outcome(in_slices, other);
      outcome(at_once, other);
    }
  }
  EXPECT_GT(slices, 5u);
  EXPECT_EQ(in_slices.work_left(*rebase), 0u);
  const auto decision = in_slices.finish(late, *std::move(rebase), Timestamp{5000});
  ASSERT_TRUE(decision);
  outcome(at_once, late);
  EXPECT_EQ(in_slices.content().to_json(), at_once.content().to_json());
  EXPECT_EQ(in_slices.head(), at_once.head());
}

TEST(DocumentState, WhatFitsNoVersionIsRefused) {
  DocumentState nothing{ot::SizeLimits{}};
  EXPECT_EQ(outcome(nothing, edit(Version{0}, "[{'insert':'x'}]")), "document_missing");
  EXPECT_EQ(outcome(nothing, edit(Version{1}, "[]")), "version_ahead");
  EXPECT_EQ(outcome(nothing, birth(Version{0}, "no-such-type", "1")), "bad_operation");
  EXPECT_EQ(outcome(nothing, removal(Version{0})), "0: delete") << "a delete always applies";
  DocumentState state = paper();
  EXPECT_EQ(outcome(state, birth(Version{1}, "rich-text", "")), "document_exists");
  EXPECT_EQ(outcome(state, edit(Version{1}, "5")), "bad_operation");
  EXPECT_EQ(outcome(state, edit(Version{1}, "[{'retain':3},{'insert':'x'}]")), "not_applicable");
}

TEST(DocumentState, ACreateBelowADeleteFailsAndAtTheHeadWorks) {
  DocumentState state = paper();
  outcome(state, removal(Version{1}));
  EXPECT_EQ(outcome(state, birth(Version{1}, "json0", "5")), "deleted_remotely");
  EXPECT_EQ(outcome(state, birth(Version{2}, "json0", "5")),
            "2: {'type':'http://sharejs.org/types/JSONv0','data':5}");
  EXPECT_EQ(state.content().type(), ot::TypeId::kJson0);
  EXPECT_EQ(outcome(state, edit(Version{3}, "[{'p':[],'na':1}]")), "3: [{'na':1,'p':[]}]");
  EXPECT_EQ(outcome(state, edit(Version{1}, "[{'insert':'x'}]")), "deleted_remotely")
      << "an edit for the type that it was";
}

TEST(DocumentState, ADuplicateIsFoundBySourceAndSequenceAlone) {
  DocumentState state = paper();
  outcome(state, edit(Version{1}, "[{'insert':'x'}]", "a", 1));
  outcome(state, edit(Version{1}, "[{'insert':'y'}]", "b", 1));
  EXPECT_EQ(outcome(state, edit(Version{1}, "[{'insert':'y'}]", "b", 1)), "2 again");
  EXPECT_EQ(outcome(state, edit(Version{1}, "[{'insert':'x'}]", "a", 1)), "1 again");
  EXPECT_EQ(outcome(state, edit(Version{1}, "[{'insert':'x'}]", "a", 2)).substr(0, 3), "3: ");
  outcome(state, removal(Version{4}));
  EXPECT_EQ(outcome(state, edit(Version{2}, "[{'insert':'y'}]", "b", 1)), "2 again")
      << "though the document is gone";
  outcome(state, birth(Version{5}, "json0", "1"));
  EXPECT_EQ(outcome(state, edit(Version{2}, "[{'insert':'y'}]", "b", 1)), "2 again")
      << "though it is of another type now";
  EXPECT_EQ(state.head(), Version{6});
}

TEST(DocumentState, ACreateWithoutVersionIsKnownAgainByItsCreator) {
  DocumentState state = paper();
  outcome(state, edit(Version{1}, "[{'insert':'x'}]"));
  EXPECT_EQ(outcome(state, birth(std::nullopt, "rich-text", "", "creator", 1)), "0 again");
  EXPECT_EQ(outcome(state, birth(std::nullopt, "rich-text", "", "creator", 2)), "document_exists");
  EXPECT_EQ(outcome(state, birth(std::nullopt, "rich-text", "", "other", 1)), "document_exists");
  outcome(state, removal(std::nullopt));
  EXPECT_EQ(outcome(state, birth(std::nullopt, "rich-text", "", "other", 1)).substr(0, 3), "3: ");
}

TEST(DocumentState, APreparedCreateIsCommittedAsOneThatIsDecodedInItsPlace) {
  const Submission create = birth(Version{}, "rich-text", "[{'insert':'abc'}]");
  DocumentState here{ot::SizeLimits{}};
  DocumentState beforehand{ot::SizeLimits{}};
  const auto staged = here.stage(create, Timestamp{5000});
  ASSERT_TRUE(staged);
  ASSERT_TRUE(beforehand.can_create(create));
  auto prepared = prepare_create(create, beforehand.limits());
  ASSERT_TRUE(prepared);
  const auto& expected = std::get<CommittedPtr>(*staged)->record;
  const CommittedPtr committed = beforehand.create(create, *std::move(prepared), Timestamp{5000});
  EXPECT_EQ(committed->record, expected);
  EXPECT_EQ(beforehand.head(), here.head());
  EXPECT_EQ(beforehand.content().to_json(), here.content().to_json());
  EXPECT_EQ(outcome(beforehand, create), "0 again");
  EXPECT_FALSE(beforehand.can_create(birth({}, "rich-text", "[]"))) << "it is there";
}

TEST(DocumentState, ACreateThatCannotBeMadeIsRefusedWhenItIsPrepared) {
  const auto error = [](const Submission& create) {
    const auto prepared = prepare_create(create, ot::SizeLimits{});
    return prepared ? std::string() : std::string(name_of(prepared.error().code));
  };
  for (const Submission& create :
       {birth({}, "rich-text", "[{'retain':1}]"), birth({}, "rich-text", "{"),
        birth({}, "no such type", "[]"),
        birth({}, "rich-text", "[{'insert':'a','attributes':{'__proto__':1}}]")}) {
    DocumentState state{ot::SizeLimits{}};
    EXPECT_EQ(error(create), outcome(state, create)) << create.body;
    EXPECT_NE(error(create), "") << create.body;
  }
}

TEST(DocumentState, AnErrorChangesNothing) {
  DocumentState state = paper();
  const std::string before = state.content().to_json();
  for (const std::string_view op : {"[{'retain':1},{'delete':5}]", "[{'foo':1}]",
                                    "[{'insert':'a'},{'retain':9},{'insert':'b'}]"}) {
    EXPECT_FALSE(state.stage(edit(Version{1}, op), Timestamp{9}));
  }
  EXPECT_EQ(state.content().to_json(), before);
  EXPECT_EQ(state.head(), Version{1});
  DocumentState list{ot::SizeLimits{}};
  outcome(list, birth(Version{0}, "json0", "[0]"));
  EXPECT_FALSE(list.stage(edit(Version{1}, "[{'p':[0],'li':1},{'p':[9],'ld':0}]"), Timestamp{9}));
  EXPECT_EQ(list.content().to_json(), "[0]") << "the first part of it neither";
}

TEST(DocumentState, TimeNeverRunsBackwards) {
  DocumentState state = paper();
  const auto decision = state.stage(edit(Version{1}, "[]"), Timestamp{100});
  EXPECT_EQ(std::get<CommittedPtr>(*decision)->record.time, Timestamp{5000});
}

TEST(DocumentState, ReplayingTheLogGivesTheSameDocument) {
  DocumentState state = paper();
  outcome(state, edit(Version{1}, "[{'insert':'x'}]"));
  outcome(state, removal(Version{2}));
  outcome(state, birth(Version{3}, "json0", "{'n':1}", "creator", 9));
  outcome(state, edit(Version{4}, "[{'p':['n'],'na':1}]"));
  DocumentState again{ot::SizeLimits{}};
  for (Version at{0}; at < state.head(); at = at.next()) {
    ASSERT_TRUE(again.replay(state.op_at(at)->record));
  }
  EXPECT_EQ(again.content().to_json(), state.content().to_json());
  EXPECT_EQ(again.head(), state.head());
  EXPECT_EQ(again.created_at(), Version{3});
  EXPECT_EQ(outcome(again, birth(std::nullopt, "json0", "", "creator", 9)), "3 again");
}

TEST(DocumentState, ALogThatCannotBeIsCorrupt) {
  DocumentState state{ot::SizeLimits{}};
  EXPECT_EQ(state.replay({{0}, OpKind::kEdit, {}, "", "", {}, "[]"}).error().code, Errc::kCorrupt);
  EXPECT_EQ(state.replay({{0}, OpKind::kCreate, {}, "", "", {}, "5"}).error().code, Errc::kCorrupt);
  EXPECT_EQ(state.restore({{3}, {}, "no-such-type", "5", {}}).error().code, Errc::kCorrupt);
  EXPECT_EQ(state.head(), Version{0});
}

TEST(DocumentState, TheTailIsTrimmedToItsLimitsButNotWhatIsNotDurable) {
  DocumentState state = paper();
  while (state.head().value < kTailOpsMax + 10) {
    outcome(state, edit(std::nullopt, "[]"));
  }
  state.trim_tail(Version{4});
  EXPECT_EQ(state.tail_start(), Version{4});
  state.trim_tail(state.head());
  EXPECT_GE(state.tail_start(), Version{10});
  EXPECT_LT(state.tail_start(), state.head());
}

TEST(DocumentState, FrozenPartsAreRefusedWhileTheyHold) {
  DocumentState state{ot::SizeLimits{}};
  outcome(state, birth(Version{0}, "rich-text",
                       R"([{'insert':'Aims'},{'insert':'\n','attributes':{'frozen':true}}])"));
  state.hold_frozen_parts(true);
  EXPECT_EQ(outcome(state, edit(Version{1}, "[{'insert':'x'}]")), "frozen");
  EXPECT_EQ(outcome(state, edit(Version{1}, R"([{'insert':'\n'}])")), R"(1: [{'insert':'\n'}])");
  EXPECT_EQ(outcome(state, edit(Version{2}, "[{'insert':'y'}]")), "2: [{'insert':'y'}]");
  // It took out an empty line. Meanwhile there is a word, which would come to the frozen ones.
  const Submission late = edit(Version{2}, "[{'delete':1}]");
  EXPECT_EQ(outcome(state, late), "frozen");
  state.hold_frozen_parts(false);
  EXPECT_EQ(outcome(state, late), "3: {'ops':[{'retain':1},{'delete':1}]}");
}

}  // namespace
}  // namespace plenary::server
