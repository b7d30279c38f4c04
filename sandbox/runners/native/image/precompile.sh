#!/bin/sh
# Makes the precompiled headers, with the flags that programs are compiled with.
#
#   precompile.sh <the plugin of instantiate.cc>
set -eu
plugin=$1
mkdir -p /opt/seedmill/headers
cd /opt/seedmill/headers

precompile() {
  name=$1
  shift
  for header in "$@"; do echo "#include <$header>"; done > "$name.hpp"
  cp "$name.hpp" header.hpp
  echo '#pragma seedmill instantiate' >> header.hpp
  g++ -fplugin="$plugin" -std=gnu++20 -O0 -fno-pie -w -isystem /opt/seedmill/include \
    -x c++-header header.hpp -o "$name.hpp.gch"
  rm header.hpp
}

precompile vector vector
precompile text string
precompile text-vector string vector
precompile algorithms vector algorithm
precompile text-algorithms string vector algorithm
precompile streams iostream
precompile streams-vector iostream vector
precompile streams-algorithms iostream vector algorithm
precompile everything bits/stdc++.h
precompile catch catch2/catch_test_macros.hpp
precompile gtest gtest/gtest.h
precompile catch-all catch.hpp
