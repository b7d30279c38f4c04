# frozen_string_literal: true

# Pid 1 of the image: the agent in a Ruby that has loaded the runner with all frameworks, and never runs a job itself.
#
#   ruby --disable=gems zygote.rb 3</dev/null
#
# The agent forks this process ahead of each job, into the job's jail, where it goes on behind the call. Descriptor 3
# is taken from the start, so that it is none of those that Ruby keeps for itself.

require_relative 'run'
require 'fiddle'

module Seedmill
  module Zygote
    FORGET_THREADS = Fiddle::Function.new(Fiddle.dlopen(nil)['rb_thread_atfork'], [], Fiddle::TYPE_VOID, need_gvl: true)
    DUP2 = Fiddle::Function.new(Fiddle.dlopen(nil)['dup2'], [Fiddle::TYPE_INT] * 2, Fiddle::TYPE_INT, need_gvl: true)
    # Of the thread that wakes others: Ruby closes them after a fork, and ends the process where that fails.
    OWN = Dir.children('/proc/self/fd').map(&:to_i).select do |fd|
      File.readlink("/proc/self/fd/#{fd}").start_with?('anon_inode:')
    rescue Errno::ENOENT
      false
    end

    # The child's descriptors are the job's; Ruby is given something to close.
    AFTER_FORK = Fiddle::Closure::BlockCaller.new(Fiddle::TYPE_VOID, []) do
      OWN.each { |fd| DUP2.call(3, fd) }
      FORGET_THREADS.call
    end

    # Serves as the agent until the container ends; returns in the children that are to be runners.
    def self.become_runner
      # Keeps Ruby's lock around the call.
      serve = Fiddle::Function.new(Fiddle.dlopen('/opt/seedmill/libagent.so')['seedmill_serve'],
                                   [Fiddle::TYPE_VOIDP] * 2, Fiddle::TYPE_VOID, need_gvl: true)
      Process.warmup
      serve.call(nil, AFTER_FORK)
    end
  end
end

Seedmill::Zygote.become_runner
Seedmill.run
