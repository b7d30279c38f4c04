/* doctest's code is linked, not compiled with every suite. */
#undef DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#undef DOCTEST_CONFIG_IMPLEMENT
#include_next <doctest/doctest.h>
