import { spawn } from 'node:child_process';
import os from 'node:os';
import { stripVTControlCharacters } from 'node:util';

/** Set-up's own children: ended with us, their output kept for the message when they fail. */

/**
 * @typedef {{ code: number | null; output: string }} Outcome `code` is null when it was ended or never started
 * @typedef {{ cwd?: string; env?: NodeJS.ProcessEnv; timeout?: number; stopped?: AbortSignal;
 *   started?: (pid: number) => void }} HowToRun `timeout` in milliseconds
 */

/** The last lines of what a program printed: enough to see why it failed. @param {string} output */
export function tail(output, lines = 12) {
  return stripVTControlCharacters(output).trim().split(/\r?\n/).slice(-lines).join('\n');
}

/** The line of a failed program's output that names its error, out of a stack trace; else its last lines. @param {string} output */
export function reason(output) {
  return /^\s*\w*Error: (.+)$/m.exec(stripVTControlCharacters(output))?.[1] ?? tail(output, 4);
}

/**
 * Runs a program to its end without the terminal. Never throws: a program that is not there has code null.
 *
 * @param {string} command
 * @param {string[]} argumentList
 * @param {HowToRun} how
 * @returns {Promise<Outcome>}
 */
export function quietly(command, argumentList, { cwd, env, timeout, stopped, started } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, argumentList, {
      cwd,
      env,
      signal: stopped,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    if (child.pid) started?.(child.pid);
    const endChild = () => void child.kill('SIGKILL');
    process.once('exit', endChild);
    // spawn's own timeout goes on after a program that could not be started, and holds this process.
    const timer = timeout && setTimeout(endChild, timeout);
    const end = (/** @type {number | null} */ code) => {
      clearTimeout(timer);
      process.off('exit', endChild);
      resolve({ code, output });
    };
    // The end of the output is what tells why it failed; a compiler's whole output is not kept.
    const keep = (/** @type {Buffer} */ chunk) => void (output = (output + chunk.toString()).slice(-100_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (problem) => {
      output += `\n${problem.message}`;
      end(null);
    });
    child.on('close', end);
  });
}

/**
 * Puts a program in our place: our terminal, our signals, its exit code. Resolves with the code a shell would give
 * (128 + signal), and with 127 when it could not be started.
 *
 * @param {string} command
 * @param {string[]} argumentList
 * @param {{ env?: NodeJS.ProcessEnv; stdio?: import('node:child_process').StdioOptions }} how
 * @returns {Promise<{ code: number; signal: NodeJS.Signals | null }>}
 */
export function inForeground(command, argumentList, { env, stdio = 'inherit' } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, argumentList, { env, stdio });
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      // A terminal's Ctrl-C already goes to the whole process group: passed on, it would count as a second one.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const end = (/** @type {number} */ code, /** @type {NodeJS.Signals | null} */ signal) => {
      for (const name of signals) process.off(name, pass);
      resolve({ code, signal });
    };
    child.on('error', (problem) => {
      process.stderr.write(`${command} could not be started: ${problem.message}\n`);
      end(127, null);
    });
    child.on('close', (code, signal) => end(code ?? 128 + (signal ? os.constants.signals[signal] : 1), signal));
  });
}

/** Ends this process as the one it stood for ended, signal included. @param {{ code: number; signal: NodeJS.Signals | null }} outcome */
export function endLike({ code, signal }) {
  process.exitCode = code;
  if (signal && process.platform !== 'win32') process.kill(process.pid, signal);
}
