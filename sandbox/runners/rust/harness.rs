//! Stands in for the crate `test` of the toolchain: what `rustc --test` generates calls it, and it reports each test on
//! file descriptor 3.

#![unstable(feature = "test", issue = "50297")]
#![feature(staged_api, process_exitcode_internals, test)]
#![allow(internal_features)]

mod report;
mod system;

use report::{text_of, Report};
use std::process::Termination;
use std::thread;

pub use std::hint::black_box;
pub use TestFn::StaticTestFn;
pub use TestName::StaticTestName;

pub enum TestName {
    StaticTestName(&'static str),
}

pub enum TestFn {
    StaticTestFn(fn() -> Result<(), String>),
}

pub enum ShouldPanic {
    No,
    Yes,
    YesWithMessage(&'static str),
}

pub enum TestType {
    UnitTest,
    IntegrationTest,
    DocTest,
    Unknown,
}

/// The fields that rustc fills in; most are of no use here.
pub struct TestDesc {
    pub name: TestName,
    pub ignore: bool,
    pub ignore_message: Option<&'static str>,
    pub source_file: &'static str,
    pub start_line: usize,
    pub start_col: usize,
    pub end_line: usize,
    pub end_col: usize,
    pub should_panic: ShouldPanic,
    pub compile_fail: bool,
    pub no_run: bool,
    pub test_type: TestType,
}

pub struct TestDescAndFn {
    pub desc: TestDesc,
    pub testfn: TestFn,
}

pub fn assert_test_result<T: Termination>(result: T) -> Result<(), String> {
    match result.report().to_i32() {
        0 => Ok(()),
        code => Err(format!("the test returned a termination value with the status {code}")),
    }
}

pub fn test_main_static(tests: &[&TestDescAndFn]) {
    let mut report = Report::take();
    // What the solution brings along is not the suite.
    for test in tests {
        if !report.is_suite(test.desc.source_file) {
            continue;
        }
        let TestName::StaticTestName(name) = test.desc.name;
        if test.desc.ignore {
            println!("test {name} ... ignored");
            report.skipped(name);
        } else {
            let passed = run(&mut report, name, test);
            println!("test {name} ... {}", if passed { "ok" } else { "FAILED" });
        }
    }
    report.end()
}

/// In a thread of its own, whose name is in the message of a panic; one test after the other.
fn run(report: &mut Report, name: &str, test: &TestDescAndFn) -> bool {
    let TestFn::StaticTestFn(function) = test.testfn;
    let thread = thread::Builder::new().name(name.to_string()).spawn(function);
    let outcome = match thread {
        Ok(thread) => thread.join(),
        Err(_) => std::panic::catch_unwind(function),
    };
    let expected = match test.desc.should_panic {
        ShouldPanic::No => None,
        ShouldPanic::Yes => Some(""),
        ShouldPanic::YesWithMessage(part) => Some(part),
    };
    match (outcome, expected) {
        (Ok(Ok(())), None) => report.passed(name),
        (Ok(Err(message)), None) => report.failed(name, "assertion", &message),
        (Err(payload), None) => {
            report.panicked(name, &*payload);
            return false;
        }
        (Err(payload), Some(part)) if part.is_empty() || text_of(&*payload).contains(part) => report.passed(name),
        (Err(payload), Some(part)) => {
            let message = format!("panicked, but not with {part:?}: {}", text_of(&*payload));
            report.failed(name, "assertion", &message);
            return false;
        }
        (Ok(_), Some(_)) => {
            report.failed(name, "assertion", "test did not panic as expected");
            return false;
        }
    }
    true
}
