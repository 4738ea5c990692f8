"""The five commands, run as a user runs them, or in this process, which spares the seconds that an import takes."""

import importlib
import io
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

BIN = Path(sys.executable).parent  # where pip put the commands


def run(command: str, *arguments, **options) -> CompletedProcess:
    """Runs a command as a process of its own; `options` are those of subprocess.run."""
    return subprocess.run([BIN/command, *map(str, arguments)], **{'capture_output': True, 'text': True, 'timeout': 120} | options)


def run_here(command: str, *arguments, input: str = '') -> CompletedProcess:
    """Runs a command in this process, and leaves its logging and signals as they were before."""
    module = importlib.import_module('finetune_course.command_line')
    log, stdout, stderr = module.log, io.StringIO(), io.StringIO()
    handlers, propagate, level, on_end = list(log.handlers), log.propagate, log.level, {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        with (redirect_stdout(stdout), redirect_stderr(stderr), patch('sys.stdin', io.StringIO(input)),
              patch('sys.argv', [command, *map(str, arguments)])):
            code = getattr(module, command)()
    finally:
        log.handlers, log.propagate = handlers, propagate
        log.setLevel(level)
        for number, handler in on_end.items(): signal.signal(number, handler)
    return CompletedProcess([command, *arguments], code, stdout.getvalue(), stderr.getvalue())


def succeed(finished: CompletedProcess) -> str:
    """What the command wrote on stdout, if it succeeded."""
    assert finished.returncode == 0, finished.stderr[-3000:]
    return finished.stdout
