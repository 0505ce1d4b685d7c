import { request } from 'node:http';
import { expect, test } from './support/served-studio.ts';

test('opens on the welcome screen, with no complaint of the browser', async ({ page, studio }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(studio.address.href);
  await expect(page.getByTestId('welcome')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('keeps the token out of the address bar, and out of the reach of scripts', async ({ page, studio }) => {
  await expect(page.getByTestId('welcome')).toBeVisible();
  expect(page.url()).toBe(`${studio.address.origin}/`);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.reload();
  await expect(page.getByTestId('welcome')).toBeVisible();
});

test('refuses who does not have the token', async ({ browser, studio }) => {
  const stranger = await browser.newPage();
  const answer = await stranger.goto(studio.address.origin);
  expect(answer?.status()).toBe(401);
  await expect(stranger.getByText('open the address printed in the terminal')).toBeVisible();
  await expect(stranger.getByTestId('welcome')).toBeHidden();
  await stranger.close();
});

test('refuses another Host or Origin, even with the token', async ({ studio }) => {
  const status = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { hostname: host, port, pathname, search } = studio.address;
      request({ host, port, path: pathname + search, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  expect(await status({})).toBe(200);
  expect(await status({ host: 'faces.example' })).toBe(403);
  expect(await status({ origin: 'http://faces.example' })).toBe(403);
});

test('says so when the studio is gone', async ({ page, studio }) => {
  await expect(page.getByTestId('welcome')).toBeVisible();
  await studio.kill9();
  await expect(page.getByTestId('connection-lost')).toBeVisible();
});

test('ends cleanly when told to', async ({ page, studio }) => {
  await expect(page.getByTestId('welcome')).toBeVisible();
  expect(await studio.stop()).toBe(0);
});
