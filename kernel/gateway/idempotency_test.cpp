#include "kernel/gateway/idempotency.h"

#include <gtest/gtest.h>

namespace yc::gateway {
namespace {

using Verdict = IdempotencyBook::Verdict;
using std::chrono::hours;

const base::Digest kBuy = base::sha256("buy");
const base::Digest kSell = base::sha256("sell");
constexpr base::MonotonicTime kStart{};

HttpResponse answer_of(std::size_t bytes) {
  HttpResponse out;
  out.status = 201;
  out.body = std::make_shared<const base::Bytes>(bytes);
  return out;
}

bool is(const IdempotencyBook::Look& look, Verdict verdict) {
  return std::holds_alternative<Verdict>(look) && std::get<Verdict>(look) == verdict;
}

bool is_answer(const IdempotencyBook::Look& look) {
  return std::holds_alternative<HttpResponse>(look);
}

TEST(Idempotency, TheFirstIsDoneAndTheSameAgainIsAnsweredAsBefore) {
  IdempotencyBook book;
  EXPECT_TRUE(is(book.look("anna", "k", kBuy, kStart), Verdict::first));
  EXPECT_TRUE(is(book.look("anna", "k", kBuy, kStart), Verdict::still_working));
  book.answered("anna", "k", answer_of(7), kStart);
  const auto again = book.look("anna", "k", kBuy, kStart);
  ASSERT_TRUE(is_answer(again));
  EXPECT_EQ(std::get<HttpResponse>(again).status, 201);
  EXPECT_EQ(std::get<HttpResponse>(again).body->size(), 7u);
}

TEST(Idempotency, AKeyBelongsToOnePersonAndOneRequest) {
  IdempotencyBook book;
  EXPECT_TRUE(is(book.look("anna", "k", kBuy, kStart), Verdict::first));
  EXPECT_TRUE(is(book.look("anna", "k", kSell, kStart), Verdict::other_request));
  EXPECT_TRUE(is(book.look("bert", "k", kSell, kStart), Verdict::first));
  book.answered("anna", "k", answer_of(1), kStart);
  EXPECT_TRUE(is(book.look("anna", "k", kSell, kStart), Verdict::other_request));
}

TEST(Idempotency, WhatFailedMayBeTriedAgain) {
  IdempotencyBook book;
  EXPECT_TRUE(is(book.look("anna", "k", kBuy, kStart), Verdict::first));
  book.forget("anna", "k");
  EXPECT_TRUE(is(book.look("anna", "k", kBuy, kStart), Verdict::first));
}

TEST(Idempotency, AnswersAreKeptADay) {
  IdempotencyBook book;
  book.look("anna", "k", kBuy, kStart);
  book.answered("anna", "k", answer_of(1), kStart + hours(1));
  EXPECT_TRUE(is_answer(book.look("anna", "k", kBuy, kStart + hours(24))));
  EXPECT_TRUE(is(book.look("anna", "k", kBuy, kStart + hours(25)), Verdict::first));
}

TEST(Idempotency, OneWhoSendsManyKeysLosesOnlyTheirOwnOldest) {
  IdempotencyBook book({.keys = 10, .keys_of_one = 3, .bytes = 1000});
  book.look("bert", "k", kBuy, kStart);
  book.answered("bert", "k", answer_of(1), kStart);
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(is(book.look("anna", std::to_string(i), kBuy, kStart), Verdict::first));
    book.answered("anna", std::to_string(i), answer_of(1), kStart);
  }
  EXPECT_EQ(book.size(), 4u);
  EXPECT_TRUE(is_answer(book.look("bert", "k", kBuy, kStart)));
  EXPECT_TRUE(is_answer(book.look("anna", "19", kBuy, kStart)));
  EXPECT_TRUE(is(book.look("anna", "0", kBuy, kStart), Verdict::first));
}

TEST(Idempotency, WhatIsStillBeingDoneIsNeverDroppedForRoom) {
  IdempotencyBook book({.keys = 10, .keys_of_one = 2, .bytes = 1000});
  book.look("anna", "1", kBuy, kStart);
  book.look("anna", "2", kBuy, kStart);
  EXPECT_TRUE(is(book.look("anna", "3", kBuy, kStart), Verdict::full));
  EXPECT_TRUE(is(book.look("anna", "1", kBuy, kStart), Verdict::still_working));
}

TEST(Idempotency, LargeAnswersPushOutOlderOnes) {
  IdempotencyBook book({.keys = 10, .keys_of_one = 10, .bytes = 1000});
  for (const char* key : {"1", "2", "3"}) {
    book.look("anna", key, kBuy, kStart);
    book.answered("anna", key, answer_of(400), kStart);
    EXPECT_LE(book.bytes(), 1000u);
  }
  EXPECT_TRUE(is(book.look("anna", "1", kBuy, kStart), Verdict::first));
  EXPECT_TRUE(is_answer(book.look("anna", "3", kBuy, kStart)));
}

}  // namespace
}  // namespace yc::gateway
