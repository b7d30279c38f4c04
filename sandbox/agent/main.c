#include "agent.h"

/* agent [command …]: the command is the warm runner, which is started ahead of every job. */
int main(int argc, char **argv) {
  serve((struct warm_runner){.wanted = argc > 1});
  become_command(argv + 1);
}
