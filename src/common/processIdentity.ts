import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Identifies a process; its id alone does not, since ids are used again. */
export interface ProcessIdentity {
  pid: number;
  /** Its start time in the system's own format; for comparison only. */
  startedAt: string;
}

/** @returns undefined where no such process runs */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether this process still runs. A zombie does not. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

/** Field 22 of proc_pid_stat(5). The name in field 2 may hold spaces and parentheses, so count from its end. */
function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const started = stdout.trim();
  return status === 0 && started !== '' ? started : undefined;
}
