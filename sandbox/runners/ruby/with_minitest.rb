# frozen_string_literal: true

require 'minitest'
require 'minitest/spec'
require 'minitest/mock'
require 'minitest/autorun'

module Seedmill
  # Runs a suite with Minitest, in either of its styles.
  module WithMinitest
    WATCH = Watch.new(Minitest, bases: [Minitest::Test])

    def self.call(report, files)
      Minitest.seed = 42
      Seedmill.load_all(report, files)
      report.tampered unless WATCH.untouched?
      tests = Minitest::Runnable.runnables.map { |type| [type, type.runnable_methods] }
      tests.each { |type, names| names.each { |name| run(report, type, name) } }
      report.tampered unless WATCH.untouched?
      report.finish
    end

    def self.run(report, type, name)
      instance = type.new(name)
      result = instance.run
      # Methods of one test alone: nobody but the program can have hung them there.
      report.tampered if instance.singleton_methods(false).any?
      test = "#{type.name || 'anonymous'} > #{name}"
      failure = result.failure
      if failure.nil? then report.passed(test)
      elsif result.skipped? then report.skipped(test)
      else
        cause = failure.is_a?(Minitest::UnexpectedError) ? failure.error : failure
        Seedmill.failed(report, test, cause, failure.is_a?(Minitest::UnexpectedError) ? :error : :assertion)
      end
    end
  end

  STYLES['minitest'] = WithMinitest
end
