"""Windows' way to confine a process: a job object with limits that it cannot leave."""

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9
    _USER_INTERFACE = 4
    _ONE_PROCESS = 0x0008
    _BELOW_NORMAL = 0x0020
    _MEMORY = 0x0100
    _DIE_QUIETLY = 0x0400
    _DIE_WITH_HANDLE = 0x2000
    _NO_DESKTOP = 0x00FF
    _BELOW_NORMAL_CLASS = 0x00004000

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_set", ctypes.c_size_t),
            ("most_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic),
            ("io_counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    def enter_job(memory: int) -> None:
        """Put this process into a job of its own: one process, so much memory.

        The handle is never closed, so the job lasts as long as the process.

        Raises:
            OSError: Windows refused; the process must then open nothing.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        limits = _Extended()
        limits.basic.flags = (
            _ONE_PROCESS | _BELOW_NORMAL | _MEMORY | _DIE_QUIETLY | _DIE_WITH_HANDLE
        )
        limits.basic.processes = 1
        limits.basic.priority = _BELOW_NORMAL_CLASS
        limits.process_memory = memory
        desktop = wintypes.DWORD(_NO_DESKTOP)
        job = kernel.CreateJobObjectW(None, None)
        for kind, value in ((_EXTENDED_LIMITS, limits), (_USER_INTERFACE, desktop)):
            if not kernel.SetInformationJobObject(
                job, kind, ctypes.byref(value), ctypes.sizeof(value)
            ):
                raise ctypes.WinError(ctypes.get_last_error())
        if not kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()):
            raise ctypes.WinError(ctypes.get_last_error())
