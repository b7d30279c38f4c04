# frozen_string_literal: true

require 'test/unit'
require 'test/unit/collector/descendant'
require 'test/unit/testresult'

module Seedmill
  # Runs a suite with test-unit.
  module WithTestUnit
    WATCH = Watch.new(Test::Unit, bases: [Test::Unit::TestCase])

    def self.call(report, files)
      Seedmill.load_all(report, files)
      report.tampered unless WATCH.untouched?
      result = Test::Unit::TestResult.new
      faults = {}
      result.add_listener(Test::Unit::TestResult::FAULT) { |fault| (faults[fault.test_name] ||= []) << fault }
      suite = Test::Unit::Collector::Descendant.new.collect('suite')
      suite.run(result) do |event, test|
        told(report, test, faults.delete(test.name)) if event == Test::Unit::TestCase::FINISHED_OBJECT
      end
      faults.each_value { |left| told_failure(report, left.first.test_name, left.first, scope: 'group') }
      report.tampered unless WATCH.untouched?
      report.finish
    end

    def self.told(report, test, faults)
      faults = (faults || []).grep_v(Test::Unit::Notification)
      fault = faults.find { |each| failure?(each) } || faults.first
      name = "#{test.class.name} > #{test.method_name}"
      if fault.nil? then report.passed(name)
      elsif failure?(fault) then told_failure(report, name, fault)
      else report.skipped(name)
      end
    end

    # Pending and omitted tests are faults too.
    def self.failure?(fault) = fault.is_a?(Test::Unit::Failure) || fault.is_a?(Test::Unit::Error)

    def self.told_failure(report, name, fault, **scope)
      puts Report.stable(fault.long_display)
      kind = fault.is_a?(Test::Unit::Failure) ? :assertion : :error
      report.failed(name, kind, fault.message, **scope)
    end
  end

  STYLES['test-unit'] = WithTestUnit
end
