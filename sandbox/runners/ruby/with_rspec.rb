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
    WATCH = Watch.new(RSpec, bases: [RSpec::Core::ExampleGroup])

    RSpec::Core::Formatters.register(self, :example_passed, :example_failed, :example_pending, :message)

    def self.call(report, files)
      RSpec::Core::DSL.expose_globally!
      required = File.exist?('.rspec') ? File.read('.rspec').scan(/^\s*(?:-r|--require)[\s=]*(\S+)/).flatten : []
      required.each { |name| require name }
      told = new(report)
      RSpec.configuration.add_formatter(told)
      skips = TracePoint.new(:raise) { |point| told.skip if SKIP === point.raised_exception }
      Seedmill.load_all(report, files)
      report.tampered unless WATCH.untouched?
      skips.enable
      left = told.examples
      RSpec::Core::Runner.new(RSpec::Core::ConfigurationOptions.new([])).run_specs(RSpec.world.ordered_example_groups)
      skips.disable
      told.missing(left).each { |example| report.skipped(example.full_description) }
      report.tampered unless WATCH.untouched?
      report.finish
    end

    def initialize(report)
      @report = report
      @skipped = nil
      @told = []
    end

    # All that are declared, also those that a filter leaves out.
    def examples = RSpec.world.example_groups.flat_map(&:descendants).flat_map(&:examples)

    # Those of which nothing was heard.
    def missing(examples) = examples - @told

    # RSpec lets an example pass that is left by this exception when nobody asked it to skip.
    def skip
      @skipped = RSpec.current_example
    end

    def example_passed(event)
      @told << event.example
      name = event.example.full_description
      @skipped.equal?(event.example) ? @report.skipped(name) : @report.passed(name)
    end

    def example_pending(event)
      @told << event.example
      @report.skipped(event.example.full_description)
    end

    def example_failed(event)
      @told << (example = event.example)
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
