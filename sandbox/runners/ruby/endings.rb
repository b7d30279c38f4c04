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

    # Whether the script has a `return` of its own, after which more would have been done than to fail.
    def returns_early?
      statements = @tree.children[2]
      *before, last = statements&.type == :BLOCK ? statements.children.compact : [statements]
      !fails?(last) && before.any? { |each| returns?(each) }
    end

    # The places in the text, as first and last line and column, of each `return` in the method that the script calls last
    # after which more would have been done than to fail.
    def early_returns
      statements = statements_of(@tree.children[2])
      last = statements.last
      last = statements_of(last.children[1]).last if last&.type == :IF && names_program?(last.children.first)
      return [] unless last.is_a?(NODE) && %i[VCALL FCALL].include?(last.type) && last.children[1].nil?

      method = statements.reverse.find { |each| each.type == :DEFN && each.children.first == last.children.first }
      method.nil? ? [] : early_in(method.children.last.children[2], true).map { |node| place_of(node) }
    end

    private

    def statements_of(node) = node.is_a?(NODE) ? (node.type == :BLOCK ? node.children.compact : [node]) : []

    def place_of(node) = [node.first_lineno, node.first_column, node.last_lineno, node.last_column]

    LOOPS = %i[ITER FOR WHILE UNTIL].freeze
    INNER = %i[DEFN DEFS LAMBDA CLASS MODULE SCLASS].freeze

    # Whether a `return` in it is not one of what is around it.
    def inner?(node)
      INNER.include?(node.type) ||
        (node.type == :ITER && %i[lambda proc define_method].intersect?(node.children.first.children))
    end

    def early_in(node, at_end, only_fails = false)
      return [] if !node.is_a?(NODE) || inner?(node)
      return at_end || only_fails ? [] : [node] if node.type == :RETURN

      at_end = false if LOOPS.include?(node.type)
      return node.children.flat_map { |each| early_in(each, at_end, only_fails) } if node.type != :BLOCK

      *before, last = statements_of(node)
      before.flat_map { |each| early_in(each, false, only_fails || fails?(last)) } + early_in(last, at_end, only_fails)
    end

    def returns?(node)
      return false if !node.is_a?(NODE) || inner?(node)

      node.type == :RETURN || node.children.any? { |child| returns?(child) }
    end

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
