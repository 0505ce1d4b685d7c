import { useKeys } from '../../../app/use-keys.ts';
import { useChecks } from '../../../stores/checks.ts';

/** What keys do about findings, wherever in Annotate the focus is. */
export function useFindingKeys(): void {
  const checks = useChecks();
  useKeys({
    'show checks': () => {
      checks.isShown = !checks.isShown && !checks.isBlind;
    },
    'next finding': () => void checks.step(1),
    'previous finding': () => void checks.step(-1),
    'fix finding': () => checks.current && checks.fix(checks.current),
    'accept finding': () => checks.current && checks.decide(checks.current, 'accepted'),
    'reopen finding': () => {
      if (checks.current && checks.current.state !== 'open') checks.decide(checks.current, 'open');
    },
    'ignore finding': () => checks.current && checks.decide(checks.current, 'ignored'),
  });
}
