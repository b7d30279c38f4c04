#include "agent.h"

/* The agent inside an interpreter, which thereby is pid 1 and a zygote: it has loaded the test framework, calls this,
 * and goes on in every warm runner as if it had just started. Called in a process of one thread, and never again.
 *
 * Python, through ctypes.PyDLL, with PyOS_BeforeFork and PyOS_AfterFork_Child: see runners/zygote.py. Ruby, through
 * Fiddle, keeping its lock, with nothing before and rb_thread_atfork after the fork: see runners/ruby/zygote.rb.
 */
__attribute__((visibility("default"))) void seedmill_serve(void (*before_fork)(void), void (*after_fork)(void)) {
  serve((struct warm_runner){.wanted = true, .before_fork = before_fork, .after_fork = after_fork});
}
