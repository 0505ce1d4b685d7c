import { describe, expect, it } from 'vitest';
import { keyAsShown, keyToKeep, partsOfKey, pressedKeys, type PressedKey } from './pressed-key.ts';

const press = (key: string, code: string, modifiers: Partial<PressedKey> = {}): PressedKey => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

describe('a pressed key', () => {
  it('tells Ctrl Z from Ctrl Shift Z, and takes Command for Ctrl', () => {
    expect(pressedKeys(press('z', 'KeyZ', { ctrlKey: true }))).toEqual(['Ctrl+Z']);
    expect(pressedKeys(press('z', 'KeyZ', { metaKey: true }))).toEqual(['Ctrl+Z']);
    expect(pressedKeys(press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }))).toEqual(['Ctrl+Shift+Z']);
    expect(pressedKeys(press('Z', 'KeyZ'))).toEqual(['Z']);
  });

  it('is a letter by what is typed, not by its place: Z on a German keyboard is where Y is on another', () => {
    expect(pressedKeys(press('z', 'KeyY', { ctrlKey: true }))).toEqual(['Ctrl+Z']);
    expect(pressedKeys(press('m', 'Semicolon'))).toEqual(['M']);
  });

  it('is a letter by its place where another script is typed, and with Option on a Mac', () => {
    expect(pressedKeys(press('я', 'KeyZ', { ctrlKey: true }))).toEqual(['Ctrl+Z']);
    expect(pressedKeys(press('Ω', 'KeyV', { shiftKey: true }))).toEqual(['Shift+V']);
    expect(pressedKeys(press('∫', 'KeyB', { altKey: true }))).toContain('Alt+B');
    expect(pressedKeys(press('Dead', 'KeyN', { altKey: true }))).toEqual(['Alt+N']);
    expect(pressedKeys(press('х', 'BracketLeft'))).toContain('[');
  });

  it('is a sign wherever the keyboard has it', () => {
    expect(pressedKeys(press('?', 'Slash', { shiftKey: true }))).toContain('?');
    expect(pressedKeys(press('?', 'Minus', { shiftKey: true }))).toContain('?');
    expect(pressedKeys(press('+', 'BracketRight'))).toEqual(['+']);
    const graph = { ctrlKey: true, altKey: true, getModifierState: () => true };
    expect(pressedKeys(press('[', 'Digit8', graph))).toEqual(['[']);
    expect(pressedKeys(press('-', 'Minus', { ctrlKey: true }))).toEqual(['Ctrl+-']);
  });

  it('is a digit by what is typed or by its place', () => {
    expect(pressedKeys(press('1', 'Numpad1'))).toEqual(['1']);
    // AZERTY: with Shift the digit is typed, without it a sign.
    expect(pressedKeys(press('1', 'Digit1', { shiftKey: true }))).toEqual(['1']);
    expect(pressedKeys(press('&', 'Digit1', { altKey: true }))).toEqual(['Alt+&', 'Alt+1']);
    expect(pressedKeys(press('!', 'Digit1', { shiftKey: true }))).toEqual(['!', 'Shift+1']);
  });

  it('asks about Shift for letters and named keys, and is nothing while a modifier alone is down', () => {
    expect(pressedKeys(press('Tab', 'Tab', { shiftKey: true }))).toEqual(['Shift+Tab']);
    expect(pressedKeys(press(' ', 'Space'))).toEqual(['Space']);
    expect(pressedKeys(press('Shift', 'ShiftLeft', { shiftKey: true }))).toEqual([]);
  });

  it('is kept as the key cap says', () => {
    expect(keyToKeep(press('я', 'KeyZ'))).toBe('Z');
    expect(keyToKeep(press('∫', 'KeyB', { altKey: true }))).toBe('Alt+B');
    expect(keyToKeep(press('!', 'Digit1', { shiftKey: true }))).toBe('!');
    expect(keyToKeep(press('Control', 'ControlLeft', { ctrlKey: true }))).toBeNull();
  });
});

it('a key is written as people read it', () => {
  expect(keyAsShown('Ctrl+Shift+Z')).toBe('Ctrl Shift Z');
  expect(keyAsShown('Alt+ArrowLeft')).toBe('Alt ←');
  expect(keyAsShown('+')).toBe('+');
  expect(keyAsShown('Ctrl++')).toBe('Ctrl +');
  expect(partsOfKey('Ctrl++')).toEqual({ modifiers: ['Ctrl'], name: '+' });
});
