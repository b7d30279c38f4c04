# frozen_string_literal: true

# Runs one suite in this process and reports every test on file descriptor 3.
#
#   ruby --disable=gems /opt/seedmill/ruby/run.rb [style to load at once; all when none is named]
#
# Read from stdin, one a line: a secret that every line of the report carries; `minitest`, `test-unit`, `rspec` or
# `script`; how many files are checked first, and these; the files to run. Everything is loaded before stdin is read, so
# that a process which waits there is ready to go: the zygote loads this file, and calls `run` in each of its children.
# Whatever the report needs is taken before the job's code is loaded: that may patch anything later.

require 'stringio'
require_relative 'check'
require_relative 'report'
require_relative 'watch'

# RubyGems takes 40 ms to start; the folders of the gems are enough.
$LOAD_PATH.concat(Dir['/usr/share/rubygems-integration/all/gems/*/lib', '/usr/lib/ruby/gems/*/gems/*/lib'])

module Kernel
  private def gem(*) = true
end

module Seedmill
  # How each style of suite is run: called with the report and the files' paths.
  STYLES = {} # rubocop:disable Style/MutableConstant

  def self.run
    secret, style, count, *files = $stdin.read.split("\n")
    $stdin.reopen(File::NULL)
    solution = files.shift(count.to_i)
    Check.call(solution)
    load_style(style)
    report = Report.new(secret)
    secret = nil
    work = Dir.pwd
    $LOAD_PATH.concat([work, "#{work}/lib", "#{work}/test", "#{work}/spec"])
    STYLES.fetch(style)::WATCH.begin(solution)
    STYLES.fetch(style).call(report, files.map { |file| File.join(work, file) })
  rescue SystemExit => e
    # The program ended where no test catches it: the report stays without its end.
    report.leave(e.status)
  end

  def self.load_style(style) = require_relative("with_#{style.tr('-', '_')}")

  # Loads the files of a suite; one that cannot be loaded ends the run.
  def self.load_all(report, files)
    files.each { |path| load(path) }
  rescue SystemExit
    raise
  rescue Exception => e # rubocop:disable Lint/RescueException
    failed(report, '<collection>', e, assertion?(e) ? :assertion : :error, scope: 'file')
    report.finish
  end

  # Says what was thrown, in the report and on stdout.
  def self.failed(report, test, error, kind, **scope)
    message = "#{error.class}: #{error.message}"
    places = (error.backtrace || []).grep_v(%r{^/(opt|usr)/|^<internal:})
    puts "#{test}\n#{Report.stable(message)}", places.map { |place| "    #{place}" }
    report.failed(test, kind, message, **scope)
  end

  def self.assertion?(error)
    names = error.class.ancestors.map(&:name)
    names.intersect?(%w[Minitest::Assertion Test::Unit::AssertionFailedError
                        RSpec::Expectations::ExpectationNotMetError])
  end
end

(ARGV.empty? ? %w[minitest test-unit rspec script] : ARGV).each { |style| Seedmill.load_style(style) }
ARGV.clear
Seedmill.run if $PROGRAM_NAME == __FILE__
