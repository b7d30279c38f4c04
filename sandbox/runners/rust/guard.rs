//! Linked into every program: what equality of text and slices comes down to, which no program may define for itself.
//! A second definition does not link.

#![no_std]
#![no_builtins]

#[no_mangle]
pub unsafe extern "C" fn memcmp(a: *const u8, b: *const u8, length: usize) -> i32 {
    let mut at = 0;
    while at + 8 <= length {
        let (x, y) = (a.add(at).cast::<u64>().read_unaligned(), b.add(at).cast::<u64>().read_unaligned());
        if x != y {
            return if x.to_be() < y.to_be() { -1 } else { 1 };
        }
        at += 8;
    }
    while at < length {
        let difference = *a.add(at) as i32 - *b.add(at) as i32;
        if difference != 0 {
            return difference;
        }
        at += 1;
    }
    0
}

#[no_mangle]
pub unsafe extern "C" fn bcmp(a: *const u8, b: *const u8, length: usize) -> i32 {
    memcmp(a, b, length)
}
