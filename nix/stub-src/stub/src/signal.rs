//! SIGTERM and SIGINT end the server in an orderly way.
//! The only unsafe code of this crate: std has no signals, and other crates are not wanted here.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

const SIGINT: i32 = 2;
const SIGTERM: i32 = 15;

static ENDING: AtomicBool = AtomicBool::new(false);

extern "C" {
    fn signal(number: i32, handler: extern "C" fn(i32)) -> usize;
}

/// Storing to an atomic is all that a signal handler may safely do.
extern "C" fn remember(_number: i32) {
    ENDING.store(true, Ordering::SeqCst);
}

pub fn catch_termination() {
    // SAFETY: `signal` is libc's, which std links; the handler touches one atomic.
    unsafe {
        signal(SIGTERM, remember);
        signal(SIGINT, remember);
    }
}

pub fn wait_for_termination() {
    while !ENDING.load(Ordering::SeqCst) {
        thread::sleep(Duration::from_millis(50));
    }
}
