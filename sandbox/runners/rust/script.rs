//! Linked around the main function of a plain program, whose one test is that it returns.

mod report;
mod system;

use report::Report;
use std::backtrace::Backtrace;
use std::ffi::c_int;
use std::sync::Mutex;

extern "C" {
    fn __real_main(count: c_int, arguments: *const *const u8) -> c_int;
    fn __real_exit(code: c_int) -> !;
    fn getpid() -> c_int;
    fn gettid() -> c_int;
}

static REPORT: Mutex<Option<Report>> = Mutex::new(None);

fn take_report() -> Option<Report> {
    REPORT.lock().ok()?.take()
}

#[no_mangle]
extern "C" fn __wrap_main(count: c_int, arguments: *const *const u8) -> c_int {
    if let Ok(mut slot) = REPORT.lock() {
        *slot = Some(Report::take());
    }
    let code = unsafe { __real_main(count, arguments) };
    finish(code);
    code
}

/// What `std::process::exit` calls. Where a program may say so itself, in its function main or in one that main ends
/// with, it was made to do so by a closure.
#[no_mangle]
extern "C" fn __wrap_exit(code: c_int) -> ! {
    if code != 0 || is_at_end() {
        finish(code);
    }
    unsafe { __real_exit(code) }
}

fn finish(code: c_int) {
    let Some(mut report) = take_report() else { return };
    let name = report.files.first().cloned().unwrap_or_default();
    match (code, report::last_panic()) {
        (0, _) => report.passed(&name),
        (101, Some(message)) => report.panicked(&name, &message),
        _ => report.failed(&name, "assertion", &format!("exit status {code}")),
    }
    report.end()
}

fn is_at_end() -> bool {
    let helpers = REPORT.lock().ok().and_then(|slot| slot.as_ref().map(|report| report.files.clone())).unwrap_or_default();
    let trace = format!("{:#}", Backtrace::force_capture());
    // ` 4: 0x5571 - main::main::h0123456789abcdef`
    let names = trace
        .lines()
        .filter_map(|line| line.split_once(" - "))
        .map(|(_, name)| name.rsplit_once("::h").map_or(name, |(name, _)| name));
    let mut callers = names.skip_while(|name| *name != "std::process::exit").skip(1);
    let is_helper = |name: &str| helpers.iter().skip(1).any(|helper| helper == name);
    let Some(asking) = callers.next().and_then(|name| name.strip_suffix("::{{closure}}")) else { return false };
    let Some(function) = callers.next().filter(|name| *name == asking) else { return false };
    let main = if is_helper(function) { callers.find(|name| !is_helper(name)) } else { Some(function) };
    main == Some("main::main") && callers.all(|name| name != "main::main") && unsafe { getpid() == gettid() }
}
