// A listener that reports every Catch2 test case.
#include <catch2/catch_test_case_info.hpp>
#include <catch2/interfaces/catch_interfaces_reporter.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#include <string>

#include "proof.h"

namespace {

struct Reporter : Catch::EventListenerBase {
  using EventListenerBase::EventListenerBase;
  std::string message;
  bool broken = false;

  void testCaseStarting(const Catch::TestCaseInfo&) override {
    message.clear();
    broken = false;
  }

  void assertionEnded(const Catch::AssertionStats& stats) override {
    const auto& result = stats.assertionResult;
    if (result.isOk() || !message.empty()) return;
    const auto kind = result.getResultType();
    broken = kind == Catch::ResultWas::ThrewException || kind == Catch::ResultWas::FatalErrorCondition;
    const auto place = result.getSourceInfo();
    message = std::string(place.file) + ":" + std::to_string(place.line) + ": " + result.getExpressionInMacro();
    if (result.hasExpandedExpression()) message += ": " + result.getExpandedExpression();
    if (result.hasMessage()) message += ": " + std::string(result.getMessage());
  }

  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    const auto& totals = stats.totals.testCases;
    const char* outcome = totals.skipped > 0      ? "skipped"
                          : totals.allOk()        ? "passed"
                          : broken                ? "broken"
                                                  : "failed";
    seedmill_tested(outcome, stats.testInfo->name.c_str(), message.empty() ? "failed" : message.c_str());
  }
};

CATCH_REGISTER_LISTENER(Reporter)

}  // namespace
