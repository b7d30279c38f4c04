/* Assertions hold in every program that is judged, whatever it makes of NDEBUG. */
#pragma push_macro("NDEBUG")
#undef NDEBUG
#include_next <assert.h>
#pragma pop_macro("NDEBUG")
