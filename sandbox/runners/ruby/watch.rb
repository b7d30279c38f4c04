# frozen_string_literal: true

module Seedmill
  # Whether what judges is still what was loaded: a framework's methods, the comparisons that checks rest on, and the
  # methods that suites define tests by and take their inputs from.
  class Watch
    COMPARISONS = %i[== != === eql? equal? ! =~ <=> hash raise nil? is_a? kind_of? instance_of? include? respond_to?
                     empty? assert assert_equal].freeze
    CORE = [BasicObject, Object, Kernel, Comparable, Module, Class, Integer, Float, Rational, Complex, String, Symbol, Array,
            Hash, Range, NilClass, TrueClass, FalseClass, Regexp, Exception, Struct, Enumerable].freeze
    # By the types that suites call them on. A suite may define such methods itself.
    INPUTS = {
      Object => %i[rand srand loop ` define_singleton_method], Kernel.singleton_class => %i[rand srand loop],
      Random.singleton_class => %i[rand new], Random => %i[rand], Integer => %i[times upto downto step],
      Array => %i[each each_with_index sample shuffle], Hash => %i[each each_pair], Range => %i[each step each_with_index],
      File.singleton_class => %i[read readlines foreach open], IO.singleton_class => %i[read readlines foreach popen],
      Dir.singleton_class => %i[glob []], Module => %i[define_method method_added undef_method remove_method alias_method]
    }.freeze
    # What tests are defined by, and which methods of Ruby they call, in the classes of a framework.
    HOOKS = %i[define_method method_added undef_method remove_method alias_method].freeze
    # What a suite reads its data by, where it loads it.
    READERS = { JSON: %i[parse load load_file], YAML: %i[load load_file safe_load], CSV: %i[read parse foreach] }.freeze
    # What suites replace for good reasons.
    REPLACEABLE = %i[mu_pp mu_pp_for_diff diff test_order runnable_methods inherited].freeze

    # Remembers the methods of these modules and of all modules inside them. `bases`: the classes of tests.
    def initialize(*frameworks, bases: [])
      core = CORE.flat_map { |type| methods_of(type).select { |_, name| COMPARISONS.include?(name) } }
      modules = frameworks.flat_map { |framework| inside(framework) }.uniq
      own = modules.flat_map { |type| methods_of(type) + methods_of(type.singleton_class) }
      hooks = bases.flat_map { |base| HOOKS.map { |name| [base.singleton_class, name] } }
      @methods = remembered(core + hooks + own.reject { |_, name| REPLACEABLE.include?(name) })
      inputs = INPUTS.flat_map { |type, names| names.map { |name| [type, name] } }
      @inputs = remembered(inputs + bases.flat_map { |base| INPUTS[Object].map { |name| [base, name] } })
    end

    # Before the job's code is loaded.
    def begin(solution)
      texts = (Dir.glob('**/*.rb') - solution).map { |path| File.read(path).scrub }
      @defined = texts.flat_map { |text| text.scan(/\bdef (?:\w+\.)?([\w`]+)|define_method[ (]:(\w+)/) }.flatten.compact
      @traces = traces
    end

    def untouched?
      unchanged?(@methods) && unchanged?(@inputs.reject { |_, name| @defined.include?(name.to_s) }) &&
        traces <= @traces && readers_stand?
    rescue NameError
      false
    end

    private

    def remembered(places) = places.map { |type, name| [type, name, type.instance_method(name)] }

    def unchanged?(places) = places.all? { |type, name, method| type.instance_method(name) == method }

    # How many see each step of the program.
    def traces = TracePoint.stat.values.sum(&:first)

    def readers_stand?
      READERS.all? do |library, names|
        !Object.const_defined?(library) || names.all? do |name|
          type = Object.const_get(library)
          place = type.respond_to?(name) ? type.method(name).source_location : nil
          place.nil? || place.first.start_with?('/usr/', '/var/lib/')
        end
      end
    end

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
