# frozen_string_literal: true

require 'rspec/core'
require 'rspec/expectations'
require 'rspec/mocks'

module Seedmill
  # Runs a suite with RSpec.
  class WithRSpec
    MAIN = TOPLEVEL_BINDING.receiver.singleton_class

    # Frees the names that Minitest has too.
    def self.retreat
      dsl = RSpec::Core::DSL
      return unless dsl.exposed_globally?

      [MAIN, Module].each { |type| dsl.example_group_aliases.each { |name| type.send(:remove_method, name) } }
      dsl.instance_variable_set(:@exposed_globally, false)
    end

    SKIP = RSpec::Core::Pending::SkipDeclaredInExample

    RSpec.configuration.mock_framework
    RSpec.configuration.expectation_frameworks
    RSpec::Matchers
    RSpec::Mocks
    retreat
    WATCH = Watch.new(RSpec)

    RSpec::Core::Formatters.register(self, :example_passed, :example_failed, :example_pending, :message)

    def self.call(report, files)
      RSpec::Core::DSL.expose_globally!
      required = File.exist?('.rspec') ? File.read('.rspec').scan(/^\s*(?:-r|--require)[\s=]*(\S+)/).flatten : []
      required.each { |name| require name }
      told = new(report)
      RSpec.configuration.add_formatter(told)
      TracePoint.new(:raise) { |point| told.skip if SKIP === point.raised_exception }.enable
      Seedmill.load_all(report, files)
      RSpec::Core::Runner.new(RSpec::Core::ConfigurationOptions.new([])).run_specs(RSpec.world.ordered_example_groups)
      report.tampered unless WATCH.untouched?
      report.finish
    end

    def initialize(report)
      @report = report
      @skipped = nil
    end

    # RSpec lets an example pass that is left by this exception when nobody asked it to skip.
    def skip
      @skipped = RSpec.current_example
    end

    def example_passed(event)
      name = event.example.full_description
      @skipped.equal?(event.example) ? @report.skipped(name) : @report.passed(name)
    end

    def example_pending(event) = @report.skipped(event.example.full_description)

    def example_failed(event)
      example = event.example
      error = example.exception
      asserted = error.is_a?(RSpec::Expectations::ExpectationNotMetError) || error.is_a?(RSpec::Mocks::MockExpectationError)
      Seedmill.failed(@report, example.full_description, error, asserted ? :assertion : :error)
    end

    # What went wrong outside of all examples: a hook of the whole suite.
    def message(event)
      return unless event.message.include?('error occurred')

      @report.failed('<collection>', :error, event.message, scope: 'group')
    end
  end

  STYLES['rspec'] = WithRSpec
end
