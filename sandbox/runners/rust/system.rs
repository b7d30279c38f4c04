// What the report needs of the kernel, asked of it directly: a program may define functions of libc's names.

use std::arch::asm;
use std::ffi::{c_char, c_int};

#[cfg(target_arch = "x86_64")]
mod number {
    pub const READ: usize = 0;
    pub const WRITE: usize = 1;
    pub const CLOSE: usize = 3;
    pub const EXECVE: usize = 59;
    pub const FCNTL: usize = 72;
    pub const EXIT_GROUP: usize = 231;
    pub const OPENAT: usize = 257;
    pub const DUP3: usize = 292;
    pub const PIPE2: usize = 293;
}

#[cfg(target_arch = "aarch64")]
mod number {
    pub const DUP3: usize = 24;
    pub const FCNTL: usize = 25;
    pub const OPENAT: usize = 56;
    pub const CLOSE: usize = 57;
    pub const PIPE2: usize = 59;
    pub const READ: usize = 63;
    pub const WRITE: usize = 64;
    pub const EXIT_GROUP: usize = 94;
    pub const EXECVE: usize = 221;
}

#[inline(always)]
unsafe fn call(number: usize, a: usize, b: usize, c: usize) -> isize {
    let mut result: isize;
    #[cfg(target_arch = "x86_64")]
    asm!("syscall", inlateout("rax") number as isize => result, in("rdi") a, in("rsi") b, in("rdx") c, in("r10") 0usize,
        out("rcx") _, out("r11") _, options(nostack));
    #[cfg(target_arch = "aarch64")]
    asm!("svc 0", in("x8") number, inlateout("x0") a as isize => result, in("x1") b, in("x2") c, in("x3") 0usize,
        options(nostack));
    result
}

const HERE: c_int = -100;

pub unsafe fn read(fd: c_int, to: *mut u8, most: usize) -> isize {
    call(number::READ, fd as usize, to as usize, most)
}

pub unsafe fn write(fd: c_int, from: *const u8, length: usize) -> isize {
    call(number::WRITE, fd as usize, from as usize, length)
}

/// Opens for reading.
pub unsafe fn open(path: *const c_char) -> c_int {
    call(number::OPENAT, HERE as usize, path as usize, 0) as c_int
}

pub unsafe fn close(fd: c_int) {
    call(number::CLOSE, fd as usize, 0, 0);
}

pub unsafe fn dup2(from: c_int, to: c_int) {
    call(number::DUP3, from as usize, to as usize, 0);
}

pub unsafe fn pipe(ends: *mut c_int) {
    call(number::PIPE2, ends as usize, 0, 0);
}

pub unsafe fn fcntl(fd: c_int, command: c_int, argument: usize) -> c_int {
    call(number::FCNTL, fd as usize, command as usize, argument) as c_int
}

pub unsafe fn execve(path: *const c_char, arguments: *const *const c_char, environment: *const *const c_char) {
    call(number::EXECVE, path as usize, arguments as usize, environment as usize);
}

pub unsafe fn exit_group(code: c_int) -> ! {
    loop {
        call(number::EXIT_GROUP, code as usize, 0, 0);
    }
}
