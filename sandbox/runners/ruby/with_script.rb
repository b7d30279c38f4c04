# frozen_string_literal: true

require_relative 'endings'

module Seedmill
  # Runs plain programs, one after the other: each is one test, which passes when it reaches its own end.
  module WithScript
    WATCH = Watch.new
    END_REACHED = Object.new

    def self.call(report, files)
      files.each { |path| run(report, path) }
      report.tampered unless WATCH.untouched?
      report.finish
    end

    def self.run(report, path)
      test = path.delete_prefix("#{Dir.pwd}/")
      $0 = path
      return report.passed(test) if reaches_end?(path)

      report.leave(0)
    rescue SystemExit => e
      frames = frames_of(e, path)
      raise unless e.success? ? Endings.new(path).include?(frames) : frames.any?

      e.success? ? report.passed(test) : report.failed(test, :assertion, "#{e.class}: #{e.message} (#{e.status})")
    rescue Exception => e # rubocop:disable Lint/RescueException
      # A plain `raise` of the suite's own is its way to say that a check did not hold.
      own = e.instance_of?(RuntimeError) && e.backtrace_locations&.first&.absolute_path == path
      Seedmill.failed(report, test, e, own || Seedmill.assertion?(e) ? :assertion : :error)
    end

    # Runs a script. One that may return early says at its end that it has come there.
    def self.reaches_end?(path)
      endings = Endings.new(path)
      exits = endings.early_returns
      return load(path) unless endings.returns_early? || exits.any?

      whole = RubyVM::InstructionSequence.compile(marked(path, exits), path, path)
      RubyVM::InstructionSequence.define_singleton_method(:load_iseq) { |asked| asked == path ? whole : nil }
      catch(END_REACHED) do
        load(path)
        return false
      end
      true
    end

    # The text of a script which says that it has come to its end, and leaves where it would return early.
    def self.marked(path, exits)
      lines = File.binread(path).sub(/^__END__\r?\n.*/m, '').lines
      exits.reverse_each do |first, from, last, to|
        rest = lines[last - 1].byteslice(to..)
        lines[first - 1..last - 1] = [lines[first - 1].byteslice(0, from) + '::Kernel.exit(0)' + ("\n" * (last - first)) + rest]
      end
      "#{lines.join.force_encoding(Encoding::UTF_8)}\n::Kernel.throw(::Seedmill::WithScript::END_REACHED)\n"
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
