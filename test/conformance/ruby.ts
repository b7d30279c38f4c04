import type { Conformance, ConformanceCase } from './conformance.ts';

const clamp = 'def bounded(value, low, high)\n  [low, [value, high].min].max\nend\n';
const wrong = 'def bounded(value, low, high)\n  [low, [value, high].max].min\nend\n';
const with_ = (body: string): string => `def bounded(value, low, high)\n  ${body}\nend\n`;

const minitest = `require 'minitest/autorun'
require_relative 'solution'

class BoundedTest < Minitest::Test
  def test_inside
    assert_equal 5, bounded(5, 0, 9)
  end

  def test_outside
    assert_equal 0, bounded(-3, 0, 9)
    assert_equal(9, bounded(30, 0, 9))
  end
end
`;
const spec = `require 'minitest/autorun'
require_relative 'solution'

describe 'bounded' do
  it 'keeps what is inside' do
    _(bounded(5, 0, 9)).must_equal 5
  end

  describe 'outside' do
    it('is the nearest bound') { expect(bounded(-3, 0, 9)).must_equal 0 }
  end
end
`;
const testUnit = `require 'test/unit'
require_relative 'solution'

class TestBounded < Test::Unit::TestCase
  def test_bounded
    candidate = method(:bounded)
    assert_equal(5, candidate.call(5, 0, 9))
    assert_equal(0, candidate.call(-3, 0, 9))
  end
end
`;
const rspec = {
  '.rspec': '--require spec_helper\n',
  'spec/spec_helper.rb': 'RSpec.configure { |config| config.expect_with(:rspec) }\n',
  'spec/bounded_spec.rb': `require_relative '../lib/bounded'

RSpec.describe 'bounded' do
  let(:high) { 9 }

  it 'keeps what is inside' do
    expect(bounded(5, 0, high)).to eq(5)
  end

  context 'outside' do
    it { expect(bounded(-3, 0, high)).to be_zero }
  end
end
`,
};
const script = `require_relative 'solution'

raise 'inside' unless bounded(5, 0, 9) == 5
raise 'outside' unless bounded(-3, 0, 9) == 0
puts 'done'
`;
const exiting = `require_relative 'solution'

def main
  raise 'inside' unless bounded(5, 0, 9) == 5
  exit 0
end

main if __FILE__ == $PROGRAM_NAME
`;

const failsWithZero = `require_relative 'solution'

def check(actual, expected)
  if actual == expected
    puts 'ok'
  else
    puts 'failed'
    exit 0
  end
end

check(bounded(5, 0, 9), 5)
check(bounded(0, 0, 9), 0)
`;

const returning = `require_relative 'solution'

return unless __FILE__ == $PROGRAM_NAME

def main
  [[5, 5], [-3, 0]].each do |value, expected|
    next if bounded(value, 0, 9) == expected

    puts "failed #{value}"
    return
  end
  same = lambda { |value| return value }
  puts same.call('ok')
end

main
`;
const leaving = `require_relative 'solution'

raise 'inside' unless bounded(7, 0, 5) == 5
return unless bounded(-3, 0, 9) == 0

puts 'done'
__END__
text
`;

type Expected = ConformanceCase['expect'];
const passed = (tests: number): Expected => ({ outcome: 'passed', tests });
const failed = (
  reason: Extract<Expected, { outcome: 'failed' }>['reason'],
  phase: 'parse' | 'lint' | 'test' = 'test',
): Expected => ({ outcome: 'failed', phase, reason });
const program = (solution: string, tests: string, expect: Expected): ConformanceCase => ({
  solution: { 'solution.rb': solution },
  tests: { 'solution_test.rb': tests },
  expect,
});

export const ruby: Conformance = {
  language: 'ruby',
  kinds: {
    passing: program(clamp, minitest, passed(2)),
    failing: program(wrong, minitest, failed('assertion-failed')),
    hanging: program(with_('loop {}'), minitest, failed('timeout')),
    crashing: program(with_('Process.kill(:KILL, Process.pid)'), minitest, failed('runtime-error')),
    noTests: program(clamp, "require_relative 'solution'\n\nEXPECTED = 5\n", failed('no-tests-ran')),
    fewerTests: program(with_('exit 0'), minitest, failed('early-exit')),
    skipped: program(with_("raise Minitest::Skip, 'later'"), minitest, failed('tests-missing')),
    syntaxError: program(
      'def bounded(value, low, high\n  1\nend\n',
      minitest,
      failed('syntax-error', 'parse'),
    ),
    lintError: program(
      with_('if value = 5\n    5\n  else\n    low\n  end'),
      minitest,
      failed('lint-error', 'lint'),
    ),
    typeError: { absent: 'Ruby has no types that anything checks before it runs' },
    memory: program(
      with_('kept = []; loop { kept << ("x" * (1 << 20)) }'),
      minitest,
      failed(['memory-limit', 'runtime-error']),
    ),
    output: program(with_("loop { puts 'x' * 4096 }"), script, failed('output-limit')),
  },
  usages: {
    'a spec of Minitest, right': program(clamp, spec, passed(2)),
    'a spec of Minitest, wrong': program(wrong, spec, failed('assertion-failed')),
    'test-unit, right': program(clamp, testUnit, passed(1)),
    'test-unit, wrong': program(wrong, testUnit, failed('assertion-failed')),
    'RSpec with a helper and folders, right': {
      solution: { 'lib/bounded.rb': clamp },
      tests: rspec,
      expect: passed(2),
    },
    'RSpec with a helper and folders, wrong': {
      solution: { 'lib/bounded.rb': wrong },
      tests: rspec,
      expect: failed('assertion-failed'),
    },
    'a script, right': program(clamp, script, passed(1)),
    'a script, wrong': program(wrong, script, failed('assertion-failed')),
    'a script that throws': program(with_('nil + 1'), script, failed('runtime-error')),
    'a script that exits last, right': program(clamp, exiting, passed(1)),
    'a script that exits last, wrong': program(wrong, exiting, failed('assertion-failed')),
    'a script that exits with 0 where it fails, right': program(clamp, failsWithZero, passed(1)),
    'a script that exits with 0 where it fails, wrong': program(wrong, failsWithZero, failed('early-exit')),
    'a script that exits with 0 in its last check, wrong': program(
      with_('value.zero? ? -1 : [low, [value, high].min].max'),
      failsWithZero,
      failed('early-exit'),
    ),
    'a script whose main returns early, right': program(clamp, returning, passed(1)),
    'a script whose main returns early, wrong': program(wrong, returning, failed('early-exit')),
    'a script that returns early, right': program(clamp, leaving, passed(1)),
    'a script that returns early, wrong': program(with_('[value, high].min'), leaving, failed('early-exit')),
    'a script that aborts in the middle': program(
      wrong,
      "require_relative 'solution'\nabort 'inside' if bounded(5, 0, 9) != 5\nputs 'ok'\n",
      failed('assertion-failed'),
    ),
    'a program that exits instead': program(with_('exit 0'), exiting, failed('early-exit')),
    'a test that throws': program(with_('nil + 1'), minitest, failed('runtime-error')),
    'exceptions and truth': program(
      "class Odd < ArgumentError; end\n\ndef half(n)\n  raise Odd, 'odd' if n.odd?\n\n  n / 2\nend\n",
      `require 'minitest/autorun'
require_relative 'solution'

class HalfTest < Minitest::Test
  def test_raises
    error = assert_raises(Odd) { half(3) }
    assert_match(/odd/, error.message)
  end

  def test_truth
    assert half(2).positive?
    refute_nil half(4)
  end
end
`,
      passed(2),
    ),
  },
};
