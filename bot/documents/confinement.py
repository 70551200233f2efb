"""What holds in a process that reads one file."""

DAMAGED = 3
"""The code with which it ends where the file cannot be read."""
TOO_LARGE = 4
"""The code with which it ends where reading the file would take too much."""


def confine(memory: int, seconds: int) -> None:
    """Hold this process to so many bytes and seconds of computing, where the system can; it writes no file."""
    try:
        import resource
    except ImportError:  # There is none on Windows.
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
