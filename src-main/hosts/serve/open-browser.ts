import open from 'open';

/** Opens the person's browser; without a display there is none, and the printed address has to do. */
export async function openBrowser(
  address: string,
  onProblem: (problem: string) => void,
  platform = process.platform,
  environment = process.env,
): Promise<void> {
  if (!hasDisplay(platform, environment)) return;
  try {
    const browser = await open(address);
    browser.on('error', (error) => onProblem(`The browser could not be opened: ${error.message}`));
  } catch (error) {
    onProblem(`The browser could not be opened: ${(error as Error).message}`);
  }
}

/** Whether a window can be shown: elsewhere than on Linux it always can. */
export function hasDisplay(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  return platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}
