import { loadavg } from 'node:os';
import { benchNetworks } from './parts/networks.ts';
import { measureOurs } from './parts/ours.ts';

/**
 * Images a second of the trainer's step and of its answers for the three networks of `shared/bench/torch_reference.py`:
 * medians of five, each in a process with a trainer's settings; training also without the settings that keep its memory.
 */
export function run(report: (name: string, value: number, unit: string) => void): void {
  report('load average before', loadavg()[0] ?? NaN, 'processes');
  for (const [network, { batch }] of Object.entries(benchNetworks)) {
    report(`${network} train b${batch.train}`, measureOurs(network, 'train'), 'images/s');
    report(`${network} train b${batch.train}, memory given back`, measureOurs(network, 'train', {}), 'images/s');
    report(`${network} infer b${batch.infer}`, measureOurs(network, 'infer'), 'images/s');
  }
  report('load average after', loadavg()[0] ?? NaN, 'processes');
}
