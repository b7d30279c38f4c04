// The channel of the report, and whether a failure is the suite's word.

use std::any::Any;
use std::ffi::{c_int, CString, OsStr};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::panic;
use std::sync::Mutex;

use crate::system::{close, dup2, execve, exit_group, fcntl, open, pipe, read, write};

const DUPLICATE_CLOEXEC: c_int = 1030;
const LONGEST_MESSAGE: usize = 2000;
const LONGEST_INPUT: usize = 4096;

static mut INPUT: [u8; LONGEST_INPUT] = [0; LONGEST_INPUT];
static mut LENGTH: usize = 0;
static mut CHANNEL: c_int = -1;
/// The programs that come later, as they were before any code of the job ran.
static mut PROGRAMS: Vec<Option<Stamp>> = Vec::new();

/// What cannot stay the same when a file is replaced or written to.
type Stamp = (u64, u64, i64, i64);

fn stamp(path: &str) -> Option<Stamp> {
    let file = std::fs::metadata(path).ok()?;
    Some((file.ino(), file.len(), file.ctime(), file.ctime_nsec()))
}

fn stamps(programs: impl Iterator<Item = impl AsRef<str>>) -> Vec<Option<Stamp>> {
    programs.map(|line| stamp(line.as_ref().split('\t').next().unwrap_or_default())).collect()
}

// Before the constructors of the program: they belong to the job.
#[used]
#[link_section = ".preinit_array"]
static FIRST: extern "C" fn() = take_input;

extern "C" fn take_input() {
    unsafe {
        let channel = fcntl(3, DUPLICATE_CLOEXEC, 64);
        if channel < 0 {
            return; // a process that a test has started
        }
        CHANNEL = channel;
        close(3);
        let input = &raw mut INPUT as *mut u8;
        while LENGTH < LONGEST_INPUT {
            let n = read(0, input.add(LENGTH), LONGEST_INPUT - LENGTH);
            if n <= 0 {
                break;
            }
            LENGTH += n as usize;
        }
        let text = String::from_utf8_lossy(std::slice::from_raw_parts(input, LENGTH)).into_owned();
        PROGRAMS = stamps(text.lines().skip(2).filter(|line| !line.is_empty()));
        let null = open(c"/dev/null".as_ptr());
        if null > 0 {
            dup2(null, 0);
            close(null);
        }
    }
}

/// What one program of the job does, and what comes after it.
pub struct Report {
    secret: String,
    /// The suite's files.
    pub files: Vec<String>,
    rest: Vec<String>,
    failed: bool,
}

/// Where the last panic was, and what it said.
static LAST: Mutex<Option<(String, String)>> = Mutex::new(None);

/// What the last panic said.
#[allow(dead_code)]
pub fn last_panic() -> Option<String> {
    LAST.lock().ok()?.clone().map(|(_, message)| message)
}

impl Report {
    /// Reads `secret`, then a line per program: its path and the files of the suite, with tabs between.
    pub fn take() -> Report {
        let input = unsafe {
            let bytes = std::slice::from_raw_parts(&raw const INPUT as *const u8, LENGTH);
            let text = String::from_utf8_lossy(bytes).into_owned();
            std::ptr::write_bytes(&raw mut INPUT as *mut u8, 0, LONGEST_INPUT);
            text
        };
        let mut lines = input.lines().map(str::to_string);
        let secret = lines.next().unwrap_or_default();
        let own = lines.next().unwrap_or_default();
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if let (Some(at), Ok(mut last)) = (panic.location(), LAST.lock()) {
                *last = Some((at.file().to_string(), text_of(panic.payload())));
            }
            usual(panic);
        }));
        Report {
            secret,
            files: own.split('\t').skip(1).map(normal).collect(),
            rest: lines.filter(|line| !line.is_empty()).collect(),
            failed: unsafe { std::env::var_os("SEEDMILL_FAILED").is_some() && CHANNEL >= 0 },
        }
    }

    /// Whether this file of the program is the suite's; of a suite without a list, every one is.
    pub fn is_suite(&self, file: &str) -> bool {
        let file = normal(file);
        self.files.is_empty() || self.files.contains(&file)
    }

    pub fn passed(&mut self, test: &str) {
        self.write(test, r#""passed""#);
    }

    #[allow(dead_code)]
    pub fn skipped(&mut self, test: &str) {
        self.write(test, r#""skipped""#);
    }

    pub fn failed(&mut self, test: &str, kind: &str, message: &str) {
        self.failed = true;
        let message = quote(message);
        self.write(test, &format!(r#""failed", "kind": "{kind}", "message": {message}"#));
    }

    /// A panic that nothing caught.
    pub fn panicked(&mut self, test: &str, payload: &(dyn Any + Send)) {
        let message = text_of(payload);
        let (place, _) = LAST.lock().ok().and_then(|last| last.clone()).unwrap_or_default();
        // Of a panic in the suite's own lines, these are the program's fault still.
        let broken = ["called `", "index out of", "attempt to", "range ", "byte index"];
        let asserted = message.starts_with("assertion")
            || !self.files.is_empty() && self.is_suite(&place) && !broken.iter().any(|b| message.starts_with(b));
        self.failed(test, if asserted { "assertion" } else { "error" }, &message);
    }

    fn write(&mut self, test: &str, outcome: &str) {
        let (secret, test) = (quote(&self.secret), quote(test));
        send(&format!("{{\"secret\": {secret}, \"test\": {test}, \"outcome\": {outcome}}}\n"));
    }

    /// The next program of the suite, or the end. Without exit hooks: they belong to the job.
    pub fn end(self) -> ! {
        let _ = std::io::stdout().flush();
        unsafe {
            let Some(next) = self.rest.first() else {
                send(&format!("{{\"secret\": {}, \"end\": true}}\n", quote(&self.secret)));
                exit_group(if self.failed { 1 } else { 0 });
            };
            if stamps(self.rest.iter()) != *(&raw const PROGRAMS) {
                send(&format!("{{\"secret\": {}, \"tampered\": true}}\n", quote(&self.secret)));
            }
            let mut ends = [0; 2];
            pipe(ends.as_mut_ptr());
            let input = format!("{}\n{}\n", self.secret, self.rest.join("\n"));
            write(ends[1], input.as_ptr(), input.len());
            close(ends[1]);
            dup2(ends[0], 0);
            dup2(CHANNEL, 3);
            if self.failed {
                std::env::set_var("SEEDMILL_FAILED", "1");
            }
            let path = CString::new(next.split('\t').next().unwrap_or_default()).unwrap_or_default();
            let environment: Vec<CString> = std::env::vars_os().filter_map(|(name, value)| setting(&name, &value)).collect();
            let pointers: Vec<_> = environment.iter().map(|one| one.as_ptr()).chain([std::ptr::null()]).collect();
            execve(path.as_ptr(), [path.as_ptr(), std::ptr::null()].as_ptr(), pointers.as_ptr());
            exit_group(1)
        }
    }
}

fn setting(name: &OsStr, value: &OsStr) -> Option<CString> {
    CString::new([name.as_bytes(), b"=", value.as_bytes()].concat()).ok()
}

fn send(line: &str) {
    unsafe {
        if CHANNEL >= 0 {
            write(CHANNEL, line.as_ptr(), line.len());
        }
    }
}

pub fn text_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|text| text.to_string())).unwrap_or_default()
}

/// `src/../tests.rs` is `tests.rs`.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.trim_start_matches("/work/").split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars().take(LONGEST_MESSAGE) {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c < ' ' => quoted.push_str(&format!("\\u{:04x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
