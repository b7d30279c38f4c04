/* For the reporters of test frameworks. */
#ifndef SEEDMILL_PROOF_H
#define SEEDMILL_PROOF_H
#ifdef __cplusplus
extern "C" {
#endif

/* `outcome` is passed, skipped, failed (an assertion did not hold) or broken (anything else). */
void seedmill_tested(const char *outcome, const char *name, const char *message);

#ifdef __cplusplus
}
#endif
#endif
