/* Catch2 as its second version was included, with the names that moved since. */
#ifndef SEEDMILL_CATCH_HPP
#define SEEDMILL_CATCH_HPP
#undef CATCH_CONFIG_MAIN
#undef CATCH_CONFIG_RUNNER
#include <catch2/catch_all.hpp>
using Catch::Approx;
namespace Catch {
using Matchers::EndsWith;
using Matchers::Equals;
using Matchers::Message;
using Matchers::StartsWith;
using Matchers::UnorderedEquals;
using Matchers::VectorContains;
using Matchers::WithinAbs;
using Matchers::WithinRel;
using Matchers::WithinULP;
inline auto Contains(const std::string& text, CaseSensitive sensitivity = CaseSensitive::Yes) {
  return Matchers::ContainsSubstring(text, sensitivity);
}
}  // namespace Catch
#endif
