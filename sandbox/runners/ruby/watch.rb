# frozen_string_literal: true

module Seedmill
  # Whether what judges is still what was loaded: a framework's methods, and the comparisons that checks rest on.
  class Watch
    COMPARISONS = %i[== != === eql? equal? ! =~ <=> hash raise nil? is_a? kind_of? instance_of? include? respond_to?
                     empty? assert assert_equal].freeze
    CORE = [BasicObject, Object, Kernel, Comparable, Module, Class, Integer, Float, Rational, Complex, String, Symbol, Array,
            Hash, Range, NilClass, TrueClass, FalseClass, Regexp, Exception, Struct, Enumerable].freeze
    # What suites replace for good reasons.
    REPLACEABLE = %i[mu_pp mu_pp_for_diff diff test_order runnable_methods inherited].freeze

    # Remembers the methods of these modules and of all modules inside them.
    def initialize(*frameworks)
      core = CORE.flat_map { |type| methods_of(type).select { |_, name| COMPARISONS.include?(name) } }
      modules = frameworks.flat_map { |framework| inside(framework) }.uniq
      own = modules.flat_map { |type| methods_of(type) + methods_of(type.singleton_class) }
      @methods = (core + own.reject { |_, name| REPLACEABLE.include?(name) })
                 .map { |type, name| [type, name, type.instance_method(name)] }
    end

    def untouched?
      @methods.all? { |type, name, method| type.instance_method(name) == method }
    rescue NameError
      false
    end

    private

    def methods_of(type)
      (type.instance_methods(false) + type.private_instance_methods(false)).map { |name| [type, name] }
    end

    def inside(type, found = [])
      return found if found.include?(type)

      found << type
      type.constants(false).each do |name|
        next if type.autoload?(name, false)

        inner = type.const_get(name, false)
        inside(inner, found) if inner.is_a?(Module) && inner.name.to_s.start_with?("#{type.name}::")
      end
      found
    end
  end
end
