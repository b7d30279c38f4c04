# frozen_string_literal: true

module Seedmill
  # Parses a program before any of it runs, as `ruby -wc` does.
  module Check
    MISTAKE = /found [`']= literal' in conditional|circular argument reference/
    # How the process ends instead of running: with this code, and a last line on stderr that says why.
    REFUSED = 65

    # Writes what Ruby says of these files to stderr; ends the process where it cannot parse one of them, or warns of what
    # is a mistake in any program.
    def self.call(files)
      told = warnings_of { files.each { |path| RubyVM::InstructionSequence.compile(read(path), path, path) } }
      $stderr.write(told)
      refuse('lint') if MISTAKE.match?(told)
    rescue SyntaxError => e
      $stderr.puts e.message
      refuse('syntax')
    end

    def self.read(path) = File.read(path, encoding: 'UTF-8')

    def self.warnings_of
      before = $stderr
      verbose = $VERBOSE
      $stderr = StringIO.new
      $VERBOSE = true
      yield
      $stderr.string
    ensure
      $stderr = before
      $VERBOSE = verbose
    end

    def self.refuse(why)
      $stderr.puts "refused: #{why}"
      $stderr.flush
      exit!(REFUSED)
    end
  end
end
