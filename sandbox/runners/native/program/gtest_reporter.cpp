// A listener that reports every GoogleTest test.
#include <gtest/gtest.h>

#include <string>

#include "proof.h"

namespace {

struct Reporter : testing::EmptyTestEventListener {
  static std::string first_failure(const testing::TestResult& result) {
    for (int i = 0; i < result.total_part_count(); i++) {
      const auto& part = result.GetTestPartResult(i);
      if (!part.failed()) continue;
      const std::string place = part.file_name() == nullptr ? "" : std::string(part.file_name()) + ":";
      return place + (part.line_number() < 0 ? "" : std::to_string(part.line_number()) + ": ") + part.message();
    }
    return "failed";
  }

  void OnTestProgramStart(const testing::UnitTest&) override { GTEST_FLAG_SET(print_time, false); }

  void OnTestEnd(const testing::TestInfo& test) override {
    const auto& result = *test.result();
    const std::string name = std::string(test.test_suite_name()) + "." + test.name();
    const std::string message = first_failure(result);
    const bool threw = message.find("C++ exception ") != std::string::npos ||
                       message.find("nknown C++ exception") != std::string::npos;
    const char* outcome = result.Skipped() ? "skipped" : result.Passed() ? "passed" : threw ? "broken" : "failed";
    seedmill_tested(outcome, name.c_str(), message.c_str());
  }
};

const bool registered = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new Reporter);
  return true;
}();

}  // namespace
