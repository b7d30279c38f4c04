# frozen_string_literal: true

require_relative 'endings'

module Seedmill
  # Runs plain programs, one after the other: each is one test, which passes when it reaches its own end.
  module WithScript
    WATCH = Watch.new

    def self.call(report, files)
      files.each { |path| run(report, path) }
      report.tampered unless WATCH.untouched?
      report.finish
    end

    def self.run(report, path)
      test = path.delete_prefix("#{Dir.pwd}/")
      $0 = path
      load(path)
      report.passed(test)
    rescue SystemExit => e
      frames = frames_of(e, path)
      raise unless e.success? ? Endings.new(path).include?(frames) : frames.any?

      e.success? ? report.passed(test) : report.failed(test, :assertion, "#{e.class}: #{e.message} (#{e.status})")
    rescue Exception => e # rubocop:disable Lint/RescueException
      # A plain `raise` of the suite's own is its way to say that a check did not hold.
      own = e.instance_of?(RuntimeError) && e.backtrace_locations&.first&.absolute_path == path
      Seedmill.failed(report, test, e, own || Seedmill.assertion?(e) ? :assertion : :error)
    end

    # The lines that asked for the exit; none where any of them is not the script's own.
    def self.frames_of(exit, path)
      frames = exit.backtrace_locations.take_while { |frame| frame.absolute_path != __FILE__ }
      frames.reject! { |frame| frame.path.start_with?('<internal:') }
      frames.all? { |frame| frame.absolute_path == path } ? frames.map(&:lineno).uniq : []
    end
  end

  STYLES['script'] = WithScript
end
