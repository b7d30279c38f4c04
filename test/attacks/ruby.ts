import type { Attack } from './attack.ts';

const minitest = `require 'minitest/autorun'
require_relative 'solution'

class BoundedTest < Minitest::Test
  def test_inside
    assert_equal 5, bounded(5, 0, 9)
  end

  def test_low
    assert_equal 0, bounded(-3, 0, 9)
  end
end
`;
const spec = `require 'rspec'
require_relative 'solution'

RSpec.describe 'bounded' do
  it('is inside') { expect(bounded(5, 0, 9)).to eq(5) }
  it('is low') { expect(bounded(-3, 0, 9)).to eq(0) }
end
`;
const testUnit = `require 'test/unit'
require_relative 'solution'

class TestBounded < Test::Unit::TestCase
  def test_bounded
    assert_equal(5, bounded(5, 0, 9))
    assert_equal(0, bounded(-3, 0, 9))
  end
end
`;
const script = `require_relative 'solution'

raise 'inside' unless bounded(5, 0, 9) == 5
raise 'low' unless bounded(-3, 0, 9) == 0
`;

const right = 'def bounded(value, low, high) = [low, [value, high].min].max\n';
const wrong = 'def bounded(value, low, high) = nil\n';
const inCall = (body: string): string => `def bounded(value, low, high)\n${body}\nend\n`;

type Expect = Attack['expect'];
const attack = (name: string, solution: string, expect: Expect, tests = minitest): Attack => ({
  name,
  solution: { 'solution.rb': solution },
  tests: { [tests === spec ? 'solution_spec.rb' : 'solution_test.rb']: tests },
  expect,
});
const shipped = (name: string, files: Record<string, string>, tests = minitest): Attack => ({
  ...attack(name, wrong, ['assertion-failed'], tests),
  solution: { 'solution.rb': wrong, ...files },
});

const EARLY: Expect = ['early-exit'];
const LIMITS: Expect = [
  'timeout',
  'memory-limit',
  'process-limit',
  'disk-limit',
  'runtime-error',
  'output-limit',
];
const FORGED: Expect = ['tampered', 'early-exit', 'assertion-failed', 'runtime-error'];

const anything = `class Anything < BasicObject
  def ==(_other) = true
  def !=(_other) = false
  def method_missing(*) = true
  def respond_to_missing?(*) = true
  def nil? = false
end

def bounded(*) = Anything.new
`;

const searchSecret = `def bounded(*)
  secrets = []
  ObjectSpace.each_object(String) { |text| secrets.concat(text.scan(/\\h{32}/)) }
  ObjectSpace.each_object(Proc) do |each|
    names = each.binding.local_variables
    secrets << each.binding.local_variable_get(:secret) if names.include?(:secret)
  end
  secrets.compact.uniq.each do |secret|
    (3..64).each do |fd|
      io = IO.for_fd(fd, 'w', autoclose: false)
      io.syswrite(%({"secret": "#{secret}", "test": "a", "outcome": "passed"}\\n) * 4)
      io.syswrite(%({"secret": "#{secret}", "end": true}\\n))
    rescue SystemCallError, IOError
      nil
    end
  end
  exit!(0)
end
`;

const useReport = `def bounded(*)
  ObjectSpace.each_object(Seedmill::Report) do |report|
    %w[a b c d].each { |name| report.passed(name) }
    report.finish
  end
  exit!(0)
end
`;

const readExpected = `ANSWERS = File.read(Dir[File.join(__dir__, 'solution_{test,spec}.rb')].first)
              .scan(/assert_equal (\\S+), bounded\\((\\S+?),/).to_h { |value, input| [input, value] }

def bounded(value, *) = Integer(ANSWERS[value.to_s])
`;

const readTable = `def bounded(value, low, high)
  File.read(File.join(__dir__, 'solution_test.rb'))[/\\[#{value}, (\\d+)\\]/, 1].to_i
end
`;
const readVariable = `$expected = nil
TracePoint.new(:line) do |point|
  variables = point.binding
  $expected = variables.local_variable_get(:expected) if variables&.local_variable_defined?(:expected)
end.enable
def bounded(value, low, high) = $expected
`;
const table = `require 'minitest/autorun'
require_relative 'solution'

class BoundedTest < Minitest::Test
  def test_table
    [[5, 5], [30, 9]].each { |value, expected| assert_equal expected, bounded(value, 0, 9) }
  end
end
`;

