// The whole of doctest, and a listener that reports every test case.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "proof.h"

namespace {

struct Reporter : doctest::IReporter {
  std::string name;
  std::string message;
  bool broken = false;

  explicit Reporter(const doctest::ContextOptions&) {}

  void note(const std::string& text) {
    if (message.empty()) message = text;
  }

  void test_case_start(const doctest::TestCaseData& test) override {
    name = test.m_name;
    message.clear();
    broken = false;
  }

  void log_assert(const doctest::AssertData& check) override {
    if (!check.m_failed) return;
    std::string text = std::string(check.m_file) + ":" + std::to_string(check.m_line) + ": " +
                       doctest::assertString(check.m_at) + "(" + check.m_expr + ")";
    if (check.m_threw) {
      broken = broken || message.empty();
      text += std::string(" threw ") + check.m_exception.c_str();
    } else if (check.m_decomp.size() > 0) {
      text += std::string(": ") + check.m_decomp.c_str();
    }
    note(text);
  }

  void log_message(const doctest::MessageData& given) override {
    if (given.m_severity != doctest::assertType::is_warn) note(given.m_string.c_str());
  }

  void test_case_exception(const doctest::TestCaseException& thrown) override {
    broken = broken || message.empty();
    note(thrown.error_string.c_str());
  }

  void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
    const char* outcome = stats.testCaseSuccess ? "passed" : broken ? "broken" : "failed";
    seedmill_tested(outcome, name.c_str(), message.empty() ? "failed" : message.c_str());
  }

  void test_case_skipped(const doctest::TestCaseData& test) override { seedmill_tested("skipped", test.m_name, ""); }

  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
};

REGISTER_LISTENER("seedmill", 1, Reporter);

}  // namespace
