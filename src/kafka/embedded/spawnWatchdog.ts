import { spawn, type ChildProcess } from 'node:child_process';

/**
 * A small shell that kills a process when this one ends. It holds the other end of a pipe from this process: when
 * this process ends, however it ends, the system closes the pipe. It works wherever there is a POSIX shell, where the
 * parent-death signal of prctl(2) is Linux alone. End it when the watched process is gone.
 */
export function spawnWatchdog(pid: number): ChildProcess {
  const watchdog = spawn('/bin/sh', ['-c', 'read -r _; kill -KILL "$1"', 'emostream-watchdog', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Where there is no shell the process may outlive this one.
  watchdog.on('error', () => undefined);
  return watchdog;
}
