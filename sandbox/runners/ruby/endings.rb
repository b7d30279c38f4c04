# frozen_string_literal: true

module Seedmill
  # Where a script may leave with 0, and has reached its end: in its last statement, or that of a method which it calls
  # last. Under a condition only where it fails otherwise: a script that goes on instead leaves for what it found.
  class Endings
    CALLS = %i[FCALL VCALL CALL].freeze
    NODE = RubyVM::AbstractSyntaxTree::Node

    def initialize(path)
      @tree = RubyVM::AbstractSyntaxTree.parse_file(path)
    end

    # Whether each of these lines, of calls inside each other, ends the script or a method of it.
    def include?(lines)
      lines.any? && lines.all? { |line| ends?(@tree.children[2], line) || ends_method?(@tree, line) }
    end

    private

    def ends_method?(node, line)
      return false unless node.is_a?(NODE)
      return ends?(node.children.last.children[2], line) if %i[DEFN DEFS].include?(node.type)

      node.children.any? { |child| ends_method?(child, line) }
    end

    def ends?(node, line, fails_otherwise: false)
      return false unless node.is_a?(NODE)

      case node.type
      when :BLOCK then last_ends?(node.children.compact, line, fails_otherwise)
      when :IF, :UNLESS then branch_ends?(node, line, fails_otherwise)
      when :BEGIN, :RETURN then ends?(node.children.last, line, fails_otherwise:)
      else CALLS.include?(node.type) && line.between?(node.first_lineno, node.last_lineno)
      end
    end

    def last_ends?(statements, line, fails_otherwise)
      *before, last = statements
      return true if ends?(last, line, fails_otherwise:)

      fails?(last) && before.any? { |each| %i[IF UNLESS].include?(each.type) && branch_ends?(each, line, true) }
    end

    def branch_ends?(node, line, fails_otherwise)
      condition, *branches = node.children
      return false unless fails_otherwise || names_program?(condition) || branches.any? { |branch| fails?(branch) }

      branches.any? { |branch| ends?(branch, line, fails_otherwise:) }
    end

    # As in `if __FILE__ == $0`.
    def names_program?(node)
      return false unless node.is_a?(NODE)

      (node.type == :GVAR && %i[$0 $PROGRAM_NAME].include?(node.children.first)) ||
        node.children.any? { |child| names_program?(child) }
    end

    # Whether a statement only ever fails.
    def fails?(node)
      return false unless node.is_a?(NODE)
      return fails?(node.children.compact.last) if node.type == :BLOCK
      return false unless CALLS.include?(node.type)
      return true if %i[raise fail abort].include?(node.children.first)

      status = node.children.last.is_a?(NODE) ? node.children.last.children.first : nil
      %i[exit exit!].include?(node.children.first) && status.is_a?(NODE) &&
        (status.type == :FALSE || ![[0], []].include?(status.children)) && %i[FALSE LIT INTEGER].include?(status.type)
    end
  end
end
