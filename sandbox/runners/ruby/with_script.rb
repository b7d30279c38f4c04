# frozen_string_literal: true

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
      raise unless at_the_end?(path, e)

      e.success? ? report.passed(test) : report.failed(test, :error, "#{e.class}: #{e.message} (#{e.status})")
    rescue Exception => e # rubocop:disable Lint/RescueException
      # A plain `raise` of the suite's own is its way to say that a check did not hold.
      own = e.instance_of?(RuntimeError) && e.backtrace_locations&.first&.absolute_path == path
      Seedmill.failed(report, test, e, own || Seedmill.assertion?(e) ? :assertion : :error)
    end

    # Whether the exit was asked for by the last statement of the script, or of methods of it that it calls last.
    def self.at_the_end?(path, exit)
      frames = exit.backtrace_locations.take_while { |frame| frame.absolute_path != __FILE__ }
      frames.reject! { |frame| frame.path.start_with?('<internal:') }
      return false if frames.empty? || frames.any? { |frame| frame.absolute_path != path }

      tree = RubyVM::AbstractSyntaxTree.parse_file(path)
      frames.map(&:lineno).uniq.all? { |line| ends_with?(tree, line) }
    end

    # Whether the line lies in the last statement of the program or of a method.
    def self.ends_with?(node, line)
      return false unless node.is_a?(RubyVM::AbstractSyntaxTree::Node)

      case node.type
      when :SCOPE then last?(node.children[2], line) || any_method?(node.children[2], line)
      else false
      end
    end

    def self.last?(node, line)
      return false unless node.is_a?(RubyVM::AbstractSyntaxTree::Node)

      case node.type
      when :BLOCK then last?(node.children.compact.last, line)
      when :IF, :UNLESS then node.children[1..].any? { |branch| last?(branch, line) }
      when :BEGIN then last?(node.children.last, line)
      when :FCALL, :VCALL, :CALL then line.between?(node.first_lineno, node.last_lineno)
      else false
      end
    end

    def self.any_method?(node, line)
      return false unless node.is_a?(RubyVM::AbstractSyntaxTree::Node)
      return ends_with?(node.children.last, line) if node.type == :DEFN

      node.children.any? { |child| any_method?(child, line) }
    end
  end

  STYLES['script'] = WithScript
end
