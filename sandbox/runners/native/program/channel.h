/* What the runner and the program that it judges say to each other, over a socket of whole messages. */
#ifndef SEEDMILL_CHANNEL_H
#define SEEDMILL_CHANNEL_H

enum {
  /* The descriptor at which a program finds the channel when it starts. */
  CHANNEL_FD = 3,
  /* First come the bytes of a key, which the runner sends and every message repeats. */
  KEY_LENGTH = 16,
  /* Then one of the kinds below, and the text. */
  TEXT_AT = KEY_LENGTH + 1,
  LONGEST_TEXT = 3000,
};

/* Its text is the outcome of main, in decimal. */
#define SAYS_END 'E'
/* An assertion of <assert.h> did not hold. Its text is the message. */
#define SAYS_ASSERTION 'A'
/* A test is over. Its text: passed, skipped, failed (an assertion) or broken (anything else), a line each with name and message. */
#define SAYS_TEST 'T'

#endif
