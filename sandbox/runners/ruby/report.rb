# frozen_string_literal: true

module Seedmill
  # The report: one JSON object a line, on a descriptor that child processes do not inherit.
  class Report
    LONGEST = 2_000
    ESCAPES = { '"' => '\\"', '\\' => '\\\\', "\n" => '\\n', "\t" => '\\t', "\r" => '\\r' }.freeze

    def initialize(secret)
      inherited = IO.for_fd(3, 'w')
      # Ruby's copies are closed in what the job starts.
      channel = inherited.dup
      inherited.close
      write = channel.method(:syswrite)
      @line = ->(fields) { write.call("{\"secret\": \"#{secret}\"#{fields}}\n") }
      @leave = Process.method(:exit!)
      @failed = false
      # Nobody replaces what the secret goes through.
      [Method, Proc].each(&:freeze)
    end

    def passed(test) = line(test:, outcome: 'passed')

    def skipped(test) = line(test:, outcome: 'skipped')

    # `kind`: whether a check of the suite did not hold, or anything else was thrown.
    def failed(test, kind, message, scope: nil)
      @failed = true
      line(test:, **(scope ? { scope: } : {}), outcome: 'failed', kind: kind.to_s, message: message)
    end

    def tampered = line(tampered: true)

    def finish
      line(end: true)
      leave(@failed ? 1 : 0)
    end

    # Not by way of exit hooks: they belong to the job.
    def leave(code)
      $stdout.flush
      $stderr.flush
      @leave.call(code)
    end

    # Without addresses in memory: equal runs say equal things.
    def self.stable(text) = text.to_s.scrub.gsub(/0x\h{8,16}/, '0x…')

    private

    def line(fields)
      @line.call(fields.map { |key, value| ", \"#{key}\": #{value == true ? 'true' : quote(value)}" }.join)
    end

    def quote(text)
      escaped = Report.stable(text)[0, LONGEST].gsub(/["\\\x00-\x1f]/) do |character|
        ESCAPES.fetch(character) { format('\\u%04x', character.ord) }
      end
      "\"#{escaped}\""
    end
  end
end
