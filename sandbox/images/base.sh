# The agent alone. Every language's parts start here.
cd agent
gcc -O2 -static -Wall -Wextra -Werror -o /opt/seedmill/agent ./*.c
gcc -O2 -shared -fPIC -fvisibility=hidden -Wall -Wextra -Werror -o /opt/seedmill/libagent.so ./*.c