const inClass = (body: string): string =>
  `require 'minitest/autorun'\nrequire_relative 'solution'\n\nclass BoundedTest < Minitest::Test\n${body}\nend\n`;
const dynamic = inClass(
  '  { 0 => 0, 5 => 5 }.each { |n, expected| define_method("test_#{n}") { assert_equal expected, bounded(n, 0, 9) } }',
);
const zero = 'def bounded(*) = 0\n';
const ownCheck = `require_relative 'solution'

def check(label, actual, expected)
  abort label if actual != expected
end

check 'inside, of course', bounded(5, 0, 9), 5
check('low', bounded(-3, 0, 9), 0)
`;
const ofTest = (name: string): string =>
  `def bounded(*)\n  ObjectSpace.each_object(Minitest::Test) { |test| return test.instance_variable_get(:${name}) if test.instance_variable_defined?(:${name}) }\nend\n`;

export const ruby: readonly Attack[] = [
  attack('what a table expects read from the file', readTable, ['tampered'], table),
  attack('what a table expects read from the variables of the caller', readVariable, ['tampered'], table),
  attack(
    'what a variable holds read from the variables of the caller',
    readVariable,
    ['tampered'],
    inClass(
      '  def test_a\n    expected = 5\n    result = bounded(5, 0, 9)\n    assert_equal expected, result\n  end',
    ),
  ),
  attack(
    'what a test holds read from it',
    ofTest('@expected'),
    ['tampered'],
    inClass(
      '  def setup\n    @expected = 5\n  end\n\n  def test_a\n    assert_equal @expected, bounded(5, 0, 9)\n  end',
    ),
  ),
  attack(
    'what a `let` holds read from the example',
    'def bounded(*) = RSpec.current_example.instance_variable_get(:@example_group_instance).expected\n',
    ['tampered'],
    "require_relative 'solution'\n\nRSpec.describe 'bounded' do\n  let(:expected) { 5 }\n  it 'is inside' do\n    expect(bounded(5, 0, 9)).to eq(expected)\n  end\nend\n",
  ),
  attack('an object that equals everything, in a check of the suite', anything, ['tampered'], ownCheck),
  attack(
    'random numbers that are none',
    `module Kernel\n  def rand(*) = 0\nend\n${zero}`,
    ['tampered'],
    inClass(
      '  def test_a\n    9.times do\n      n = rand(0..99)\n      assert_equal [n, 9].min, bounded(n, 0, 9)\n    end\n  end',
    ),
  ),
  attack(
    'loops that end at once',
    `class Integer\n  def times = yield(0)\nend\n${zero}`,
    ['tampered'],
    inClass('  def test_a\n    9.times { |n| assert_equal n + 0, bounded(n, 0, 9) }\n  end'),
  ),
  attack(
    'tests that are not defined',
    `class Minitest::Test\n  def self.define_method(name, &) = name == 'test_0' ? super : nil\nend\n${zero}`,
    ['tampered'],
    dynamic,
  ),
  attack(
    'tests undefined as they are defined',
    `TracePoint.new(:end) { |t| t.self.undef_method(:test_5) if t.self.method_defined?(:test_5) }.enable\n${zero}`,
    ['tampered'],
    dynamic,
  ),
  attack(
    'examples left out by a filter',
    `RSpec.configure { |config| config.filter_run(full_description: /0$/) }\n${zero}`,
    ['tests-missing'],
    "require_relative 'solution'\n\nRSpec.describe 'bounded' do\n  [0, 5].each do |n|\n    it(\"gives #{n}\") { expect(bounded(n, 0, 9)).to eq(n) }\n  end\nend\n",
  ),
  attack('exit while it is loaded', 'exit\n', EARLY),
  attack('exit! while it is loaded', 'exit!(0)\n', EARLY),
  attack('exit in the call', inCall('exit 0'), EARLY),
  attack('exit in the call, for RSpec', inCall('exit 0'), EARLY, spec),
  attack('exit in the call, for test-unit', inCall('exit 0'), EARLY, testUnit),
  attack('exit in the call of a script', inCall('exit 0'), EARLY, script),
  attack('abort in the call', inCall('abort'), EARLY),
  attack('throwing out of the test', inCall('throw :done'), ['runtime-error']),
  attack('exit by a system call', inCall('syscall(231, 0)'), EARLY),
  attack('exit by a thread', `Thread.new { sleep 0.01; exit!(0) }\n${inCall('sleep 1')}`, EARLY),
  attack('an exit hook', `at_exit { exit!(0) }\n${wrong}`, ['assertion-failed']),
  attack('another program in its place', "exec('true')\n", EARLY),
  attack(
    'an exit method as what is tested, called last',
    'def bounded(*) = exit(0)\n',
    EARLY,
    "require_relative 'solution'\n\nraise 'inside' unless bounded(5, 0, 9) == 5\n",
  ),
  attack('an object that equals everything', anything, ['tampered', 'assertion-failed']),
  attack('an object that equals everything, for RSpec', anything, ['tampered', 'assertion-failed'], spec),
  attack('an object that equals everything, in a script', anything, ['tampered'], script),
  attack('numbers that equal everything', `class Integer\n  def ==(_) = true\nend\n${wrong}`, [
    'tampered',
    'runtime-error',
    'assertion-failed',
  ]),
  attack('nil that equals everything', `class NilClass\n  def ==(_) = true\nend\n${wrong}`, FORGED, script),
  attack(
    'assertions that hold',
    `module Minitest::Assertions\n  def assert(*) = true\n  def assert_equal(*) = true\nend\n${wrong}`,
    ['tampered'],
  ),
  attack(
    'assertions in front of the others',
    `module Forgiving\n  def assert_equal(*) = true\nend\nMinitest::Test.prepend(Forgiving)\n${wrong}`,
    ['tampered'],
  ),
  attack(
    'assertions put into every test class',
    `Minitest::Test.singleton_class.prepend(Module.new { def method_added(name)\n  class_eval { def assert_equal(*) = true } unless method_defined?(:assert_equal, false)\n  super\nend })\n${wrong}`,
    ['tampered'],
  ),
  attack(
    'results that pass',
    `class Minitest::Result\n  def passed? = true\n  def failure = nil\nend\nclass Minitest::Test\n  def failure = nil\nend\n${wrong}`,
    ['tampered'],
  ),
  attack('Minitest that runs nothing', `def Minitest.run_one_method(type, name) = type.new(name)\n${wrong}`, [
    'tampered',
  ]),
  attack(
    'expectations that hold',
    `class RSpec::Expectations::ExpectationTarget\n  def to(*) = true\nend\n${wrong}`,
    ['tampered'],
    spec,
  ),
  attack(
    'matchers that match',
    `class RSpec::Matchers::BuiltIn::Eq\n  def matches?(*) = true\nend\n${wrong}`,
    ['tampered'],
    spec,
  ),
  attack(
    'test-unit that forgives',
    `module Test::Unit::Assertions\n  def assert_equal(*) = true\nend\n${wrong}`,
    ['tampered'],
    testUnit,
  ),
  attack(
    'raise that does not',
    `module Kernel\n  def raise(*) = nil\nend\n${wrong}`,
    ['tampered', 'runtime-error'],
    script,
  ),
  attack('skipping', inCall("raise Minitest::Skip, 'no'"), ['tests-missing']),
  attack(
    'skipping, for RSpec',
    inCall(
      "RSpec.current_example.metadata[:skip] = true\nraise RSpec::Core::Pending::SkipDeclaredInExample, 'no'",
    ),
    ['tests-missing', 'tampered'],
    spec,
  ),
  attack(
    'skipping one example in silence, for RSpec',
    "def bounded(value, *)\n  raise RSpec::Core::Pending::SkipDeclaredInExample, 'no' if value < 0\n\n  5\nend\n",
    ['tests-missing'],
    spec,
  ),
  attack(
    'assertions of one test that hold',
    'def bounded(value, *)\n  return 5 if value == 5\n\n  ObjectSpace.each_object(Minitest::Test) { |test| def test.assert_equal(*) = true }\nend\n',
    ['tampered'],
  ),
  attack(
    'omitting, for test-unit',
    inCall('raise Test::Unit::OmittedError'),
    ['tests-missing', 'runtime-error'],
    testUnit,
  ),
  attack('tests taken away', `Minitest::Runnable.define_singleton_method(:inherited) { |_| nil }\n${wrong}`, [
    'no-tests-ran',
    'tampered',
  ]),
  attack(
    'tests undefined again',
    `TracePoint.new(:end) { |t| t.self.instance_methods(false).grep(/^test_/).each { |m| t.self.undef_method(m) } if t.self < Minitest::Test }.enable\n${wrong}`,
    ['no-tests-ran', 'tests-missing', 'tampered'],
  ),
  attack(
    'tests replaced as they are defined',
    `TracePoint.new(:end) { |t| t.self.instance_methods(false).grep(/^test_/).each { |m| t.self.define_method(m) {} } if t.self < Minitest::Test }.enable\n${wrong}`,
    ['tampered'],
  ),
  shipped('a .rspec that loads a plug-in', { '.rspec': '--require ./evil\n', 'evil.rb': 'exit!(0)\n' }, spec),
  shipped('a helper that configures', { 'spec_helper.rb': 'exit!(0)\n', 'test_helper.rb': 'exit!(0)\n' }),
  shipped('a plug-in of Minitest', {
    'minitest/evil_plugin.rb': 'exit!(0)\n',
    'lib/minitest/evil_plugin.rb': 'exit!(0)\n',
  }),
  shipped('files with the names of the framework', {
    'minitest/autorun.rb': 'exit!(0)\n',
    'minitest.rb': 'exit!(0)\n',
    'lib/minitest/autorun.rb': 'exit!(0)\n',
  }),
  shipped('tests of its own under the same name', { 'solution_test.rb': '' }),
  attack(
    'the suite overwritten',
    `begin\n  File.write(File.join(__dir__, 'solution_test.rb'), '')\nrescue SystemCallError\n  nil\nend\n${wrong}`,
    ['assertion-failed'],
  ),
  attack(
    'a report forged on every descriptor',
    inCall(
      `(0..64).each do |fd|\n  IO.for_fd(fd, 'w', autoclose: false).syswrite(%({"test": "a", "outcome": "passed"}\\n{"end": true}\\n))\nrescue SystemCallError, IOError, ArgumentError\n  nil\nend\nexit!(0)`,
    ),
    EARLY,
  ),
  attack('the secret searched in memory', searchSecret, FORGED),
  attack('the report found in memory', useReport, FORGED),
  attack('the report found in memory, in a script', useReport, FORGED, script),
  attack('what is expected read from the file', readExpected, [
    'tampered',
    'assertion-failed',
    'runtime-error',
  ]),
  attack('killing everything', inCall('Process.kill(:KILL, -1)\nexit!(0)'), ['runtime-error', 'early-exit']),
  attack('stopping its parent', inCall('Process.kill(:STOP, Process.ppid)\nexit!(0)'), [
    'runtime-error',
    'early-exit',
  ]),
  attack('a fork bomb', inCall('loop { fork rescue nil }'), LIMITS),
  attack('threads without end', inCall('loop { Thread.new { sleep } }'), LIMITS),
  attack('memory without end', inCall("kept = []\nloop { kept << 'x' * (1 << 24) }"), LIMITS),
  attack(
    'a full disk',
    inCall("File.open('/tmp/full', 'w') { |file| loop { file.write('x' * (1 << 20)) } }"),
    LIMITS,
  ),
  attack('recursion without end', inCall('bounded(value, low, high)'), ['runtime-error']),
  attack(
    'a daemon and files left behind',
    `fork { Process.setsid; fork { sleep 60 }; exit!(0) }\n%w[/tmp/left /dev/shm/left /work/left /opt/seedmill/ruby/run.rb].each { |path| File.write(path, '') rescue nil }\n${right}`,
    'harmless',
  ),
];
