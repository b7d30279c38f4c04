"""Pid 1 of the image: the agent in a Python that has loaded the test framework, and never runs a job itself.

    python3 -s -P -B zygote.py <runner>

The runner is a file that loads what it needs when it is imported, and whose `main` reads its orders from stdin. The
agent forks this process ahead of each job, into the job's jail, where `main` is called.
"""

import ctypes
import gc
import select
import sys
from importlib.util import module_from_spec, spec_from_file_location


def load(path):
    spec = spec_from_file_location("runner", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def become_runner():
    """Serves as the agent until the container ends; returns in the children that are to be runners."""
    before, after = (
        ctypes.cast(hook, ctypes.c_void_p)
        for hook in (ctypes.pythonapi.PyOS_BeforeFork, ctypes.pythonapi.PyOS_AfterFork_Child)
    )
    # Keeps Python's lock: a PyDLL does not let go of it around the call.
    serve = ctypes.PyDLL("/opt/seedmill/libagent.so").seedmill_serve
    # What is there now stays shared with every child: no collection of theirs writes to it.
    gc.collect()
    gc.freeze()
    serve(before, after)


MADV_POPULATE_WRITE = 23


def take_memory():
    """Copies what is shared with the zygote at once, while nobody waits yet: later each page costs a fault."""
    if select.select([0], [], [], 0)[0]:
        return
    madvise = ctypes.CDLL(None).madvise
    with open("/proc/self/maps") as maps:
        places = [line.split()[:2] for line in maps if " 00:00 0 " in line]
    for place, rights in places:
        start, end = (int(address, 16) for address in place.split("-"))
        if rights == "rw-p":
            madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_POPULATE_WRITE)


if __name__ == "__main__":
    sys.argv[:] = sys.argv[1:]
    runner = load(sys.argv[0])
    become_runner()
    take_memory()
    runner.main()
