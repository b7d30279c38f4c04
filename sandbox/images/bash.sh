cp -r runners/bash /opt/seedmill/
cp /usr/share/shunit2/shunit2 /usr/local/bin/
# All assertions as one file of bare functions: every test loads it afresh.
bash -c 'for library in support assert file; do . "/usr/lib/bats/bats-$library/load.bash"; done; declare -f' \
  > /opt/seedmill/bash/assertions.bash
